"""Ways to break a correct plan, and which of the model's twelve invariants each of them breaks.

The table at the end was written before any run. Each way takes a plan and a move of it; it
returns False where it does not fit them.
"""
import dataclasses

from parts import (App, Use, actions, backfill, backup, fill_back, flag, impossible, nothing,
                   phase, restore, sql)
from plans import is_write


# ---- tools

def put_before(plan, stage, other, move, of_all=False):
    """The phases of a stage stand before those of another one."""
    moved = plan.of_stage(stage, move if not of_all else None)
    places = plan.of_stage(other, move)
    if not moved or not places:
        return False
    plan.phases = [each for each in plan.phases if each not in moved]
    at = plan.phases.index(places[0])
    plan.phases[at:at] = moved
    return True


def insert(plan, before, *arguments, **more):
    plan.phases.insert(plan.phases.index(before), phase(*arguments, stage="broken", move=None,
                                                       **more))


def only(phases):
    return phases[0] if len(phases) == 1 else None


def by_app(plan, move):
    return plan.carried[move.name] == "app"


def versions_of(plan):
    return [uses for app in plan.apps.values() for uses in app.versions.values()]


def is_sqlite(plan):
    return plan.engine.VERSION.startswith("sqlite")


# ---- 1, 2: what versions in service need

def deploy_before_expand(plan, move, _rng):
    return by_app(plan, move) and put_before(plan, "dual_write", "expand", move)


def rename_at_once(plan, move, _rng):
    plan.apps["job"] = App({"v1": [Use("reads", "extra", ["word"])]}, "v1")
    insert(plan, plan.of_stage("fill", move)[0], "expand", "Rename the word",
           [sql("ALTER TABLE extra RENAME COLUMN word TO term",
                "ALTER TABLE extra RENAME COLUMN term TO word")],
           actions(sql("ALTER TABLE extra RENAME COLUMN term TO word")))


def drop_used_table(plan, move, _rng):
    plan.apps["job"] = App({"v1": [Use("reads", "extra", ["word"])]}, "v1")
    contract = plan.of_stage("contract")[0]
    contract["actions"].append(sql("DROP TABLE extra"))


def drop_key(plan, move, _rng):
    plan.apps["job"] = App({"v1": [Use("upserts", "extra", ["word"])]}, "v1")
    made = "CREATE UNIQUE INDEX extra_code ON extra (code)"
    insert(plan, plan.of_stage("fill", move)[0], "cleanup", "Drop the key",
           [sql("DROP INDEX extra_code", made)], actions(sql(made)))


def demand_at_once(plan, move, _rng):
    """The new column must have a value before all versions write it."""
    if is_sqlite(plan) or move.is_table or not by_app(plan, move):
        return False
    insert(plan, plan.of_stage("dual_write", move)[0], "expand", "Demand it", [sql(
        "ALTER TABLE %s ADD CONSTRAINT early CHECK (%s IS NOT NULL) NOT VALID" % (
            move.table, move.to_column))],
           actions(sql("ALTER TABLE %s DROP CONSTRAINT early" % move.table)))
    return "DEFAULT" not in plan.of_stage("expand", move)[0]["actions"][0]["statements"][0]


def column_nobody_writes(plan, move, _rng):
    if not move.is_table or not by_app(plan, move):
        return False
    step = plan.of_stage("expand", move)[0]["actions"][0]
    step["statements"] = [step["statements"][0][:-1] + ", owner integer NOT NULL)"]


def column_nobody_fills(plan, move, _rng):
    """All versions write it; the fill, or the triggers, do not."""
    if not move.is_table:
        return False
    step = plan.of_stage("expand", move)[0]["actions"][0]
    step["statements"] = [step["statements"][0][:-1] + ", owner integer NOT NULL)"]
    for uses in versions_of(plan):
        for use in uses:
            if use.table == move.to_table and is_write(use) and use.verb != "deletes":
                use.columns.append("owner")


