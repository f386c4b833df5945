"""Carries a plan out on a real SQLite, step by step, under toy applications.

Each application issues just the reads and writes that its versions in service declare, in each
state of the plan: before and after each step, both sides of each deploy and each flag. Each
read is held against a log of the writes that were acknowledged. The first thing that goes
wrong is a Break, which names the action that led there.
"""
import copy
import random
import sqlite3


class Break(Exception):
    def __init__(self, why, action, where):
        super().__init__(why)
        self.why, self.action, self.where = why, action, where


class Stopped(Exception):
    """A verification failed: the runbook stops here, before anything is wrong."""


def decode(column, value):
    if value is None:
        return None
    return value // 10 if column == "new" else value


def encode(column, value):
    if value is None:
        return None
    return value * 10 if column == "new" else value


class World:
    def __init__(self, plan, rng):
        self.plan, self.rng = plan, rng
        self.database = sqlite3.connect(":memory:", isolation_level=None)
        self.log = {}     # code -> value that was acknowledged
        self.live = {app: {version} for app, version in plan["live"].items()}
        self.flag = {0}   # the percentages that are in force
        self.backup = None
        self.next = 0
        self.is_admitted = False

    def copy(self):
        other = copy.copy(self)
        other.database = sqlite3.connect(":memory:", isolation_level=None)
        self.database.backup(other.database)
        other.log, other.live = dict(self.log), {a: set(v) for a, v in self.live.items()}
        other.flag = set(self.flag)
        return other

    # ---- the applications

    def configurations(self):
        settings = set()
        if any(p < 100 for p in self.flag):
            settings.add(False)
        if any(p > 0 for p in self.flag):
            settings.add(True)
        for app, versions in sorted(self.live.items()):
            for name in sorted(versions):
                for is_on in sorted(settings) if self.plan["flag"] else [False]:
                    yield self.plan["apps"][app][name], is_on

    def write(self, each, action, where):
        if not each["writes"]:
            return
        columns = each["writes"]
        is_new = not self.log or self.rng.random() < 0.3
        if is_new:
            self.next += 1
            code = "c%d" % self.next
        else:
            code = self.rng.choice(sorted(self.log))
        value = self.rng.randrange(1000)
        values = [encode(c, value) for c in columns]
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        try:
            if each["upserts"]:
                sets = ", ".join("%s = excluded.%s" % (c, c) for c in columns)
                self.database.execute(
                    "INSERT INTO items (code, %s) VALUES (?, %s) ON CONFLICT (code) "
                    "DO UPDATE SET %s" % (names, marks, sets), [code] + values)
            elif is_new:
                self.database.execute("INSERT INTO items (code, %s) VALUES (?, %s)"
                                      % (names, marks), [code] + values)
            else:
                sets = ", ".join("%s = ?" % c for c in columns)
                self.database.execute("UPDATE items SET %s WHERE code = ?" % sets,
                                      values + [code])
        except sqlite3.Error as error:
            raise Break("write: %s" % error, action, where)
        self.log[code] = value

    def read(self, each, is_on, action, where):
        if each.get("table"):
            try:
                self.database.execute("SELECT id FROM %s" % each["table"]).fetchall()
            except sqlite3.Error as error:
                raise Break("read: %s" % error, action, where)
        for column, condition in each["reads"]:
            if condition and (condition == "if") != is_on:
                continue
            try:
                rows = self.database.execute("SELECT code, %s FROM items" % column).fetchall()
            except sqlite3.Error as error:
                raise Break("read: %s" % error, action, where)
            if column not in ("old", "new"):
                continue
            seen = {code: decode(column, value) for code, value in rows}
            for code, value in self.log.items():
                if seen.get(code) != value and not self.is_admitted:
                    raise Break("read %s of %s: %s, written %s" % (column, code, seen.get(code),
                                                                   value), action, where)

    def serve(self, action, where):
        """What the applications do in this state."""
        both = list(self.configurations())
        for _ in range(2):
            self.rng.shuffle(both)
            for each, _is_on in both:
                self.write(each, action, where)
            for each, is_on in both:
                self.read(each, is_on, action, where)

    # ---- the actions

    def run(self, action, where):
        kind = action["do"]
        if kind == "sql":
            try:
                self.database.execute("BEGIN")
                for statement in action["text"].split(";"):
                    if statement.strip():
                        self.database.execute(statement)
                self.database.execute("COMMIT")
            except sqlite3.Error as error:
                raise Break("step: %s" % error, action, where)
        elif kind == "deploy":
            live = self.live[action["app"]]
            live.add(action["version"])
            self.serve(action, where)
            self.live[action["app"]] = {action["version"]}
        elif kind == "flag":
            self.flag.add(action["percent"])
            self.flag |= {p for p in range(min(self.flag), max(self.flag))}
            self.serve(action, where)
            self.flag = {action["percent"]}
        elif kind == "backfill":
            self.fill("UPDATE items SET new = old * 10 WHERE %s" % action["where"], action, where)
        elif kind == "fill":
            self.fill("UPDATE items SET old = new / 10 WHERE old IS NOT (new / 10)", action, where)
        elif kind == "backup":
            self.backup = self.copy()
        self.serve(action, where)

    def fill(self, statement, action, where):
        middle = self.database.execute("SELECT coalesce(max(id), 0) / 2 FROM items").fetchone()[0]
        try:
            self.database.execute(statement + " AND id <= ?", [middle])
            self.serve(action, where)
            self.database.execute(statement + " AND id > ?", [middle])
        except sqlite3.Error as error:
            raise Break("fill: %s" % error, action, where)

    def schema(self):
        tables = self.database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1").fetchall()
        columns = {(t, c[1]): c[2:6] for (t,) in tables
                   for c in self.database.execute("PRAGMA table_xinfo(%s)" % t)}
        indexes = self.database.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY 1").fetchall()
        return columns, indexes

    def verify(self, each):
        if each["verify"] and self.database.execute(each["verify"]).fetchone()[0] != 0:
            raise Stopped(each["title"])


