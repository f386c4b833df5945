// The clauses of ALTER TABLE: each one is an operation.
#include "sql/cursor.h"

struct clause {
    struct sql_cursor cursor; // behind the clause's first word; ends with the clause
    struct sql_operation *operation;
};

static bool has_word(struct sql_cursor cursor, const char *word)
{
    return sql_cursor_find(&cursor, word);
}

static bool has_not_null(struct sql_cursor cursor)
{
    while (sql_cursor_find(&cursor, "NOT")) {
        if (sql_token_is(sql_cursor_peek(&cursor, 1), "NULL"))
            return true;
        cursor.at++;
    }
    return has_word(cursor, "PRIMARY");
}

// What a column falls back to ends where its next property begins.
static struct sql_range read_fallback(struct sql_cursor cursor)
{
    struct sql_range range = { 0 };
    if (!sql_cursor_find(&cursor, "DEFAULT"))
        return range;
    range.from = range.to = ++cursor.at;
    do {
        sql_cursor_skip(&cursor);
        range.to = cursor.at;
    } while (cursor.at < cursor.end
             && !sql_token_is_any(sql_cursor_peek(&cursor, 0),
                                  "NOT NULL CONSTRAINT CHECK UNIQUE PRIMARY REFERENCES COLLATE "
                                  "GENERATED COMMENT AFTER FIRST ON DEFERRABLE INITIALLY"));
    return range;
}

static void read_column(struct clause *clause)
{
    struct sql_operation *operation = clause->operation;
    operation->column = sql_cursor_word(&clause->cursor);
    operation->definition = (struct sql_range){ clause->cursor.at, clause->cursor.end };
    operation->fallback = read_fallback(clause->cursor);
    operation->is_not_null = has_not_null(clause->cursor);
    operation->has_default = has_word(clause->cursor, "DEFAULT")
                             || has_word(clause->cursor, "GENERATED")
                             || has_word(clause->cursor, "AUTO_INCREMENT");
}

static enum sql_constraint constraint_of(const struct sql_token *token)
{
    static const struct {
        const char *word;
        enum sql_constraint constraint;
    } words[] = {
        { "PRIMARY", SQL_CONSTRAINT_PRIMARY_KEY }, { "UNIQUE", SQL_CONSTRAINT_UNIQUE },
        { "FOREIGN", SQL_CONSTRAINT_FOREIGN_KEY }, { "CHECK", SQL_CONSTRAINT_CHECK },
        { "EXCLUDE", SQL_CONSTRAINT_EXCLUDE },     { "NOT", SQL_CONSTRAINT_NOT_NULL },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sql_token_is(token, words[i].word))
            return words[i].constraint;
    return SQL_CONSTRAINT_NONE;
}

// USING INDEX i, and not USING INDEX TABLESPACE s.
static bool takes_index(struct sql_cursor cursor)
{
    return sql_cursor_find(&cursor, "USING") && sql_cursor_accept_all(&cursor, "USING INDEX")
           && !sql_cursor_is(&cursor, "TABLESPACE");
}

static void read_constraint_kind(struct clause *clause)
{
    struct sql_cursor cursor = clause->cursor;
    struct sql_operation *operation = clause->operation;
    operation->constraint = constraint_of(sql_cursor_peek(&cursor, 0));
    operation->uses_index = takes_index(cursor);
    operation->is_unique = has_word(cursor, "UNIQUE") || has_word(cursor, "PRIMARY");
    for (; sql_cursor_find(&cursor, "NOT"); cursor.at++)
        if (sql_token_is(sql_cursor_peek(&cursor, 1), "VALID"))
            operation->is_not_valid = true;
}

static void read_constraint(struct clause *clause, enum sql_head head)
{
    struct sql_operation *operation = clause->operation;
    operation->head = head;
    operation->is_conditional = sql_cursor_accept_all(&clause->cursor, "IF EXISTS")
                                || sql_cursor_accept_all(&clause->cursor, "IF NOT EXISTS");
    operation->object.name = sql_cursor_word(&clause->cursor);
    read_constraint_kind(clause);
}