# ---- 3, 4, 5: stale reads, lost writes, gaps

def read_before_fill(plan, move, _rng):
    return put_before(plan, "read", "fill", move)


def no_fill(plan, move, _rng):
    each = plan.of_stage("fill", move)[0]
    each["kind"], each["actions"], each["checks"] = "observe", [], []


def fill_empty_rows(plan, move, _rng):
    if move.is_table or not by_app(plan, move):
        return False
    each = plan.of_stage("fill", move)[0]
    each["actions"], each["checks"] = [backfill(move, move.to_column + " IS NULL")], []


def no_comparison(plan, move, _rng):
    plan.of_stage("fill", move)[0]["checks"] = []


def forgotten_write(plan, move, _rng):
    """The version that should write both sides writes the old one alone."""
    if not by_app(plan, move):
        return False
    for uses in versions_of(plan):
        for use in list(uses):
            if not is_write(use):
                continue
            if move.is_table and use.table == move.to_table and any(
                    is_write(each) and each.table == move.table for each in uses):
                uses.remove(use)
            elif not move.is_table and {move.column, move.to_column} <= set(use.columns):
                use.columns.remove(move.to_column)


def no_trigger(plan, move, _rng):
    if plan.carried[move.name] != "trigger":
        return False
    plan.phases.remove(plan.of_stage("dual_write", move)[0])


def promote_before_reads(plan, move, _rng):
    if move.flag and plan.carried[move.name] != "app":
        return False
    return put_before(plan, "promote", "read", move)


def reads_half(plan, move, _rng):
    """The ramp stops short of everybody before the old side is no longer written."""
    if not move.flag:
        return False
    ramp = plan.of_stage("read", move)[-1]["actions"][0]
    ramp["percents"] = [50]


def weaken_check(plan, move):
    """What is looked at after the fill passes, whatever stands in the new side."""
    plan.of_stage("fill", move)[0]["checks"] = [
        ("rows", move) if move.is_table else
        "SELECT count(*) FROM %s WHERE %s IS NULL" % (move.table, move.to_column)]


def second_writer(plan, move, _rng):
    """Another application goes on writing the old side alone."""
    weaken_check(plan, move)
    table, columns = move.side(False)
    plan.apps["job"] = App({"v1": [Use("updates", table, columns)]}, "v1")
    return by_app(plan, move)


def fill_before_writes(plan, move, _rng):
    plan.of_stage("fill", move)[0]["checks"] = []
    return put_before(plan, "fill", "dual_write", move)


def forgotten_delete(plan, move, _rng):
    """What is deleted on the old side stays on the new one."""
    is_there = False
    for uses in versions_of(plan):
        for use in list(uses):
            if move.is_table and use.verb == "deletes" and use.table == move.to_table and any(
                    each.verb == "deletes" and each.table == move.table for each in uses):
                uses.remove(use)
                is_there = True
    return is_there and by_app(plan, move)


def update_behind_trigger(plan, move, _rng):
    """A row that the last version adds to the new table alone cannot be changed on the old one."""
    if not move.is_table or by_app(plan, move):
        return False
    for uses in versions_of(plan):
        for use in uses:
            if use.table in (move.table, move.to_table) and use.verb == "upserts":
                use.verb = "writes"


# ---- 6: constraints

def demand_before_fill(plan, move, _rng):
    if is_sqlite(plan) or move.is_table or not by_app(plan, move):
        return False
    undo = "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL" % (move.table, move.to_column)
    insert(plan, plan.of_stage("fill", move)[0], "expand", "Demand it", [sql(
        "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL" % (move.table, move.to_column))],
           actions(sql(undo)))
    return "DEFAULT" not in plan.of_stage("expand", move)[0]["actions"][0]["statements"][0]


