// The clauses of ALTER TABLE in MySQL's SQL: each is a change, or several.
#include "sql/mysql.h"

static struct ddl *change_column(struct mysql_reader *reader, enum ddl_kind kind,
                                 struct mysql_place place, bool is_conditional, struct str column)
{
    struct ddl *change = mysql_change(reader, kind, place);
    change->column = column;
    change->is_conditional = is_conditional;
    return change;
}

static struct ddl *change_object(struct mysql_reader *reader, enum ddl_kind kind,
                                 struct mysql_place place, bool is_conditional, struct str name)
{
    struct ddl *change = mysql_change(reader, kind, place);
    change->object.name = name;
    change->is_conditional = is_conditional;
    return change;
}

// ---- how it is to be made

static struct str upper(const struct mysql_reader *reader, struct mysql_place place)
{
    struct str word = mysql_text(reader, place);
    char *text = arena_alloc(reader->arena, word.length + 1);
    for (size_t i = 0; i < word.length; i++)
        text[i] = word.data[i] >= 'a' && word.data[i] <= 'z' ? (char)(word.data[i] - 32)
                                                             : word.data[i];
    return (struct str){ text, word.length };
}

void mysql_algorithm(struct mysql_reader *reader, struct mysql_place word)
{
    reader->manner.algorithm = upper(reader, word);
}

void mysql_lock(struct mysql_reader *reader, struct mysql_place word)
{
    reader->manner.lock = upper(reader, word);
}

void mysql_wait(struct mysql_reader *reader, struct mysql_place seconds)
{
    reader->manner.wait = seconds.to ? mysql_text(reader, seconds) : STR("0");
}

// ---- options

void mysql_set_options(struct mysql_reader *reader, struct mysql_options options)
{
    struct sql_option *next;
    for (struct sql_option *option = options.first; option; option = next) {
        next = option->next;
        option->next = NULL;
        struct ddl *change =
            mysql_change(reader, DDL_TABLE_OPTION, (struct mysql_place){ 0 });
        change->option = option;
        change->span = option->span;
    }
}

static struct sql_option *option_of(struct mysql_reader *reader, struct mysql_place place,
                                    const char *name, const char *value)
{
    struct sql_option *option =
        mysql_option(reader, place, str_of(name), (struct mysql_place){ 0 });
    if (value)
        option->value = str_of(value);
    return option;
}

void mysql_table_word(struct mysql_reader *reader, struct mysql_place place, const char *name,
                      const char *value)
{
    mysql_change(reader, DDL_TABLE_OPTION, place)->option = option_of(reader, place, name, value);
}

void mysql_convert(struct mysql_reader *reader, struct mysql_place place, struct str charset,
                   struct str collation)
{
    struct sql_option *option = option_of(reader, place, "convert", NULL);
    option->value = mysql_charset_name(reader, charset);
    if (collation.data) {
        option->next = option_of(reader, place, "collate", NULL);
        option->next->value = mysql_charset_name(reader, collation);
    }
    mysql_change(reader, DDL_TABLE_OPTION, place)->option = option;
}

void mysql_order(struct mysql_reader *reader, bool is_first)
{
    reader->is_refused |= !is_first && !reader->is_ordered;
    reader->is_ordered = true;
}

void mysql_beyond(struct mysql_reader *reader, struct mysql_place place)
{
    mysql_stop(reader, place);
    mysql_opaque(reader); // the table keeps its history, or no longer
}

// ---- columns

static void add_constraint(struct mysql_reader *reader, struct mysql_place place,
                           bool is_conditional,
                           const struct sql_constraint_definition *constraint)
{
    struct ddl *change =
        change_object(reader, DDL_ADD_CONSTRAINT, place, is_conditional, constraint->name);
    change->constraint = constraint;
}

void mysql_change_of_column(struct mysql_reader *reader, enum ddl_kind kind,
                            struct mysql_place place, bool is_conditional, struct str name,
                            const struct mysql_column *column)
{
    struct ddl *change = change_column(reader, kind, place, is_conditional, name);
    change->definition = column->definition;
    struct mysql_change *with_places = (struct mysql_change *)change;
    with_places->definition = (struct mysql_place){ column->place.to, place.to };
    with_places->term = column->term;
    for (const struct sql_constraint_definition *each = column->constraints.first; each;
         each = each->next)
        reader->is_refused |= kind == DDL_CHANGE_COLUMN && reader->engine == SQL_ENGINE_MARIADB
                              && each->kind == SQL_CONSTRAINT_FOREIGN_KEY;
    for (const struct sql_constraint_definition *each = column->constraints.first; each;
         each = each->next)
        if (reader->engine == SQL_ENGINE_MARIADB || each->kind != SQL_CONSTRAINT_FOREIGN_KEY)
            add_constraint(reader, place, is_conditional, each); // MySQL leaves REFERENCES out
}

void mysql_add_element(struct mysql_reader *reader, struct mysql_place place,
                       struct mysql_element element)
{
    if (element.column) {
        mysql_column_end(reader, element.column, place.to);
        mysql_change_of_column(reader, DDL_ADD_COLUMN, place, element.is_conditional,
                               element.column->definition->name, element.column);
    }
    if (element.constraint)
        add_constraint(reader, place, element.is_conditional, element.constraint);
    if (element.index) {
        element.index->span = mysql_span(reader, place);
        change_object(reader, DDL_CREATE_INDEX, place, element.is_conditional,
                      element.index->name.name)
            ->index = element.index;
    }
}

