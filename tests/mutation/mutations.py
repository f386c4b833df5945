"""The mistakes of `table`: what each makes of a plan, at every place where it can be made.

A function that is called as a row of the table gives places and plans."""
import datetime
import re

from plans import WRITES, sql_of, step

MISTAKES = {}


def mistake(function):
    MISTAKES[function.__name__.replace("_", "-")] = function
    return function


def edit(plan, phase, at, pattern, replacement, **options):
    """A copy in which a statement is changed; nothing where it does not say that."""
    before = plan.phases[phase].body[at]
    after = re.sub(pattern, replacement, before, **options)
    if after == before:
        return None
    changed = plan.copy()
    changed.phases[phase].body[at] = after
    return changed


def edits(plan, words, pattern, replacement, **options):
    """The same for every statement that begins with one of the words."""
    for i, at, place in plan.each(*words):
        changed = edit(plan, i, at, pattern, replacement, **options)
        if changed:
            yield place, changed


def without(plan, phase, at):
    changed = plan.copy()
    del changed.phases[phase].body[at]
    return changed


def without_head(plan, pattern):
    """Without the lines of head and tail that match, and the blocks that they open."""
    changed = plan.copy()
    for lines in (changed.head, changed.tail):
        for i in reversed([i for i, line in enumerate(lines) if re.match(pattern, line)]):
            changed_end = i + 1
            if lines[i].rstrip().endswith("{"):
                indent = re.match(" *", lines[i]).group()
                changed_end = lines.index(indent + "}\n", i) + 1
            del lines[i:changed_end]
    return changed


def column_move(plan):
    """The move, where it is one of columns."""
    move = plan.move()
    return move if move and move[2] else None


def adding_steps(plan, what=r"ADD COLUMN (?:IF NOT EXISTS )?(\w+) (\w+)"):
    """Steps whose SQL matches: phase, place in it, place's name, match."""
    for i, at, place in plan.each("step"):
        found = re.search(what, plan.phases[i].body[at])
        if found:
            yield i, at, place, found


def replaced(plan, i, at, *new):
    changed = plan.copy()
    changed.phases[i].body[at:at + 1] = new
    return changed


# ---- the order of phases


@mistake
def swap(plan):
    for i in range(len(plan.phases) - 1):
        changed = plan.copy()
        first, second = changed.phases[i:i + 2]
        changed.phases[i:i + 2] = second, first
        exchange_times(first, second)
        yield f"{first.kind} {second.kind}", changed


def exchange_times(first, second):
    one, other = first.one("when"), second.one("when")
    first.put("when", other)
    second.put("when", one)


@mistake
def times_exchanged(plan):
    for i in range(len(plan.phases) - 1):
        changed = plan.copy()
        first, second = changed.phases[i:i + 2]
        if first.one("when") != second.one("when"):
            exchange_times(first, second)
            yield first.kind, changed


@mistake
def phase_gone(plan):
    for i, phase in enumerate(plan.phases):
        if phase.kind not in ("prepare", "observe", "verify"):
            changed = plan.copy()
            del changed.phases[i]
            yield phase.kind, changed


@mistake
def few_phases(plan):
    changed = plan.copy()
    del changed.phases[4:]
    yield "", changed


@mistake
def other_pattern(plan):
    changed = plan.copy()
    changed.head = [re.sub(r"^  pattern .*", "  pattern strangler-fig", line) for line in plan.head]
    yield "", changed


# ---- what the new side needs before it is used


@mistake
def expand_nothing(plan):
    for i, at, place, _ in adding_steps(plan, "ADD COLUMN|CREATE TABLE"):
        yield place, without(plan, i, at)


@mistake
def dual_write_gone(plan):
    for i in plan.of_kind("dual-write"):
        changed = plan.copy()
        changed.phases[i].remove("deploy", "writes")
        yield "", changed


