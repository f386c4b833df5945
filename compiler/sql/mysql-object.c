// Views, triggers, routines, sequences and databases in MySQL's SQL, and what is dropped.
#include "sql/mysql.h"

static const struct mysql_place whole = { 0, 0 }; // the statement

static struct ddl *change_object(struct mysql_reader *reader, enum ddl_kind kind,
                                 bool is_conditional, struct sql_name name)
{
    struct ddl *change = mysql_change(reader, kind, whole);
    change->object = name;
    change->is_conditional = is_conditional;
    return change;
}

// What OR REPLACE drops first.
static void drop_first(struct mysql_reader *reader, enum ddl_kind kind, unsigned modifiers,
                       struct sql_name name)
{
    if (modifiers & MYSQL_REPLACE)
        change_object(reader, kind, true, name)->is_temporary = modifiers & MYSQL_TEMPORARY;
}

void mysql_use(struct mysql_reader *reader, struct str database)
{
    mysql_change(reader, DDL_USE, whole)->path =
        mysql_names(reader, NULL, (struct sql_name){ STR_NONE, database });
}

void mysql_other(struct mysql_reader *reader)
{
    reader->changes.first = reader->changes.last = NULL;
    mysql_change(reader, DDL_OTHER, whole);
}

// ---- views

static struct sql_view *new_view(struct mysql_reader *reader, struct sql_key_parts columns,
                                 struct mysql_place query)
{
    struct sql_view *view = arena_new(reader->arena, struct sql_view);
    view->columns = columns;
    view->query = mysql_expression(reader, query);
    view->reads = view->query.names;
    return view;
}

void mysql_create_view(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       struct sql_name view, struct sql_key_parts columns,
                       struct mysql_place query)
{
    mysql_allow(reader, modifiers, MYSQL_REPLACE | MYSQL_OF_PROGRAM | MYSQL_OF_VIEW);
    struct sql_view *definition = new_view(reader, columns, query);
    definition->is_replace = modifiers & MYSQL_REPLACE;
    change_object(reader, DDL_CREATE_VIEW, is_conditional, view)->view = definition;
}

void mysql_alter_view(struct mysql_reader *reader, unsigned modifiers, struct sql_name view,
                      struct sql_key_parts columns, struct mysql_place query)
{
    mysql_create_view(reader, modifiers | MYSQL_REPLACE, false, view, columns, query);
}

// ---- triggers

struct sql_trigger *mysql_trigger(struct mysql_reader *reader, enum sql_timing timing,
                                  struct mysql_place event)
{
    struct sql_trigger *trigger = arena_new(reader->arena, struct sql_trigger);
    struct str word = mysql_words(reader, event);
    trigger->timing = timing;
    trigger->on_insert = str_is(word, "insert");
    trigger->on_update = str_is(word, "update");
    trigger->on_delete = str_is(word, "delete");
    trigger->is_for_each_row = true;
    return trigger;
}

struct sql_trigger *mysql_trigger_body(struct mysql_reader *reader, struct sql_trigger *trigger,
                                       struct sql_name beside, struct mysql_place body)
{
    trigger->beside = beside;
    trigger->body = mysql_text(reader, body);
    trigger->body_span = mysql_span(reader, body);
    trigger->names = mysql_names_in(reader, mysql_tokens(reader, body), false);
    return trigger;
}

void mysql_create_trigger(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          struct sql_name name, struct sql_name table,
                          struct sql_trigger *trigger)
{
    mysql_allow(reader, modifiers, MYSQL_REPLACE | MYSQL_OF_PROGRAM);
    trigger->is_replace = modifiers & MYSQL_REPLACE;
    struct ddl *change = change_object(reader, DDL_CREATE_TRIGGER, is_conditional, name);
    change->table = table;
    change->trigger = trigger;
}

// ---- routines

