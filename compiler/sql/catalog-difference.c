// What differs between two catalogs, object by object.
#include "sql/catalog-lines.h"

#include "base/output.h"

struct differ {
    struct arena *arena;
    const struct catalog *before, *after;
    struct catalog_differences differences;
};

static struct str object_text(struct arena *arena, const struct catalog_line *line)
{
    struct output out = { .arena = arena };
    output_format(&out, "%s ", line->kind);
    for (size_t i = 0; i < line->path.count; i++) {
        if (!line->path.items[i].name.length)
            continue;
        output_format(&out, "%s%.*s", out.bytes.items[out.bytes.count - 1] == ' ' ? "" : ".",
                      STR_ARGS(line->path.items[i].name));
    }
    return output_get(&out);
}

static struct catalog_difference *add(struct differ *differ, enum catalog_difference_kind kind,
                                      const struct catalog_line *before,
                                      const struct catalog_line *after)
{
    struct catalog_difference *difference = arena_new(differ->arena, struct catalog_difference);
    *difference = (struct catalog_difference){
        .kind = kind,
        .object = object_text(differ->arena, before ? before : after),
        .before_span = before ? before->span : (struct span){ 0 },
        .after_span = after ? after->span : (struct span){ 0 },
    };
    list_add(&differ->differences, difference);
    return difference;
}

static const struct catalog_property *find_property(const struct catalog_line *line,
                                                    const char *name)
{
    for (const struct catalog_property *property = line->properties.first; property;
         property = property->next)
        if (str_equal(str_of(property->name), str_of(name)))
            return property;
    return NULL;
}

static struct str value_of(const struct catalog_property *property)
{
    if (!property)
        return STR("");
    return property->value.data ? property->value : str_of(property->name);
}

static void compare_lines(struct differ *differ, const struct catalog_line *before,
                          const struct catalog_line *after)
{
    for (const struct catalog_property *property = before->properties.first; property;
         property = property->next) {
        const struct catalog_property *other = find_property(after, property->name);
        if (other && str_equal(property->value, other->value))
            continue;
        struct catalog_difference *difference = add(differ, CATALOG_CHANGED, before, after);
        difference->property = str_of(property->name);
        difference->before = value_of(property);
        difference->after = value_of(other);
    }
    for (const struct catalog_property *property = after->properties.first; property;
         property = property->next) {
        if (find_property(before, property->name))
            continue;
        struct catalog_difference *difference = add(differ, CATALOG_CHANGED, before, after);
        difference->property = str_of(property->name);
        difference->after = value_of(property);
    }
}

static struct map by_key(struct differ *differ, struct catalog_lines lines)
{
    struct map map = { 0 };
    list_each(catalog_line, line, lines) {
        struct output key = { .arena = differ->arena };
        // A table before what it has.
        bool is_first = str_is(str_of(line->kind), "table") || str_is(str_of(line->kind), "view");
        output_format(&key, "%c%s", is_first ? ' ' : '!', line->kind);
        for (size_t i = 0; i < line->path.count; i++) {
            output_char(&key, '\0');
            output_str(&key, line->path.items[i].name);
        }
        while (map_find(map, output_get(&key))) // constraints without names
            output_char(&key, '+');
        map = map_put(differ->arena, map, output_get(&key), line);
    }
    return map;
}

// Where one side knows only a part, what it lacks is no difference.
static bool is_partial(const struct catalog_object *object)
{
    return object && object->kind == CATALOG_TABLE && object->table->is_partial;
}

static bool is_unknown(const struct catalog *catalog, const struct catalog_object *object)
{
    return object ? object->kind == CATALOG_ANYTHING : !catalog->is_complete;
}

static bool is_there(const struct catalog_object *object)
{
    return object && object->kind != CATALOG_NOTHING;
}

static void compare_objects(struct differ *differ, const struct catalog_object *before,
                            const struct catalog_object *after)
{
    if (is_unknown(differ->before, before) || is_unknown(differ->after, after))
        return;
    struct catalog_lines none = { 0 };
    struct map old = by_key(differ, is_there(before) ? catalog_lines_of(differ->arena,
                                                                        differ->before, before)
                                                     : none);
    struct map new = by_key(differ, is_there(after) ? catalog_lines_of(differ->arena,
                                                                       differ->after, after)
                                                    : none);
    struct map_comparison comparison = map_compare(old, new);
    struct map_pair pair;
    bool is_whole = is_there(before) != is_there(after);
    while (map_next_pair(&comparison, &pair)) {
        if (pair.before && pair.after)
            compare_lines(differ, pair.before, pair.after);
        else if (pair.before && (is_whole || !is_partial(after)))
            add(differ, CATALOG_VANISHED, pair.before, NULL);
        else if (pair.after && (is_whole || !is_partial(before)))
            add(differ, CATALOG_APPEARED, NULL, pair.after);
        if (is_whole && (str_is(str_of(((const struct catalog_line *)(
                             pair.before ? pair.before : pair.after))->kind), "table")))
            return; // what it has went or came with it
    }
}

static void compare_maps(struct differ *differ, struct map before, struct map after)
{
    struct map_comparison comparison = map_compare(before, after);
    struct map_pair pair;
    while (map_next_pair(&comparison, &pair))
        compare_objects(differ, pair.before, pair.after);
}

struct catalog_differences catalog_difference(struct arena *arena, const struct catalog *before,
                                              const struct catalog *after)
{
    struct differ differ = { .arena = arena, .before = before, .after = after };
    compare_maps(&differ, before->schemas, after->schemas);
    compare_maps(&differ, before->types, after->types);
    compare_maps(&differ, before->relations, after->relations);
    compare_maps(&differ, before->routines, after->routines);
    return differ.differences;
}

static bool is_table(const struct catalog_object *object)
{
    return object && object->kind == CATALOG_TABLE;
}

// What can be told without looking at columns one by one.
static bool are_alike(const struct catalog_object *a, const struct catalog_object *b)
{
    if (!a || !b)
        return !is_table(a) && !is_table(b);
    if (a->kind != CATALOG_TABLE || b->kind != CATALOG_TABLE || is_partial(a)
        || is_partial(b))
        return true;
    return map_count(a->table->columns) == map_count(b->table->columns)
           && map_count(a->table->constraints) == map_count(b->table->constraints)
           && map_count(a->table->indexes) == map_count(b->table->indexes)
           && map_count(a->table->triggers) == map_count(b->table->triggers);
}

bool catalog_equal(const struct catalog *a, const struct catalog *b)
{
    struct map_comparison comparison = map_compare(a->relations, b->relations);
    struct map_pair pair;
    while (a->is_complete && b->is_complete && map_next_pair(&comparison, &pair))
        if (!are_alike(pair.before, pair.after))
            return false;
    struct arena scratch = { 0 };
    bool is_equal = !catalog_difference(&scratch, a, b).first;
    arena_release(&scratch);
    return is_equal;
}