def leave_out_side(plan, side):
    """Versions that write both sides, with one of them left out."""
    move = plan.move()
    for n, version in enumerate(plan.versions() if move else []):
        old, new = ((move[1], move[2]), (move[3], move[4]))
        if not all(plan.uses(version, rf"{WRITES} +{t}\([^)]*{c}\b") for t, c in (old, new)):
            continue
        table, column = old if side == "old" else new
        changed = plan.copy()
        changed_version = changed.versions()[n]
        if column:
            changed.edit_version(changed_version, rf"({WRITES} .*), {column}\b", r"\1")
            changed.edit_version(changed_version, rf"({WRITES} +\w+\(){column}(?:, )?", r"\1")
        else:
            changed.edit_version(changed_version, rf"^ +{WRITES} +{table}\(.*\n", "")
        yield f"{version.app} {version.name}", changed


@mistake
def new_side_not_written(plan):
    yield from leave_out_side(plan, "new")


@mistake
def old_side_not_written(plan):
    yield from leave_out_side(plan, "old")


@mistake
def backfill_gone(plan):
    for i, at, place in plan.each("backfill"):
        yield place, without(plan, i, at)


@mistake
def backfill_in_expand(plan):
    for i, at, place in plan.each("backfill"):
        changed = without(plan, i, at)
        changed.phases[plan.of_kind("expand")[0]].insert([plan.phases[i].body[at]], False)
        yield place, changed


@mistake
def backfill_by_hand(plan):
    for i, at, place in plan.each("backfill"):
        _, table, column, new_table, new_column = plan.move()
        sql = f"UPDATE {table} SET {new_column} = {plan.forward() if column else ''};"
        if not column:
            pairs = re.findall(r"(\w+) -> (\w+)", "".join(plan.head))
            ours, theirs = (", ".join(names) for names in zip(*pairs))
            sql = f"INSERT INTO {new_table} ({theirs}) SELECT {ours} FROM {table};"
        yield place, replaced(plan, i, at, step("Fill it", sql))


@mistake
def backfill_of_empty_rows(plan):
    for i, at, place in plan.each("backfill"):
        if column_move(plan):
            where = f"      where ```sql\n        {plan.move()[4]} IS NULL\n      ```\n"
            old = plan.phases[i].body[at]
            new = re.sub(r"      where ```sql\n.*?      ```\n", "", old, flags=re.S)
            head, rest = new.split("\n", 1)
            yield place, replaced(plan, i, at, f"{head}\n{where}{rest}")


@mistake
def comparison_gone(plan):
    for i in plan.with_action("backfill"):
        changed = plan.copy()
        changed.phases[i].remove("verify")
        yield "", changed


@mistake
def comparison_of_one_side(plan):
    for i in plan.with_action("backfill"):
        _, _, _, table, column = plan.move()
        changed = plan.copy()
        changed.phases[i].remove("verify")
        query = (f"= 0 ```sql\n      SELECT count(*) FROM {table} WHERE {column} IS NULL" if column
                 else f"> 0 ```sql\n      SELECT count(*) FROM {table}")
        changed.phases[i].insert([f'    verify "It is filled" on main {query}\n    ```\n'], False)
        yield "", changed


@mistake
def required_at_once(plan):
    for i, at, place, _ in adding_steps(plan):
        yield place, edit(plan, i, at, r"(ADD COLUMN .*?)(?: DEFAULT NULL)?(, ALG.*)?;", r"\1 NOT NULL\2;")


@mistake
def constraint_before_backfill(plan):
    for i in plan.of_kind("verify"):
        changed = plan.copy()
        changed.phases[plan.of_kind("expand")[0]].insert(plan.phases[i].actions(), False)
        changed.phases[i].remove("step")
        yield "", changed


@mistake
def rename_in_place(plan):
    for i, at, place, _ in adding_steps(plan):
        _, table, column, _, new = plan.move()
        yield place, replaced(plan, i, at, step("Rename", f"ALTER TABLE {table} RENAME COLUMN {column} TO {new};"))


