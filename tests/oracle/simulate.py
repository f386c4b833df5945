"""Carries a plan out on a real database, step by step, under the toy applications of world.py: in
each state of the plan, before and after each step, half-way through each deploy, flag and fill.
From each state the plan is rolled back, phase by phase to its start, and from there it goes
forward again.

The first thing that goes wrong is a Break, which names the action that led there. Nothing here
knows what belay says.
"""
import random

from world import Break, World


class Stopped(Exception):
    """The runbook stops here, before anything is wrong: a verification failed."""


class Simulation:
    """Forward through the phases; from each state back to the start; and forward again.

    Of all states from which it could go back it takes some `looks`, by lot.
    """

    def __init__(self, plan, seed, looks):
        self.plan, self.rng = plan, random.Random(seed)
        self.share = looks / sum(2 * len(each["actions"]) + 3 for each in plan.phases)
        self.world = World(plan, self.rng)
        self.begins = []
        self.losses = [] # (the phase from whose end it went back, whether to the start, names)

    def run(self):
        world = self.world
        world.database.run("SAVEPOINT whole")
        for statement in self.plan.schema:
            world.database.change(statement)
        world.serve(None, "start")
        for number, each in enumerate(self.plan.phases):
            self.begins.append(world.database.schema())
            for position, action in enumerate(each["actions"]):
                world.run(action, "forward", lambda: self.look_back(number, position))
                if position + 1 < len(each["actions"]):
                    self.look_back(number, position)
            self.verify(each)
            self.look_back(number, None)

    def verify(self, each):
        for check in each["checks"]:
            if check == "metric":
                continue
            if isinstance(check, tuple):
                wrong = self.count_differences(*check)
            else:
                wrong = self.world.database.run(check)[0][0]
            if wrong:
                raise Stopped(each["title"])

    def count_differences(self, what, move):
        columns = ", ".join(("code",) + move.columns)
        one, other = [set(self.world.database.run("SELECT %s FROM %s" % (columns, table)))
                      for table in (move.table, move.to_table)]
        return len(one) != len(other) if what == "rows" else one != other

    # ---- the way back

    def look_back(self, number, position):
        """From behind the action at `position` of the phase, or half-way through it."""
        if position is not None and self.plan.phases[number]["rollback"]["how"] not in (
                "auto", "actions"):
            return
        if position is not None and self.rng.random() >= self.share:
            return
        with self.world.fork():
            self.go_back(number, position)

    def go_back(self, last, position):
        """From its end each phase is rolled back; the phases before it are, by lot."""
        is_chain = position is not None or self.rng.random() < 3 * self.share
        again = self.rng.randrange(last + 1)  # from there it goes forward again
        lost = set()
        for number in range(last, -1 if is_chain else last - 1, -1):
            inside = position if number == last else None
            if not self.undo(number, inside):
                return
            lost |= self.see_lost(number)
            if number == last and position is None:
                self.losses.append((last, False, set(lost)))
            if number == last and position is None and self.has_left_schema(number):
                raise Break("the schema is not what it was",
                            self.plan.phases[number]["rollback"], "inverse")
            if is_chain and number == again:
                with self.world.fork():
                    self.go_forward_again(number, last)
        if is_chain and position is None:
            self.losses.append((last, True, lost))

    def see_lost(self, number):
        lost = self.world.forget_lost()
        self.claim(self.plan.phases[number]["rollback"], bool(lost))
        return lost | {name for name in self.world.missed if name in self.plan.moves}

    def has_left_schema(self, number):
        return self.plan.phases[number]["rollback"]["how"] != "none" \
            and self.world.database.schema() != self.begins[number]

    def undo(self, number, position):
        """The rollback of a phase; False where there is no way back."""
        each, world = self.plan.phases[number], self.world
        rollback = each["rollback"]
        how = rollback["how"]
        if how == "impossible":
            return False
        if how == "none":
            return True
        world.loses |= bool(rollback.get("loses"))
        if how == "restore":
            if rollback["name"] not in world.backups:
                raise Break("there is no such backup", rollback, "back")
            self.claim(rollback, world.restore(rollback["name"]))
            world.serve(rollback, "back")
            return True
        if how == "auto":
            self.undo_alone(each, position)
            return True
        for action in rollback["actions"]:
            try:
                world.run(action, "back", lambda: None)
            except Break as broken:
                if position is not None and action["do"] == "sql" and "refused" in broken.why:
                    return False # written for the end of the phase: inside, this is a note
                raise
        return True

    def undo_alone(self, each, position):
        """`rollback auto`: what was done, in reverse."""
        done = each["actions"][:len(each["actions"]) if position is None else position + 1]
        for action in reversed(done):
            for undo in action["undo"]:
                lines = action["lines"] + each["rollback"]["lines"]
                self.world.run({**undo, "lines": lines}, "back")

    @staticmethod
    def claim(rollback, is_lost):
        """Holds what the plan says of the price against what was seen."""
        if is_lost and rollback.get("loses") == "":
            raise Break("writes are lost, and it is said that none are", rollback, "price")

    def go_forward_again(self, first, last):
        if self.world.loses:
            self.world.believe()
        try:
            for each in self.plan.phases[first:last + 1]:
                for action in each["actions"]:
                    self.world.run(action, "again")
                self.verify(each)
        except Stopped as stopped:
            raise Stopped("again: %s" % stopped) from stopped


def simulate(plan, seed, looks=8):
    """(what broke, where the runbook stopped, what was lost), the first two None where nothing did.
    """
    simulation = Simulation(plan, seed, looks)
    try:
        simulation.run()
    except Break as broken:
        return broken, None, simulation.losses
    except Stopped as stopped:
        return None, str(stopped), simulation.losses
    finally:
        simulation.world.database.close()
    return None, None, simulation.losses
