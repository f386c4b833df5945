// The loops of host code, by braces or by indentation.
#include "sql/host-scan.h"

// The indexes at which lines begin; lines without tokens have none.
struct lines {
    ARRAY_OF(uint32_t) starts;
    size_t current; // the line of the token that is looked at
};

// The index behind the lines that are indented more than the line `line`.
static uint32_t find_indented_end(const struct host_code *code, const struct lines *lines,
                                  size_t line)
{
    uint32_t indent = code->tokens[lines->starts.items[line]].indent;
    for (size_t next = line + 1; next < lines->starts.count; next++)
        if (code->tokens[lines->starts.items[next]].indent <= indent)
            return lines->starts.items[next];
    return code->count;
}

// The index of the `{`, `:` or `do` that ends a loop's header, or of the next line's start.
static uint32_t find_header_end(const struct host_code *code, uint32_t from)
{
    for (uint32_t i = from; i < code->count; i++) {
        const struct host_token *token = &code->tokens[i];
        if (host_token_is_any(token, "{ :") || host_token_is_any(token, "do")
            || (token->is_first && i > from))
            return i;
        if (token->kind == HOST_OPEN)
            i = token->partner;
        if (token->kind == HOST_CLOSE)
            return i;
    }
    return code->count;
}

static bool is_loop(const struct host_code *code, uint32_t index)
{
    const struct host_token *token = &code->tokens[index];
    if (token->kind != HOST_WORD || !host_token_is_any(token, "while for foreach loop until do"))
        return false;
    if (host_token_is_any(token, "do") && !host_token_is_any(host_token_at(code, index + 1), "{"))
        return false;
    bool is_statement =
        token->is_first
        || host_token_is_any(&code->tokens[index - 1], "{ } ; ) : async await in do then");
    return is_statement && !host_token_is_member(host_token_at(code, index + 1));
}

static void add_loop(struct arena *arena, struct host_code *code, const struct lines *lines,
                     uint32_t index)
{
    uint32_t header = find_header_end(code, index + 1);
    const struct host_token *end = host_token_at(code, header);
    if (end->kind == HOST_CLOSE)
        return; // a comprehension
    struct host_loop *loop = arena_new(arena, struct host_loop);
    loop->header = (struct host_range){ index + 1, header };
    loop->body = (struct host_range){ header, header };
    if (host_token_is_any(end, "{"))
        loop->body = (struct host_range){ header + 1, end->partner };
    else
        loop->body.to = find_indented_end(code, lines, lines->current);
    if (loop->body.to < loop->body.from)
        loop->body.to = loop->body.from;
    loop->range = (struct host_range){ index, loop->body.to };
    loop->span = host_span(code, index, header > index + 1 ? header : index + 1);
    list_add(&code->loops, loop);
}

// A block that is called for each of many: rows.each do |row|, rows.forEach((row) => {…}).
static bool is_iteration(const struct host_code *code, uint32_t index)
{
    return code->tokens[index].kind == HOST_WORD && index > 0
           && host_token_is_member(&code->tokens[index - 1])
           && host_token_is_any(&code->tokens[index], "each forEach each_slice each_with_index");
}

void host_find_loops(struct arena *arena, struct host_code *code)
{
    struct lines lines = { 0 };
    for (uint32_t i = 0; i < code->count; i++)
        if (code->tokens[i].is_first)
            array_add(arena, &lines.starts, i);
    for (uint32_t i = 0; i < code->count; i++) {
        while (lines.current + 1 < lines.starts.count && lines.starts.items[lines.current + 1] <= i)
            lines.current++;
        if (is_loop(code, i) || is_iteration(code, i))
            add_loop(arena, code, &lines, i);
    }
}
