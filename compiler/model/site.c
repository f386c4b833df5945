#include "model/site.h"

#include "model/mention.h"
#include "model/schema.h"

static bool is_sql_tag(struct str tag)
{
    static const char *const tags[] = { "sql",   "postgresql", "postgres", "pgsql",   "psql",
                                        "mysql", "mariadb",    "sqlite",   "plpgsql", NULL };
    for (const char *const *each = tags; *each; each++)
        if (str_equal_ignoring_case(tag, str_of(*each)))
            return true;
    return false;
}

static bool starts_with_any(struct str text, const char *const *words)
{
    size_t end = 0;
    while (end < text.length && char_is_letter(text.data[end]))
        end++;
    for (; *words; words++)
        if (str_equal_ignoring_case(str_slice(text, 0, end), str_of(*words)))
            return true;
    return false;
}

// Looks like SQL from its first word on; prose that begins with "Update" does not pass.
static bool is_sql(struct str text)
{
    static const char *const verbs[] = { "SELECT",  "INSERT",   "UPDATE", "DELETE", "WITH", "MERGE",
                                         "REPLACE", "TRUNCATE", "CREATE", "ALTER",  "DROP", NULL };
    return starts_with_any(str_trim(text), verbs);
}

static bool has_shape(const struct sql_script *script)
{
    const struct sql_statement *statement = script->statements.first;
    if (!statement)
        return false;
    if (statement->head == SQL_SELECT)
        return statement->selects.first && statement->selects.first->items.count > 0;
    if (statement->head == SQL_UPDATE)
        return statement->operations.first->column.length > 0;
    return statement->head != SQL_OTHER;
}

// That of the store on which the code runs; SQL in host code may be of any.
static enum sql_engine engine_of(const struct site *site)
{
    const struct store *store = site->action   ? site->action->store
                                : site->verify ? site->verify->store
                                               : NULL;
    return store_engine(store);
}

static void add_query(struct arena *arena, struct site *site, const struct host_literal *literal,
                      struct text text)
{
    enum sql_engine engine = literal ? SQL_ENGINE_UNKNOWN : engine_of(site);
    const struct sql_script *script = sql_read_for(arena, engine, text);
    if (!script->statements.first || (literal && !has_shape(script)))
        return;
    struct site_query *query = arena_new(arena, struct site_query);
    query->literal = literal;
    query->script = script;
    query->span = text_place(text_trim(text));
    list_add(&site->queries, query);
}

static void add_site(struct arena *arena, struct sites *sites, struct site what)
{
    if (!code_is_set(what.code))
        return;
    struct str tag = what.code->language;
    const struct host_language *language = host_language_of(tag);
    bool holds_sql = is_sql_tag(tag) || (tag.length == 0 && is_sql(what.code->text.str));
    if (!holds_sql && !language)
        return;
    struct site *site = arena_new(arena, struct site);
    *site = what;
    list_add(sites, site);
    if (holds_sql) {
        add_query(arena, site, NULL, what.code->text);
        return;
    }
    site->host = host_read(arena, what.code->text, language);
    list_each(host_literal, literal, site->host->literals)
        if (is_sql(literal->text.str))
            add_query(arena, site, literal, literal->text);
}

static void add_actions(struct arena *arena, struct sites *sites, const struct phase *phase,
                        const struct action_list *actions, enum site_role role)
{
    list_each(action, action, *actions)
        add_site(arena, sites,
                 (struct site){ .role = role,
                                .phase = phase,
                                .action = action,
                                .code = &action->code,
                                .title = action->title,
                                .is_inferred = action->is_inferred });
}

static void add_verifies(struct arena *arena, struct sites *sites, const struct phase *phase,
                         const struct verify_list *verifies)
{
    list_each(verify, verify, *verifies)
        add_site(arena, sites,
                 (struct site){ .role = SITE_VERIFIES,
                                .phase = phase,
                                .verify = verify,
                                .code = &verify->code,
                                .title = verify->title,
                                .is_inferred = verify->is_inferred });
}

static void add_change(struct arena *arena, struct sites *sites, const struct plan *plan,
                       const struct phase *phase, const struct change *change)
{
    add_site(arena, sites,
             (struct site){ .role = SITE_SHOWN,
                            .phase = phase,
                            .code = &change->code,
                            .title = change->title,
                            .is_inferred = phase ? phase->is_inferred : plan->is_inferred });
}

static void add_check(struct arena *arena, struct sites *sites, const struct phase *phase,
                      const struct check *check)
{
    add_site(arena, sites,
             (struct site){ .role = SITE_VERIFIES,
                            .phase = phase,
                            .code = &check->code,
                            .title = check->text,
                            .is_inferred = check->is_inferred });
}

