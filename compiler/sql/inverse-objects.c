// How changes of views, triggers, routines, sequences, types and comments are undone.
#include "sql/inverse-parts.h"

static void refuse_unknown(struct deriver *deriver)
{
    REFUSE(deriver, WRITE_IT, "how '%.*s' was made is not known to belay",
           STR_ARGS(inverse_subject(deriver)));
}

static struct str object_text(const struct deriver *deriver)
{
    return quoted_name(deriver, deriver->ddl->object);
}

// ---- views

static bool has_same_columns(const struct sql_names *a, const struct sql_names *b)
{
    if (!a || !b || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!str_equal(a->items[i].name, b->items[i].name))
            return false;
    return true;
}

static void put_drop_view(struct deriver *deriver)
{
    inverse_put(deriver, "DROP %sVIEW IF EXISTS %.*s",
                deriver->ddl->view->is_materialized ? "MATERIALIZED " : "",
                STR_ARGS(object_text(deriver)));
}

void undo_create_view(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    struct catalog_found found = catalog_find(deriver->arena, deriver->before, ddl->object);
    struct catalog_found now = catalog_find(deriver->arena, deriver->after, ddl->object);
    if (ddl->view->is_temporary || ddl->is_temporary || may_be_older(deriver, found.presence))
        return;
    if (found.presence == CATALOG_PRESENT && ddl->is_conditional)
        return;
    bool may_replace = ddl->view->is_replace && found.presence != CATALOG_ABSENT;
    if (may_replace && (!found.object || found.object->kind != CATALOG_VIEW)) {
        REFUSE(deriver, WRITE_IT, "what OR REPLACE replaces is not known to belay");
        return;
    }
    if (!may_replace) {
        put_drop_view(deriver);
        return;
    }
    if (is_own(deriver, found.object->id))
        return; // what undoes its creation takes it along
    bool keeps_columns =
        in_mysql(deriver)
        || (now.object && has_same_columns(found.object->view->columns,
                                           now.object->view->columns));
    if (!keeps_columns)
        put_drop_view(deriver);
    inverse_put(deriver, "%.*s", STR_ARGS(view_text(deriver, found.object, keeps_columns)));
}

void undo_drop_view(struct deriver *deriver)
{
    struct catalog_found found =
        catalog_find(deriver->arena, deriver->before, deriver->ddl->object);
    if (found.presence == CATALOG_ABSENT && deriver->ddl->is_conditional)
        return;
    if (found.object && is_own(deriver, found.object->id) && !deriver->has_renames)
        return;
    if (!found.object || found.object->kind != CATALOG_VIEW)
        refuse_unknown(deriver);
    else
        restore_vanished(deriver);
}

// ---- triggers

static const struct catalog_trigger *trigger_in(const struct deriver *deriver,
                                                const struct catalog *catalog)
{
    const struct ddl *ddl = deriver->ddl;
    struct sql_name owner = ddl->table;
    struct str name =
        catalog_fold(deriver->arena, deriver->engine, CATALOG_TRIGGER, ddl->object.name);
    if (!sql_name_is_set(owner)) {
        struct map_walk walk = map_walk(catalog->triggers);
        const struct catalog_object *object;
        while ((object = map_next(&walk)) && !sql_name_is_set(owner))
            if (object->kind == CATALOG_TRIGGER
                && str_equal(catalog_fold(deriver->arena, deriver->engine, CATALOG_TRIGGER,
                                          object->name.name),
                             name))
                owner = *object->owner;
    }
    struct catalog_found found = catalog_find(deriver->arena, catalog, owner);
    if (!found.object)
        return NULL;
    return map_find(catalog_triggers_of(found.object), name);
}

