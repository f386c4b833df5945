"""Random plans over one SQLite table: correct ones, and ones that are broken in a known way.

A plan is data that two readers understand: render() writes it in belay's language, and
simulate.py carries it out. Column `old` holds a value, column `new` ten times that value.
"""
import copy
import random

SCHEMA = """CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  old INTEGER,
  note TEXT
);
CREATE UNIQUE INDEX items_code ON items (code);
CREATE TABLE extra (id INTEGER PRIMARY KEY, word TEXT);"""

DIFFERS = "new IS NOT (old * 10)"
EMPTY = "new IS NULL"
COMPARE = "SELECT count(*) FROM items WHERE new IS NOT (old * 10)"


def sql(text, undo=None, on_line=None):
    return {"do": "sql", "text": text, "undo": undo}


def deploy(version, app="web"):
    return {"do": "deploy", "app": app, "version": version}


def flag(percent):
    return {"do": "flag", "percent": percent}


def backfill(where):
    return {"do": "backfill", "where": where}


def phase(kind, title, actions, rollback, verify=None):
    return {"kind": kind, "title": title, "actions": actions, "rollback": rollback,
            "verify": verify}


def auto():
    return {"how": "auto"}


def nothing():
    return {"how": "none"}


def actions(*items, loses=None):
    return {"how": "actions", "actions": list(items), "loses": loses}


def version(reads, writes, upserts=False):
    """reads: (column, condition) where the condition is None, 'if' or 'unless' (the flag)."""
    return {"reads": reads, "writes": writes, "upserts": upserts}


def correct(rng):
    """A plan in which nothing can go wrong, of one of several shapes."""
    by_flag = rng.random() < 0.6
    plan = {"flag": by_flag, "apps": {}, "live": {}, "phases": [], "mutations": []}
    web = {"v1": version([("old", None)], ["old"])}
    if by_flag:
        web["v2"] = version([("old", "unless"), ("new", "if")], ["old", "new"])
        web["v3"] = version([("new", None)], ["new"])
    else:
        web["v2"] = version([("old", None)], ["old", "new"])
        web["v3"] = version([("new", None)], ["old", "new"])
        web["v4"] = version([("new", None)], ["new"])
    if rng.random() < 0.3:
        for each in web.values():
            each["upserts"] = True
    plan["apps"]["web"] = web
    plan["live"]["web"] = "v1"
    if rng.random() < 0.5:
        plan["apps"]["report"] = {"r1": version([("note", None)], []),
                                  "r2": version([], [])}
        plan["live"]["report"] = "r1"
    expand = [sql("ALTER TABLE items ADD COLUMN new INTEGER;",
                  "ALTER TABLE items DROP COLUMN new;")]
    if rng.random() < 0.4:
        expand.append(sql("CREATE INDEX items_new ON items (new);", "DROP INDEX items_new;"))
    back = auto()
    if rng.random() < 0.5:
        back = actions(*[sql(step["undo"]) for step in reversed(expand)])
    plan["phases"] += [
        phase("expand", "Add the column", expand, back),
        phase("dual-write", "Write both", [deploy("v2")], actions(deploy("v1"))),
        phase("backfill", "Fill it", [backfill(DIFFERS)], nothing(), COMPARE),
    ]
    if by_flag:
        percents = rng.choice([[100], [50, 100], [1, 10, 100]])
        plan["phases"] += [
            phase("ramp", "Read the new column", [flag(p) for p in percents],
                  actions(flag(0))),
            phase("promote", "Write the new column alone", [deploy("v3")],
                  rng.choice([actions(deploy("v2"), {"do": "fill"}),
                              actions(deploy("v2"), loses="writes since this phase began"),
                              actions(deploy("v2"), {"do": "fill"})])),
        ]
    else:
        plan["phases"] += [
            phase("cutover", "Read the new column", [deploy("v3")], actions(deploy("v2"))),
            phase("promote", "Write the new column alone", [deploy("v4")],
                  actions(deploy("v3"), {"do": "fill"})),
        ]
    contract = [{"do": "backup"}]
    if "report" in plan["apps"] and rng.random() < 0.6:
        plan["phases"].append(phase("deploy", "Forget the note", [deploy("r2", "report")],
                                    actions(deploy("r1", "report"))))
    plan["phases"].append(
        phase("contract", "Drop the old column",
              contract + [sql("ALTER TABLE items DROP COLUMN old;")], {"how": "restore"}))
    return plan


# ---- ways to break a plan

def find(plan, kind):
    return next(i for i, p in enumerate(plan["phases"]) if p["kind"] == kind)


def swap(plan, a, b):
    i, j = find(plan, a), find(plan, b)
    phases = plan["phases"]
    phases[i], phases[j] = phases[j], phases[i]


