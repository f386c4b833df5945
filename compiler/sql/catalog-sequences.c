// Sequences, and those that columns bring.
#include "sql/catalog-parts.h"

#include "base/output.h"
#include "sql/identifier.h"

static struct str first_of(struct str a, struct str b)
{
    return a.data ? a : b;
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

// MariaDB leaves room for a sign that it keeps for itself.
static void complete(const struct applier *applier, struct sql_sequence *sequence)
{
    bool is_down = is_descending(sequence);
    bool is_mariadb = is_mysql(applier);
    sequence->type = first_of(sequence->type, STR("bigint"));
    sequence->increment = first_of(sequence->increment, STR("1"));
    struct str low = is_mariadb ? STR("-9223372036854775807") : lowest(sequence->type);
    struct str high = is_mariadb ? STR("9223372036854775806") : highest(sequence->type);
    sequence->min = first_of(sequence->min, is_down ? low : STR("1"));
    sequence->max = first_of(sequence->max, is_down ? STR("-1") : high);
    sequence->start = first_of(sequence->start, is_down ? sequence->max : sequence->min);
}

static bool find_owner(struct applier *applier, struct sql_sequence *sequence)
{
    if (!sql_name_is_set(sequence->owner))
        return true;
    struct catalog_found found = applier_find(applier, sequence->owner);
    if (found.presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether there is a table '%.*s' is not known",
                             STR_ARGS(applier_say(applier, sequence->owner)));
    if (found.presence == CATALOG_ABSENT || found.object->kind != CATALOG_TABLE)
        return applier_refuse(applier, "there is no table '%.*s'",
                              STR_ARGS(applier_say(applier, sequence->owner)));
    sequence->owner = found.object->name;
    if (!found.object->table->is_partial
        && !column_find(applier, found.object->table, sequence->owner_column))
        return applier_refuse(applier, "'%.*s' has no column '%.*s'",
                              STR_ARGS(applier_say(applier, sequence->owner)),
                              STR_ARGS(sequence->owner_column));
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
    complete(applier, &sequence->definition);
    if (!find_owner(applier, &sequence->definition))
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
    if (!str_is(type, "smallint") && !str_is(type, "integer") && !str_is(type, "bigint"))
        return applier_refuse(applier, "an identity column is smallint, integer or bigint");
    name->schema = edit.object->name.schema;
    name->name = name_for_sequence(applier, edit, column->name);
    sequence->definition = (struct sql_sequence){
        .type = type, .owner = edit.object->name, .owner_column = column->name
    };
    sequence->is_of_identity = column->identity != SQL_NO_IDENTITY;
    complete(applier, &sequence->definition);
    put(applier, *name, sequence, NULL);
    return true;
}

static void merge(struct sql_sequence *old, const struct sql_sequence *new)
{
    bool had_highest = str_equal(old->max, highest(old->type));
    if (new->type.data && !str_equal(new->type, old->type)) {
        old->type = new->type;
        old->max = had_highest ? highest(new->type) : old->max;
    }
    old->start = first_of(new->start, old->start);
    old->increment = first_of(new->increment, old->increment);
    old->min = first_of(new->min, old->min);
    old->max = first_of(new->max, old->max);
    old->cache = first_of(new->cache, old->cache);
    if (new->is_cycle_said)
        old->is_cycle = new->is_cycle;
    if (new->is_owner_said) {
        old->owner = new->owner;
        old->owner_column = new->owner_column;
    }
}

void sequence_follow_type(struct applier *applier, struct table_edit edit,
                          const struct sql_column *column)
{
    struct catalog_uses uses =
        uses_of(applier->arena, applier->catalog, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *object = applier_find(applier, uses.items[i].by).object;
        if (!object || object->kind != CATALOG_SEQUENCE || !object->sequence->is_of_identity
            || !str_equal(object->sequence->definition.owner_column, column->name))
            continue;
        struct catalog_sequence *sequence = arena_new(applier->arena, struct catalog_sequence);
        *sequence = *object->sequence;
        merge(&sequence->definition, &(struct sql_sequence){ .type = column->type.name });
        uses_of_object(applier, object, false);
        put(applier, object->name, sequence, object);
    }
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
    struct catalog_sequence *sequence = arena_new(applier->arena, struct catalog_sequence);
    *sequence = *found.object->sequence;
    merge(&sequence->definition, ddl->sequence);
    if (!find_owner(applier, &sequence->definition))
        return false;
    uses_of_object(applier, found.object, false);
    put(applier, found.object->name, sequence, found.object);
    return true;
}
