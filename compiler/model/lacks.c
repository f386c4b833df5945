// What a need lacks in a catalog.

#include "model/needs.h"

#include "sql/conditions.h"

static bool has_upper(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] != char_lower(text.data[i]))
            return true;
    return false;
}

// A plan writes names without quotes: `Users` may be either "Users" or users.
static struct catalog_found find_table(struct arena *arena, const struct catalog *catalog,
                                       struct sql_name name)
{
    struct catalog_found found = catalog_find(arena, catalog, name);
    if (found.presence != CATALOG_ABSENT || (!has_upper(name.name) && !has_upper(name.schema)))
        return found;
    struct sql_name small = { arena_lower(arena, name.schema), arena_lower(arena, name.name) };
    return catalog_find(arena, catalog, small);
}

static enum catalog_presence find_column(struct arena *arena, const struct catalog *catalog,
                                         const struct catalog_table *table, struct str name,
                                         const struct catalog_column **found)
{
    enum catalog_presence presence = catalog_find_column(arena, catalog, table, name, found);
    if (presence == CATALOG_ABSENT && has_upper(name))
        presence = catalog_find_column(arena, catalog, table, arena_lower(arena, name), found);
    return presence;
}

// A column that every table has without being told.
bool engine_has_column(enum sql_engine engine, struct str name)
{
    static const char *const postgresql[] = { "ctid", "xmin", "xmax", "tableoid", NULL };
    static const char *const sqlite[] = { "rowid", "oid", "_rowid_", NULL };
    const char *const *names = engine == SQL_ENGINE_POSTGRESQL ? postgresql
                               : engine == SQL_ENGINE_SQLITE   ? sqlite
                                                               : NULL;
    for (; names && *names; names++)
        if (str_equal_ignoring_case(name, str_of(*names)))
            return true;
    return false;
}

static struct lack make_lack(enum lack_kind kind, struct str column, struct span span)
{
    return (struct lack){ .kind = kind, .column = column, .span = span };
}

// ---- columns that must have a value

// `c IS NOT NULL`, alone or as one of several conditions that all must hold, demands c, whether
// rows from before are checked or not.
static bool demands_value(const struct catalog_constraint *constraint, enum sql_engine engine,
                          struct arena *arena, struct str column)
{
    struct str text = constraint->definition.expression.text;
    if (constraint->definition.kind != SQL_CONSTRAINT_CHECK
        || constraint->definition.is_not_enforced
        || str_find_ignoring_case(text, STR("null"), 0) == STR_NOT_FOUND)
        return false;
    struct str wanted = catalog_expression(
        arena, engine, arena_format(arena, "%.*s is not null", STR_ARGS(column)));
    struct sql_conditions conditions =
        sql_conditions_of(arena, engine, text);
    for (size_t i = 0; i < conditions.count; i++)
        if (str_equal_ignoring_case(catalog_expression(arena, engine, conditions.items[i]), wanted))
            return true;
    return false;
}

static bool fills_itself(const struct catalog *catalog, const struct catalog_table *table,
                         const struct sql_column *column)
{
    if (column->fallback.text.data)
        return !column->fallback.is_null;
    if (column->generated != SQL_NOT_GENERATED || column->identity != SQL_NO_IDENTITY
        || column->is_serial || column->is_auto_increment)
        return true;
    const struct catalog_constraint *key = catalog_primary_key(table);
    return catalog->engine == SQL_ENGINE_SQLITE && key && !table->is_without_rowid
           && key->definition.columns.first && !key->definition.columns.first->next
           && str_equal_ignoring_case(key->definition.columns.first->column, column->name)
           && str_equal_ignoring_case(column->type.name, STR("integer"));
}

struct demand {
    bool is_set;
    struct span span;
};

static struct demand column_demand(struct arena *arena, const struct catalog *catalog,
                                   const struct catalog_table *table,
                                   const struct catalog_column *column)
{
    if (fills_itself(catalog, table, &column->definition))
        return (struct demand){ 0 };
    if (column->definition.is_not_null)
        return (struct demand){ true, column->span };
    struct map_walk constraints = map_walk(table->constraints);
    for (const struct catalog_constraint *constraint; (constraint = map_next(&constraints));) {
        if (demands_value(constraint, catalog->engine, arena, column->definition.name))
            return (struct demand){ true, constraint->span };
    }
    return (struct demand){ 0 };
}