def read_kind(plan):
    return "ramp" if plan["flag"] else "cutover"


def deploy_before_expand(plan, rng):
    swap(plan, "expand", "dual-write")


def contract_early(plan, rng):
    contract = plan["phases"].pop(find(plan, "contract"))
    plan["phases"].insert(find(plan, "promote"), contract)


def contract_at_half(plan, rng):
    contract = plan["phases"].pop(find(plan, "contract"))
    plan["phases"].insert(find(plan, read_kind(plan)), contract)


def fill_before_writes(plan, rng):
    swap(plan, "dual-write", "backfill")


def fill_empty_rows(plan, rng):
    each = plan["phases"][find(plan, "backfill")]
    each["actions"] = [backfill(EMPTY)]
    each["verify"] = None


def no_fill(plan, rng):
    each = plan["phases"][find(plan, "backfill")]
    each["kind"], each["actions"], each["verify"] = "observe", [], None


def no_comparison(plan, rng):
    plan["phases"][find(plan, "backfill")]["verify"] = None


def read_before_fill(plan, rng):
    swap(plan, "backfill", read_kind(plan))


def promote_before_reads(plan, rng):
    swap(plan, "promote", read_kind(plan))


def forgotten_write(plan, rng):
    plan["apps"]["web"]["v2"]["writes"] = ["old"]


def forgotten_drop(plan, rng):
    each = plan["phases"][find(plan, "expand")]
    each["actions"].append(sql("CREATE INDEX items_note ON items (note);"))
    each["rollback"] = actions(sql("ALTER TABLE items DROP COLUMN new;"))
    if len(each["actions"]) == 3:
        each["rollback"]["actions"].insert(0, sql("DROP INDEX items_new;"))


def wrong_drop(plan, rng):
    plan["phases"][find(plan, "expand")]["rollback"] = actions(
        sql("ALTER TABLE items DROP COLUMN newer;"))


def no_way_back_for_code(plan, rng):
    plan["phases"][find(plan, "dual-write")]["rollback"] = nothing()


def schema_before_code(plan, rng):
    i, j = find(plan, "expand"), find(plan, "dual-write")
    first, second = plan["phases"][i], plan["phases"][j]
    undo = [sql(step["undo"]) for step in reversed(first["actions"])]
    first["actions"] += second["actions"]
    first["rollback"] = actions(*undo, deploy("v1"))
    del plan["phases"][j]


def no_fill_backward(plan, rng):
    each = plan["phases"][find(plan, "promote")]
    each["rollback"] = actions(deploy("v2" if plan["flag"] else "v3"))


def rename_at_once(plan, rng):
    plan["phases"].insert(find(plan, "dual-write"), phase(
        "expand", "Rename the note",
        [sql("ALTER TABLE items RENAME COLUMN note TO remark;")],
        actions(sql("ALTER TABLE items RENAME COLUMN remark TO note;"))))
    plan["apps"]["web"]["v1"]["reads"].append(("note", None))


def drop_key(plan, rng):
    for each in plan["apps"]["web"].values():
        each["upserts"] = True
    plan["phases"].insert(find(plan, "contract"), phase(
        "cleanup", "Drop the key", [sql("DROP INDEX items_code;")],
        actions(sql("CREATE UNIQUE INDEX items_code ON items (code);"))))


def demanded_value(plan, rng):
    each = plan["phases"][find(plan, "expand")]
    each["actions"] = [sql("ALTER TABLE items ADD COLUMN new INTEGER NOT NULL DEFAULT 0;",
                           "ALTER TABLE items DROP COLUMN new;"),
                       sql("CREATE TABLE copied (id INTEGER PRIMARY KEY, code TEXT NOT NULL,"
                           " old INTEGER, note TEXT, new INTEGER NOT NULL);")]
    each["rollback"] = actions(sql("DROP TABLE copied;"),
                               sql("ALTER TABLE items DROP COLUMN new;"))


def drop_used_table(plan, rng):
    plan["apps"]["job"] = {"j1": {"reads": [], "writes": [], "upserts": False, "table": "extra"}}
    plan["live"]["job"] = "j1"
    plan["phases"].insert(find(plan, "contract"), phase(
        "cleanup", "Drop the other table", [sql("DROP TABLE extra;")],
        actions(sql("CREATE TABLE extra (id INTEGER PRIMARY KEY, word TEXT);"),
                loses="its rows")))


def twice(plan, rng):
    each = plan["phases"][find(plan, "expand")]
    plan["phases"].insert(find(plan, "expand") + 1, copy.deepcopy(each))


