// Sequences, and those that columns bring.
#include "sql/catalog-parts.h"

#include "base/output.h"
#include "sql/identifier.h"

#include <stdlib.h>

// NO MAXVALUE is an empty one.
static struct str first_of(struct str a, struct str b)
{
    return a.length ? a : b;
}

static bool is_descending(const struct sql_sequence *sequence)
{
    return sequence->increment.length && sequence->increment.data[0] == '-';
}

static struct str highest(struct str type)
{
    return str_is(type, "smallint") ? STR("32767")
           : str_is(type, "integer") ? STR("2147483647")
                                     : STR("9223372036854775807");
}

static struct str lowest(struct str type)
{
    return str_is(type, "smallint") ? STR("-32768")
           : str_is(type, "integer") ? STR("-2147483648")
                                     : STR("-9223372036854775808");
}

// ---- what is not said, and what cannot be

static int64_t number_of(struct str digits)
{
    char text[24] = "";
    memcpy(text, digits.data, digits.length < sizeof text ? digits.length : sizeof text - 1);
    return strtoll(text, NULL, 10);
}

static bool are_in_order(struct str low, struct str high, bool may_be_equal)
{
    int64_t a = number_of(low), b = number_of(high);
    return a < b || (may_be_equal && a == b);
}

static bool check(struct applier *applier, const struct sql_sequence *sequence)
{
    if (!is_postgresql(applier))
        return true;
    if (number_of(sequence->increment) == 0)
        return applier_refuse(applier, "a sequence does not stand still");
    if (!are_in_order(lowest(sequence->type), sequence->min, true)
        || !are_in_order(sequence->max, highest(sequence->type), true))
        return applier_refuse(applier, "the bounds are not all %.*s", STR_ARGS(sequence->type));
    if (!are_in_order(sequence->min, sequence->max, false)
        || !are_in_order(sequence->min, sequence->start, true)
        || !are_in_order(sequence->start, sequence->max, true))
        return applier_refuse(applier, "the sequence has no room between its bounds");
    return true;
}

// MariaDB leaves room for a sign that it keeps for itself.
static bool complete(struct applier *applier, struct sql_sequence *sequence)
{
    bool is_mariadb = is_mysql(applier);
    sequence->type = first_of(sequence->type, STR("bigint"));
    sequence->increment = first_of(sequence->increment, STR("1"));
    bool is_down = is_descending(sequence);
    struct str low = is_mariadb ? STR("-9223372036854775807") : lowest(sequence->type);
    struct str high = is_mariadb ? STR("9223372036854775806") : highest(sequence->type);
    sequence->min = first_of(sequence->min, is_down ? low : STR("1"));
    sequence->max = first_of(sequence->max, is_down ? STR("-1") : high);
    sequence->start = first_of(sequence->start, is_down ? sequence->max : sequence->min);
    return check(applier, sequence);
}

// Bounds that were those of the type follow it; NO MAXVALUE, which is empty, brings them back.
static bool merge(struct applier *applier, struct sql_sequence *old,
                  const struct sql_sequence *new)
{
    bool is_other = new->type.data && !str_equal(new->type, old->type);
    bool resets_max = is_other && str_equal(old->max, highest(old->type));
    bool resets_min = is_other && str_equal(old->min, lowest(old->type));
    old->type = first_of(new->type, old->type);
    old->increment = first_of(new->increment, old->increment);
    bool is_down = is_descending(old);
    if (new->max.length)
        old->max = new->max;
    else if (new->max.data || resets_max)
        old->max = is_down && !resets_max ? STR("-1") : highest(old->type);
    if (new->min.length)
        old->min = new->min;
    else if (new->min.data || resets_min)
        old->min = is_down || resets_min ? lowest(old->type) : STR("1");
    old->start = first_of(new->start, old->start);
    old->cache = first_of(new->cache, old->cache);
    if (new->is_cycle_said)
        old->is_cycle = new->is_cycle;
    if (new->is_owner_said) {
        old->owner = new->owner;
        old->owner_column = new->owner_column;
    }
    return check(applier, old);
}

// ---- owners

static bool find_owner(struct applier *applier, struct sql_sequence *sequence)
{
    if (!sql_name_is_set(sequence->owner))
        return true;
    struct catalog_found found = applier_find(applier, sequence->owner);
    if (found.presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether there is a table '%.*s' is not known",
                             STR_ARGS(applier_say(applier, sequence->owner)));
    if (found.presence == CATALOG_ABSENT || found.object->kind != CATALOG_TABLE)
        return applier_lacks_named(applier, "table", sequence->owner);
    sequence->owner = found.object->name;
    if (!found.object->table->is_partial
        && !column_find(applier, found.object->table, sequence->owner_column))
        return applier_lacks(applier, CATALOG_NO_COLUMN, sequence->owner,
                             sequence->owner_column);
    return true;
}