@mistake
def create_becomes_rename(plan):
    for i, at, place, _ in adding_steps(plan, "CREATE TABLE"):
        if plan.move():
            _, table, _, new, _ = plan.move()
            yield place, replaced(plan, i, at, step("Rename", f"ALTER TABLE {table} RENAME TO {new};"))


@mistake
def schema_lacks_column(plan):
    live = re.findall(r"^    live (\S+)", "".join(plan.head), re.M)
    first = [v for v in plan.versions() if v.name in live]
    for table, column, line in plan.columns():
        is_read = any(plan.uses(v, rf"reads +{table}\([^)]*\b{column}\b") for v in first)
        if is_read and len(re.findall(rf"\b{column}\b", plan.schema)) == 1:
            changed = plan.copy()
            changed.schema = plan.schema.replace(line, "")
            changed.schema = re.sub(r",\n\)", "\n)", changed.schema)
            yield f"{table}.{column}", changed


@mistake
def live_last(plan):
    for app in {v.app for v in plan.versions()}:
        names = [v.name for v in plan.versions() if v.app == app]
        if len(names) == 3:
            changed = plan.copy()
            begin, end = plan.block(plan.head.index(f"  app {app} {{\n"))
            for i in range(begin, end):
                changed.head[i] = re.sub(r"^    live .*", f"    live {names[-1]}", plan.head[i])
            yield app, changed


# ---- versions


def old_side_again(plan, access, verb):
    move = plan.move()
    for version in plan.last_versions() if move else []:
        if plan.uses(version, rf"{access} +{move[3]}\("):
            column = move[2] or re.search(r"    columns (\w+)", "".join(plan.head)).group(1)
            changed = plan.copy()
            changed.add_use(version, f"{verb} {move[1]}({column})")
            yield f"{version.app} {version.name}", changed


@mistake
def last_version_reads_old(plan):
    yield from old_side_again(plan, "reads", "reads")


@mistake
def last_version_writes_old(plan):
    yield from old_side_again(plan, WRITES, "updates")


@mistake
def required_column_left_out(plan):
    if not plan.of_kind("verify") or "NOT NULL" not in plan.phases[plan.of_kind("verify")[0]].text():
        return
    for version in plan.last_versions():
        changed = plan.copy()
        if changed.edit_version(version, rf"({WRITES} .*)\b{plan.move()[4]}, ", r"\1"):
            yield f"{version.app} {version.name}", changed


@mistake
def deploy_gone(plan):
    for i, at, place in plan.each("deploy"):
        if plan.phases[i].kind != "dual-write":
            yield place, without(plan, i, at)


@mistake
def deploy_too_early(plan):
    last = {(v.app, v.name) for v in plan.last_versions()}
    for i, at, place in plan.each("deploy"):
        words = plan.phases[i].body[at].split()
        early = plan.of_kind("dual-write")
        if early and (words[1], words[2]) in last and i != early[0]:
            changed = without(plan, i, at)
            changed.phases[early[0]].insert([plan.phases[i].body[at]], True)
            yield place, changed


@mistake
def retire_gone(plan):
    for i, at, place in plan.each("retire"):
        yield place, without(plan, i, at)


# ---- flags


def ramp_before(plan, phases):
    for i, at, place in plan.each("ramp"):
        for early in phases:
            changed = without(plan, i, at)
            changed.phases[early].insert([plan.phases[i].body[at]], True)
            yield place, changed


@mistake
def flag_before_the_write(plan):
    yield from ramp_before(plan, plan.of_kind("dual-write"))


@mistake
def flag_before_the_fill(plan):
    yield from ramp_before(plan, plan.with_action("backfill"))


@mistake
def ramp_without_hold(plan):
    yield from edits(plan, ["ramp"], r" hold \w+", "")


@mistake
def ramp_without_metric(plan):
    for i, at, place in plan.each("ramp"):
        changed = without_head(plan, "  trigger ")
        phase = changed.phases[i]
        phase.body = [s for s in phase.body if not s.strip().startswith("verify metric")]
        yield place, changed


