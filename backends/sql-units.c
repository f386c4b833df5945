#include "backends/sql-units.h"

#include "backends/printable.h"
#include "backends/sql-name.h"
#include "backends/sql-stated.h"
#include "base/output.h"
#include "sql/cursor.h"
#include "sql/ddl.h"
#include "sql/read.h"

struct splitter {
    struct arena *arena;
    const struct lockings *lockings;
    const struct action *step;
    struct sql_units units;
    struct sql_unit *open;     // a transaction to which statements are added
    struct output open_text;
    struct output settings;    // of the session, for every part behind them
    bool has_other_database;   // USE
};

// ---- what a statement is

static bool begins_with(const struct sql_statement *statement, const char *word)
{
    return sql_token_is(sql_token_at(statement->tokens, statement->range.from), word);
}

static bool is_rows(const struct sql_statement *statement)
{
    enum sql_head head = statement->head;
    return !statement->refusal.data
           && (head == SQL_SELECT || head == SQL_INSERT || head == SQL_INSERT_SELECT
               || head == SQL_UPDATE || head == SQL_DELETE || head == SQL_COPY
               || begins_with(statement, "DO"));
}

static bool is_change(const struct sql_statement *statement)
{
    enum sql_head head = statement->head;
    return head == SQL_TRUNCATE || (head >= SQL_CREATE_TABLE && head <= SQL_DROP_OTHER);
}

static bool is_use(const struct sql_statement *statement)
{
    return begins_with(statement, "USE");
}

static bool reaches_others(const struct sql_token *token)
{
    struct str text = token->text;
    while (str_starts_with(text, STR("@")))
        text = str_from(text, 1);
    return str_equal_ignoring_case(str_slice(text, 0, 6), STR("global"))
           || str_equal_ignoring_case(str_slice(text, 0, 7), STR("persist"))
           || sql_token_is_any(token, "PASSWORD ROLE STATEMENT TRANSACTION AUTOCOMMIT RESOURCE");
}

// SET of what only the session knows; it may be computed.
static bool is_of_session(const struct sql_statement *statement)
{
    if (is_use(statement))
        return true;
    if (statement->head != SQL_SET)
        return false;
    for (uint32_t i = statement->range.from + 1; i < statement->range.to; i++)
        if (reaches_others(sql_token_at(statement->tokens, i)))
            return false;
    return true;
}

// The same where it means the same each time it is run.
static bool is_setting(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_at(statement->tokens, i)->kind == SQL_TOKEN_OPEN)
            return false;
    return is_of_session(statement);
}

// It needs, or leaves, what only its session has.
static bool depends_on_session(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    list_each(sql_operation, operation, statement->operations)
        if (operation->is_temporary)
            return true;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = sql_token_at(tokens, i);
        bool is_kept = sql_token_is(token, "INTO")
                       && sql_token_at(tokens, i + 1)->kind == SQL_TOKEN_PLACEHOLDER;
        if (is_kept || str_is(token->text, ":=")
            || sql_token_is_any(token, "LAST_INSERT_ID FOUND_ROWS ROW_COUNT CONNECTION_ID"))
            return true;
    }
    return false;
}

static bool can_be_split(const struct sql_script *script)
{
    bool has_many = script->statements.first && script->statements.first->next;
    list_each(sql_statement, statement, script->statements) {
        bool is_known = is_rows(statement) || is_change(statement) || is_setting(statement);
        if (!is_known || (has_many && !is_setting(statement) && depends_on_session(statement)))
            return false;
    }
    return true;
}

static bool is_one_transaction(const struct sql_script *script)
{
    list_each(sql_statement, statement, script->statements)
        if (!is_rows(statement) && !is_of_session(statement))
            return false;
    return true;
}

// ---- by what a change is seen

static bool is_visible(const struct sql_statement *statement)
{
    if (statement->refusal.data || statement->head == SQL_TRUNCATE || !statement->changes)
        return false;
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (change->kind == DDL_PARTITION || change->kind == DDL_OPAQUE)
            return false;
    list_each(sql_operation, operation, statement->operations) {
        enum sql_head head = operation->head;
        bool is_dropped = head == SQL_DROP_TABLE || head == SQL_DROP_VIEW;
        if (head == SQL_CREATE_SCHEMA || head == SQL_DROP_SCHEMA
            || (is_dropped && operation->next)) // of several, each goes by itself
            return false;
    }
    return true;
}

static bool add_name(struct splitter *splitter, struct output *out, struct sql_name name)
{
    if (!sql_name_is_set(name))
        return true;
    for (size_t i = 0; i < name.name.length + name.schema.length; i++) {
        char c = i < name.name.length ? name.name.data[i]
                                      : name.schema.data[i - name.name.length];
        if ((unsigned char)c < 0x20)
            return false;
    }
    struct str schema = name.schema.length ? sql_mysql_literal(splitter->arena, name.schema)
                                           : STR("database()");
    output_format(out, "%s(%.*s, %.*s)", out->bytes.count ? ", " : "", STR_ARGS(schema),
                  STR_ARGS(sql_mysql_literal(splitter->arena, name.name)));
    return true;
}

