"""Random plans in which nothing can go wrong: one to three moves of columns and tables, between
applications that are deployed, ramped and drained on the way; in some of them a new table or column
comes that no move knows of.

Each move goes through its stages in order; those of several moves are mixed. Each stage makes
the next version of an application out of the one before it.
"""
from parts import (App, Move, Novelty, Plan, Use, actions, auto, backfill, backup, deploy, fill_back, flag,
                   nothing, phase, restore, retire, sql, writes)
from triggers import trigger_sql

TABLES = {
    "items": ["price integer", "size integer", "note integer"],
    "orders": ["sum integer"],
    "goods": ["amount integer", "weight integer"],
    "extra": ["word integer"],
}
MOVES = [
    Move("cents", "items", "price", "items", "cents"),
    Move("length", "items", "size", "items", "length"),
    Move("total", "orders", "sum", "orders", "total"),
    Move("wares", "goods", None, "wares", None, ("amount", "weight")),
]


def schema(engine):
    for table, columns in TABLES.items():
        yield "CREATE TABLE %s (%s, code text NOT NULL, %s)" % (table, engine.ID,
                                                               ", ".join(columns))
        yield "CREATE UNIQUE INDEX %s_code ON %s (code)" % (table, table)


# ---- what the next version does differently

def is_write(use):
    return use.verb in ("writes", "inserts", "updates", "upserts", "deletes")


def write_both(uses, move):
    for use in list(uses):
        if not is_write(use) or use.table != move.table:
            continue
        if move.is_table:
            uses.append(Use(use.verb, move.to_table, list(use.columns)))
        elif move.column in use.columns:
            use.columns.append(move.to_column)


def reads_of(uses, move):
    for use in list(uses):
        if use.verb == "reads" and use.table in (move.table, move.to_table) and (
                move.is_table or use.columns[0] in (move.column, move.to_column)):
            yield use


def read_new(uses, move):
    for use in reads_of(uses, move):
        uses.remove(use)
    uses.append(Use("reads", *move.side(True)))


def read_by_flag(uses, move):
    for use in reads_of(uses, move):
        uses.remove(use)
    uses.append(Use("reads", *move.side(False), flag=move.flag, is_unless=True))
    uses.append(Use("reads", *move.side(True), flag=move.flag))


def write_new(uses, move):
    """Whether it wrote both sides or, under a trigger, the old one alone."""
    for use in list(uses):
        if not is_write(use):
            continue
        if move.is_table and use.table == move.table:
            uses.remove(use)
            if not any(each.verb == use.verb and each.table == move.to_table for each in uses):
                uses.append(Use(use.verb, move.to_table, list(use.columns)))
        elif not move.is_table and use.table == move.table and move.column in use.columns:
            use.columns.remove(move.column)
            if move.to_column not in use.columns:
                use.columns.append(move.to_column)


def use_novelty(uses, novelty):
    """The version writes and reads what is new."""
    if novelty.is_table:
        uses.append(Use("reads", novelty.table, [novelty.column]))
        uses.append(Use("upserts", novelty.table, [novelty.column]))
        return
    for use in uses:
        if use.table == novelty.table and is_write(use) and use.verb != "deletes":
            use.columns.append(novelty.column)
    uses.append(Use("reads", novelty.table, [novelty.column]))