// What was demanded before the plan is given by the versions, whether they declare it or not.
static bool was_demanded(struct arena *arena, const struct need *need,
                         const struct need_place *place, struct str column)
{
    const struct catalog *start = place->start;
    if (needs_give(arena, place->needs, need, column))
        return false;
    struct catalog_found found = find_table(arena, start, need->name);
    const struct catalog_column *before;
    return found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_TABLE
           && find_column(arena, start, found.object->table, column, &before) == CATALOG_PRESENT
           && column_demand(arena, start, found.object->table, before).is_set;
}

// A trigger that belay makes for a move of columns: on SQLite it comes behind the row, too late.
static bool is_given_by_move(const struct need *need, const struct need_list *version,
                             const struct need_place *place, struct str column)
{
    if (!place->moves)
        return false;
    list_each(move, move, place->plan->moves) {
        const struct move_state *now = place->moves[move->index];
        bool is_made = now->writes && now->writes->is_by_trigger && now->trigger_from != SIDE_NONE;
        if (!is_made || place->catalog->engine == SQL_ENGINE_SQLITE)
            continue;
        const struct object *source = now->trigger_from == SIDE_OLD ? &move->from : &move->to;
        const struct object *target = now->trigger_from == SIDE_OLD ? &move->to : &move->from;
        if (source->column.length && str_equal_ignoring_case(target->table, need->name.name)
            && str_equal_ignoring_case(target->column, column)
            && need_is_given(need, version, source->column))
            return true;
    }
    return false;
}

// A trigger that may change a row before it is there: which columns it sets is not known.
static bool may_be_given_by_trigger(const struct need_place *place,
                                    const struct catalog_table *table)
{
    if (place->catalog->engine == SQL_ENGINE_SQLITE)
        return false;
    struct map_walk triggers = map_walk(table->triggers);
    for (const struct catalog_trigger *trigger; (trigger = map_next(&triggers));) {
        const struct sql_trigger *definition = &trigger->definition;
        if (definition->timing == SQL_BEFORE && definition->on_insert
            && definition->is_for_each_row && !trigger->is_disabled)
            return true;
    }
    return false;
}

static bool table_has_checks(const struct catalog_table *table)
{
    struct map_walk constraints = map_walk(table->constraints);
    for (const struct catalog_constraint *constraint; (constraint = map_next(&constraints));)
        if (constraint->definition.kind == SQL_CONSTRAINT_CHECK)
            return true;
    return false;
}

static struct lack missing_value(struct arena *arena, const struct need *need,
                                 const struct need_list *version, const struct need_place *place,
                                 const struct catalog_table *table)
{
    if (table->is_partial)
        return (struct lack){ .is_unsure = true };
    if (need->table->is_all || need->table->count == 0)
        return (struct lack){ 0 };
    bool has_checks = table_has_checks(table);
    struct catalog_columns columns = catalog_columns_of(arena, table);
    for (size_t i = 0; i < columns.count; i++) {
        struct str name = columns.items[i]->definition.name;
        bool may_demand = columns.items[i]->definition.is_not_null || has_checks;
        if (!may_demand || need_is_given(need, version, name)
            || is_given_by_move(need, version, place, name))
            continue;
        struct demand demand = column_demand(arena, place->catalog, table, columns.items[i]);
        if (!demand.is_set || was_demanded(arena, need, place, name))
            continue;
        if (may_be_given_by_trigger(place, table))
            return (struct lack){ .is_unsure = true };
        return make_lack(LACK_VALUE, name, demand.span);
    }
    return (struct lack){ 0 };
}

// ---- keys of upserts

static bool is_key_over(const struct sql_key_parts *parts, const struct column_list *columns)
{
    unsigned count = 0;
    for (const struct sql_key_part *part = parts->first; part; part = part->next, count++)
        if (!part->column.data || part->length.data || !columns_have(columns, part->column))
            return false;
    return count == columns->count;
}

static bool has_unique_key(const struct catalog_table *table, const struct column_list *columns)
{
    struct map_walk constraints = map_walk(table->constraints);
    for (const struct catalog_constraint *constraint; (constraint = map_next(&constraints));) {
        enum sql_constraint kind = constraint->definition.kind;
        if ((kind == SQL_CONSTRAINT_PRIMARY_KEY || kind == SQL_CONSTRAINT_UNIQUE)
            && is_key_over(&constraint->definition.columns, columns))
            return true;
    }
    struct map_walk indexes = map_walk(table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));) {
        if (index->definition.is_unique && index->is_valid && !index->definition.where.text.data
            && is_key_over(&index->definition.parts, columns))
            return true;
    }
    return false;
}

