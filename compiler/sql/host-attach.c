// What every literal of host code belongs to, found in one pass over the tokens.
#include "sql/host-scan.h"

struct attacher {
    struct arena *arena;
    const struct host_code *code;
    struct host_literal *literal;             // the next one
    const struct host_call *call;             // the next one by its opening parenthesis
    const struct host_assignment *assignment; // the next one
    ARRAY_OF(const struct host_call *)
    calls; // around the token, one for each open bracket; or NULL
    ARRAY_OF(const struct host_assignment *) values; // around the token
};

// The index of the parenthesis that opens the call's arguments: all but a tagged template's.
static uint32_t opening_of(const struct host_code *code, const struct host_call *call)
{
    return host_token_at(code, call->range.to - 1)->partner;
}

static void open_bracket(struct attacher *attacher, uint32_t index)
{
    const struct host_code *code = attacher->code;
    const struct host_call *around =
        attacher->calls.count ? attacher->calls.items[attacher->calls.count - 1] : NULL;
    while (attacher->call
           && (host_token_at(code, attacher->call->range.to - 1)->kind != HOST_CLOSE
               || opening_of(code, attacher->call) < index))
        attacher->call = attacher->call->next;
    bool is_call = attacher->call && opening_of(code, attacher->call) == index;
    bool is_block = str_is(code->tokens[index].text, "{") && index > 0
                    && !strchr("(,[:=", code->tokens[index - 1].text.data[0]);
    array_add(attacher->arena, &attacher->calls,
              is_call    ? attacher->call
              : is_block ? NULL
                         : around);
}

static void attach_literal(struct attacher *attacher)
{
    struct host_literal *literal = attacher->literal;
    if (attacher->calls.count)
        literal->call = attacher->calls.items[attacher->calls.count - 1];
    if (attacher->values.count)
        literal->name = attacher->values.items[attacher->values.count - 1]->name;
    attacher->literal = literal->next;
}

static void attach_tagged(struct host_code *code)
{
    struct host_literal *literal = code->literals.first;
    list_each(host_call, call, code->calls) {
        if (call->arguments.count != 1
            || host_token_at(code, call->range.to - 1)->kind != HOST_STRING)
            continue;
        while (literal && literal->range.from < call->arguments.items[0].from)
            literal = literal->next;
        if (literal && literal->range.from == call->arguments.items[0].from)
            literal->call = call;
    }
}

void host_attach(struct arena *arena, struct host_code *code)
{
    struct attacher attacher = {
        .arena = arena,
        .code = code,
        .literal = code->literals.first,
        .call = code->calls.first,
        .assignment = code->assignments.first,
    };
    for (uint32_t i = 0; i < code->count && attacher.literal; i++) {
        while (attacher.assignment && attacher.assignment->value.from <= i) {
            array_add(arena, &attacher.values, attacher.assignment);
            attacher.assignment = attacher.assignment->next;
        }
        while (attacher.values.count
               && attacher.values.items[attacher.values.count - 1]->value.to <= i)
            attacher.values.count--;
        if (code->tokens[i].kind == HOST_OPEN)
            open_bracket(&attacher, i);
        else if (code->tokens[i].kind == HOST_CLOSE && attacher.calls.count)
            attacher.calls.count--;
        else if (attacher.literal->range.from == i)
            attach_literal(&attacher);
    }
    attach_tagged(code);
}