@mistake
def ramp_ends_early(plan):
    yield from edits(plan, ["ramp"], r" 100%", "")


@mistake
def ramp_backwards(plan):
    yield from edits(plan, ["ramp"], r" (\d+%) (\d+%)", r" \2 \1", count=1)


@mistake
def flag_not_declared(plan):
    if any(line.startswith("  flag ") for line in plan.head):
        yield "", without_head(plan, "  flag ")


@mistake
def flag_stays(plan):
    yield from edits(plan, ["flag"], r"    flag \S+ removed\n", "")


# ---- the end


def contract_steps(plan):
    return [s for s in plan.phases[-1].body if re.search(r"\bDROP (COLUMN|TABLE)\b", s)]


def contract_early(plan, phase, is_first):
    changed = plan.copy()
    moved = contract_steps(plan)
    changed.phases[-1].body = [s for s in plan.phases[-1].body if s not in moved]
    changed.phases[phase].insert(moved, is_first)
    return changed


@mistake
def contract_in_promote(plan):
    yield "", contract_early(plan, len(plan.phases) - 2, True)


@mistake
def contract_in_backfill(plan):
    for i in plan.with_action("backfill"):
        yield "", contract_early(plan, i, False)


@mistake
def promote_in_contract(plan):
    changed = plan.copy()
    moved = plan.phases[-2].actions()
    changed.phases[-1].insert(moved, True)
    changed.phases[-2].body = [s for s in plan.phases[-2].body if s not in moved]
    yield "", changed


@mistake
def soak_gone(plan):
    for i, at, place in plan.each("soak"):
        yield place, without(plan, i, at)


def week(phase):
    return int(re.search(r"week (\d+)", phase.one("when")).group(1))


@mistake
def soak_not_met(plan):
    changed = plan.copy()
    changed.phases[-1].put("when", f"    when week {week(plan.phases[-2]) + 1}\n")
    yield "", changed


@mistake
def approval_gone(plan):
    for i, at, place in plan.each("approve"):
        yield place, without(plan, i, at)


@mistake
def backup_gone(plan):
    for i, at, place in plan.each("backup"):
        yield place, without(plan, i, at)


@mistake
def contract_on_saturday(plan):
    changed = plan.copy()
    day = plan.start() + datetime.timedelta(days=7 * week(plan.phases[-1]) - 2)
    changed.phases[-1].put("when", f"    when {day}\n")
    yield "", changed


@mistake
def contract_gone(plan):
    changed = plan.copy()
    del changed.phases[-1]
    yield "", changed


# ---- the way back


def by_hand(title, sql):
    return f'    rollback "{title}" on main ```sql\n      {sql}\n    ```\n'


@mistake
def rollback_gone(plan):
    for i, at, place in plan.each("rollback"):
        yield place, without(plan, i, at)


@mistake
def rollback_of_half(plan):
    for i, at, place in plan.each("rollback"):
        phase = plan.phases[i]
        index = re.search(r"(?:ADD UNIQUE|CREATE) INDEX (?:CONCURRENTLY )?(\w+)", phase.text())
        if "rollback auto" in phase.body[at] and index and len(phase.find("step")) > 1:
            on = f" ON {plan.move()[1]}" if plan.is_on("mariadb") else ""
            yield place, replaced(plan, i, at, by_hand("Drop it", f"DROP INDEX {index.group(1)}{on};"))


@mistake
def rollback_of_another(plan):
    for i, at, place in plan.each("rollback"):
        made = re.search(r"(?:ALTER TABLE (\w+) ADD COLUMN|CREATE TABLE) (\w+)", plan.phases[i].text())
        if "rollback auto" in plan.phases[i].body[at] and made:
            table, name = made.groups()
            sql = f"ALTER TABLE {table} DROP COLUMN {name}s;" if table else f"DROP TABLE {name}s;"
            yield place, replaced(plan, i, at, by_hand("Drop it", sql))