def validate_before_fill(plan, move, _rng):
    if is_sqlite(plan) or move.is_table or not by_app(plan, move):
        return False
    insert(plan, plan.of_stage("fill", move)[0], "expand", "Demand it", [
        sql("ALTER TABLE %s ADD CONSTRAINT early CHECK (%s IS NOT NULL) NOT VALID" % (
            move.table, move.to_column)),
        sql("ALTER TABLE %s VALIDATE CONSTRAINT early" % move.table)],
           actions(sql("ALTER TABLE %s DROP CONSTRAINT early" % move.table)))
    return "DEFAULT" not in plan.of_stage("expand", move)[0]["actions"][0]["statements"][0]


# ---- 7: contract

def contract_before_promote(plan, move, _rng):
    return put_before(plan, "contract", "promote", move, of_all=True)


def contract_before_reads(plan, move, _rng):
    return put_before(plan, "contract", "read", move, of_all=True)


def forgotten_reader(plan, move, _rng):
    """An application that reads the old side is never deployed anew."""
    phases = plan.of_stage("read_elsewhere", move)
    plan.phases = [each for each in plan.phases if each not in phases]
    return bool(phases)


def carrier_stays(plan, move, _rng):
    """The trigger that carried the writes is never dropped, and the old column is."""
    if plan.carried[move.name] != "sql":
        return False
    for each in plan.of_stage("promote", move):
        each["actions"] = [one for one in each["actions"] if one["do"] != "sql"]


# ---- 8: flags

def undeclared_flag(plan, move, _rng):
    if not move.flag:
        return False
    plan.flags.remove(move.flag)


def flag_removed_early(plan, move, _rng):
    if not move.flag:
        return False
    mine = [each for each in plan.of_stage("clean") if each["actions"][0]["flag"] == move.flag]
    plan.phases.remove(mine[0])
    plan.phases.insert(plan.phases.index(plan.of_stage("promote", move)[0]), mine[0])


def flag_stays_removed(plan, move, _rng):
    """Nothing sets the flag again before a version comes back that asks it."""
    if not move.flag:
        return False
    for each in plan.of_stage("clean"):
        each["rollback"] = nothing()


def flag_up_before_fill(plan, move, _rng):
    return bool(move.flag) and by_app(plan, move) and put_before(plan, "read", "fill", move)


def ramp_unwatched(plan, move, _rng):
    if not move.flag:
        return False
    plan.of_stage("read", move)[-1]["checks"] = []
    return len(plan.of_stage("read", move)[-1]["actions"][0]["percents"]) > 1


def flag_to_and_fro(plan, move, _rng):
    if not move.flag:
        return False
    insert(plan, plan.of_stage("promote", move)[0], "ramp", "Once more", [
        flag(move.flag, 10, 100, before=100, move=move)], actions(flag(move.flag, 100)),
           ["metric"])


# ---- 9: the rollback undoes the phase

def forgotten_drop(plan, move, _rng):
    each = plan.of_stage("expand", move)[0]
    undo = [one for step in reversed(each["actions"]) for one in step["undo"]]
    each["actions"].append(sql("CREATE INDEX word_by ON extra (word)"))
    each["rollback"] = actions(*undo)


def wrong_drop(plan, move, _rng):
    each = plan.of_stage("expand", move)[0]
    each["rollback"] = actions(sql(
        "DROP TABLE %sx" % move.to_table if move.is_table else
        "ALTER TABLE %s DROP COLUMN %sx" % (move.table, move.to_column)))


def trigger_stays(plan, move, _rng):
    if plan.carried[move.name] != "sql":
        return False
    undo = plan.of_stage("dual_write", move)[0]["rollback"]["actions"][0]
    undo["statements"] = undo["statements"][1:] if is_sqlite(plan) else undo["statements"][:0] + [
        undo["statements"][0]]


# ---- 10: the world after it is legal, and goes forward again

def no_way_back_for_code(plan, move, _rng):
    if not by_app(plan, move):
        return False
    expand, deploys = plan.of_stage("expand", move)[0], plan.of_stage("dual_write", move)
    name = deploys[0]["actions"][0]["app"]
    between = plan.phases[plan.phases.index(expand) + 1:plan.phases.index(deploys[0])]
    if any(one.get("app") == name for each in between for one in each["actions"]):
        return False # the rollback of that deploy brings an older version back as well
    for each in plan.of_stage("dual_write", move):
        each["rollback"] = nothing()