// A name has one procedure and one function: arguments tell none from another.
static struct sql_routine *new_routine(struct mysql_reader *reader, struct mysql_place body)
{
    struct sql_routine *routine = arena_new(reader->arena, struct sql_routine);
    routine->arguments = STR("");
    routine->language = STR("sql");
    routine->body = mysql_text(reader, body);
    routine->body_span = mysql_span(reader, body);
    routine->names = mysql_names_in(reader, mysql_tokens(reader, body), false);
    return routine;
}

struct sql_routine *mysql_procedure(struct mysql_reader *reader, struct mysql_place rest)
{
    struct sql_routine *routine = new_routine(reader, rest);
    routine->is_procedure = true;
    return routine;
}

static struct mysql_place place_of(const struct mysql_reader *reader, struct sql_range range)
{
    struct str text = sql_tokens_text(reader->tokens, range.from, range.to);
    size_t from = (size_t)(text.data - reader->tokens->text.str.data);
    return (struct mysql_place){ from, from + text.length };
}

// The type at the range's first token, as information_schema tells it.
static struct str read_returns(struct mysql_reader *reader, struct sql_range *range)
{
    const struct sql_token *items = reader->tokens->items;
    struct sql_range words = { range->from, range->from + 1 }, inside = { 0 };
    range->from++;
    if (range->from < range->to && items[range->from].kind == SQL_TOKEN_OPEN) {
        inside = (struct sql_range){ range->from + 1, items[range->from].partner };
        range->from = inside.to + 1;
    }
    struct mysql_place none = { 0 };
    struct sql_type *type = mysql_type(reader, place_of(reader, words),
                                       inside.to ? place_of(reader, inside) : none);
    if (range->from < range->to && sql_token_is(&items[range->from], "UNSIGNED"))
        mysql_make_unsigned(reader, type);
    struct str name = type->name;
    if (type->arguments.data)
        name = arena_format(reader->arena, "%.*s(%.*s)", STR_ARGS(name),
                            STR_ARGS(type->arguments));
    return type->is_unsigned ? arena_format(reader->arena, "%.*s unsigned", STR_ARGS(name)) : name;
}

// Behind RETURNS: a type, what else is said, and the body.
struct sql_routine *mysql_function(struct mysql_reader *reader, struct mysql_place rest)
{
    struct sql_routine *routine = new_routine(reader, rest);
    struct sql_range range = mysql_tokens(reader, rest);
    const struct sql_token *items = reader->tokens->items;
    if (range.from < range.to)
        routine->returns = read_returns(reader, &range);
    for (uint32_t i = range.from; i < range.to && !sql_token_is(&items[i], "BEGIN"); i++)
        if (sql_token_is(&items[i], "DETERMINISTIC"))
            routine->volatility = i > 0 && sql_token_is(&items[i - 1], "NOT") ? SQL_VOLATILE
                                                                              : SQL_CONSTANT;
    return routine;
}

void mysql_create_routine(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          struct sql_name name, struct sql_routine *routine)
{
    mysql_allow(reader, modifiers, MYSQL_REPLACE | MYSQL_OF_PROGRAM | MYSQL_AGGREGATE);
    routine->is_replace = modifiers & MYSQL_REPLACE;
    routine->is_aggregate = modifiers & MYSQL_AGGREGATE;
    change_object(reader, DDL_CREATE_ROUTINE, is_conditional, name)->routine = routine;
}

// ---- databases

void mysql_create_database(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                           struct str name, struct mysql_options options)
{
    struct sql_name database = { STR_NONE, name };
    mysql_allow(reader, modifiers, MYSQL_REPLACE);
    drop_first(reader, DDL_DROP_SCHEMA, modifiers, database);
    change_object(reader, DDL_CREATE_SCHEMA, is_conditional, database)->option = options.first;
}

// ---- sequences

struct sql_sequence *mysql_sequence(struct mysql_reader *reader)
{
    return arena_new(reader->arena, struct sql_sequence);
}

struct sql_sequence *mysql_sequence_type(struct mysql_reader *reader, struct sql_sequence *sequence,
                                         struct mysql_place type)
{
    sequence->type = mysql_words(reader, type);
    return sequence;
}

