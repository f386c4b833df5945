#include "model/batch.h"

// Code with more than this is not looked at: it is no sample in a plan.
enum {
    MOST_CALLS = 1000,
    MOST_QUERIES = 100,
    MOST_LOOPS = 200,
    MOST_NAMES = 24,
    MOST_COPIES = 200
};

bool site_is_backfill(const struct site *site)
{
    return site->phase && site->phase->kind == KIND_BACKFILL
           && (site->role == SITE_RUNS || site->role == SITE_SHOWN);
}

const struct sql_select *query_batch(const struct sql_statement *statement)
{
    list_each(sql_select, select, statement->selects)
        if (select->has_limit && select->has_from)
            return select;
    return NULL;
}

bool select_has_cursor(const struct sql_statement *statement, const struct sql_select *select)
{
    const struct sql_tokens *tokens = statement->tokens;
    for (uint32_t i = select->where.from; i < select->where.to; i++) {
        const struct sql_token *token = &tokens->items[i];
        if (!sql_token_is_operator(token, ">") && !sql_token_is_operator(token, ">="))
            continue;
        const struct sql_token *next = sql_token_at(tokens, i + 1);
        if (next->kind == SQL_TOKEN_OPEN)
            next = sql_token_at(tokens, i + 2);
        if (next->kind == SQL_TOKEN_PLACEHOLDER)
            return true;
    }
    return false;
}

// ---- names that hold what was read

struct flow {
    struct arena *arena;
    const struct site *site;
    const struct host_code *host;
    const struct host_loop *loop;
    struct str names[MOST_NAMES];
    unsigned name_count;
};

static bool holds_name(const struct flow *flow, struct str name)
{
    for (unsigned i = 0; i < flow->name_count; i++)
        if (str_equal(flow->names[i], name))
            return true;
    return false;
}

static void add_name(struct flow *flow, struct str name)
{
    if (name.length == 0 || flow->name_count == MOST_NAMES || holds_name(flow, name)
        || str_is(name, "_") || str_is(name, "err"))
        return;
    flow->names[flow->name_count++] = name;
}

static bool mentions_name(const struct flow *flow, struct host_range range)
{
    for (uint32_t i = range.from; i < range.to && i < flow->host->count; i++)
        if (flow->host->tokens[i].kind == HOST_WORD && holds_name(flow, flow->host->tokens[i].text))
            return true;
    return false;
}

// `for row in rows`, `for _, row := range rows`, `for (const row of rows)`: the names before.
static void add_loop_names(struct flow *flow, const struct host_loop *loop)
{
    for (uint32_t i = loop->header.from; i < loop->header.to; i++) {
        const struct host_token *token = &flow->host->tokens[i];
        if (host_token_is(token, "in") || host_token_is(token, "of") || host_token_is(token, ":=")
            || host_token_is(token, ":") || host_token_is(token, "as"))
            return;
        if (token->kind == HOST_WORD && !host_token_is(token, "const")
            && !host_token_is(token, "let"))
            add_name(flow, token->text);
    }
}

// One step of what was read through the loop: assignments, inner loops, and rows.Scan(&row).
static void follow_once(struct flow *flow)
{
    const struct host_range range = flow->loop->range;
    list_each(host_loop, loop, flow->host->loops)
        if (host_range_covers(range, loop->range.from) && mentions_name(flow, loop->header))
            add_loop_names(flow, loop);
    list_each(host_call, call, flow->host->calls)
        if (host_range_covers(range, call->range.from) && holds_name(flow, call->receiver)
            && name_has_part(call->name, "scan fetch into next"))
            for (size_t i = 0; i < call->arguments.count; i++)
                add_name(flow, host_name_at(flow->host, call->arguments.items[i].from));
    list_each(host_assignment, assignment, flow->host->assignments)
        if (host_range_covers(range, assignment->value.from)
            && mentions_name(flow, assignment->value))
            add_name(flow, assignment->name);
}