struct sites sites_read(struct arena *arena, const struct plan *plan)
{
    struct sites sites = { 0 };
    list_each(phase, phase, plan->phases) {
        add_actions(arena, &sites, phase, &phase->actions, SITE_RUNS);
        list_each(change, change, phase->changes)
            add_change(arena, &sites, plan, phase, change);
        add_verifies(arena, &sites, phase, &phase->verifies);
        list_each(check, check, phase->checks)
            add_check(arena, &sites, phase, check);
        add_actions(arena, &sites, phase, &phase->rollback.actions, SITE_UNDOES);
    }
    add_verifies(arena, &sites, NULL, &plan->verifies);
    list_each(check, check, plan->checks)
        add_check(arena, &sites, NULL, check);
    list_each(change, note, plan->notes)
        add_change(arena, &sites, plan, NULL, note);
    list_each(procedure, procedure, plan->procedures)
        add_site(arena, &sites,
                 (struct site){ .role = SITE_UNDOES,
                                .code = &procedure->code,
                                .title = procedure->title,
                                .is_inferred = plan->is_inferred });
    return sites;
}

const struct sql_statement *site_query_only(const struct site_query *query)
{
    const struct sql_statement *statement = query->script->statements.first;
    return statement && !statement->next ? statement : NULL;
}

bool site_is_validation(const struct site *site)
{
    return site->role == SITE_VERIFIES
           || (site->role != SITE_UNDOES
               && ((site->phase && site->phase->kind == KIND_VERIFY)
                   || text_mentions(site->title.str,
                                    "verif|valid|check|compar|integrit|match|consisten")));
}

void site_cap(struct diagnostic *finding, const struct site *site)
{
    if (finding->is_inferred || (!site->is_inferred && !(site->phase && site->phase->is_inferred)))
        return;
    if (site->phase)
        diagnostic_inferred(finding, "what the code of phase %d is for is inferred from its place",
                            site->phase->number);
    else
        diagnostic_inferred(finding, "what this code is for is inferred from its place");
}

// No line end stands between the two places of the text.
static bool is_same_line(const char *from, const char *to)
{
    return from <= to && !memchr(from, '\n', (size_t)(to - from));
}

struct str statement_comment(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    struct str found = STR_NONE;
    const struct str last = sql_token_at(tokens, statement->range.to - 1)->text;
    for (const struct sql_comment *comment = statement->comment;
         comment && comment->before <= statement->range.to + 1; comment = comment->next) {
        bool is_before = comment->before == statement->range.from;
        bool is_behind = comment->before > statement->range.from && comment->text.data > last.data
                         && is_same_line(last.data, comment->text.data);
        bool is_of_another =
            is_before && statement->range.from > 0
            && is_same_line(sql_token_at(tokens, statement->range.from - 1)->text.data,
                            comment->text.data);
        if ((is_before && !is_of_another) || is_behind)
            found = comment->text;
    }
    return found;
}

// A placeholder where a clause would stand: code may put in anything.
static bool is_filled_clause(const struct sql_token *token, const struct sql_token *before)
{
    static const char *const values[] = {
        "LIMIT", "OFFSET", "WHERE", "FROM", "AND",    "OR",  "IN",  "BY",       "SELECT", "JOIN",
        "INTO",  "TABLE",  "ON",    "LIKE", "VALUES", "SET", "NOT", "BETWEEN",  "ANY",    "ALL",
        "AS",    "UPDATE", "THEN",  "ELSE", "WHEN",   "IS",  "TO",  "DISTINCT", "ILIKE",  NULL
    };
    bool is_text = token->kind == SQL_TOKEN_PLACEHOLDER && !strchr("?:@", token->text.data[0])
                   && !(token->text.length > 1 && char_is_digit(token->text.data[1]));
    if (!is_text || before->kind == SQL_TOKEN_OPERATOR || before->kind == SQL_TOKEN_OPEN
        || before->kind == SQL_TOKEN_COMMA || before->kind == SQL_TOKEN_DOT)
        return false;
    for (const char *const *value = values; *value; value++)
        if (sql_token_is(before, *value))
            return false;
    return true;
}

bool statement_is_elided(const struct sql_statement *statement)
{
    const struct sql_tokens *tokens = statement->tokens;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = &tokens->items[i], *next = sql_token_at(tokens, i + 1);
        if (token->kind == SQL_TOKEN_DOT && next->kind == SQL_TOKEN_DOT)
            return true;
        if (token->kind == SQL_TOKEN_WORD && str_find(token->text, STR("…"), 0) != STR_NOT_FOUND)
            return true;
        bool is_mark = sql_token_is_operator(token, "<") && next->kind == SQL_TOKEN_WORD
                       && next->text.data == token->text.data + 1;
        if (is_mark && sql_token_is_operator(sql_token_at(tokens, i + 2), ">"))
            return true;
        if (i > statement->range.from && is_filled_clause(token, &tokens->items[i - 1]))
            return true;
    }
    return false;
}
