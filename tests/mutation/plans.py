"""A plan of examples/ as its text: what stands before the phases, the phases, what stands behind.

Only as much is read as the mistakes of mutations.py need, by the indentation that the examples keep;
what does not keep it is an error."""
import copy
import datetime
import re

ACTIONS = {"backup", "step", "deploy", "retire", "ramp", "flag", "backfill", "writes", "reads"}
WRITES = r"(?:inserts|updates|writes|upserts)"


def statements(lines, indent):
    """Lines as statements: one begins at the indentation, and goes on until the next one does."""
    found = []
    for line in lines:
        begins = line[:indent].isspace() and not line[indent].isspace() and line[indent] not in "}`"
        if begins:
            found.append(line)
        else:
            found[-1] += line
    return found


class Phase:
    def __init__(self, head, lines):
        self.head = head
        self.kind = head.split()[1]
        self.body = statements(lines, 4)

    def text(self):
        return self.head + "".join(self.body) + "  }\n\n"

    def find(self, *words):
        return [i for i, s in enumerate(self.body) if s.split()[0] in words]

    def one(self, word):
        found = self.find(word)
        return self.body[found[0]] if found else ""

    def put(self, word, statement):
        self.body[self.find(word)[0]] = statement

    def actions(self):
        return [self.body[i] for i in self.find(*ACTIONS)]

    def remove(self, *words):
        self.body = [s for s in self.body if s.split()[0] not in words]

    def insert(self, new, is_first):
        """Before the first action or behind the last one."""
        places = self.find(*ACTIONS)
        at = (places[0] if is_first else places[-1] + 1) if places else len(self.body) - 1
        self.body[at:at] = new


class Version:
    def __init__(self, app, name, begin, end):
        self.app, self.name, self.begin, self.end = app, name, begin, end  # lines of the head


class Plan:
    def __init__(self, text, schema):
        lines = text.splitlines(keepends=True)
        begins = [i for i, line in enumerate(lines) if line.startswith("  phase ")]
        self.head, self.phases, self.schema = lines[:begins[0]], [], schema
        for begin in begins:
            end = lines.index("  }\n", begin)
            self.phases.append(Phase(lines[begin], lines[begin + 1:end]))
        self.tail = lines[end + 1:]
        assert self.text().split() == text.split()

    def text(self):
        return "".join(self.head) + "".join(p.text() for p in self.phases) + "".join(self.tail)

    def copy(self):
        return copy.deepcopy(self)

    # ---- what the head says

    def setting(self, name):
        return re.search(rf"^ +{name} +(\S.*)$", "".join(self.head), re.M).group(1)

    def is_on(self, engine):
        return self.setting("engine").startswith(engine)

    def start(self):
        return datetime.date.fromisoformat(self.setting("start"))

    def move(self):
        """Name, table and column of the old side, those of the new one; or nothing."""
        found = re.search(r"^  move (\S+) from (\S+) to (\S+)", "".join(self.head), re.M)
        if not found:
            return None
        old, new = (end.split(".") + [""] for end in found.group(2, 3))
        return found.group(1), old[0], old[1], new[0], new[1]

    def forward(self):
        return re.search(r'^    forward +"(.*)"', "".join(self.head), re.M).group(1)

    def block(self, begin):
        """From the line to that of its closing brace."""
        if self.head[begin].rstrip().endswith("{"):
            indent = re.match(" *", self.head[begin]).group()
            return begin, self.head.index(indent + "}\n", begin) + 1
        return begin, begin + 1

    def versions(self):
        found, app = [], None
        for i, line in enumerate(self.head):
            words = line.split()
            if line.startswith("  app "):
                app = words[1]
            if line.startswith("    version "):
                found.append(Version(app, words[1], *self.block(i)))
        return found

    def last_versions(self):
        return list({v.app: v for v in self.versions()}.values())

    def edit_version(self, version, pattern, replacement):
        """True where it changed something."""
        before = self.head[version.begin:version.end]
        after = [re.sub(pattern, replacement, line) for line in before]
        self.head[version.begin:version.end] = after
        return before != after

    def uses(self, version, pattern):
        return re.search(pattern, "".join(self.head[version.begin:version.end]))

    def add_use(self, version, use):
        line = self.head[version.end - 1]
        if version.end - version.begin == 1:
            self.head[version.begin] = re.sub(r" }$", f"; {use} }}", line.rstrip()) + "\n"
        else:
            self.head.insert(version.end - 1, f"      {use}\n")

    # ---- phases

    def of_kind(self, *kinds):
        return [i for i, p in enumerate(self.phases) if p.kind in kinds]

    def with_action(self, word):
        return [i for i, p in enumerate(self.phases) if p.find(word)]

    def each(self, *words):
        """Every statement that begins with one of the words: phase, place in it, name of the place."""
        for i, phase in enumerate(self.phases):
            found = phase.find(*words)
            for n, at in enumerate(found):
                yield i, at, phase.kind + (f"/{n + 1}" if len(found) > 1 else "")

    def columns(self):
        """Of the schema: table, column, its line."""
        table = None
        for line in self.schema.splitlines(keepends=True):
            words = line.split()
            if line.startswith("CREATE TABLE"):
                table = words[2]
            elif line.startswith("  ") and words[0].islower():
                yield table, words[0], line


def step(title, sql):
    return f'    step "{title}" on main ```sql\n      {sql}\n    ```\n'


def sql_of(statement):
    """The code between the fences."""
    return "".join(statement.splitlines(keepends=True)[1:-1])