def reads_half(plan, rng):
    """The ramp stops short of everybody before the old column is no longer written."""
    if not plan["flag"]:
        return promote_before_reads(plan, rng)
    plan["phases"][find(plan, "ramp")]["actions"] = [flag(50)]


MUTATIONS = {  # by the invariant that each breaks
    "reads": [deploy_before_expand, contract_early, contract_at_half, rename_at_once,
              drop_used_table],
    "writes": [deploy_before_expand, drop_key, contract_early],
    "stale": [read_before_fill, no_fill, fill_empty_rows, forgotten_write],
    "lost": [promote_before_reads, reads_half, forgotten_write],
    "gap": [fill_before_writes, fill_empty_rows],
    "contract": [contract_early, contract_at_half, drop_used_table],
    "inverse": [forgotten_drop, wrong_drop],
    "legal": [no_way_back_for_code, schema_before_code, no_fill_backward],
    "runs": [twice, wrong_drop],
    "verified": [no_comparison],
}


def broken(rng, invariant=None):
    plan = correct(rng)
    invariant = invariant or rng.choice(sorted(MUTATIONS))
    mutation = rng.choice(MUTATIONS[invariant])
    mutation(plan, rng)
    plan["mutations"] = [mutation.__name__]
    plan["invariant"] = invariant
    return plan


# ---- belay's language

class Writer:
    def __init__(self):
        self.lines = []

    def add(self, text, *marked):
        """A line; the actions `marked` are told that they stand on it."""
        first = len(self.lines) + 1
        self.lines += text.split("\n")
        for action in marked:
            action.setdefault("lines", []).extend(range(first, len(self.lines) + 1))

    def text(self):
        return "\n".join(self.lines) + "\n"


def fence(text):
    return "```sql\n      " + text.replace("\n", "\n      ") + "\n    ```"


def write_version(out, name, each):
    parts = []
    if each.get("table"):
        parts.append("reads %s(id)" % each["table"])
    for column, condition in each["reads"]:
        parts.append("reads items(id, %s)%s" % (
            column, " %s read_new" % condition if condition else ""))
    if each["writes"]:
        columns = ", ".join(["code"] + each["writes"])
        parts.append("upserts items(%s) on (code)" % columns if each["upserts"]
                     else "writes items(%s)" % columns)
    out.add("    version %s { %s }" % (name, "; ".join(parts)))


def write_action(out, action, indent="    ", verb="step"):
    kind = action["do"]
    if kind == "sql":
        out.add('%s%s "A statement" on main %s' % (indent, verb, fence(action["text"])), action)
    elif kind == "deploy":
        out.add("%sdeploy %s %s" % (indent, action["app"], action["version"]), action)
    elif kind == "flag":
        out.add("%sflag read_new %d%%" % (indent, action["percent"]), action)
    elif kind == "backfill":
        out.add("%sbackfill tenfold {\n      where %s\n    }" % (indent, fence(action["where"])), action)
    elif kind == "fill":
        out.add("%sfill tenfold backward" % indent, action)
    elif kind == "backup":
        out.add("%sbackup last on main" % indent, action)


def write_rollback(out, each):
    rollback = each["rollback"]
    how = rollback["how"]
    if how == "auto":
        out.add("    rollback auto", rollback)
    elif how == "none":
        out.add('    rollback none "nothing to undo"', rollback)
    elif how == "restore":
        out.add('    rollback restore last { loses "everything written since the backup" }',
                rollback)
    else:
        out.add("    rollback {", rollback)
        for action in rollback["actions"]:
            write_action(out, action, "      ", "run")
        if rollback["loses"]:
            out.add('      loses "%s"' % rollback["loses"])
        out.add("    }")


def render(plan):
    out = Writer()
    out.add('plan "A plan of the oracle" {')
    out.add("  store main {\n    engine sqlite 3.40\n    schema " + fence(SCHEMA) + "\n  }")
    for app, versions in plan["apps"].items():
        out.add("  app %s {" % app)
        for name, each in versions.items():
            write_version(out, name, each)
        out.add("    live %s\n  }" % plan["live"][app])
    if plan["flag"]:
        out.add("  flag read_new")
    out.add('  move tenfold from items.old to items.new { forward "old * 10"; '
            'backward "new / 10" }')
    for number, each in enumerate(plan["phases"], 1):
        out.add('  phase %s as p%d "%s" {' % (each["kind"], number, each["title"]), each)
        for action in each["actions"]:
            write_action(out, action)
        if each["verify"]:
            out.add('    verify "Both are the same" on main = 0 ' + fence(each["verify"]))
        write_rollback(out, each)
        out.add("  }")
    out.add("}")
    return out.text()


def draw(seed, share_of_broken=0.5):
    rng = random.Random(seed)
    return broken(rng) if rng.random() < share_of_broken else correct(rng)
