// The names that engines choose where a statement gives none.
#include "sql/catalog-parts.h"

#include "base/output.h"

enum {
    POSTGRESQL_NAME_MAX = 63,
    TRIES_MAX = 1000, // names that are taken, before the next one is
};

// ---- PostgreSQL: table_column_label, cut to 63 bytes, and a number behind where it is taken

// Does not cut a character.
static struct str cut(struct str name, size_t length)
{
    if (length >= name.length)
        return name;
    while (length > 0 && ((unsigned char)name.data[length] & 0xC0) == 0x80)
        length--;
    return str_slice(name, 0, length);
}

static struct str make_name(struct arena *arena, struct str first, struct str second,
                            struct str label)
{
    size_t overhead = label.length + 1 + (second.length ? 1 : 0);
    size_t available = POSTGRESQL_NAME_MAX - overhead;
    size_t first_length = first.length, second_length = second.length;
    while (first_length + second_length > available) {
        if (first_length > second_length)
            first_length--;
        else
            second_length--;
    }
    first = cut(first, first_length);
    second = cut(second, second_length);
    if (!second.length)
        return arena_format(arena, "%.*s_%.*s", STR_ARGS(first), STR_ARGS(label));
    return arena_format(arena, "%.*s_%.*s_%.*s", STR_ARGS(first), STR_ARGS(second),
                        STR_ARGS(label));
}

static bool is_constraint_taken(const struct applier *applier, struct sql_name name)
{
    return uses_any(applier, USES_CONSTRAINT, name);
}

static bool is_relation_taken(const struct applier *applier, struct sql_name name)
{
    return applier_find(applier, name).presence == CATALOG_PRESENT;
}

enum taken { TAKEN_BY_RELATION = 1, TAKEN_BY_CONSTRAINT = 2 };

static struct str choose(const struct applier *applier, const struct catalog_object *table,
                         struct str columns, const char *label, unsigned taken)
{
    struct str name = make_name(applier->arena, table->name.name, columns, str_of(label));
    for (unsigned i = 1; i < TRIES_MAX; i++) {
        applier_work(applier, WORK_OF_NAME);
        struct sql_name full = { table->name.schema, name };
        if (!((taken & TAKEN_BY_RELATION) && is_relation_taken(applier, full))
            && !((taken & TAKEN_BY_CONSTRAINT) && is_constraint_taken(applier, full)))
            break;
        name = make_name(applier->arena, table->name.name, columns,
                         arena_format(applier->arena, "%s%u", label, i));
    }
    return name;
}

static bool is_function_call(const struct applier *applier, const struct sql_expression *expression,
                             struct str *name)
{
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = expression->text });
    uint32_t at = 0;
    while (sql_token_at(tokens, at)->kind == SQL_TOKEN_OPEN)
        at++;
    const struct sql_token *open = sql_token_at(tokens, at + 1);
    *name = sql_token_name(sql_token_at(tokens, at));
    if (!name->data || open->kind != SQL_TOKEN_OPEN)
        return false;
    for (uint32_t i = open->partner + 1; i < tokens->count; i++)
        if (tokens->items[i].kind != SQL_TOKEN_CLOSE)
            return false;
    *name = catalog_fold(applier->arena, SQL_ENGINE_SQLITE, CATALOG_TABLE, *name);
    return true;
}

struct part_names { // in the order in which they are joined
    ARRAY_OF(struct str) items;
};

static bool is_among(const struct part_names *names, struct str name)
{
    for (size_t i = 0; i < names->items.count; i++)
        if (str_equal(names->items.items[i], name))
            return true;
    return false;
}

// A column that stands in it twice gets a number, as its index has no two of one name.
static void add_columns(const struct applier *applier, struct part_names *names,
                        const struct sql_key_parts *parts)
{
    enum { PARTS_MAX = 32 }; // more the engine refuses
    list_each(sql_key_part, part, *parts) {
        struct str base = part->column;
        if (!base.data && !is_function_call(applier, &part->expression, &base))
            base = STR("expr");
        struct str name = base;
        for (unsigned i = 1; is_among(names, name) && i <= PARTS_MAX; i++) {
            struct str number = arena_format(applier->arena, "%u", i);
            name = arena_format(applier->arena, "%.*s%.*s",
                                STR_ARGS(cut(base, POSTGRESQL_NAME_MAX - number.length)),
                                STR_ARGS(number));
        }
        if (names->items.count < PARTS_MAX)
            array_add(applier->arena, &names->items, name);
    }
}

static struct str joined_columns(const struct applier *applier, const struct sql_key_parts *parts,
                                 const struct sql_key_parts *include)
{
    struct part_names names = { 0 };
    struct output out = { .arena = applier->arena };
    add_columns(applier, &names, parts);
    add_columns(applier, &names, include);
    for (size_t i = 0; i < names.items.count && out.bytes.count < POSTGRESQL_NAME_MAX; i++) {
        if (out.bytes.count)
            output_char(&out, '_');
        output_str(&out, names.items.items[i]);
    }
    return output_get(&out);
}

// The only column that a CHECK names; no data where there are more or none.
static struct str only_column(const struct applier *applier, const struct catalog_table *table,
                              const struct sql_expression *expression)
{
    struct str only = STR_NONE;
    struct map_walk walk = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk))) {
        if (!expression_mentions(applier, expression, column->definition.name))
            continue;
        if (only.data)
            return STR_NONE;
        only = column->definition.name;
    }
    return only;
}