// ---- keys that each row would have alike

static const struct catalog_column *column_of_part(struct arena *arena,
                                                   const struct catalog *catalog,
                                                   const struct catalog_table *table,
                                                   const struct sql_key_part *part)
{
    const struct catalog_column *column;
    bool is_there = part->column.data
                    && catalog_find_column(arena, catalog, table, part->column, &column)
                           == CATALOG_PRESENT;
    return is_there ? column : NULL;
}

// The first column of a key of which the version gives none a value, and which have one and the
// same in every row then; NULL where rows may differ.
static const struct catalog_column *same_in_each(struct arena *arena, const struct need *need,
                                                 const struct need_list *version,
                                                 const struct catalog *catalog,
                                                 const struct catalog_table *table,
                                                 const struct sql_key_parts *parts)
{
    const struct catalog_column *first = NULL;
    for (const struct sql_key_part *part = parts->first; part; part = part->next) {
        const struct catalog_column *column = column_of_part(arena, catalog, table, part);
        if (!column || column->definition.generated != SQL_NOT_GENERATED)
            return NULL;
        const struct sql_expression *fallback = &column->definition.fallback;
        if (!fallback->text.data || !fallback->is_literal || fallback->is_null
            || need_is_given(need, version, column->definition.name))
            return NULL;
        first = first ? first : column;
    }
    return first;
}

// A trigger may give it a value. What was so at the start is no lack.
static struct lack same_value(struct arena *arena, const struct need *need,
                              const struct need_list *version, const struct need_place *place,
                              const struct catalog_table *table)
{
    if (table->is_partial || need->table->is_all || need->table->count == 0
        || map_count(table->triggers) > 0)
        return (struct lack){ 0 };
    const struct catalog *start = place->start;
    struct catalog_found then = find_table(arena, start, need->name);
    struct map_walk indexes = map_walk(table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));) {
        if (!index->definition.is_unique || index->definition.where.text.data)
            continue;
        const struct catalog_index *before;
        bool was_there = then.presence == CATALOG_PRESENT && then.object->kind == CATALOG_TABLE
                         && catalog_find_index(arena, start, then.object->table,
                                               index->definition.name.name, &before)
                                != CATALOG_ABSENT;
        const struct catalog_column *column =
            was_there ? NULL
                      : same_in_each(arena, need, version, place->catalog, table,
                                     &index->definition.parts);
        if (column && !is_given_by_move(need, version, place, column->definition.name))
            return make_lack(LACK_DISTINCT, column->definition.name, index->span);
    }
    return (struct lack){ 0 };
}

// ---- views

static struct lack lack_in_view(struct arena *arena, const struct need *need,
                                const struct catalog_view *view, const struct catalog *catalog,
                                struct span span)
{
    struct catalog_read gap;
    if (catalog_view_gap(arena, catalog, view, &gap)) {
        struct str name = sql_name_format(arena, gap.table);
        if (gap.column.data)
            name = arena_format(arena, "%.*s.%.*s", STR_ARGS(name), STR_ARGS(gap.column));
        return make_lack(LACK_BEHIND_VIEW, name, span);
    }
    bool is_unsure = !view->columns || need->use->access != ACCESS_READ;
    for (unsigned i = 0; view->columns && i < need->table->count; i++) {
        struct str name = column_name(&need->table->columns[i]);
        bool has = engine_has_column(catalog->engine, name);
        for (size_t at = 0; at < view->columns->count && !has; at++)
            has = str_equal_ignoring_case(view->columns->items[at].name, name);
        if (!has)
            return make_lack(LACK_IN_VIEW, name, span);
    }
    return (struct lack){ .is_unsure = is_unsure };
}

// ---- the need