static void read_add(struct clause *clause)
{
    struct sql_cursor *cursor = &clause->cursor;
    const struct sql_token *first = sql_cursor_peek(cursor, 0);
    if (sql_cursor_accept(cursor, "CONSTRAINT")) {
        read_constraint(clause, SQL_ADD_CONSTRAINT);
        return;
    }
    if (sql_token_is_any(first, "PRIMARY FOREIGN CHECK UNIQUE EXCLUDE")) {
        clause->operation->head = SQL_ADD_CONSTRAINT;
        read_constraint_kind(clause);
        return;
    }
    if (sql_token_is_any(first, "INDEX KEY FULLTEXT SPATIAL")) {
        clause->operation->head = SQL_CREATE_INDEX;
        sql_cursor_skip_any(cursor, "FULLTEXT SPATIAL INDEX KEY");
        clause->operation->object.name = sql_cursor_word(cursor);
        return;
    }
    if (sql_token_is_any(first, "PARTITION GENERATED")) {
        clause->operation->head = SQL_ALTER_OTHER;
        return;
    }
    sql_cursor_accept(cursor, "COLUMN");
    clause->operation->head = SQL_ADD_COLUMN;
    clause->operation->is_conditional = sql_cursor_accept_all(cursor, "IF NOT EXISTS");
    if (sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_OPEN)
        cursor->at++; // ADD (a int, b int): the first of them
    read_column(clause);
}

static void read_drop(struct clause *clause)
{
    struct sql_cursor *cursor = &clause->cursor;
    struct sql_operation *operation = clause->operation;
    const struct sql_token *first = sql_cursor_peek(cursor, 0);
    if (sql_token_is_any(first, "CONSTRAINT CHECK FOREIGN PRIMARY")) {
        sql_cursor_skip_any(cursor, "CONSTRAINT CHECK FOREIGN PRIMARY KEY");
        read_constraint(clause, SQL_DROP_CONSTRAINT);
        operation->constraint = constraint_of(first);
        return;
    }
    if (sql_token_is_any(first, "INDEX KEY PARTITION")) {
        operation->head = sql_token_is(first, "PARTITION") ? SQL_ALTER_OTHER : SQL_DROP_INDEX;
        cursor->at++;
        operation->is_conditional = sql_cursor_accept_all(cursor, "IF EXISTS");
        operation->object.name = sql_cursor_word(cursor);
        return;
    }
    sql_cursor_accept(cursor, "COLUMN");
    operation->head = SQL_DROP_COLUMN;
    operation->is_conditional = sql_cursor_accept_all(cursor, "IF EXISTS");
    operation->column = sql_cursor_word(cursor);
    operation->is_cascade = has_word(*cursor, "CASCADE");
}

static void read_alter_column(struct clause *clause)
{
    struct sql_cursor *cursor = &clause->cursor;
    struct sql_operation *operation = clause->operation;
    if (sql_token_is_any(sql_cursor_peek(cursor, 0), "CONSTRAINT INDEX"))
        return;
    sql_cursor_accept(cursor, "COLUMN");
    operation->column = sql_cursor_word(cursor);
    if (sql_cursor_accept_all(cursor, "SET NOT NULL"))
        operation->head = SQL_SET_NOT_NULL;
    else if (sql_cursor_accept_all(cursor, "DROP NOT NULL"))
        operation->head = SQL_DROP_NOT_NULL;
    else if (sql_cursor_accept_all(cursor, "SET DEFAULT")) {
        operation->head = SQL_SET_DEFAULT;
        operation->fallback = (struct sql_range){ cursor->at, cursor->end };
    }
    else if (sql_cursor_accept_all(cursor, "DROP DEFAULT"))
        operation->head = SQL_DROP_DEFAULT;
    else if (sql_cursor_accept_all(cursor, "SET DATA TYPE") || sql_cursor_accept(cursor, "TYPE"))
        operation->head = SQL_CHANGE_TYPE;
}

