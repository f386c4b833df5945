// The forms of changes of columns, for MySQL and MariaDB.
#include "sql/locks-mysql.h"
#include "sql/types.h"

static bool is_mariadb(const struct online_sum *sum)
{
    return sum->locker->setting->engine == SQL_ENGINE_MARIADB;
}

static const struct catalog_table *table_of(const struct online_sum *sum, const struct ddl *ddl)
{
    return locker_table(sum->locker, ddl->table);
}

// Generated columns of the kind; of any where it is SQL_NOT_GENERATED.
static bool has_generated(const struct catalog_table *table, enum sql_generated generated)
{
    struct map_walk walk = map_walk(table ? table->columns : (struct map){ NULL });
    for (const struct catalog_column *each; (each = map_next(&walk)) != NULL;)
        if (generated == SQL_NOT_GENERATED ? each->definition.generated != SQL_NOT_GENERATED
                                           : each->definition.generated == generated)
            return true;
    return false;
}

// A generated column reads this one.
static bool is_read_by_generated(const struct online_sum *sum, const struct ddl *ddl,
                                 bool is_stored)
{
    const struct catalog_table *table = table_of(sum, ddl);
    struct map_walk walk = map_walk(table ? table->columns : (struct map){ NULL });
    for (const struct catalog_column *each; (each = map_next(&walk)) != NULL;)
        if ((!is_stored || each->definition.generated == SQL_GENERATED_STORED)
            && locker_mentions(sum->locker, &each->definition.expression, ddl->column))
            return true;
    return false;
}

static bool is_indexed(const struct online_sum *sum, const struct ddl *ddl)
{
    const struct catalog_table *table = table_of(sum, ddl);
    struct map_walk walk = map_walk(table ? table->indexes : (struct map){ NULL });
    for (const struct catalog_index *each; (each = map_next(&walk)) != NULL;)
        if (locker_key_has(sum->locker, &each->definition.parts, ddl->column))
            return true;
    return false;
}

static bool has_fulltext(const struct catalog_table *table)
{
    struct map_walk walk = map_walk(table ? table->indexes : (struct map){ NULL });
    for (const struct catalog_index *each; (each = map_next(&walk)) != NULL;)
        if (each->definition.is_fulltext)
            return true;
    return false;
}

static bool is_compressed(const struct catalog_table *table)
{
    const struct sql_option *format = table ? map_find(table->options, STR("row_format")) : NULL;
    return format && str_equal_ignoring_case(format->value, STR("compressed"));
}

// What is not known of the table could make it worse.
static void doubt(struct online_sum *sum, const struct catalog_table *table)
{
    sum->is_unknown |= !table || table->is_partial;
}

// ---- ADD, DROP, RENAME

// Texts have no default but one.
static bool has_only_expressions(struct str type)
{
    return str_ends_with(type, STR("text")) || str_ends_with(type, STR("blob"))
           || str_is(type, "json") || str_is(type, "geometry");
}

static bool is_expression(const struct sql_column *column)
{
    const struct sql_expression *fallback = &column->fallback;
    if (!fallback->text.data || fallback->is_null)
        return false;
    return has_only_expressions(column->type.name)
           || (!fallback->is_literal && !str_has_word(fallback->text, STR("current_timestamp"))
               && !str_has_word(fallback->text, STR("now"))
               && !str_has_word(fallback->text, STR("localtimestamp"))
               && !str_has_word(fallback->text, STR("localtime")));
}

static enum online_form form_of_added(const struct online_sum *sum, const struct ddl *ddl,
                                      const struct catalog_table *table)
{
    const struct sql_column *column = ddl->definition;
    if (column->generated == SQL_GENERATED_STORED)
        return FORM_ADD_STORED;
    if (column->is_auto_increment)
        return FORM_ADD_AUTO_INCREMENT;
    if (is_expression(column)
        && str_find_ignoring_case(column->fallback.text, STR("uuid"), 0) != STR_NOT_FOUND)
        return FORM_ADD_UNSAFE_DEFAULT;
    if (is_expression(column) && !is_mariadb(sum))
        return FORM_ADD_EXPRESSION_DEFAULT;
    if (has_fulltext(table))
        return FORM_ADD_COLUMN_FULLTEXT;
    if (is_compressed(table))
        return FORM_ADD_COLUMN_COMPRESSED;
    if (column->place != SQL_PLACE_LAST)
        return has_generated(table, SQL_NOT_GENERATED) ? FORM_ADD_PLACED_GENERATED
                                                       : FORM_ADD_COLUMN_PLACED;
    return column->generated == SQL_GENERATED_VIRTUAL ? FORM_ADD_VIRTUAL : FORM_ADD_COLUMN;
}

void online_add_column(struct online_sum *sum, const struct ddl *ddl)
{
    const struct catalog_table *table = table_of(sum, ddl);
    enum online_form form = form_of_added(sum, ddl, table);
    online_form(sum, form);
    if (form == FORM_ADD_COLUMN || form == FORM_ADD_COLUMN_PLACED || form == FORM_ADD_VIRTUAL)
        doubt(sum, table);
}

