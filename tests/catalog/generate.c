#include "tests/catalog/generate.h"

#include "base/check.h"

// xorshift64*
static uint64_t next(struct generator *generator)
{
    uint64_t state = generator->state;
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    generator->state = state;
    return (state * 0x2545F4914F6CDD1DULL) >> 33;
}

unsigned pick(struct generator *generator, unsigned count)
{
    return count ? (unsigned)(next(generator) % count) : 0;
}

bool chance(struct generator *generator, unsigned percent)
{
    return pick(generator, 100) < percent;
}

const char *pick_word(struct generator *generator, const char *const *words, size_t count)
{
    return words[pick(generator, (unsigned)count)];
}

struct str generate(struct generator *generator, const struct form *forms)
{
    unsigned total = 0;
    for (const struct form *form = forms; form->weight; form++)
        total += form->weight;
    generator->out = (struct output){ .arena = generator->arena };
    unsigned chosen = pick(generator, total);
    const struct form *form = forms;
    if (!some_object(generator, CATALOG_TABLE) && chance(generator, 70))
        chosen = 0; // the first form makes a table
    while (chosen >= form->weight)
        chosen -= form++->weight;
    form->write(generator);
    return output_get(&generator->out);
}

void put(struct generator *generator, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    output_str(&generator->out, arena_vformat(generator->arena, format, arguments));
    va_end(arguments);
}

void put_name(struct generator *generator, struct str name)
{
    output_str(&generator->out,
               sql_identifier_quote(generator->arena, generator->catalog->engine, name));
}

void put_table_name(struct generator *generator, struct sql_name name)
{
    if (str_equal(name.schema, generator->catalog->schema) && !chance(generator, 10))
        name.schema = STR_NONE;
    output_str(&generator->out,
               sql_identifier_quote_name(generator->arena, generator->catalog->engine, name));
}

struct str any_name(struct generator *generator, char letter, unsigned count)
{
    unsigned number = pick(generator, count) + 1;
    if (chance(generator, 5))
        return arena_format(generator->arena, "%c %u", letter - 32, number); // needs its quotes
    return arena_format(generator->arena, "%c%u", letter, number);
}

// ---- what is there

static const void *some_of(struct generator *generator, struct map map)
{
    unsigned chosen = pick(generator, (unsigned)map_count(map));
    struct map_walk walk = map_walk(map);
    const void *thing = map_next(&walk);
    while (thing && chosen--)
        thing = map_next(&walk);
    return thing;
}

static struct map map_of(const struct catalog *catalog, enum catalog_kind kind)
{
    switch (kind) {
    case CATALOG_ROUTINE: return catalog->routines;
    case CATALOG_ENUM:
    case CATALOG_DOMAIN:
    case CATALOG_TYPE: return catalog->types;
    case CATALOG_SCHEMA: return catalog->schemas;
    case CATALOG_TRIGGER: return catalog->triggers;
    case CATALOG_TABLE:
    case CATALOG_VIEW:
    case CATALOG_INDEX:
    case CATALOG_SEQUENCE:
    case CATALOG_NOTHING:
    case CATALOG_ANYTHING: break;
    }
    return catalog->relations;
}

const struct catalog_object *some_object(struct generator *generator, enum catalog_kind kind)
{
    struct map map = map_of(generator->catalog, kind);
    unsigned count = 0;
    struct map_walk walk = map_walk(map);
    const struct catalog_object *object;
    while ((object = map_next(&walk)))
        count += object->kind == kind;
    unsigned chosen = pick(generator, count);
    walk = map_walk(map);
    while ((object = map_next(&walk)))
        if (object->kind == kind && !chosen--)
            return object;
    return NULL;
}

const struct catalog_column *some_column(struct generator *generator,
                                         const struct catalog_object *table)
{
    return table ? some_of(generator, table->table->columns) : NULL;
}

const struct catalog_index *some_index(struct generator *generator,
                                       const struct catalog_object *table)
{
    return table ? some_of(generator, table->table->indexes) : NULL;
}

const struct catalog_constraint *some_constraint(struct generator *generator,
                                                 const struct catalog_object *table)
{
    return table ? some_of(generator, table->table->constraints) : NULL;
}

const struct catalog_trigger *some_trigger(struct generator *generator,
                                           const struct catalog_object *owner)
{
    return owner ? some_of(generator, catalog_triggers_of(owner)) : NULL;
}

const struct catalog_object *put_table(struct generator *generator)
{
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    if (!table || chance(generator, 4)) {
        put_name(generator, any_name(generator, 't', 6));
        return NULL;
    }
    put_table_name(generator, table->name);
    return table;
}

void put_column(struct generator *generator, const struct catalog_object *table)
{
    const struct catalog_column *column = some_column(generator, table);
    if (!column || chance(generator, 4))
        put_name(generator, any_name(generator, 'c', 8));
    else
        put_name(generator, column->definition.name);
}

void put_columns(struct generator *generator, const struct catalog_object *table, unsigned most)
{
    unsigned count = pick(generator, most) + 1;
    for (unsigned i = 0; i < count; i++) {
        if (i)
            put(generator, ", ");
        put_column(generator, table);
    }
}
