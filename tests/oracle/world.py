"""A database under toy applications, which issue just the reads and writes that their versions in
service declare. Each read is held against a log of the writes that were acknowledged.
"""
import contextlib
import itertools

from engines import Refused
from parts import TIMES
from plans import is_write
from triggers import carriers


class Break(Exception):
    def __init__(self, why, action, where):
        super().__init__(why)
        self.why, self.action, self.where = why, action, where


class World:
    """A database, the versions in service, the flags, and what the users were told."""

    def __init__(self, plan, rng):
        self.plan, self.rng = plan, rng
        self.database = plan.engine()
        self.live = {name: {app.live} for name, app in plan.apps.items()}
        self.flags = {name: (0, 0) for name in plan.flags}  # the percentages that are in force
        self.log = {}       # fact -> code -> the value that was acknowledged; None: deleted
        self.codes = {}     # group of tables -> code of a row -> the version that inserted it
        self.backups = {}   # name -> what the database and the log were
        self.loses = False  # a rollback on the way said that it loses something
        self.missed = set() # the moves of which a read has missed a write since then
        self.numbers = itertools.count(1)
        self.facts = {}     # (table, column) -> (fact, how many times the value is held)
        for move in plan.moves.values():
            for is_new in (False, True):
                table, columns = move.side(is_new)
                for column in columns:
                    fact = (move.name, column if move.is_table else "")
                    self.facts[table, column] = fact, (TIMES if is_new and not move.is_table else 1)

    @contextlib.contextmanager
    def fork(self):
        """What happens inside did not happen."""
        saved = (self.copy_log(), {name: dict(codes) for name, codes in self.codes.items()},
                 {name: set(versions) for name, versions in self.live.items()},
                 dict(self.flags), dict(self.backups), self.loses, set(self.missed))
        with self.database.fork():
            try:
                yield
            finally:
                (self.log, self.codes, self.live, self.flags, self.backups, self.loses,
                 self.missed) = saved

    def copy_log(self):
        return {fact: dict(values) for fact, values in self.log.items()}

    def group_of(self, table):
        for move in self.plan.moves.values():
            if table in (move.table, move.to_table):
                return move.group
        return table

    # ---- the applications

    def versions(self):
        return [self.plan.apps[name].versions[version]
                for name, live in sorted(self.live.items()) for version in sorted(live)]

    def serve(self, action, where):
        """What the applications do in this state: each of them inserts, then it changes a row.
        Where two versions of one serve side by side, all look after each write of any.
        """
        versions = self.versions()
        is_rolling = any(len(live) > 1 for live in self.live.values())
        try:
            for what in ("insert", "foreign", "any") if is_rolling else ("insert", "any"):
                self.rng.shuffle(versions)
                for uses in versions:
                    self.write(uses, what)
                    if is_rolling and what != "insert":
                        self.read_all(versions, action, where)
                self.read_all(versions, action, where)
        except Refused as refused:
            raise Break("refused: %s" % refused, action, where) from refused

    def read_all(self, versions, action, where):
        for uses in versions:
            self.read(uses, action, where)

    def write(self, uses, what):
        """A new row, or a change of one that another version inserted, or of any."""
        groups = {}
        for use in uses:
            if is_write(use):
                groups.setdefault(self.group_of(use.table), []).append(use)
        for group, some in sorted(groups.items()):
            codes = list(self.codes.setdefault(group, {}))
            verbs = {use.verb for use in some}
            if what == "insert":
                if verbs & {"writes", "inserts", "upserts"}:
                    code = "c%d" % next(self.numbers)
                    self.write_row(group, some, code, is_new=True)
                    self.codes[group][code] = uses
                continue
            # Mostly a late row, so that old ones stay as they are.
            late = codes[-self.rng.choice([1, 1, 2, len(codes)]):]
            if what == "foreign":
                late = [code for code in codes if self.codes[group][code] is not uses][-1:]
            if late and verbs & {"writes", "updates", "upserts"}:
                self.write_row(group, some, self.rng.choice(late), is_new=False)
            if len(codes) > 4 and "deletes" in verbs:
                self.delete(group, some, self.rng.choice(codes))

    def delete(self, group, uses, code):
        for use in uses:
            if use.verb == "deletes":
                self.database.change("DELETE FROM %s WHERE code = '%s'" % (use.table, code))
        del self.codes[group][code]
        for values in self.log.values():
            if code in values:
                values[code] = None

    def write_row(self, group, uses, code, is_new):
        """One write of a user: all that the version declares, with one value for each fact."""
        values = {}
        for use in uses:
            if use.verb in ("deletes", "updates" if is_new else "inserts"):
                continue
            held = []
            for column in use.columns:
                fact, times = self.facts.get((use.table, column), ((use.table, column), 1))
                if fact not in values:
                    values[fact] = next(self.numbers)
                held.append(values[fact] * times)
            self.database.change(self.statement(use, code, held, is_new))
        for fact, value in values.items():
            self.log.setdefault(fact, {})[code] = value

    @staticmethod
    def statement(use, code, values, is_new):
        sets = ", ".join("%s = %d" % pair for pair in zip(use.columns, values))
        if not is_new and use.verb != "upserts":
            return "UPDATE %s SET %s WHERE code = '%s'" % (use.table, sets, code)
        text = "INSERT INTO %s (%s) VALUES (%s)" % (
            use.table, ", ".join(["code"] + use.columns),
            ", ".join(["'%s'" % code] + list(map(str, values))))
        if use.verb == "upserts":
            text += " ON CONFLICT (code) DO UPDATE SET " + ", ".join(
                "%s = excluded.%s" % (each, each) for each in use.columns)
        return text

    def settings(self, use, action, where):
        """Whether the flag that a read asks may be on, and whether it may be off."""
        if use.flag not in self.flags:
            raise Break("flag %s is asked, and never was there" % use.flag, None, "start")
        if self.flags[use.flag] is None:
            raise Break("flag %s is asked, and is not there" % use.flag, action, where)
        low, high = self.flags[use.flag]
        return high > 0, low < 100

    def read(self, uses, action, where):
        for use in uses:
            if use.verb != "reads":
                continue
            if use.flag:
                may_be_on, may_be_off = self.settings(use, action, where)
                if not (may_be_off if use.is_unless else may_be_on):
                    continue
            rows = self.database.run("SELECT %s FROM %s" % (
                ", ".join(["code"] + use.columns), use.table))
            for position, column in enumerate(use.columns, 1):
                seen = {row[0]: row[position] for row in rows}
                self.compare(use.table, column, seen, action, where)

    def compare(self, table, column, seen, action, where):
        """What a read has seen against what was acknowledged."""
        fact, times = self.facts.get((table, column), ((table, column), 1))
        for code, value in self.log.get(fact, {}).items():
            held = seen.get(code)
            told = None if held is None else held // times
            if told != value and self.loses:
                self.missed.add(fact[0])
            elif told != value:
                raise Break("read %s.%s of %s: %s, written %s" % (table, column, code, told, value),
                            action, where)

    def believe(self):
        """A stated loss is past: where the sides differ, nothing is known until it is written."""
        for (table, column), (fact, times) in self.facts.items():
            with contextlib.suppress(Refused), self.database.fork():
                held = {code: value // times for code, value in self.database.run(
                    "SELECT code, %s FROM %s" % (column, table)) if value is not None}
                self.log[fact] = {code: value for code, value in self.log.get(fact, {}).items()
                                  if held.get(code) == value}
        told = {code for values in self.log.values() for code, value in values.items()
                if value is not None}
        for group, codes in self.codes.items():
            self.codes[group] = {code: by for code, by in codes.items() if code in told}
        self.loses = False

    def forget_lost(self):
        """What a rollback has thrown away of what no move copies: the names of it. The users are
        told so."""
        lost = set()
        for novelty in self.plan.novelties:
            fact, held = (novelty.table, novelty.column), {}
            with contextlib.suppress(Refused), self.database.fork():
                held = dict(self.database.run("SELECT code, %s FROM %s" % (
                    novelty.column, novelty.table)))
            told = {code: value for code, value in self.log.get(fact, {}).items()
                    if value is not None}
            kept = {code: value for code, value in told.items() if held.get(code) == value}
            if len(kept) == len(told):
                continue
            lost.add(novelty.name)
            self.log[fact] = kept
            if novelty.is_table:
                self.codes[novelty.table] = {code: by for code, by in self.codes.get(
                    novelty.table, {}).items() if code in held}
        return lost

    # ---- the actions

    def run(self, action, where, half=lambda: None):
        """`half` is called where the action is half done, and the applications have noticed."""
        try:
            getattr(self, "do_" + action["do"])(action, where, half)
        except Refused as refused:
            raise Break("refused: %s" % refused, action, where) from refused
        self.serve(action, where)

    def do_sql(self, action, _where, _half):
        for statement in action["statements"]:
            self.database.change(statement.replace(" CONCURRENTLY", ""))

    def do_deploy(self, action, where, half):
        name, version = action["app"], action["version"]
        self.live[name] = self.live[name] | {version}
        for _percent in action["percents"] or [100]:
            self.serve(action, where)
            half()
        if self.plan.apps[name].drain:
            self.serve(action, where)
        if not action["beside"] and (action["percents"] or [100])[-1] == 100:
            self.live[name] = {version}

    def do_retire(self, action, _where, _half):
        self.live[action["app"]] = self.live[action["app"]] - {action["version"]}

    def do_flag(self, action, where, half):
        for percent in action["percents"]:
            if percent == "removed":
                self.flags[action["flag"]] = None
                continue
            low, high = self.flags[action["flag"]] or (percent, percent)
            self.flags[action["flag"]] = min(low, percent), max(high, percent)
            self.serve(action, where)
            half()
            self.flags[action["flag"]] = percent, percent
            self.serve(action, where)

    def do_backfill(self, action, where, half):
        move = action["move"]
        which = "(%s)" % (action["where"] or "1 = 1")
        if move.is_table:
            columns = ", ".join(("code",) + move.columns)
            text = "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s AND id %%s %%d" % (
                move.to_table, columns, columns, move.table, which)
            text += " ON CONFLICT (code) DO UPDATE SET " + ", ".join(
                "%s = excluded.%s" % (each, each) for each in move.columns)
        else:
            text = "UPDATE %s SET %s = %s WHERE %s AND id %%s %%d" % (
                move.table, move.to_column, move.forward(), which)
        self.in_halves(move.table, text, action, where, half)
        if move.is_table and not action["where"]:
            self.database.change("DELETE FROM %s WHERE code NOT IN (SELECT code FROM %s)" % (
                move.to_table, move.table))

    def do_fill(self, action, where, half):
        move, differs = action["move"], self.plan.engine.DIFFERS
        if not move.is_table:
            text = "UPDATE %s SET %s = %s WHERE %s %s (%s) AND id %%s %%d" % (
                move.table, move.column, move.backward(), move.column, differs, move.backward())
            self.in_halves(move.table, text, action, where, half)
            return
        columns = ", ".join(("code",) + move.columns)
        text = "INSERT INTO %s (%s) SELECT %s FROM %s WHERE id %%s %%d" % (
            move.table, columns, columns, move.to_table)
        text += " ON CONFLICT (code) DO UPDATE SET " + ", ".join(
            "%s = excluded.%s" % (each, each) for each in move.columns)
        self.in_halves(move.to_table, text, action, where, half)

    def in_halves(self, table, text, action, where, half):
        middle = self.database.run("SELECT coalesce(max(id), 0) / 2 FROM " + table)[0][0]
        self.database.change(text % ("<=", middle))
        self.serve(action, where)
        half()
        self.database.change(text % (">", middle))

    def do_backup(self, action, _where, _half):
        self.backups[action["name"]] = (list(self.database.history), self.copy_log(),
                                        {name: dict(codes) for name, codes in self.codes.items()})

    def restore(self, name):
        """What was written since is lost, and the users are told so. Returns whether any was."""
        history, log, codes = self.backups[name]
        self.database.restore(history)
        is_lost = self.log != log
        self.log = {fact: dict(values) for fact, values in log.items()}
        self.codes = {name: dict(each) for name, each in codes.items()}
        return is_lost

    def do_writes(self, action, _where, _half):
        """Triggers that carry each write of the first side over to the other one."""
        move = action["move"]
        for statement in carriers(self.plan.engine, move)[1]:
            self.database.change(statement)
        if action["by_trigger"]:
            for statement in carriers(self.plan.engine, move)[0]:
                self.database.change(statement)