struct sql_sequence *mysql_sequence_number(struct mysql_reader *reader,
                                           struct sql_sequence *sequence,
                                           enum mysql_sequence_number which,
                                           struct mysql_place number)
{
    struct str text = number.to ? mysql_text(reader, number) : STR("0");
    switch (which) {
    case MYSQL_START: sequence->start = text; break;
    case MYSQL_INCREMENT: sequence->increment = text; break;
    case MYSQL_MINVALUE: sequence->min = text; break;
    case MYSQL_MAXVALUE: sequence->max = text; break;
    case MYSQL_CACHE: sequence->cache = text; break;
    case MYSQL_RESTART: sequence->restart = number.to ? text : STR(""); break;
    }
    return sequence;
}

struct sql_sequence *mysql_sequence_cycle(struct sql_sequence *sequence, bool is_cycle)
{
    sequence->is_cycle = is_cycle;
    sequence->is_cycle_said = true;
    return sequence;
}

void mysql_create_sequence(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                           struct sql_name name, struct sql_sequence *sequence)
{
    mysql_allow(reader, modifiers, MYSQL_REPLACE | MYSQL_TEMPORARY);
    drop_first(reader, DDL_DROP_SEQUENCE, modifiers, name);
    sequence->is_temporary = modifiers & MYSQL_TEMPORARY;
    change_object(reader, DDL_CREATE_SEQUENCE, is_conditional, name)->sequence = sequence;
}

void mysql_alter_sequence(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          struct sql_name name, struct sql_sequence *sequence)
{
    mysql_allow(reader, modifiers, 0);
    change_object(reader, DDL_ALTER_SEQUENCE, is_conditional, name)->sequence = sequence;
}

// ---- DROP and RENAME

void mysql_drop_tables(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       const struct sql_names *tables)
{
    mysql_allow(reader, modifiers, MYSQL_TEMPORARY);
    for (size_t i = 0; i < tables->count; i++) {
        struct ddl *change = mysql_change(reader, DDL_DROP_TABLE, whole);
        change->table = tables->items[i];
        change->is_conditional = is_conditional;
        change->is_temporary = modifiers & MYSQL_TEMPORARY;
    }
}

static void drop_all(struct mysql_reader *reader, enum ddl_kind kind, bool is_conditional,
                     const struct sql_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        change_object(reader, kind, is_conditional, names->items[i]);
}

void mysql_drop_views(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                      const struct sql_names *views)
{
    mysql_allow(reader, modifiers, 0);
    drop_all(reader, DDL_DROP_VIEW, is_conditional, views);
}

void mysql_drop_sequences(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                          const struct sql_names *sequences)
{
    mysql_allow(reader, modifiers, MYSQL_TEMPORARY);
    drop_all(reader, DDL_DROP_SEQUENCE, is_conditional, sequences);
}

void mysql_drop_index(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                      struct str index, struct sql_name table)
{
    mysql_allow(reader, modifiers, MYSQL_ONLINE);
    struct sql_name name = { STR_NONE, index };
    change_object(reader, DDL_DROP_INDEX, is_conditional, name)->table = table;
}

void mysql_drop(struct mysql_reader *reader, enum ddl_kind kind, unsigned modifiers,
                bool is_conditional, struct sql_name name)
{
    mysql_allow(reader, modifiers, 0);
    change_object(reader, kind, is_conditional, name);
}

void mysql_drop_routine(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                        struct sql_name name, bool is_procedure)
{
    mysql_allow(reader, modifiers, 0);
    struct sql_routine *routine = arena_new(reader->arena, struct sql_routine);
    routine->is_procedure = is_procedure;
    change_object(reader, DDL_DROP_ROUTINE, is_conditional, name)->routine = routine;
}

void mysql_rename_tables(struct mysql_reader *reader, bool is_conditional)
{
    for (struct ddl *change = reader->changes.first; change; change = change->next)
        change->is_table_conditional = is_conditional;
}