@mistake
def rollback_does_nothing(plan):
    for i, at, place in plan.each("rollback"):
        if "rollback auto" in plan.phases[i].body[at] and re.search("```sql|by trigger", plan.phases[i].text()):
            yield place, replaced(plan, i, at, '    rollback none "nothing to undo"\n')


CLAIMS = ("loses", "difficulty", "impact", "takes")


@mistake
def rollback_reversed(plan):
    from plans import statements
    for i, at, place in plan.each("rollback"):
        lines = plan.phases[i].body[at].splitlines(keepends=True)
        if lines[0] != "    rollback {\n":
            continue
        inner = statements(lines[1:-1], 6)
        actions = [s for s in inner if s.split()[0] not in CLAIMS]
        claims = [s for s in inner if s.split()[0] in CLAIMS]
        if len(actions) > 1:
            yield place, replaced(plan, i, at, "".join([lines[0], *reversed(actions), *claims, lines[-1]]))


@mistake
def rollback_adds_empty(plan):
    for i, at, place in plan.each("rollback"):
        gone = re.search(r"ALTER TABLE (\w+) DROP COLUMN (\w+)|DROP TABLE (\w+)", plan.phases[i].text())
        if "rollback restore" not in plan.phases[i].body[at]:
            continue
        table, column, whole = gone.groups()
        lines = [line.strip().rstrip(",") for t, c, line in plan.columns() if (t, c) == (table, column) or t == whole]
        sql = f"CREATE TABLE {whole} ({', '.join(lines)});" if whole else f"ALTER TABLE {table} ADD COLUMN {lines[0]};"
        yield place, replaced(plan, i, at, by_hand("Make it again", sql))


@mistake
def rollback_other_version(plan):
    last = {v.app: v.name for v in plan.last_versions()}
    for i, at, place in plan.each("rollback"):
        for app, name in re.findall(r"deploy (\w+) (\w+)", plan.phases[i].body[at]):
            if name != last[app]:
                yield f"{place} {app}", edit(plan, i, at, rf"deploy {app} {name}", f"deploy {app} {last[app]}")


@mistake
def rollback_flag_up(plan):
    yield from edits(plan, ["rollback"], r"(flag \w+) \d+%", r"\1 100%")


@mistake
def fill_back_gone(plan):
    yield from edits(plan, ["rollback"], r" +fill \w+ backward.*\n", "")


@mistake
def loss_not_told(plan):
    yield from edits(plan, ["rollback"], r' +loses ".*"\n', "")


@mistake
def loss_denied(plan):
    yield from edits(plan, ["rollback"], r'loses ".*"', "loses nothing")


@mistake
def difficulty_understated(plan):
    yield from edits(plan, ["rollback"], "difficulty medium", "difficulty easy")


# ---- SQL


@mistake
def validate_gone(plan):
    for i, at, place, _ in adding_steps(plan, "VALIDATE CONSTRAINT"):
        yield place, without(plan, i, at)


def joined(plan, i, at):
    """With the SQL of a step behind that of the step before it."""
    changed = without(plan, i, at)
    before = changed.phases[i].body[at - 1]
    changed.phases[i].body[at - 1] = before.removesuffix("    ```\n") + sql_of(plan.phases[i].body[at]) + "    ```\n"
    return changed


@mistake
def validate_in_same_step(plan):
    for i, at, place, _ in adding_steps(plan, "VALIDATE CONSTRAINT"):
        yield place, joined(plan, i, at)


@mistake
def valid_at_once(plan):
    for i, at, place, _ in adding_steps(plan, "VALIDATE CONSTRAINT"):
        yield place, edit(without(plan, i, at), i, at - 1, " NOT VALID", "")


@mistake
def not_null_scans(plan):
    for i, at, place, _ in adding_steps(plan, "SET NOT NULL"):
        changed = plan.copy()
        changed.phases[i].body = [s for s in plan.phases[i].body if "CONSTRAINT" not in s]
        yield place, changed


