"""Triggers that carry what is written on the old side of a move over to the new one."""
from parts import TIMES


def trigger_sql(engine, move):
    """Those of a move between columns: (created, dropped)."""
    table, old, new = move.table, move.column, move.to_column
    if engine.VERSION.startswith("sqlite"):
        body = "BEGIN UPDATE %s SET %s = NEW.%s * %d WHERE id = NEW.id; END" % (table, new, old,
                                                                              TIMES)
        return (["CREATE TRIGGER %s_carry_1 AFTER INSERT ON %s WHEN NEW.%s IS NOT NULL %s" % (
            table, table, old, body),
                 "CREATE TRIGGER %s_carry_2 AFTER UPDATE OF %s ON %s %s" % (table, old, table,
                                                                           body)],
                ["DROP TRIGGER %s_carry_1" % table, "DROP TRIGGER %s_carry_2" % table])
    return (["CREATE FUNCTION %s_carry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF"
             " TG_OP = 'INSERT' AND NEW.%s IS NULL THEN RETURN NEW; END IF;"
             " IF TG_OP = 'INSERT' OR NEW.%s IS DISTINCT FROM OLD.%s THEN NEW.%s := NEW.%s * %d;"
             " END IF; RETURN NEW; END $$" % (table, old, old, old, new, old, TIMES),
             "CREATE TRIGGER %s_carry BEFORE INSERT OR UPDATE ON %s FOR EACH ROW"
             " EXECUTE FUNCTION %s_carry()" % (table, table, table)],
            ["DROP TRIGGER %s_carry ON %s" % (table, table), "DROP FUNCTION %s_carry()" % table])


def carriers(engine, move):
    """What `writes MOVE old, new by trigger` makes, and what drops it."""
    name, is_sqlite = "carry_" + move.name, engine.VERSION.startswith("sqlite")
    if move.is_table:
        columns = ("code",) + move.columns
        body = "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (code) DO UPDATE SET %s;" % (
            move.to_table, ", ".join(columns), ", ".join("NEW." + each for each in columns),
            ", ".join("%s = excluded.%s" % (each, each) for each in move.columns))
        moment = "AFTER"
    elif is_sqlite:
        body = "UPDATE %s SET %s = %s WHERE id = NEW.id;" % (
            move.table, move.to_column, move.forward("NEW." + move.column))
    else:
        body = "NEW.%s := %s;" % (move.to_column, move.forward("NEW." + move.column))
        moment = "BEFORE"
    # What a row brings for the other column alone, it keeps.
    brings = "" if move.is_table else "NEW.%s IS NOT NULL" % move.column
    changed = " OR ".join("NEW.%s %s OLD.%s" % (each, engine.DIFFERS, each)
                          for each in (move.columns if move.is_table else (move.column,)))
    made, dropped = [], []
    for verb, when in (("INSERT", brings), ("UPDATE", changed)):
        one = "%s_%s" % (name, verb.lower())
        condition = "WHEN (%s)" % when if when else ""
        if is_sqlite:
            made.append("CREATE TRIGGER %s AFTER %s ON %s %s BEGIN %s END" % (
                one, verb, move.table, condition, body))
            dropped.append("DROP TRIGGER IF EXISTS " + one)
            continue
        made += ["CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS"
                 " $$ BEGIN %s RETURN NEW; END $$" % (one, body),
                 "CREATE TRIGGER %s %s %s ON %s FOR EACH ROW %s EXECUTE FUNCTION %s()" % (
                     one, moment, verb, move.table, condition, one)]
        dropped.append("DROP FUNCTION IF EXISTS %s() CASCADE" % one)
    return made, dropped