// users = cursor.fetchall(); for user in users: row = convert(user): each step adds names.
static void follow(struct flow *flow)
{
    unsigned before;
    do {
        before = flow->name_count;
        follow_once(flow);
    } while (flow->name_count > before && flow->name_count < MOST_NAMES);
}

// ---- reading and writing

// The query that a call runs: in its arguments, or by the name that was given to it before.
static const struct site_query *query_of(const struct flow *flow, const struct host_call *call)
{
    list_each(site_query, query, flow->site->queries)
        if (query->literal && query->literal->call == call)
            return query;
    for (size_t i = 0; i < call->arguments.count; i++) {
        const struct host_range argument = call->arguments.items[i];
        struct str name = host_token_at(flow->host, argument.from)->text;
        if (argument.to - argument.from != 1 || name.length == 0)
            continue;
        list_each(site_query, query, flow->site->queries)
            if (query->literal && !query->literal->call && str_equal(query->literal->name, name))
                return query;
    }
    return NULL;
}

// What a call works on: its receiver, or the first of its arguments.
static struct str side_of(const struct flow *flow, const struct host_call *call)
{
    if (call->receiver.length > 0 || call->arguments.count == 0)
        return call->receiver;
    return host_name_at(flow->host, call->arguments.items[0].from);
}

static struct sql_name table_of(const struct site_query *query)
{
    const struct sql_statement *statement = query ? site_query_only(query) : NULL;
    if (!statement)
        return (struct sql_name){ 0 };
    if (statement->head != SQL_SELECT)
        return statement->operations.first->table;
    const struct sql_select *select = sql_main_select(statement);
    return select && select->sources.first ? select->sources.first->table : (struct sql_name){ 0 };
}

static bool reads_rows(const struct site_query *query)
{
    const struct sql_statement *statement = site_query_only(query);
    const struct sql_select *select = statement ? sql_main_select(statement) : NULL;
    return select && select->has_from && !select->has_aggregate;
}

static bool writes_rows(const struct site_query *query)
{
    const struct sql_statement *statement = site_query_only(query);
    return statement
           && (statement->head == SQL_INSERT || statement->head == SQL_UPDATE
               || statement->head == SQL_MERGE);
}

static bool is_bookkeeping(struct str name)
{
    return name_has_part(
        name, "checkpoint progress log logger logging metric metrics cache state stats "
              "counter audit console print journal history redis offset watermark file csv "
              "json fs writer builder factory queue producer report summary copy json");
}

static bool reads_by_name(const struct host_call *call)
{
    return call->receiver.length > 0 && !is_bookkeeping(call->name)
           && name_has_part(call->name,
                            "find fetch fetchmany read scan select query paginate page batch");
}

static bool writes_by_name(const struct host_call *call)
{
    return !is_bookkeeping(call->name) && !is_bookkeeping(call->receiver)
           && name_has_part(call->name,
                            "insert upsert create save bulk replace write persist executemany");
}

static bool is_before(const struct host_call *call, const struct host_loop *loop)
{
    return call->range.to <= loop->range.from;
}

// The call that reads the rows: in the loop, or before it where its header goes over the result.
static const struct host_call *find_reading(struct flow *flow, const struct site_query **read)
{
    const struct host_call *by_name = NULL, *before = NULL;
    list_each(host_call, call, flow->host->calls) {
        bool is_inside = host_range_covers(flow->loop->range, call->range.from);
        if (!is_inside && !is_before(call, flow->loop))
            break;
        const struct site_query *query = query_of(flow, call);
        if (is_inside && query && reads_rows(query)) {
            *read = query;
            return call;
        }
        if (is_inside && !query && !by_name && reads_by_name(call))
            by_name = call;
        if (!is_inside && query && reads_rows(query)) {
            *read = query;
            before = call;
        }
    }
    return before ? before : by_name;
}