def schema_before_code(plan, move, _rng):
    """One phase adds the column and deploys; its rollback drops the column first."""
    second = only(plan.of_stage("dual_write", move))
    if not by_app(plan, move) or not second or len(second["actions"]) > 1:
        return False
    first = plan.of_stage("expand", move)[0]
    undo = [one for step in reversed(first["actions"]) for one in step["undo"]]
    before = second["actions"][0]["undo"]
    second["actions"] = first["actions"] + second["actions"]
    second["rollback"] = actions(*undo, *before)
    plan.phases.remove(first)


def no_fill_backward(plan, move, _rng):
    is_there = False
    for each in plan.of_stage("promote", move):
        if each["rollback"]["how"] == "actions":
            kept = [one for one in each["rollback"]["actions"] if one["do"] != "fill"]
            is_there |= len(kept) < len(each["rollback"]["actions"])
            each["rollback"]["actions"] = kept
    return is_there


def deletes_come_back(plan, move, _rng):
    """A fill of the old side brings back what was deleted on the new side alone."""
    is_there = False
    for each in plan.of_stage("promote", move):
        if move.is_table and each["rollback"].get("loses"):
            each["rollback"]["actions"].append(fill_back(move))
            each["rollback"]["loses"] = None
            is_there = True
    deletes = any(use.verb == "deletes" and use.table == move.to_table
                  for uses in versions_of(plan) for use in uses)
    return is_there and deletes and not any(each["rollback"].get("loses")
                                            for each in plan.phases if each["stage"] == "promote")


def twice(plan, move, _rng):
    each = plan.of_stage("expand", move)[0]
    insert(plan, plan.of_stage("fill", move)[0], "expand", "Once more",
           [sql(list(step["statements"])) for step in each["actions"]], nothing())


def empty_rows_behind_trigger(plan, move, _rng):
    """Right at first; after a rollback that took the trigger away it skips stale rows."""
    if move.is_table or by_app(plan, move):
        return False
    each = plan.of_stage("fill", move)[0]
    each["actions"], each["checks"] = [backfill(move, move.to_column + " IS NULL")], []
    return "DEFAULT" not in plan.of_stage("expand", move)[0]["actions"][0]["statements"][0]


# ---- 11: the price

def loss_denied(plan, move, rng):
    is_there = no_fill_backward(plan, move, rng)
    for each in plan.of_stage("promote", move):
        if each["rollback"]["how"] == "actions":
            each["rollback"]["loses"] = ""
    return is_there


def new_rows_denied(plan, _move, _rng):
    """The rollback that drops what is new is said to lose nothing."""
    for each in plan.of_stage("room") + plan.of_stage("room_and_use"):
        each["rollback"]["loses"] = ""
    return bool(plan.novelties)


def restore_loses_nothing(plan, _move, _rng):
    plan.of_stage("contract")[0]["rollback"] = restore(loses="")


def restore_is_easy(plan, _move, _rng):
    plan.of_stage("contract")[0]["rollback"] = restore(difficulty="easy")


def nothing_to_undo(plan, _move, _rng):
    plan.of_stage("contract")[0]["rollback"] = nothing()


# ---- 12: the point of no return

def no_approval(plan, _move, _rng):
    plan.of_stage("contract")[0]["approve"] = False


def no_soak(plan, _move, _rng):
    plan.of_stage("contract")[0]["soak"] = None


def no_backup(plan, _move, _rng):
    each = plan.of_stage("contract")[0]
    each["actions"], each["rollback"] = each["actions"][1:], impossible()


def old_backup(plan, _move, _rng):
    each = plan.of_stage("contract")[0]
    each["actions"] = each["actions"][1:]
    insert(plan, plan.phases[0], "prepare", "Back it up", [backup()], nothing())