static struct str names_of(struct splitter *splitter, const struct sql_statement *statement)
{
    struct output out = { .arena = splitter->arena };
    if (splitter->has_other_database || !is_visible(statement))
        return STR("");
    list_each(sql_operation, operation, statement->operations) {
        struct sql_name renamed = { operation->table.schema, operation->new_name };
        if (!add_name(splitter, &out, operation->table)
            || !add_name(splitter, &out, operation->object)
            || !add_name(splitter, &out, renamed))
            return STR("");
    }
    return output_get(&out);
}

// ---- texts

static struct str text_of(struct splitter *splitter, const struct sql_statement *statement)
{
    struct str written =
        sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
    return sql_stated(splitter->arena, splitter->lockings, splitter->step, written).text;
}

static bool has_semicolon(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_at(statement->tokens, i)->kind == SQL_TOKEN_SEMICOLON)
            return true;
    return false;
}

// The client would cut a body at its semicolons.
static void write_statement(struct splitter *splitter, struct output *out,
                            const struct sql_statement *statement)
{
    struct str text = text_of(splitter, statement);
    if (!has_semicolon(statement)) {
        output_format(out, "%.*s;\n", STR_ARGS(text));
        return;
    }
    struct output mark = { .arena = splitter->arena };
    output_str(&mark, STR("$belay"));
    output_repeat(&mark, '_', longest_run(text, '_') + 1);
    output_char(&mark, '$');
    output_format(out, "DELIMITER %.*s\n%.*s\n%.*s\nDELIMITER ;\n", STR_ARGS(output_get(&mark)),
                  STR_ARGS(text), STR_ARGS(output_get(&mark)));
}

// ---- parts

static struct sql_unit *add_unit(struct splitter *splitter, enum sql_manner manner)
{
    struct sql_unit *unit = arena_new(splitter->arena, struct sql_unit);
    *unit = (struct sql_unit){ .manner = manner, .names = STR("") };
    list_add(&splitter->units.all, unit);
    return unit;
}

static void close_transaction(struct splitter *splitter)
{
    if (splitter->open)
        splitter->open->text = output_get(&splitter->open_text);
    splitter->open = NULL;
}

static void add_rows(struct splitter *splitter, const struct sql_statement *statement)
{
    if (!splitter->open) {
        splitter->open = add_unit(splitter, SQL_MANNER_DATA);
        splitter->open_text = (struct output){ .arena = splitter->arena };
        output_str(&splitter->open_text, output_get(&splitter->settings));
    }
    write_statement(splitter, &splitter->open_text, statement);
}

static void add_setting(struct splitter *splitter, const struct sql_statement *statement)
{
    write_statement(splitter, &splitter->settings, statement);
    if (splitter->open)
        write_statement(splitter, &splitter->open_text, statement);
    splitter->has_other_database |= is_use(statement);
}

static void add_change(struct splitter *splitter, const struct sql_statement *statement)
{
    close_transaction(splitter);
    struct sql_unit *unit = add_unit(splitter, SQL_MANNER_CHANGE);
    struct output text = { .arena = splitter->arena };
    output_str(&text, output_get(&splitter->settings));
    write_statement(splitter, &text, statement);
    unit->text = output_get(&text);
    unit->names = names_of(splitter, statement);
}

static void add_all(struct splitter *splitter, enum sql_manner manner)
{
    struct sql_unit *unit = add_unit(splitter, manner);
    unit->text = sql_stated(splitter->arena, splitter->lockings, splitter->step,
                            splitter->step->code.text.str)
                     .text;
}

struct sql_units sql_units_read(struct arena *arena, const struct lockings *lockings,
                                const struct action *step)
{
    struct splitter splitter = {
        .arena = arena,
        .lockings = lockings,
        .step = step,
        .settings = { .arena = arena },
    };
    const struct sql_script *script =
        sql_read_for(arena, sql_engine_of(step->store->engine), step->code.text);
    if (is_one_transaction(script))
        add_all(&splitter, SQL_MANNER_DATA);
    else if (!can_be_split(script))
        add_all(&splitter, SQL_MANNER_CHANGE);
    else
        list_each(sql_statement, statement, script->statements) {
            if (is_rows(statement))
                add_rows(&splitter, statement);
            else if (is_change(statement))
                add_change(&splitter, statement);
            else
                add_setting(&splitter, statement);
        }
    close_transaction(&splitter);
    return splitter.units;
}