// The name that holds the result of the call, else what it was called on (a cursor).
static struct str result_of(const struct flow *flow, const struct host_call *call)
{
    struct str name = STR_NONE;
    list_each(host_assignment, assignment, flow->host->assignments)
        if (assignment->value.from <= call->range.from && call->range.to <= assignment->value.to)
            name = assignment->name;
    return name.length > 0 ? name : call->receiver;
}

static bool is_other_side(const struct flow *flow, const struct batch_copy *copy,
                          const struct host_call *call, const struct site_query *write)
{
    struct str from = side_of(flow, copy->reading), to = side_of(flow, call);
    struct sql_name read = table_of(copy->read), written = table_of(write);
    if (sql_name_is_set(read) && sql_name_is_set(written) && !sql_name_equal(read, written))
        return true;
    return from.length > 0 && to.length > 0 && !str_equal(from, to) && !holds_name(flow, to);
}

static bool find_writing(const struct flow *flow, struct batch_copy *copy)
{
    list_each(host_call, call, flow->host->calls) {
        if (!host_range_covers(flow->loop->range, call->range.from) || call == copy->reading
            || !mentions_name(flow, call->range))
            continue;
        const struct site_query *query = query_of(flow, call);
        bool writes = query ? writes_rows(query) && !is_bookkeeping(table_of(query).name)
                            : writes_by_name(call);
        if (!writes || !is_other_side(flow, copy, call, query))
            continue;
        copy->write = query;
        copy->writing = call;
        return true;
    }
    return false;
}

static struct batch_copy *read_loop(struct flow *flow)
{
    struct batch_copy *copy = arena_new(flow->arena, struct batch_copy);
    copy->site = flow->site;
    copy->loop = flow->loop;
    copy->reading = find_reading(flow, &copy->read);
    if (!copy->reading)
        return NULL;
    add_name(flow, result_of(flow, copy->reading));
    bool is_inside = host_range_covers(flow->loop->range, copy->reading->range.from);
    if (!is_inside && !mentions_name(flow, flow->loop->header))
        return NULL;
    follow(flow);
    return find_writing(flow, copy) ? copy : NULL;
}

static bool is_too_large(const struct site *site)
{
    unsigned calls = 0, queries = 0, loops = 0;
    list_each(host_loop, loop, site->host->loops)
        if (++loops > MOST_LOOPS)
            return true;
    list_each(host_call, call, site->host->calls)
        if (++calls > MOST_CALLS)
            return true;
    list_each(site_query, query, site->queries)
        if (++queries > MOST_QUERIES)
            return true;
    return false;
}

struct batch_copies batch_copies_read(struct arena *arena, const struct sites *sites)
{
    struct batch_copies copies = { 0 };
    unsigned count = 0;
    list_each(site, site, *sites) {
        uint32_t end = 0;
        if (!site_is_backfill(site) || !site->host || host_is_shell(site->host->language)
            || is_too_large(site))
            continue;
        list_each(host_loop, loop, site->host->loops) {
            if (loop->range.from < end)
                continue; // inside the one before
            end = loop->range.to;
            struct flow flow = { .arena = arena, .site = site, .host = site->host, .loop = loop };
            struct batch_copy *copy = read_loop(&flow);
            if (copy && ++count <= MOST_COPIES)
                list_add(&copies, copy);
        }
    }
    return copies;
}

static bool is_about(const struct batch_copy *copy, const struct move *move)
{
    struct sql_name read = table_of(copy->read), written = table_of(copy->write);
    const struct sql_name from = { move->from.schema, move->from.table };
    const struct sql_name to = { move->to.schema, move->to.table };
    return sql_name_equal(read, from) || sql_name_equal(written, to);
}

const struct traffic_state *batch_traffic(const struct model *model, const struct batch_copy *copy)
{
    const struct phase *phase = copy->site->phase;
    const struct action *action = copy->site->action;
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next) {
        bool is_only = traffic == model->traffic && !traffic->next;
        if (is_only || is_about(copy, traffic->move))
            return traffic_before(traffic, phase, action ? action->span.start : phase->span.start);
    }
    return NULL;
}