static struct lack lack_of_columns(struct arena *arena, const struct need *need,
                                   const struct catalog *catalog,
                                   const struct catalog_table *table)
{
    bool writes = need->use->access != ACCESS_READ && need->use->access != ACCESS_DELETE;
    bool is_unsure = false;
    for (unsigned i = 0; i < need->table->count; i++) {
        struct str name = column_name(&need->table->columns[i]);
        const struct catalog_column *column;
        enum catalog_presence presence = find_column(arena, catalog, table, name, &column);
        if (presence == CATALOG_ABSENT && !engine_has_column(catalog->engine, name))
            return (struct lack){ .kind = LACK_COLUMN, .column = name };
        is_unsure |= presence == CATALOG_MAYBE;
        if (presence == CATALOG_PRESENT && writes
            && column->definition.generated != SQL_NOT_GENERATED)
            return make_lack(LACK_WRITABLE, name, column->span);
    }
    return (struct lack){ .is_unsure = is_unsure };
}

static struct lack lack_in(struct arena *arena, const struct need *need,
                           const struct need_list *version, const struct need_place *place,
                           const struct catalog_found *found)
{
    if (found->presence == CATALOG_ABSENT)
        return (struct lack){ .kind = LACK_TABLE };
    if (found->presence == CATALOG_PRESENT && found->object->kind == CATALOG_VIEW)
        return lack_in_view(arena, need, found->object->view, place->catalog,
                            found->object->span);
    if (found->presence != CATALOG_PRESENT || found->object->kind != CATALOG_TABLE)
        return (struct lack){ .is_unsure = true };
    const struct catalog_table *table = found->object->table;
    struct lack lack = lack_of_columns(arena, need, place->catalog, table);
    bool is_unsure = lack.is_unsure;
    if (lack.kind == LACK_NOTHING && need_inserts(need)) {
        lack = missing_value(arena, need, version, place, table);
        is_unsure |= lack.is_unsure;
    }
    if (lack.kind == LACK_NOTHING && need->use->access == ACCESS_UPSERT && !table->is_partial
        && need->use->on.count > 0 && !has_unique_key(table, &need->use->on))
        lack.kind = LACK_UNIQUE_KEY;
    if (lack.kind == LACK_NOTHING && need_inserts(need))
        lack = same_value(arena, need, version, place, table);
    lack.is_unsure = lack.kind == LACK_NOTHING && is_unsure;
    return lack;
}

// ---- what a fill leaves out

static bool move_gives(struct arena *arena, const struct move *move,
                       const struct catalog *catalog, struct str column)
{
    list_each(column_pair, pair, move->columns)
        if (str_equal_ignoring_case(column_name(&pair->to), column))
            return true;
    if (move->columns.first)
        return false;
    const struct catalog_column *same;
    struct catalog_found from =
        find_table(arena, catalog, (struct sql_name){ move->from.schema, move->from.table });
    return from.presence != CATALOG_PRESENT || from.object->kind != CATALOG_TABLE
           || find_column(arena, catalog, from.object->table, column, &same) != CATALOG_ABSENT;
}

struct lack move_lacks(struct arena *arena, const struct move *move,
                       const struct catalog *catalog)
{
    struct catalog_found found =
        find_table(arena, catalog, (struct sql_name){ move->to.schema, move->to.table });
    if (move->to.column.length || text_is_set(move->forward) || move->to.store != move->from.store
        || found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_TABLE
        || found.object->table->is_partial)
        return (struct lack){ 0 };
    const struct catalog_table *table = found.object->table;
    struct need_place place = { .catalog = catalog };
    if (may_be_given_by_trigger(&place, table))
        return (struct lack){ 0 };
    struct catalog_columns columns = catalog_columns_of(arena, table);
    for (size_t i = 0; i < columns.count; i++) {
        struct str name = columns.items[i]->definition.name;
        struct demand demand = column_demand(arena, catalog, table, columns.items[i]);
        if (demand.is_set && !move_gives(arena, move, catalog, name))
            return (struct lack){ .kind = LACK_VALUE, .column = name, .span = demand.span };
    }
    return (struct lack){ 0 };
}

// ---- what a need lacks

struct lack need_lacks(struct arena *arena, const struct need *need,
                       const struct need_list *version, const struct need_place *place,
                       struct need_memory *memory)
{
    bool is_known = memory->catalog && memory->moves == place->moves;
    if (is_known && memory->catalog == place->catalog)
        return memory->lack;
    struct catalog_found found = find_table(arena, place->catalog, need->name);
    bool is_view = found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_VIEW;
    if (!is_known || is_view || found.presence != memory->found.presence
        || found.object != memory->found.object)
        memory->lack = lack_in(arena, need, version, place, &found);
    memory->catalog = place->catalog;
    memory->moves = place->moves;
    memory->found = found;
    return memory->lack;
}

