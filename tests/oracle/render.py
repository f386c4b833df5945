"""Writes a plan in belay's language, and notes on which lines each action stands."""
from parts import Plan


class Writer:
    def __init__(self):
        self.lines = []

    def add(self, text, *marked):
        """A line, or several; the actions `marked` are told that they stand on it."""
        first = len(self.lines) + 1
        self.lines += text.split("\n")
        for action in marked:
            action.setdefault("lines", []).extend(range(first, len(self.lines) + 1))


def fence(text, indent):
    lines = text.split("\n")
    return "```sql\n" + "\n".join(indent + "  " + line for line in lines) + "\n" + indent + "```"


def percent(value):
    return value if value == "removed" else "%d%%" % value


def write_use(use):
    columns = use.columns if use.verb == "updates" else ["code"] + use.columns
    if use.verb == "deletes":
        return "deletes " + use.table
    text = "%s %s(%s)" % (use.verb, use.table, ", ".join(columns))
    if use.verb == "upserts":
        text += " on (code)"
    if use.flag:
        text += " %s %s" % ("unless" if use.is_unless else "if", use.flag)
    return text


def write_flag(action, in_rollback):
    percents = action["percents"]
    if action["move"] and not in_rollback:
        return "ramp %s %s hold 1h flag %s" % (
            action["move"].name, " ".join(map(percent, percents)), action["flag"])
    if in_rollback or len(percents) == 1 and percents[0] == "removed":
        return "flag %s %s" % (action["flag"], percent(percents[-1]))
    return "ramp %s %s hold 1h" % (action["flag"], " ".join(map(percent, percents)))


def write_action(out, action, indent, in_rollback=False):
    kind = action["do"]
    if kind == "sql":
        out.add('%s%s "SQL" on main %s' % (indent, "run" if in_rollback else "step", fence(
            "\n".join(text + ";" for text in action["statements"]), indent)), action)
    elif kind == "deploy":
        percents = "".join(" %d%%" % each for each in action["percents"])
        out.add("%sdeploy %s %s%s%s" % (
            indent, action["app"], action["version"], percents + " hold 1h" if percents else "",
            " beside" if action["beside"] else ""), action)
    elif kind == "retire":
        out.add("%sretire %s %s" % (indent, action["app"], action["version"]), action)
    elif kind == "flag":
        out.add(indent + write_flag(action, in_rollback), action)
    elif kind == "backfill":
        where = "where " + fence(action["where"], indent + "  ") if action["where"] else ""
        out.add("%sbackfill %s {\n%s  %s\n%s}" % (
            indent, action["move"].name, indent, where or "batch 1000", indent), action)
    elif kind == "fill":
        out.add("%sfill %s backward" % (indent, action["move"].name), action)
    elif kind == "writes":
        out.add("%swrites %s %s%s" % (indent, action["move"].name, ", ".join(action["sides"]),
                                      " by trigger" if action["by_trigger"] else ""), action)
    elif kind == "backup":
        out.add("%sbackup %s on main" % (indent, action["name"]), action)


def write_claims(rollback):
    claims = []
    if rollback.get("difficulty"):
        claims.append("difficulty " + rollback["difficulty"])
    if rollback.get("loses") is not None:
        claims.append('loses "%s"' % rollback["loses"] if rollback["loses"] else "loses nothing")
    return claims


def write_rollback(out, rollback):
    how, claims = rollback["how"], write_claims(rollback)
    said = " { %s }" % "; ".join(claims) if claims else ""
    if how == "auto":
        out.add("    rollback auto" + said, rollback)
    elif how in ("none", "impossible"):
        out.add('    rollback %s "so it is"%s' % (how, said), rollback)
    elif how == "restore":
        out.add("    rollback restore %s%s" % (rollback["name"], said), rollback)
    elif how == "actions":
        out.add("    rollback {", rollback)
        for action in rollback["actions"]:
            write_action(out, action, "      ", in_rollback=True)
        for claim in claims:
            out.add("      " + claim)
        out.add("    }")


def write_check(out, check):
    if check == "metric":
        out.add('    verify metric "errors" < 1% over 1h')
    elif isinstance(check, tuple):
        what, move = check
        out.add("    verify " + ("rows %s" % move.name if what == "rows" else
                                 "checksum %s(%s)" % (move.name, ", ".join(move.columns))))
    else:
        out.add('    verify "It holds" on main = 0 ' + fence(check, "    "))


def write_phase(out, number, each):
    out.add('  phase %s as p%d "%s" {' % (each["kind"], number, each["title"]), each)
    if each["soak"]:
        out.add("    soak 1w")
    if each["approve"]:
        out.add('    approve "head of data"')
    for action in each["actions"]:
        write_action(out, action, "    ")
    for check in each["checks"]:
        write_check(out, check)
    write_rollback(out, each["rollback"])
    out.add("  }")


def write_move(out, move):
    if move.is_table:
        out.add("  move %s from %s to %s { columns %s }" % (
            move.name, move.table, move.to_table,
            ", ".join("%s -> %s" % (each, each) for each in ("code",) + move.columns)))
        return
    out.add('  move %s from %s.%s to %s.%s { forward "%s"; backward "%s" }' % (
        move.name, move.table, move.column, move.to_table, move.to_column, move.forward(),
        move.backward()))


def render(plan: Plan):
    out = Writer()
    out.add('plan "A plan of the oracle" {')
    out.add("  store main {\n    engine %s\n    schema %s\n  }" % (
        plan.engine.VERSION, fence("\n".join(each + ";" for each in plan.schema), "    ")))
    for name, app in plan.apps.items():
        out.add("  app %s {" % name)
        for version, uses in app.versions.items():
            out.add("    version %s { %s }" % (version, "; ".join(map(write_use, uses))))
        out.add("    live " + app.live)
        if app.drain:
            out.add("    drain 10min")
        out.add("  }")
    for name in plan.flags:
        out.add("  flag " + name)
    out.add('  metric "errors"')
    for move in plan.moves.values():
        write_move(out, move)
    for number, each in enumerate(plan.phases, 1):
        write_phase(out, number, each)
    out.add("}")
    return "\n".join(out.lines) + "\n"