static void put(struct applier *applier, struct sql_name name,
                const struct catalog_sequence *sequence, const struct catalog_object *old)
{
    struct catalog_object *object = arena_new(applier->arena, struct catalog_object);
    *object = (struct catalog_object){
        .kind = CATALOG_SEQUENCE,
        .name = name,
        .span = applier->ddl->span,
        .id = old ? old->id : applier_new_id(applier),
        .comment = old ? old->comment : STR_NONE,
        .sequence = sequence,
    };
    applier_put(applier, object);
    uses_of_object(applier, object, true);
}

bool apply_create_sequence(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name name = ddl->object;
    if (!applier_may_create(applier, CATALOG_SEQUENCE, &name, ddl->sequence->is_temporary))
        return false;
    struct catalog_sequence *sequence = arena_new(applier->arena, struct catalog_sequence);
    sequence->definition = *ddl->sequence;
    if (!complete(applier, &sequence->definition)
        || !find_owner(applier, &sequence->definition))
        return false;
    put(applier, name, sequence, NULL);
    return true;
}

// "nextval('"T 1_c_seq"'::regclass)"
struct str sequence_next(const struct applier *applier, struct sql_name name)
{
    struct output out = { .arena = applier->arena };
    if (str_equal(name.schema, applier->catalog->schema))
        name.schema = STR_NONE;
    struct str quoted =
        sql_identifier_quote_name(applier->arena, applier->catalog->engine, name);
    output_format(&out, "nextval('");
    for (size_t i = 0; i < quoted.length; i++) {
        if (quoted.data[i] == '\'')
            output_char(&out, '\'');
        output_char(&out, quoted.data[i]);
    }
    output_format(&out, "'::regclass)");
    return output_get(&out);
}

bool sequence_for_column(struct applier *applier, struct table_edit edit,
                         const struct sql_column *column, struct sql_name *name)
{
    struct catalog_sequence *sequence = arena_new(applier->arena, struct catalog_sequence);
    struct str type = column->type.name;
    if (column->type.dimensions > 0
        || (!str_is(type, "smallint") && !str_is(type, "integer") && !str_is(type, "bigint")))
        return applier_refuse(applier, "an identity column is smallint, integer or bigint");
    name->schema = edit.object->name.schema;
    if (column->sequence)
        sequence->definition = *column->sequence;
    struct sql_name said = sequence->definition.name;
    if (said.schema.length)
        name->schema = said.schema;
    name->name =
        said.name.length ? said.name : name_for_sequence(applier, edit, column->name);
    if (said.name.length && applier_find(applier, *name).presence == CATALOG_PRESENT)
        return applier_refuse(applier, "there is a '%.*s' already", STR_ARGS(said.name));
    sequence->definition.type = first_of(sequence->definition.type, type);
    sequence->definition.owner = edit.object->name;
    sequence->definition.owner_column = column->name;
    sequence->is_of_identity = column->identity != SQL_NO_IDENTITY;
    if (!complete(applier, &sequence->definition))
        return false;
    put(applier, *name, sequence, NULL);
    return true;
}

const struct catalog_object *sequence_of_identity(const struct applier *applier,
                                                  const struct catalog_object *table,
                                                  struct str column)
{
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, table->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *object = applier_find(applier, uses.items[i].by).object;
        if (object && object->kind == CATALOG_SEQUENCE && object->sequence->is_of_identity
            && str_equal(object->sequence->definition.owner_column, column))
            return object;
    }
    return NULL;
}

static bool change(struct applier *applier, const struct catalog_object *object,
                   const struct sql_sequence *said)
{
    struct catalog_sequence *sequence = arena_new(applier->arena, struct catalog_sequence);
    *sequence = *object->sequence;
    if (!merge(applier, &sequence->definition, said)
        || (said->is_owner_said && !find_owner(applier, &sequence->definition)))
        return false;
    uses_of_object(applier, object, false);
    put(applier, object->name, sequence, object);
    return true;
}

bool sequence_of_identity_change(struct applier *applier, struct table_edit edit,
                                 struct str column, const struct sql_sequence *said)
{
    const struct catalog_object *object = sequence_of_identity(applier, edit.object, column);
    return !object || change(applier, object, said);
}

bool apply_alter_sequence(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found found = applier_find(applier, ddl->object);
    if (found.presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether there is a sequence '%.*s' is not known",
                             STR_ARGS(ddl->object.name));
    if (found.presence == CATALOG_ABSENT && ddl->is_conditional)
        return true;
    if (found.presence == CATALOG_ABSENT || found.object->kind != CATALOG_SEQUENCE)
        return applier_refuse(applier, "there is no sequence '%.*s'",
                              STR_ARGS(ddl->object.name));
    if (found.object->sequence->is_of_identity && ddl->sequence->is_owner_said)
        return applier_refuse(applier, "'%.*s' belongs to an identity column",
                              STR_ARGS(ddl->object.name));
    return change(applier, found.object, ddl->sequence);
}
