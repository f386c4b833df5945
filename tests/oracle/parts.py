"""What a plan of the oracle is made of: moves, uses, actions, phases.

A plan is data that two readers understand: render.py writes it in belay's language, and
simulate.py carries it out. An action is a dictionary; render.py adds the lines on which it
stands.
"""
import dataclasses

TIMES = 10  # the new column of a move between columns holds so many times what the old one holds


@dataclasses.dataclass
class Move:
    """Between two columns of a table, or between two tables that have the same columns."""
    name: str
    table: str
    column: str        # the old one; None between tables
    to_table: str
    to_column: str
    columns: tuple = ()  # between tables: those that are moved
    flag: str = None     # that sends its readers to the new side

    @property
    def is_table(self):
        return self.column is None

    @property
    def group(self):
        return self.table

    def side(self, is_new):
        """The table and the columns of one side."""
        if self.is_table:
            return (self.to_table if is_new else self.table), list(self.columns)
        return self.table, [self.to_column if is_new else self.column]

    def forward(self, column=None):
        return "%s * %d" % (column or self.column, TIMES)

    def backward(self, column=None):
        return "%s / %d" % (column or self.to_column, TIMES)


@dataclasses.dataclass
class Novelty:
    """A table, or a column of one, that is new in the plan and copies nothing."""
    table: str
    column: str
    is_table: bool
    app: str         # that writes it

    @property
    def name(self):
        """As belay calls it."""
        return self.table if self.is_table else self.table + "." + self.column


@dataclasses.dataclass
class Use:
    verb: str       # reads, writes, inserts, updates, upserts, deletes
    table: str
    columns: list   # without the key `code`
    flag: str = None
    is_unless: bool = False

    def copy(self):
        return dataclasses.replace(self, columns=list(self.columns))


@dataclasses.dataclass
class App:
    versions: dict  # name -> uses
    live: str
    drain: bool = False
    now: str = None # while the plan is drawn: the version deployed last


def sql(statements, undo=()):
    """`undo`: the statements that belay has to derive for `rollback auto`."""
    undo = [undo] if isinstance(undo, str) else list(undo)
    return {"do": "sql", "statements": [statements] if isinstance(statements, str) else statements,
            "undo": [{"do": "sql", "statements": [one]} for one in undo]}


def deploy(app, version, before=None, percents=(), beside=False):
    """`before`: the version that `rollback auto` brings back."""
    undo = [deploy(app, before)] if before else []
    if beside:
        undo = [{"do": "retire", "app": app, "version": version}]
    return {"do": "deploy", "app": app, "version": version, "percents": list(percents),
            "beside": beside, "undo": undo}


def retire(app, version):
    return {"do": "retire", "app": app, "version": version,
            "undo": [deploy(app, version, beside=True)]}


def flag(name, *percents, before=0, move=None):
    """With a move it is said as a ramp. `percents`: "removed" takes the flag away."""
    return {"do": "flag", "flag": name, "percents": list(percents), "move": move,
            "undo": [{"do": "flag", "flag": name, "percents": [before], "move": None}]}


def backfill(move, where=None):
    return {"do": "backfill", "move": move, "where": where, "undo": []}


def fill_back(move):
    return {"do": "fill", "move": move}


def writes(move, *sides, by_trigger=False, undo=()):
    return {"do": "writes", "move": move, "sides": list(sides), "by_trigger": by_trigger,
            "undo": list(undo)}


def backup(name="last"):
    return {"do": "backup", "name": name, "undo": []}


def auto(loses=None):
    return {"how": "auto", "loses": loses, "difficulty": None}


def nothing():
    return {"how": "none"}


def restore(name="last", loses="everything written since the backup", difficulty=None):
    return {"how": "restore", "name": name, "loses": loses, "difficulty": difficulty}


def impossible():
    return {"how": "impossible"}


def actions(*items, loses=None, difficulty=None):
    """`loses`: a text; "" for `loses nothing`."""
    return {"how": "actions", "actions": list(items), "loses": loses, "difficulty": difficulty}


def phase(kind, title, items, rollback, checks=(), **more):
    """`checks`: SQL that has to give 0, ("rows", move) or ("checksum", move), "metric"."""
    return {"kind": kind, "title": title, "actions": list(items), "rollback": rollback,
            "checks": list(checks), "soak": None, "approve": False, **more}


@dataclasses.dataclass
class Plan:
    engine: type        # of engines.ENGINES
    schema: list        # the statements of the schema before it
    moves: dict = dataclasses.field(default_factory=dict)
    apps: dict = dataclasses.field(default_factory=dict)
    flags: list = dataclasses.field(default_factory=list)
    phases: list = dataclasses.field(default_factory=list)
    novelties: list = dataclasses.field(default_factory=list)
    carried: dict = None # move name -> how writes reach both sides: "app", "trigger", "sql"
    mutation: str = None # how it was broken; None: not at all

    def of_stage(self, stage, move=None):
        """The phases of a stage, of one move where it is given."""
        return [each for each in self.phases
                if each["stage"] == stage and (move is None or each["move"] is move)]