void online_drop_column(struct online_sum *sum, const struct ddl *ddl)
{
    const struct catalog_table *table = table_of(sum, ddl);
    const struct catalog_column *column = locker_column(sum->locker, ddl->table, ddl->column);
    doubt(sum, table);
    if (column && column->definition.generated == SQL_GENERATED_VIRTUAL)
        online_form(sum, FORM_DROP_VIRTUAL);
    else if (is_indexed(sum, ddl))
        online_form(sum, has_generated(table, SQL_NOT_GENERATED) ? FORM_DROP_INDEXED_GENERATED
                                                                 : FORM_DROP_INDEXED);
    else
        online_form(sum, FORM_DROP_COLUMN);
}

void online_rename_column(struct online_sum *sum, const struct ddl *ddl)
{
    online_form(sum, is_read_by_generated(sum, ddl, false) ? FORM_RENAME_COLUMN_COMPUTED
                                                           : FORM_RENAME_COLUMN);
}

// ---- CHANGE and MODIFY: what is not as it was

static bool is_same_text(struct str a, struct str b)
{
    return str_equal(str_trim(a), str_trim(b));
}

static bool change_generated(struct online_sum *sum, const struct ddl *ddl,
                             const struct sql_column *old)
{
    const struct sql_column *new = ddl->definition;
    if (old->generated == SQL_NOT_GENERATED && new->generated == SQL_NOT_GENERATED)
        return false;
    bool is_same =
        old->generated == new->generated &&is_same_text(old->expression.text, new->expression.text);
    if (new->place != SQL_PLACE_LAST && old->generated == SQL_GENERATED_VIRTUAL)
        online_form(sum, FORM_REORDER_VIRTUAL);
    else if (is_same)
        return false;
    else if (old->generated == SQL_GENERATED_VIRTUAL && new->generated == old->generated)
        online_form(sum, FORM_SET_VIRTUAL);
    else
        online_form(sum, FORM_SET_STORED);
    return true;
}

static void change_type(struct online_sum *sum, const struct ddl *ddl, const struct sql_column *old)
{
    const struct sql_column *new = ddl->definition;
    struct sql_type_setting setting = locker_type_setting(sum->locker, ddl->table);
    bool has_labels = str_equal_ignoring_case(new->type.name, STR("enum"))
                      || str_equal_ignoring_case(new->type.name, STR("set"));
    switch (sql_type_change(&setting, old, new)) {
    case SQL_TYPE_EQUAL: break;
    case SQL_TYPE_KEPT: online_form(sum, has_labels ? FORM_SET_LABELS : FORM_SET_LONGER); break;
    case SQL_TYPE_REINDEXED:
    case SQL_TYPE_REWRITTEN: online_form(sum, FORM_SET_TYPE); return;
    case SQL_TYPE_UNSURE:
        sum->is_unknown = true;
        sum->forms++;
        return;
    }
    if (new->collation.length > 0 && !str_equal_ignoring_case(new->collation, old->collation)) {
        sum->is_unknown |= is_indexed(sum, ddl);
        online_form(sum, FORM_SET_COLLATION);
    }
}

static void change_null(struct online_sum *sum, const struct ddl *ddl, const struct sql_column *old)
{
    if (old->is_not_null == ddl->definition->is_not_null || sum->changes_primary)
        return;
    if (!ddl->definition->is_not_null)
        online_form(sum, FORM_DROP_NOT_NULL);
    else
        online_form(sum, is_read_by_generated(sum, ddl, true) ? FORM_SET_NOT_NULL_COMPUTED
                                                              : FORM_SET_NOT_NULL);
}

static void change_counting(struct online_sum *sum, const struct ddl *ddl,
                            const struct sql_column *old)
{
    if (old->is_auto_increment == ddl->definition->is_auto_increment)
        return;
    if (!ddl->definition->is_auto_increment && sum->changes_primary) {
        online_form(sum, FORM_CHANGE_PRIMARY_COUNTED);
        return;
    }
    sum->is_unknown = true;
    sum->forms++;
}

void online_change_column(struct online_sum *sum, const struct ddl *ddl)
{
    const struct catalog_column *found = locker_column(sum->locker, ddl->table, ddl->column);
    const struct sql_column *new = ddl->definition;
    if (!found) {
        sum->is_unknown = true;
        sum->forms++;
        return;
    }
    const struct sql_column *old = &found->definition;
    if (change_generated(sum, ddl, old))
        return;
    change_type(sum, ddl, old);
    change_null(sum, ddl, old);
    change_counting(sum, ddl, old);
    if (new->place != SQL_PLACE_LAST)
        online_form(sum, FORM_REORDER);
    if (!str_equal_ignoring_case(new->name, ddl->column))
        online_form(sum, FORM_CHANGE_NAME);
    if (!is_same_text(old->fallback.text, new->fallback.text)
        || !str_equal(old->comment, new->comment))
        online_form(sum, FORM_SET_DEFAULT);
    if (sum->forms == 0)
        online_form(sum, FORM_SET_DEFAULT); // nothing changes
}