def drop_first(plan, _move, _rng):
    insert(plan, plan.phases[0], "prepare", "Tidy up first", [backup("early"),
                                                             sql("DROP TABLE extra")],
           impossible(), approve=True)


def drop_with_deploy(plan, move, _rng):
    """The last deploy stands in the phase that drops."""
    each = only(plan.of_stage("promote", move))
    contract = plan.of_stage("contract")[0]
    if not each or len(each["actions"]) > 1 or each is not plan.phases[
            plan.phases.index(contract) - 1]:
        return False
    contract["actions"][1:1] = each["actions"]
    plan.phases.remove(each)


@dataclasses.dataclass
class Mutation:
    breaks: tuple   # of model.md's invariants
    is_run: bool    # a run shows it; else it can be seen in the plan alone


MUTATIONS = {
    deploy_before_expand: Mutation((1, 2), True),
    rename_at_once: Mutation((1, 7), True),
    drop_used_table: Mutation((1, 7), True),
    drop_key: Mutation((2,), True),
    demand_at_once: Mutation((2,), True),
    column_nobody_writes: Mutation((2,), True),
    column_nobody_fills: Mutation((2,), True),
    read_before_fill: Mutation((3,), True),
    no_fill: Mutation((3,), True),
    fill_empty_rows: Mutation((3,), True),
    no_comparison: Mutation((3,), False),
    forgotten_write: Mutation((3, 4, 5), True),
    no_trigger: Mutation((3, 5), True),
    promote_before_reads: Mutation((4,), True),
    reads_half: Mutation((4, 8), True),
    second_writer: Mutation((4, 5), True),
    forgotten_delete: Mutation((3,), True),
    update_behind_trigger: Mutation((4,), True),
    fill_before_writes: Mutation((5,), True),
    demand_before_fill: Mutation((6,), True),
    validate_before_fill: Mutation((6,), True),
    contract_before_promote: Mutation((7, 1), True),
    contract_before_reads: Mutation((7, 1), True),
    carrier_stays: Mutation((7, 1), True),
    forgotten_reader: Mutation((4, 7), True),
    undeclared_flag: Mutation((8,), True),
    flag_removed_early: Mutation((8,), True),
    flag_stays_removed: Mutation((8, 10), True),
    flag_up_before_fill: Mutation((8, 3), True),
    ramp_unwatched: Mutation((8,), False),
    flag_to_and_fro: Mutation((8,), False),
    forgotten_drop: Mutation((9,), True),
    wrong_drop: Mutation((9,), True),
    trigger_stays: Mutation((9,), True),
    no_way_back_for_code: Mutation((10,), True),
    schema_before_code: Mutation((10,), True),
    no_fill_backward: Mutation((10,), True),
    deletes_come_back: Mutation((10,), True),
    twice: Mutation((10,), True),
    empty_rows_behind_trigger: Mutation((10,), True),
    loss_denied: Mutation((11, 10), True),
    new_rows_denied: Mutation((11,), True),
    restore_loses_nothing: Mutation((11,), True),
    restore_is_easy: Mutation((11,), False),
    nothing_to_undo: Mutation((11, 10), True),
    no_approval: Mutation((12,), False),
    no_soak: Mutation((12,), False),
    no_backup: Mutation((12,), False),
    old_backup: Mutation((12, 10), True),
    drop_first: Mutation((12,), False),
    drop_with_deploy: Mutation((12,), False),
}


def breaks(invariant):
    return [each for each, mutation in MUTATIONS.items() if mutation.breaks[0] == invariant]


def mutate(plan, rng, mutation):
    """Breaks the plan; False where it cannot be broken so."""
    if mutation(plan, rng.choice(list(plan.moves.values())), rng) is False:
        return False
    plan.mutation = mutation.__name__
    return True


TABLE = {each.__name__: mutation for each, mutation in MUTATIONS.items()}