class Simulation:
    """Forward through the phases; from each point back to the start; and forward again."""

    def __init__(self, plan, seed, schema):
        self.plan, self.rng = plan, random.Random(seed)
        self.start = World(plan, self.rng)
        self.start.database.executescript(schema)
        self.begins = []

    def run(self):
        world = self.start
        world.serve(None, "start")
        for number, each in enumerate(self.plan["phases"]):
            self.begins.append(world.schema())
            for position, action in enumerate(each["actions"]):
                world.run(action, "forward")
                if position + 1 < len(each["actions"]):
                    self.go_back(world.copy(), number, position)
            world.verify(each)
            self.go_back(world.copy(), number, None)

    def undo(self, world, number, position):
        each = self.plan["phases"][number]
        rollback = each["rollback"]
        if rollback["how"] == "none":
            return
        if rollback["how"] == "restore":
            world.database = sqlite3.connect(":memory:", isolation_level=None)
            world.backup.database.backup(world.database)
            world.log = dict(world.backup.log)
            world.serve(rollback, "back")
            return
        if rollback["how"] == "auto":
            done = each["actions"][:len(each["actions"]) if position is None else position + 1]
            for action in reversed(done):
                world.run({"do": "sql", "text": action["undo"],
                           "lines": action["lines"] + rollback["lines"]}, "back")
            return
        world.is_admitted |= bool(rollback["loses"])
        for action in rollback["actions"]:
            world.run(action, "back")

    def go_back(self, world, number, position):
        """The rollback of this phase, and of those before it."""
        last = number
        while number >= 0:
            how = self.plan["phases"][number]["rollback"]["how"]
            if position is not None and how not in ("auto", "actions"):
                return
            if position is not None and how == "actions":
                return  # written for the end of the phase: what it meets inside is a note
            self.undo(world, number, position if number == last else None)
            if how != "none" and position is None and number == last \
                    and world.schema() != self.begins[number]:
                raise Break("the schema is not what it was",
                            self.plan["phases"][number]["rollback"], "inverse")
            number -= 1
        if self.rng.random() < 0.3:
            self.go_forward_again(world, last)

    def go_forward_again(self, world, last):
        for each in self.plan["phases"][:last + 1]:
            for action in each["actions"]:
                world.run(action, "again")
            world.verify(each)


def simulate(plan, seed, schema):
    """None, or what broke."""
    try:
        Simulation(plan, seed, schema).run()
    except Break as broken:
        return broken
    except Stopped:
        return None
    return None
