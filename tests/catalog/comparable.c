#include "tests/catalog/comparable.h"

#include "base/output.h"

static size_t prefix_length(struct str field, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts_with(field, str_of(names[i])))
            return strlen(names[i]);
    return 0;
}

#define PREFIX(field, names) prefix_length(field, names, sizeof names / sizeof *names)

static const char *const expressions[] = { "default=", "on update=", "stored=", "virtual=",
                                           "check=",   "where=",     "bound=",  "partitioned=", "parts=" };

// No PRAGMA of SQLite's tells them.
static const char *const untold_by_sqlite[] = { "columns=", "reads=", "collate=", "of=" };
static const char *const untold_of_keys[] = { "deferrable", "deferred" };
static const char *const empty_in_sqlite[] = { "virtual=", "stored=" };

static const char *const untold_by_mariadb[] = { "reads=", "collate=utf8mb4_general_ci" };

struct fields {
    ARRAY_OF(struct str) items;
};

static struct fields split(struct arena *arena, struct str line)
{
    struct fields fields = { 0 };
    for (size_t from = 0; from <= line.length;) {
        size_t to = str_find_char(line, '\t', from);
        to = to == STR_NOT_FOUND ? line.length : to;
        array_add(arena, &fields.items, str_slice(line, from, to));
        from = to + 1;
    }
    return fields;
}

static bool has_field(const struct fields *fields, const char *prefix)
{
    for (size_t i = 0; i < fields->items.count; i++)
        if (str_starts_with(fields->items.items[i], str_of(prefix)))
            return true;
    return false;
}

// CHECKs, and a second key over the same columns, are nowhere in SQLite's PRAGMAs.
static bool is_told(enum sql_engine engine, const struct fields *fields)
{
    const struct str *items = fields->items.items;
    if (engine != SQL_ENGINE_SQLITE || !str_is(items[0], "constraint") || fields->items.count < 5)
        return true;
    if (str_is(items[4], "check"))
        return false;
    return !str_is(items[4], "unique") || has_field(fields, "index=");
}

// An expression among the parts of an index: a PRAGMA says that it is one, and no more.
static struct str without_expressions(struct arena *arena, struct str field)
{
    struct output out = { .arena = arena };
    size_t depth = 0;
    for (size_t i = 0; i < field.length; i++) {
        char c = field.data[i];
        depth -= c == ')';
        if (depth == 0)
            output_char(&out, c);
        depth += c == '(';
    }
    return output_get(&out);
}

// The direction of a key's columns: PRAGMAs tell it of its index.
static struct str without_directions(struct arena *arena, struct str field)
{
    struct output out = { .arena = arena };
    size_t from = 0, at;
    while ((at = str_find(field, STR(" desc"), from)) != STR_NOT_FOUND) {
        output_str(&out, str_slice(field, from, at));
        from = at + strlen(" desc");
    }
    output_str(&out, str_from(field, from));
    return output_get(&out);
}

// The columns of another table stand there as the key wrote them, or as a rename did.
static struct str in_small_letters(struct arena *arena, struct str field)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; i < field.length; i++)
        output_char(&out, char_lower(field.data[i]));
    return output_get(&out);
}

static struct str sqlite_field(const struct fields *fields, size_t index, struct str field)
{
    bool is_constraint = str_is(fields->items.items[0], "constraint");
    if (is_constraint && index == 3)
        return STR(""); // its name
    size_t empty = PREFIX(field, empty_in_sqlite);
    if (empty)
        return str_slice(field, 0, empty);
    bool is_untold =
        is_constraint ? PREFIX(field, untold_of_keys) : PREFIX(field, untold_by_sqlite);
    return is_untold ? STR_NONE : field;
}

struct str comparable_line(struct arena *arena, enum sql_engine engine, struct str line)
{
    struct output out = { .arena = arena };
    struct fields fields = split(arena, line);
    if (!is_told(engine, &fields))
        return STR_NONE;
    for (size_t i = 0; i < fields.items.count; i++) {
        struct str field = fields.items.items[i];
        if (engine == SQL_ENGINE_SQLITE)
            field = sqlite_field(&fields, i, field);
        if (engine == SQL_ENGINE_SQLITE && str_starts_with(field, STR("parts=")))
            field = without_expressions(arena, field);
        if (engine == SQL_ENGINE_SQLITE && str_starts_with(field, STR("references=")))
            field = in_small_letters(arena, field);
        if (engine == SQL_ENGINE_SQLITE && str_starts_with(field, STR("columns=")))
            field = without_directions(arena, field);
        if (engine == SQL_ENGINE_MARIADB && PREFIX(field, untold_by_mariadb))
            continue;
        if (!field.data)
            continue;
        size_t named = PREFIX(field, expressions);
        if (i)
            output_char(&out, '\t');
        output_str(&out, str_slice(field, 0, named));
        struct str value = str_from(field, named);
        output_str(&out, named ? catalog_expression(arena, engine, value) : value);
    }
    return output_get(&out);
}

struct str comparable_reread(struct arena *arena, struct str line)
{
    struct output out = { .arena = arena };
    struct fields fields = split(arena, line);
    bool is_constraint = str_is(fields.items.items[0], "constraint");
    for (size_t i = 0; i < fields.items.count; i++) {
        if (i)
            output_char(&out, '\t');
        if (!is_constraint || i != 3)
            output_str(&out, fields.items.items[i]);
    }
    return output_get(&out);
}