static void read_rename(struct clause *clause)
{
    struct sql_cursor *cursor = &clause->cursor;
    struct sql_operation *operation = clause->operation;
    if (sql_token_is_any(sql_cursor_peek(cursor, 0), "TO AS")) {
        cursor->at++;
        struct sql_name name = sql_cursor_name(cursor);
        operation->head = SQL_RENAME_TABLE;
        operation->new_name = name.name;
        operation->is_moved = name.schema.length > 0;
        return;
    }
    operation->head = SQL_RENAME_COLUMN;
    if (sql_token_is_any(sql_cursor_peek(cursor, 0), "INDEX KEY CONSTRAINT")) {
        operation->head = SQL_RENAME_OTHER;
        cursor->at++;
    }
    sql_cursor_accept(cursor, "COLUMN");
    struct str name = sql_cursor_word(cursor);
    if (operation->head == SQL_RENAME_COLUMN)
        operation->column = name;
    else
        operation->object.name = name;
    if (sql_cursor_accept(cursor, "TO"))
        operation->new_name = sql_cursor_word(cursor);
}

// MODIFY c type, CHANGE c d type: MySQL's.
static void read_change(struct clause *clause, bool has_new_name)
{
    sql_cursor_accept(&clause->cursor, "COLUMN");
    clause->operation->head = SQL_CHANGE_TYPE;
    read_column(clause);
    if (!has_new_name)
        return;
    struct str name = sql_cursor_word(&clause->cursor);
    if (str_equal_ignoring_case(name, clause->operation->column))
        return;
    clause->operation->head = SQL_RENAME_COLUMN;
    clause->operation->new_name = name;
    clause->operation->is_redefined = true;
}

static void read_clause(struct clause *clause)
{
    struct sql_cursor *cursor = &clause->cursor;
    if (sql_cursor_accept(cursor, "ADD"))
        read_add(clause);
    else if (sql_cursor_accept(cursor, "DROP"))
        read_drop(clause);
    else if (sql_cursor_accept(cursor, "ALTER"))
        read_alter_column(clause);
    else if (sql_cursor_accept(cursor, "RENAME"))
        read_rename(clause);
    else if (sql_cursor_accept(cursor, "MODIFY"))
        read_change(clause, false);
    else if (sql_cursor_accept(cursor, "CHANGE"))
        read_change(clause, true);
    else if (sql_cursor_accept_all(cursor, "VALIDATE CONSTRAINT"))
        read_constraint(clause, SQL_VALIDATE_CONSTRAINT);
}

// Goes to the comma behind the clause: none in parentheses, nor in ARRAY[1, 2].
static void skip_clause(struct sql_cursor *cursor)
{
    unsigned brackets = 0;
    for (; cursor->at < cursor->end; sql_cursor_skip(cursor)) {
        const struct sql_token *token = sql_cursor_peek(cursor, 0);
        if (token->kind == SQL_TOKEN_COMMA && brackets == 0)
            return;
        brackets += sql_token_is_operator(token, "[");
        brackets -= brackets > 0 && sql_token_is_operator(token, "]");
    }
}

void sql_read_alter(struct sql_cursor cursor, struct sql_statement *statement,
                    struct sql_name table)
{
    do {
        uint32_t from = cursor.at;
        skip_clause(&cursor);
        struct clause clause = { .cursor = cursor };
        clause.cursor.at = from;
        clause.cursor.end = cursor.at;
        clause.operation = sql_operation_add(cursor.arena, statement, SQL_ALTER_OTHER, table);
        if (cursor.at > from)
            clause.operation->span = sql_tokens_span(cursor.tokens, from, cursor.at);
        read_clause(&clause);
        sql_cursor_skip(&cursor); // the comma
    } while (cursor.at < cursor.end);
}