class Draft:
    """A plan that grows from its first phase to its last."""

    def __init__(self, engine, rng):
        self.rng, self.engine = rng, engine
        self.plan = Plan(engine, list(schema(engine)))
        self.others = {}   # move name -> the application that reads it and writes nothing
        self.carried = {}  # move name -> how: "app", "trigger", "sql"
        self.stage = None
        self.lossy = set() # the names of moves whose old side is not brought up to date
        count = rng.choice([1, 1, 1, 2, 2, 3])
        for move in rng.sample(MOVES, count):
            self.add_move(Move(**vars(move)))

    def chance(self, share):
        return self.rng.random() < share

    # -- who is there at the start

    def add_move(self, move):
        plan, rng = self.plan, self.rng
        plan.moves[move.name] = move
        if self.chance(0.55):
            move.flag = "read_" + move.name
            plan.flags.append(move.flag)
        name = next((name for name, app in plan.apps.items() if any(
            use.table == move.table for use in app.versions[app.live])), None)
        name = name or (rng.choice(sorted(plan.apps)) if plan.apps and self.chance(0.5)
                        else "web" if not plan.apps else "app%d" % len(plan.apps))
        app = plan.apps.setdefault(name, App({"v1": []}, "v1", self.chance(0.3), "v1"))
        uses = app.versions["v1"]
        table, columns = move.side(False)
        uses.append(Use("reads", table, columns))
        shared = [use for use in uses if is_write(use) and use.table == table]
        for use in shared:
            use.columns.extend(columns)
        if not shared:
            for verb in rng.choice([["writes"], ["writes"], ["upserts"], ["inserts", "updates"]]):
                uses.append(Use(verb, table, list(columns)))
            if move.is_table and self.chance(0.4):
                uses.append(Use("deletes", table, []))
        is_carried = not shared and not any(use.verb == "deletes" for use in uses)
        self.carried[move.name] = rng.choice(["app", "app", "trigger", "sql"]) if is_carried \
            else "app"
        if move.is_table and self.carried[move.name] != "app":
            # A row that came to the new side alone cannot be updated on the old one.
            self.carried[move.name] = "trigger" if uses[-1].verb == "upserts" else "app"
        # What is deleted on the new side alone would come back with a fill of the old one.
        deletes = any(use.verb == "deletes" and use.table == table for use in uses)
        if self.carried[move.name] == "app" and (deletes or self.chance(0.2)):
            self.lossy.add(move.name)

    def add_others(self):
        """Applications that only read."""
        for move in self.plan.moves.values():
            if self.chance(0.3):
                name = "report_" + move.name
                self.plan.apps[name] = App({"v1": [Use("reads", *move.side(False))]}, "v1",
                                           now="v1")
                self.others[move.name] = name
        if self.chance(0.3):
            self.plan.apps["notes"] = App({"v1": [Use("reads", "items", ["note"])]}, "v1",
                                          now="v1")

    def add_novelty(self):
        """What some application writes from a later version on, and no move knows of."""
        plan = self.plan
        writers = sorted((name, use.table) for name, app in plan.apps.items()
                         for use in app.versions["v1"] if is_write(use) and use.verb != "deletes")
        name, table = self.rng.choice(writers)
        is_moved = any(move.is_table and move.table == table for move in plan.moves.values())
        if is_moved or self.chance(0.6):
            novelty = Novelty("remarks", "words", True, name)
        else:
            novelty = Novelty(table, "colour", False, name)
        plan.novelties.append(novelty)
        return novelty

    # -- phases

    def add(self, move, *arguments, **more):
        self.plan.phases.append(phase(*arguments, stage=self.stage, move=move, **more))

    def owner(self, move):
        return next(name for name, app in self.plan.apps.items() if any(
            is_write(use) and use.table in (move.table, move.to_table)
            for use in app.versions[app.now]))

    def next_version(self, name, change, move):
        app = self.plan.apps[name]
        before, after = app.now, "v%d" % (len(app.versions) + 1)
        app.versions[after] = [use.copy() for use in app.versions[before]]
        for one in change:
            one(app.versions[after], move)
        app.now = after
        return before, after

    def add_deploy(self, move, name, change, kind, title, after=(), back_first=(), back_then=(),
                   loses=None):
        """In one phase, or in two of them; `after` is done with it, the others on the way back."""
        before, now = self.next_version(name, change, move)
        how = self.rng.choice(["plain"] * 4 + ["percents", "canary", "beside"])

        def back(first=back_first, is_derivable=True):
            if is_derivable and not (back_first or back_then or loses) and self.chance(0.3):
                return auto()
            return actions(*[dict(each) for each in first], deploy(name, before),
                           *[dict(each) for each in back_then], loses=loses)

        if how == "plain":
            self.add(move, kind, title, [deploy(name, now, before), *after], back())
        elif how == "percents":
            percents = self.rng.choice([[10, 100], [1, 50, 100]])
            self.add(move, kind, title, [deploy(name, now, before, percents), *after], back(),
                     ["metric"])
        elif how == "canary":
            self.add(move, "enable", title + " for a few", [deploy(name, now, before, [10])],
                     back(()), ["metric"])
            self.add(move, kind, title, [deploy(name, now, before, [100]), *after],
                     back(is_derivable=False), ["metric"])
        else:
            self.add(move, "deploy", title + " beside", [deploy(name, now, before, beside=True)],
                     back(()))
            self.add(move, kind, title, [retire(name, before), *after], back())

    # -- the stages of what is new

    def make_room(self, novelty):
        if novelty.is_table:
            return sql("CREATE TABLE %s (%s, code text NOT NULL UNIQUE, %s integer)" % (
                novelty.table, self.engine.ID, novelty.column), "DROP TABLE " + novelty.table)
        return sql("ALTER TABLE %s ADD COLUMN %s integer" % (novelty.table, novelty.column),
                   "ALTER TABLE %s DROP COLUMN %s" % (novelty.table, novelty.column))

    def room(self, novelty):
        step = self.make_room(novelty)
        loses = self.rng.choice([None, None, None, "what was written there by then"])
        back = auto(loses) if self.chance(0.5) else actions(*step["undo"], loses=loses)
        self.add(novelty, "expand", "Make room for " + novelty.name, [step], back)

    def use(self, novelty):
        self.add_deploy(novelty, novelty.app, [use_novelty], "deploy", "Use " + novelty.name)

    def room_and_use(self, novelty):
        step = self.make_room(novelty)
        before, now = self.next_version(novelty.app, [use_novelty], novelty)
        back = auto() if self.chance(0.5) else actions(deploy(novelty.app, before), *step["undo"])
        self.add(novelty, "deploy", "Make room for %s, and use it" % novelty.name,
                 [step, deploy(novelty.app, now, before)], back)

    # -- the stages of a move

    def expand(self, move):
        if move.is_table:
            columns = ", ".join(TABLES[move.table])
            steps = [sql("CREATE TABLE %s (%s, code text NOT NULL UNIQUE, %s)" % (
                move.to_table, self.engine.ID, columns), "DROP TABLE " + move.to_table)]
        else:
            demand = ""
            if move.name not in self.lossy and self.chance(0.15):
                demand = " NOT NULL DEFAULT 0"
            steps = [sql("ALTER TABLE %s ADD COLUMN %s integer%s" % (
                move.table, move.to_column, demand),
                         "ALTER TABLE %s DROP COLUMN %s" % (move.table, move.to_column))]
            if self.chance(0.3):
                quick = "" if self.engine.VERSION.startswith("sqlite") else " CONCURRENTLY"
                steps.append(sql("CREATE INDEX%s %s_by ON %s (%s)" % (
                    quick, move.to_column, move.table, move.to_column),
                                 "DROP INDEX%s %s_by" % (quick, move.to_column)))
        back = auto()
        if self.chance(0.5):
            back = actions(*[each for step in reversed(steps) for each in step["undo"]])
        self.add(move, "expand", "Make room for " + move.name, steps, back)

    def dual_write(self, move):
        how, title = self.carried[move.name], "Write both sides of " + move.name
        if how == "trigger":
            back = [writes(move, "old")]
            self.add(move, "dual-write", title, [writes(move, "old", "new", by_trigger=True,
                                                        undo=back)],
                     self.rng.choice([auto(), actions(*back)]))
        elif how == "sql":
            made, dropped = trigger_sql(self.engine, move)
            self.add(move, "dual-write", title, [sql(made, ())],
                     actions(sql(dropped, ())))
        else:
            after, back = [], []
            if self.chance(0.15):
                after = [writes(move, "old", "new", undo=[writes(move, "old")])]
                back = [writes(move, "old")]
            change = [write_both] + ([read_by_flag] if move.flag else [])
            self.add_deploy(move, self.owner(move), change, "dual-write", title, after,
                            back_first=back)

    def differs(self, move):
        return "%s %s (%s)" % (move.to_column, self.engine.DIFFERS, move.forward())

    def compare(self, move):
        if not move.is_table:
            return "SELECT count(*) FROM %s WHERE %s" % (move.table, self.differs(move))
        if self.chance(0.5):
            return (self.rng.choice(["rows", "checksum"]), move)
        return ("SELECT count(*) FROM %s LEFT JOIN %s ON %s.code = %s.code WHERE %s" % (
            move.table, move.to_table, move.to_table, move.table, " OR ".join(
                "%s.%s %s %s.%s" % (move.to_table, each, self.engine.DIFFERS, move.table, each)
                for each in move.columns)))

    def fill(self, move):
        where = None if move.is_table or self.chance(0.2) else self.differs(move)
        self.add(move, "backfill", "Fill " + move.name, [backfill(move, where)], nothing(),
                 [self.compare(move)])

    def demand(self, move):
        """On PostgreSQL: that the new column always has a value."""
        if move.is_table or move.name in self.lossy or not self.chance(0.35) \
                or self.engine.VERSION.startswith("sqlite"):
            return
        name = move.to_column + "_there"
        self.add(move, "expand", "Require " + move.name, [
            sql("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID" % (
                move.table, name, move.to_column),
                "ALTER TABLE %s DROP CONSTRAINT %s" % (move.table, name)),
            sql("ALTER TABLE %s VALIDATE CONSTRAINT %s" % (move.table, name))], auto())

    def read(self, move):
        title = "Read the new side of " + move.name
        if not move.flag:
            self.add_deploy(move, self.owner(move), [read_new], "cutover", title)
            return
        if self.carried[move.name] != "app":
            self.add_deploy(move, self.owner(move), [read_by_flag], "deploy", title + " one day")
        percents = self.rng.choice([[100], [50, 100], [1, 10, 100]])
        back = auto() if self.chance(0.3) else actions(flag(move.flag, 0))
        self.add(move, "ramp", title, [flag(move.flag, *percents, move=move)], back, ["metric"])

    def read_elsewhere(self, move):
        if move.name in self.others:
            self.add_deploy(move, self.others[move.name], [read_new], "cutover",
                            "Report on the new side of " + move.name)

    def promote(self, move):
        title, name = "Write the new side of %s alone" % move.name, self.owner(move)
        change = [read_new, write_new] if move.flag else [write_new]
        after, back_first, back_then = [], [], [fill_back(move)]
        how = self.carried[move.name]
        if how == "trigger":
            after = [writes(move, "new")]
            back_first = [writes(move, "old", "new", by_trigger=True)]
        elif how == "sql":
            made, dropped = trigger_sql(self.engine, move)
            after, back_first = [sql(dropped)], [sql(made)]
        if move.name in self.lossy:
            self.add_deploy(move, name, change, "promote", title, loses="what was written since")
        else:
            self.add_deploy(move, name, change, "promote", title, after, back_first, back_then)

    def contract(self):
        steps = []
        for move in self.plan.moves.values():
            steps.append(sql("DROP TABLE " + move.table if move.is_table else
                             "ALTER TABLE %s DROP COLUMN %s" % (move.table, move.column)))
        self.add(None, "contract", "Drop what is old", [backup(), *steps], restore(), soak=True,
                 approve=True)

    def clean(self):
        for name in self.plan.flags:
            self.add(None, "cleanup", "Forget the flag " + name, [flag(name, "removed")],
                     actions(flag(name, 100)))


STAGES = ["expand", "dual_write", "fill", "demand", "read", "read_elsewhere", "promote"]


def correct(engine, rng):
    draft = Draft(engine, rng)
    draft.add_others()
    queues = [[(stage, move) for stage in STAGES] for move in draft.plan.moves.values()]
    if draft.chance(0.5):
        novelty = draft.add_novelty()
        stages = ["room_and_use"] if draft.chance(0.3) else ["room", "use"]
        queues.append([(stage, novelty) for stage in stages])
    is_mixed = draft.chance(0.5)
    while queues:
        queue = rng.choice(queues) if is_mixed else queues[0]
        draft.stage, move = queue.pop(0)
        getattr(draft, draft.stage)(move)
        queues = [each for each in queues if each]
    for draft.stage in rng.choice([["clean", "contract"], ["contract", "clean"]]):
        getattr(draft, draft.stage)()
    draft.plan.carried = draft.carried
    return draft.plan