static struct str postgresql_constraint(const struct applier *applier, struct table_edit edit,
                                        const struct sql_constraint_definition *definition)
{
    unsigned both = TAKEN_BY_RELATION | TAKEN_BY_CONSTRAINT;
    if (definition->kind == SQL_CONSTRAINT_PRIMARY_KEY)
        return choose(applier, edit.object, STR_NONE, "pkey", both);
    if (definition->kind == SQL_CONSTRAINT_CHECK)
        return choose(applier, edit.object,
                      only_column(applier, edit.table, &definition->expression), "check",
                      TAKEN_BY_CONSTRAINT);
    struct str joined = joined_columns(applier, &definition->columns, &definition->include);
    if (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY)
        return choose(applier, edit.object, joined, "fkey", TAKEN_BY_CONSTRAINT);
    bool is_exclude = definition->kind == SQL_CONSTRAINT_EXCLUDE;
    return choose(applier, edit.object, joined, is_exclude ? "excl" : "key", both);
}

// ---- MySQL, MariaDB

static bool is_index_taken(const struct applier *applier, const struct catalog_table *table,
                           struct str name)
{
    return map_find(table->indexes, applier_fold(applier, CATALOG_INDEX, name)) != NULL;
}

static struct str after_column(const struct applier *applier, const struct catalog_table *table,
                               struct str column)
{
    struct str name = column;
    for (unsigned i = 2; i < TRIES_MAX && is_index_taken(applier, table, name); i++) {
        applier_work(applier, WORK_OF_NAME);
        name = arena_format(applier->arena, "%.*s_%u", STR_ARGS(column), i);
    }
    return name;
}

// One more than the largest number behind PREFIX among the table's constraints.
unsigned catalog_highest_number(const struct catalog_table *table, struct str prefix)
{
    unsigned highest = 0;
    struct map_walk walk = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        struct str name = constraint->definition.name;
        unsigned number = 0;
        if (!str_starts_with(name, prefix))
            continue;
        for (size_t i = prefix.length; i < name.length && char_is_digit(name.data[i]); i++)
            number = number * 10 + (unsigned)(name.data[i] - '0');
        highest = number > highest && number < 1000000 ? number : highest;
    }
    return highest;
}

static struct str next_numbered(const struct applier *applier, struct table_edit edit,
                                struct str prefix)
{
    applier_work(applier, map_count(edit.table->constraints) / 8);
    return arena_format(applier->arena, "%.*s%u", STR_ARGS(prefix),
                        catalog_highest_number(edit.table, prefix) + 1);
}

// The first CONSTRAINT_1, CONSTRAINT_2, … that no constraint has.
static struct str mariadb_check(const struct applier *applier, struct table_edit edit)
{
    for (unsigned i = 1;; i++) {
        struct str name = arena_format(applier->arena, "CONSTRAINT_%u", i);
        if (!map_find(edit.table->constraints, applier_fold(applier, CATALOG_ANYTHING, name)))
            return name;
    }
}

static struct str mysql_constraint(const struct applier *applier, struct table_edit edit,
                                   const struct sql_constraint_definition *definition)
{
    struct str table = edit.object->name.name;
    bool is_mariadb = applier->catalog->engine == SQL_ENGINE_MARIADB;
    if (definition->kind == SQL_CONSTRAINT_PRIMARY_KEY)
        return STR("PRIMARY");
    if (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY)
        return next_numbered(applier, edit,
                             arena_format(applier->arena, "%.*s_ibfk_", STR_ARGS(table)));
    if (definition->kind != SQL_CONSTRAINT_CHECK)
        return after_column(applier, edit.table,
                            definition->columns.first ? definition->columns.first->column
                                                      : STR("unique"));
    if (is_mariadb && definition->is_of_column && definition->columns.first)
        return definition->columns.first->column;
    if (is_mariadb)
        return mariadb_check(applier, edit);
    return next_numbered(applier, edit,
                         arena_format(applier->arena, "%.*s_chk_", STR_ARGS(table)));
}

// ---- SQLite: constraints need none; here they are told apart by a number

static struct str sqlite_constraint(const struct applier *applier, struct table_edit edit)
{
    return next_numbered(applier, edit, STR("#"));
}

struct str name_for_constraint(const struct applier *applier, struct table_edit edit,
                               const struct sql_constraint_definition *definition)
{
    if (is_postgresql(applier))
        return postgresql_constraint(applier, edit, definition);
    return is_sqlite(applier) ? sqlite_constraint(applier, edit)
                              : mysql_constraint(applier, edit, definition);
}

struct str name_for_index(const struct applier *applier, struct table_edit edit,
                          const struct sql_index *definition)
{
    if (is_postgresql(applier))
        return choose(applier, edit.object,
                      joined_columns(applier, &definition->parts, &definition->include), "idx",
                      TAKEN_BY_RELATION);
    const struct sql_key_part *first = definition->parts.first;
    bool is_expression = first && !first->column.data;
    if (!is_sqlite(applier))
        return after_column(applier, edit.table, is_expression ? STR("functional_index")
                                                 : first       ? first->column
                                                               : STR("index"));
    for (size_t i = map_count(edit.table->indexes) + 1;; i++) {
        struct str name = arena_format(applier->arena, "sqlite_autoindex_%.*s_%zu",
                                       STR_ARGS(edit.object->name.name), i);
        if (!is_index_taken(applier, edit.table, name))
            return name;
    }
}

struct str name_for_sequence(const struct applier *applier, struct table_edit edit,
                             struct str column)
{
    return choose(applier, edit.object, column, "seq", TAKEN_BY_RELATION);
}