static void put_drop_trigger(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    if (in_postgresql(deriver))
        inverse_put(deriver, "DROP TRIGGER IF EXISTS %.*s ON %.*s", STR_ARGS(object_text(deriver)),
                    STR_ARGS(quoted_name(deriver, ddl->table)));
    else
        inverse_put(deriver, "DROP TRIGGER IF EXISTS %.*s", STR_ARGS(object_text(deriver)));
}

void undo_create_trigger(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_trigger *there = trigger_in(deriver, deriver->before);
    const struct catalog_object *table = table_before(deriver, ddl->table);
    bool is_known = deriver->before->is_complete || (table && !table->table->is_partial);
    if (ddl->trigger->is_temporary || (there && ddl->is_conditional))
        return;
    if (!there && !is_known && (ddl->is_conditional || ddl->trigger->is_replace)) {
        REFUSE(deriver, WRITE_IT, "whether there was a trigger '%.*s' before is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
        return;
    }
    if (there && !there->made) {
        refuse_unknown(deriver);
        return;
    }
    put_drop_trigger(deriver);
    if (there)
        inverse_put(deriver, "%.*s", STR_ARGS(statement_text(there->made)));
}

void undo_drop_trigger(struct deriver *deriver)
{
    const struct catalog_trigger *there = trigger_in(deriver, deriver->before);
    if (there && is_own(deriver, there->id))
        return;
    if (there)
        restore_vanished(deriver);
    else if (!deriver->ddl->is_conditional || !deriver->before->is_complete)
        refuse_unknown(deriver);
}

void undo_enable_trigger(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_trigger *there =
        sql_name_is_set(ddl->object) ? trigger_in(deriver, deriver->before) : NULL;
    if (!there) {
        REFUSE(deriver, WRITE_IT, "which triggers were in force is not known to belay");
        return;
    }
    inverse_put(deriver, "ALTER TABLE %.*s %s TRIGGER %.*s",
                STR_ARGS(quoted_name(deriver, ddl->table)),
                there->is_disabled ? "DISABLE" : "ENABLE", STR_ARGS(object_text(deriver)));
}

// ---- routines

static struct catalog_found routine_before(const struct deriver *deriver)
{
    const struct sql_routine *routine = deriver->ddl->routine;
    struct str arguments = in_postgresql(deriver)                      ? routine->arguments
                           : routine && routine->is_procedure ? STR("procedure")
                                                              : STR("function");
    return catalog_find_routine(deriver->arena, deriver->before, deriver->ddl->object, arguments);
}

void undo_create_routine(struct deriver *deriver)
{
    const struct sql_routine *routine = deriver->ddl->routine;
    struct catalog_found found = routine_before(deriver);
    bool may_replace = routine->is_replace || deriver->ddl->is_conditional;
    if (may_replace && found.presence == CATALOG_MAYBE) {
        REFUSE(deriver, WRITE_IT, "whether there was a routine '%.*s' before is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
        return;
    }
    if (found.object && is_own(deriver, found.object->id))
        return;
    if (found.object && !found.object->made) {
        refuse_unknown(deriver);
        return;
    }
    if (found.object && in_postgresql(deriver)) {
        struct str text = statement_text(found.object->made);
        bool says_replace = found.object->routine->is_replace;
        inverse_put(deriver, "%s%.*s", says_replace ? "" : "CREATE OR REPLACE",
                    STR_ARGS(says_replace ? text : str_from(text, strlen("CREATE"))));
        return;
    }
    struct str arguments =
        in_postgresql(deriver)
            ? arena_format(deriver->arena, " (%.*s)", STR_ARGS(routine->arguments))
            : STR_NONE;
    inverse_put(deriver, "DROP %s IF EXISTS %.*s%.*s",
                routine->is_procedure                               ? "PROCEDURE"
                : routine->is_aggregate && in_postgresql(deriver) ? "AGGREGATE"
                                                                    : "FUNCTION",
                STR_ARGS(object_text(deriver)), STR_ARGS(arguments));
    if (found.object)
        inverse_put(deriver, "%.*s", STR_ARGS(statement_text(found.object->made)));
}

void undo_drop_routine(struct deriver *deriver)
{
    if (!deriver->ddl->routine
        || (in_postgresql(deriver) && !deriver->ddl->routine->has_arguments)) {
        refuse_unknown(deriver);
        return;
    }
    struct catalog_found found = routine_before(deriver);
    if (found.presence == CATALOG_ABSENT && deriver->ddl->is_conditional)
        return;
    if (found.object && is_own(deriver, found.object->id))
        return;
    if (!found.object || !found.object->made || deriver->ddl->is_cascade)
        refuse_unknown(deriver);
    else
        inverse_put(deriver, "%.*s", STR_ARGS(statement_text(found.object->made)));
}

// ---- sequences, types, schemas

static const struct {
    enum ddl_kind kind;
    const char *noun;
} nouns[] = {
    { DDL_CREATE_SEQUENCE, "SEQUENCE" }, { DDL_CREATE_ENUM, "TYPE" },
    { DDL_CREATE_DOMAIN, "DOMAIN" },     { DDL_CREATE_TYPE, "TYPE" },
    { DDL_CREATE_SCHEMA, "SCHEMA" },
};

static enum catalog_presence presence_before(const struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    if (ddl->kind == DDL_CREATE_SEQUENCE)
        return catalog_find(deriver->arena, deriver->before, ddl->object).presence;
    if (ddl->kind != DDL_CREATE_SCHEMA)
        return catalog_find_type(deriver->arena, deriver->before, ddl->object).presence;
    if (map_count(deriver->before->schemas) < map_count(deriver->after->schemas))
        return deriver->before->is_complete ? CATALOG_ABSENT : CATALOG_MAYBE;
    return CATALOG_PRESENT;
}

void undo_create_object(struct deriver *deriver)
{
    enum catalog_presence presence = presence_before(deriver);
    if (may_be_older(deriver, presence)
        || (deriver->ddl->is_conditional && presence == CATALOG_PRESENT))
        return;
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (nouns[i].kind == deriver->ddl->kind)
            inverse_put(deriver, "DROP %s IF EXISTS %.*s", nouns[i].noun,
                        STR_ARGS(object_text(deriver)));
}

void undo_sequence(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    struct catalog_found found = catalog_find(deriver->arena, deriver->before, ddl->object);
    if (found.object && is_own(deriver, found.object->id))
        return;
    bool is_known = found.object && found.object->kind == CATALOG_SEQUENCE;
    if (ddl->kind == DDL_DROP_SEQUENCE || !is_known || ddl->sequence->restart.data)
        REFUSE(deriver, WRITE_IT, "where the numbers of '%.*s' stood is not known to belay",
               STR_ARGS(inverse_subject(deriver)));
    else
        inverse_put(deriver, "ALTER SEQUENCE %s%.*s %.*s", if_exists(deriver),
                    STR_ARGS(object_text(deriver)),
                    STR_ARGS(sequence_text(deriver, &found.object->sequence->definition)));
}

static const struct catalog_object *type_before(const struct deriver *deriver)
{
    return catalog_find_type(deriver->arena, deriver->before, deriver->ddl->object).object;
}

void undo_label(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_object *type = type_before(deriver);
    if (type && is_own(deriver, type->id) && ddl->kind == DDL_ADD_LABEL)
        return;
    if (ddl->kind == DDL_ADD_LABEL)
        REFUSE(deriver, "leave the label where it is: rollback none REASON",
               "no statement takes a label out of '%.*s'", STR_ARGS(inverse_subject(deriver)));
    else
        inverse_put(deriver, "ALTER TYPE %.*s RENAME VALUE %.*s TO %.*s",
                    STR_ARGS(object_text(deriver)),
                    STR_ARGS(string_text(deriver, ddl->new_name.name)),
                    STR_ARGS(string_text(deriver, ddl->column)));
}

void undo_domain(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    const struct catalog_object *type = type_before(deriver);
    struct str what = ddl->option ? ddl->option->name : STR_NONE;
    if (type && is_own(deriver, type->id))
        return;
    if (!type || type->kind != CATALOG_DOMAIN) {
        refuse_unknown(deriver);
        return;
    }
    const struct sql_column *old = &type->domain->definition;
    if (str_ends_with(what, STR("default")))
        inverse_put(deriver, "ALTER DOMAIN %.*s %s%.*s", STR_ARGS(object_text(deriver)),
                    old->fallback.text.data ? "SET DEFAULT " : "DROP DEFAULT",
                    STR_ARGS(old->fallback.text));
    else if (str_ends_with(what, STR("not null")))
        inverse_put(deriver, "ALTER DOMAIN %.*s %s NOT NULL", STR_ARGS(object_text(deriver)),
                    old->is_not_null ? "SET" : "DROP");
    else if (str_is(what, "add constraint") && ddl->constraint->name.length)
        inverse_put(deriver, "ALTER DOMAIN %.*s DROP CONSTRAINT IF EXISTS %.*s",
                    STR_ARGS(object_text(deriver)),
                    STR_ARGS(quoted(deriver, ddl->constraint->name)));
    else
        refuse_unknown(deriver);
}

void undo_drop_type(struct deriver *deriver)
{
    const struct catalog_object *type = type_before(deriver);
    if (type && is_own(deriver, type->id))
        return;
    if (!type || !type->made || deriver->ddl->is_cascade)
        refuse_unknown(deriver);
    else
        inverse_put(deriver, "%.*s", STR_ARGS(statement_text(type->made)));
}

// ---- comments

static bool comment_before(const struct deriver *deriver, struct str *comment)
{
    const struct ddl *ddl = deriver->ddl;
    if (ddl->target == DDL_ON_COLUMN) {
        const struct catalog_column *column = column_before(deriver, ddl->table, ddl->column);
        *comment = column && column->definition.has_comment ? column->definition.comment : STR_NONE;
        return column != NULL;
    }
    struct sql_name name = ddl->target == DDL_ON_TABLE ? ddl->table : ddl->object;
    bool is_relation = ddl->target == DDL_ON_TABLE || ddl->target == DDL_ON_VIEW
                       || ddl->target == DDL_ON_INDEX || ddl->target == DDL_ON_SEQUENCE;
    const struct catalog_object *object =
        is_relation ? catalog_find(deriver->arena, deriver->before, name).object : NULL;
    bool is_partial = object && object->kind == CATALOG_TABLE && object->table->is_partial;
    *comment = object ? object->comment : STR_NONE;
    return object && !is_partial;
}

void undo_comment(struct deriver *deriver)
{
    const struct ddl *ddl = deriver->ddl;
    struct str comment;
    if (!comment_before(deriver, &comment)) {
        REFUSE(deriver, WRITE_IT, "the comment that was there is not known to belay");
        return;
    }
    struct str value = comment.length ? string_text(deriver, comment) : STR("NULL");
    if (ddl->target == DDL_ON_COLUMN) {
        inverse_put(deriver, "COMMENT ON COLUMN %.*s.%.*s IS %.*s",
                    STR_ARGS(quoted_name(deriver, ddl->table)),
                    STR_ARGS(quoted(deriver, ddl->column)), STR_ARGS(value));
        return;
    }
    bool is_table = ddl->target == DDL_ON_TABLE;
    inverse_put(deriver, "COMMENT ON %s %.*s IS %.*s",
                is_table                         ? "TABLE"
                : ddl->target == DDL_ON_VIEW     ? "VIEW"
                : ddl->target == DDL_ON_SEQUENCE ? "SEQUENCE"
                                                 : "INDEX",
                STR_ARGS(quoted_name(deriver, is_table ? ddl->table : ddl->object)),
                STR_ARGS(value));
}