void mysql_add_elements(struct mysql_reader *reader, struct mysql_place place,
                        const struct sql_table_definition *elements)
{
    list_each(sql_column, definition, elements->columns)
    {
        struct ddl *change =
            change_column(reader, DDL_ADD_COLUMN, place, false, definition->name);
        change->definition = definition;
        change->span = definition->span;
    }
    for (const struct sql_constraint_definition *each = elements->constraints.first; each;
         each = each->next)
        add_constraint(reader, place, false, each);
    for (const struct sql_index *index = elements->indexes.first; index; index = index->next)
        change_object(reader, DDL_CREATE_INDEX, place, false, index->name.name)->index = index;
}

void mysql_change_column(struct mysql_reader *reader, struct mysql_place place,
                         bool is_conditional, struct str name, struct mysql_column *column)
{
    mysql_column_end(reader, column, place.to);
    mysql_change_of_column(reader, DDL_CHANGE_COLUMN, place, is_conditional, name, column);
}

void mysql_modify_column(struct mysql_reader *reader, struct mysql_place place,
                         bool is_conditional, struct mysql_column *column)
{
    mysql_change_column(reader, place, is_conditional, column->definition->name, column);
}

void mysql_set_default(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                       struct str column, struct mysql_place term)
{
    struct ddl *change = change_column(reader, DDL_SET_DEFAULT, place, is_conditional, column);
    change->expression = mysql_expression(reader, term);
    ((struct mysql_change *)change)->term = term;
}

void mysql_drop_default(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                        struct str column)
{
    change_column(reader, DDL_DROP_DEFAULT, place, is_conditional, column);
}

void mysql_column_option(struct mysql_reader *reader, struct mysql_place place, struct str column,
                         const char *name, const char *value)
{
    change_column(reader, DDL_COLUMN_OPTION, place, false, column)->option =
        option_of(reader, place, name, value);
}

void mysql_drop_column(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                       struct str column, bool is_cascade)
{
    change_column(reader, DDL_DROP_COLUMN, place, is_conditional, column)->is_cascade = is_cascade;
}

void mysql_rename_column(struct mysql_reader *reader, struct mysql_place place,
                         bool is_conditional, struct str name, struct str new_name)
{
    change_column(reader, DDL_RENAME_COLUMN, place, is_conditional, name)->new_name.name = new_name;
}

// ---- keys and constraints

void mysql_index_option(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                        struct str index, const char *visible)
{
    change_object(reader, DDL_INDEX_OPTION, place, is_conditional, index)->option =
        option_of(reader, place, "visible", visible);
}

void mysql_drop_key(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                    struct str index)
{
    change_object(reader, DDL_DROP_INDEX, place, is_conditional, index);
}

void mysql_rename_index(struct mysql_reader *reader, struct mysql_place place, bool is_conditional,
                        struct str name, struct str new_name)
{
    change_object(reader, DDL_RENAME_INDEX, place, is_conditional, name)->new_name.name = new_name;
}

void mysql_enforce(struct mysql_reader *reader, struct mysql_place place, struct str constraint,
                   bool is_enforced)
{
    struct sql_constraint_definition *definition =
        mysql_new_constraint(reader, SQL_CONSTRAINT_CHECK, place);
    definition->name = constraint;
    definition->is_enforcement_said = true;
    definition->is_not_enforced = !is_enforced;
    change_object(reader, DDL_ALTER_CONSTRAINT, place, false, constraint)->constraint = definition;
}

void mysql_drop_constraint(struct mysql_reader *reader, struct mysql_place place,
                           enum sql_constraint kind, bool is_conditional, struct str name)
{
    struct ddl *change =
        change_object(reader, DDL_DROP_CONSTRAINT, place, is_conditional, name);
    change->constraint = mysql_new_constraint(reader, kind, place);
}

// ---- tables

void mysql_rename(struct mysql_reader *reader, struct mysql_place place, struct sql_name table,
                  struct sql_name new_name)
{
    struct ddl *change = mysql_change(reader, DDL_RENAME_TABLE, place);
    change->table = table;
    change->new_name = new_name;
}

void mysql_partition(struct mysql_reader *reader, struct mysql_place place, const char *verb,
                     struct mysql_place rest)
{
    struct str name = verb ? str_of(verb) : mysql_words(reader, rest);
    struct sql_option *option = mysql_option(reader, place, name, (struct mysql_place){ 0 });
    if (verb && rest.to > rest.from)
        option->value = mysql_text(reader, rest);
    mysql_change(reader, DDL_PARTITION, place)->option = option;
}

void mysql_exchange(struct mysql_reader *reader, struct mysql_place place, struct sql_name table)
{
    struct ddl *change = mysql_change(reader, DDL_PARTITION, place);
    const struct sql_token *verb = &reader->tokens->items[mysql_tokens(reader, place).from];
    if (sql_token_is(verb, "CONVERT"))
        mysql_opaque(reader); // it makes a table, or ends one
    change->other = table;
    change->option = mysql_option(reader, place, STR("exchange"), (struct mysql_place){ 0 });
}

void mysql_alter_table(struct mysql_reader *reader, unsigned modifiers, bool is_conditional,
                       struct sql_name table)
{
    mysql_allow(reader, modifiers, MYSQL_ONLINE | MYSQL_IGNORE);
    if (!reader->changes.first) // it asks for the table all the same
        mysql_table_word(reader, (struct mysql_place){ 0 }, "none", NULL);
    for (struct ddl *change = reader->changes.first; change; change = change->next) {
        change->table = table;
        change->is_table_conditional = is_conditional;
    }
}