@mistake
def index_not_concurrently(plan):
    yield from edits(plan, ["step"], "INDEX CONCURRENTLY", "INDEX")


@mistake
def index_in_transaction(plan):
    for i, at, place, _ in adding_steps(plan, "INDEX CONCURRENTLY"):
        yield place, joined(plan, i, at)


@mistake
def type_in_place(plan):
    for i, at, place, found in adding_steps(plan):
        if plan.is_on("postgresql"):
            _, table, column, _, _ = plan.move()
            kind = found.group(2)
            sql = f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind} USING {column}::{kind};"
            yield place, replaced(plan, i, at, step("Change it", sql))


@mistake
def added_with_volatile(plan):
    for i, at, place, _ in adding_steps(plan, "ADD COLUMN .* bigint"):
        yield place, edit(plan, i, at, "bigint;", "bigint DEFAULT (random() * 1000)::bigint;")


@mistake
def algorithm_impossible(plan):
    yield from edits(plan, ["step"], "ALGORITHM=INPLACE, LOCK=NONE", "ALGORITHM=INSTANT")


@mistake
def copying(plan):
    yield from edits(plan, ["step"], r"ALGORITHM=\w+(, LOCK=NONE)?", "ALGORITHM=COPY, LOCK=SHARED")


@mistake
def misspelt_column(plan):
    yield from edits(plan, ["step"], r"((?:DROP|ALTER) COLUMN) (\w+)", r"\1 \2s")


@mistake
def misspelt_query(plan):
    move = column_move(plan)
    for i, at, place in plan.each("verify"):
        statement = plan.phases[i].body[at]
        if move and "```sql" in statement and all(re.search(rf"\b{n}\b", sql_of(statement)) for n in (move[2], move[4])):
            yield place, edit(plan, i, at, rf"\b{move[4]}\b", move[4] + "s")


# ---- verifications


@mistake
def expectation_gone(plan):
    yield from edits(plan, ["verify"], r'( on main)(?: [=<>]+ \S+| is empty) ```sql', r"\1 ```sql")


@mistake
def expectation_always_true(plan):
    yield from edits(plan, ["verify"], r"( on main) = 0( ```sql\n +SELECT count\(\*\))", r"\1 >= 0\2")


@mistake
def verifications_gone(plan):
    for i, phase in enumerate(plan.phases):
        if [s for s in phase.actions() if s.split()[0] != "backup"]:
            changed = plan.copy()
            changed.phases[i].remove("verify")
            yield phase.kind, changed


# ---- the document


@mistake
def owner_gone(plan):
    yield "", without_head(plan, "  owner ")


@mistake
def goal_gone(plan):
    for i, at, place in plan.each("goal"):
        yield place, without(plan, i, at)


@mistake
def time_gone(plan):
    for i, at, place in plan.each("when"):
        yield place, without(plan, i, at)


@mistake
def placeholder(plan):
    yield from edits(plan, ["goal"], '".*"', '"TBD"')


@mistake
def notices_gone(plan):
    changed = without_head(plan, "  (notify|audience) ")
    for phase in changed.phases:
        phase.remove("notify")
    yield "", changed


@mistake
def notice_gone(plan):
    for i in plan.of_kind("deploy", "enable", "ramp", "cutover", "promote", "contract", "decommission"):
        changed = plan.copy()
        changed.phases[i].remove("notify")
        yield plan.phases[i].kind, changed


@mistake
def mitigation_gone(plan):
    risks = [i for i, line in enumerate(plan.tail) if line.startswith("  risk ")]
    for n, begin in enumerate(risks):
        changed = plan.copy()
        end = plan.tail.index("  }\n", begin)
        changed.tail[begin:end] = [line for line in plan.tail[begin:end] if "mitigation" not in line]
        yield str(n + 1), changed


@mistake
def risks_gone(plan):
    yield "", without_head(plan, "  risk ")


@mistake
def triggers_gone(plan):
    if re.search("risk +high|impact high", plan.text()):
        yield "", without_head(plan, "  trigger ")
