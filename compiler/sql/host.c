// Structure over the tokens of host code: what is joined, called, repeated, named, compared.
#include "sql/host-scan.h"

const struct host_token *host_token_at(const struct host_code *code, uint32_t index)
{
    return &code->tokens[index < code->count ? index : code->count];
}

bool host_token_is(const struct host_token *token, const char *text)
{
    return token->kind != HOST_STRING && str_is(token->text, text);
}

// True where the token is one of the blank-separated words or operators.
bool host_token_is_any(const struct host_token *token, const char *words)
{
    struct str rest = str_of(words);
    if (token->kind == HOST_STRING || token->kind == HOST_END)
        return false;
    while (rest.length > 0) {
        size_t end = str_find_char(rest, ' ', 0);
        if (str_equal(str_slice(rest, 0, end), token->text))
            return true;
        rest = end == STR_NOT_FOUND ? STR_NONE : str_from(rest, end + 1);
    }
    return false;
}

bool host_token_is_member(const struct host_token *token)
{
    return host_token_is_any(token, ". ?. -> ::");
}

// ---- chains

// For each word behind a dot, where its chain begins: each looks at the link before it only.
static void find_chains(struct host_code *code)
{
    for (uint32_t i = 2; i < code->count; i++) {
        struct host_token *token = &code->tokens[i];
        if (token->kind != HOST_WORD || !host_token_is_member(&code->tokens[i - 1]))
            continue;
        uint32_t link = i - 2;
        for (unsigned hops = 0; hops < 4 && code->tokens[link].kind == HOST_CLOSE; hops++) {
            uint32_t open = code->tokens[link].partner; // a call or an index: the word before it
            bool has_word = open > 0 && open < link
                            && (code->tokens[open - 1].kind == HOST_WORD
                                || code->tokens[open - 1].kind == HOST_CLOSE);
            link = has_word ? open - 1 : open;
            if (!has_word)
                break;
        }
        token->chain = code->tokens[link].chain;
    }
}

// Words in front of a name that say nothing of it. `new` is a good name where none follows.
static bool is_transparent(const struct host_code *code, uint32_t index)
{
    const struct host_token *token = host_token_at(code, index),
                            *next = host_token_at(code, index + 1);
    if (host_token_is_any(token, "new yield return await not"))
        return !next->is_first && (next->kind == HOST_WORD || host_token_is_any(next, "( !"));
    return host_token_is_any(token, "this self $this super cls ! ( &");
}

struct str host_name_at(const struct host_code *code, uint32_t from)
{
    for (unsigned hops = 0; hops < 8; hops++, from++) {
        const struct host_token *token = host_token_at(code, from);
        bool is_passed = is_transparent(code, from) || host_token_is_member(token)
                         || (token->kind == HOST_OPERATOR && str_is(token->text, "@"));
        if (!is_passed)
            return token->kind == HOST_WORD ? token->text : STR_NONE;
    }
    return STR_NONE;
}

// The name at which the expression begins that ends before `to`.
static struct str name_before(const struct host_code *code, uint32_t to)
{
    for (unsigned hops = 0; hops < 8 && to > 0; hops++) {
        const struct host_token *last = &code->tokens[to - 1];
        if (last->kind == HOST_WORD)
            return host_name_at(code, last->chain);
        if (last->kind != HOST_CLOSE || last->partner == 0 || last->partner >= to)
            return STR_NONE;
        to = last->partner;
    }
    return STR_NONE;
}

// ---- literals

// The index behind a name with its members, calls and indexes that begins at `from`.
static uint32_t skip_operand(const struct host_code *code, uint32_t from)
{
    if (host_token_at(code, from)->kind != HOST_WORD
        && host_token_at(code, from)->kind != HOST_NUMBER)
        return from;
    from++;
    for (;;) {
        const struct host_token *token = host_token_at(code, from);
        if (token->kind == HOST_OPEN && !str_is(token->text, "{"))
            from = token->partner + 1;
        else if (host_token_is_member(token))
            from += 2;
        else
            return from < code->count ? from : code->count;
    }
}

static bool is_joining(const struct host_code *code, uint32_t index)
{
    const struct host_token *token = host_token_at(code, index);
    return host_token_is_any(token, "+")
           || (host_token_is_any(token, ". \\")
               && host_token_at(code, index + 1)->kind == HOST_STRING);
}

static void add_literal(struct arena *arena, struct host_code *code, uint32_t *at)
{
    struct host_literal *literal = arena_new(arena, struct host_literal);
    struct text_builder builder = { .arena = arena };
    uint32_t from = *at, last = *at;
    text_builder_append(&builder, code->tokens[from].string);
    for (uint32_t i = from + 1; i < code->count;) {
        bool is_adjacent = code->language->joins_adjacent && code->tokens[i].kind == HOST_STRING
                           && (code->tokens[i].depth > 0 || !code->tokens[i].is_first);
        if (!is_adjacent && !is_joining(code, i))
            break;
        i += !is_adjacent;
        if (host_token_at(code, i)->kind == HOST_STRING) {
            text_builder_append(&builder, code->tokens[i].string);
            last = i++;
            continue;
        }
        uint32_t end = skip_operand(code, i);
        if (end == i)
            break;
        struct str name = arena_format(arena, "{%.*s}", STR_ARGS(code->tokens[i].text));
        size_t offset = (size_t)(code->tokens[i].text.data - code->text.str.data);
        text_builder_replace(&builder, name,
                             text_span(code->text, offset, offset + code->tokens[i].text.length));
        i = end;
        last = end - 1;
    }
    size_t start = (size_t)(code->tokens[from].text.data - code->text.str.data);
    const struct str end = code->tokens[last].text;
    literal->range = (struct host_range){ from, last + 1 };
    literal->text = text_builder_finish(&builder);
    literal->span =
        text_span(code->text, start, (size_t)(end.data - code->text.str.data) + end.length);
    list_add(&code->literals, literal);
    *at = last;
}

static void find_literals(struct arena *arena, struct host_code *code)
{
    for (uint32_t i = 0; i < code->count; i++)
        if (code->tokens[i].kind == HOST_STRING)
            add_literal(arena, code, &i);
}

// ---- calls

// `def name(` and Go's `func (receiver) name(`.
static bool is_definition(const struct host_code *code, uint32_t index)
{
    if (index > 0 && code->tokens[index - 1].kind == HOST_CLOSE)
        index = code->tokens[index - 1].partner;
    return index > 0
           && host_token_is_any(&code->tokens[index - 1], "def function func fn fun class");
}

static void split_arguments(struct arena *arena, const struct host_code *code,
                            struct host_call *call, uint32_t open)
{
    uint32_t close = code->tokens[open].partner, from = open + 1;
    for (uint32_t i = from; i <= close && i <= code->count; i++) {
        const struct host_token *token = host_token_at(code, i);
        if (i == close || host_token_is_any(token, ",")) {
            if (i > from)
                array_add(arena, &call->arguments, ((struct host_range){ from, i }));
            from = i + 1;
        } else if (token->kind == HOST_OPEN)
            i = token->partner;
    }
}

// Behind the type arguments of a call, query<User>(…): the index of its parenthesis.
static uint32_t skip_type_arguments(const struct host_code *code, uint32_t index)
{
    if (!host_token_is_any(host_token_at(code, index), "<"))
        return index;
    for (uint32_t i = index + 1; i < index + 12; i++) {
        const struct host_token *token = host_token_at(code, i);
        if (host_token_is_any(token, ">"))
            return i + 1;
        if (token->kind != HOST_WORD && !host_token_is_any(token, ". , [ ]"))
            break;
    }
    return index;
}

struct span host_span(const struct host_code *code, uint32_t from, uint32_t to)
{
    const struct str first = host_token_at(code, from)->text,
                     last = host_token_at(code, to - 1)->text;
    return text_span(code->text, (size_t)(first.data - code->text.str.data),
                     (size_t)(last.data - code->text.str.data) + last.length);
}

static void find_calls(struct arena *arena, struct host_code *code)
{
    for (uint32_t i = 0; i < code->count; i++) {
        const struct host_token *token = &code->tokens[i];
        if (token->kind != HOST_WORD || is_definition(code, i)
            || host_token_is_any(
                token,
                "if while for foreach switch catch return with elif unless until and or not in "
                "await typeof sizeof function func fn fun def async lambda yield match when else"))
            continue;
        uint32_t open = skip_type_arguments(code, i + 1);
        open += host_token_is_any(host_token_at(code, open), "!")
                && host_token_is_any(host_token_at(code, open + 1), "(");
        const struct host_token *next = host_token_at(code, open);
        bool is_tagged = next->kind == HOST_STRING && next->text.data[0] == '`'
                         && next->text.data == token->text.data + token->text.length;
        if (!host_token_is_any(next, "(") && !is_tagged)
            continue;
        struct host_call *call = arena_new(arena, struct host_call);
        call->name = token->text;
        if (token->chain != i)
            call->receiver = host_name_at(code, token->chain);
        uint32_t end = is_tagged ? open + 1 : next->partner + 1;
        call->range = (struct host_range){ token->chain, end < code->count ? end : code->count };
        call->span = host_span(code, call->range.from, call->range.to);
        if (is_tagged)
            array_add(arena, &call->arguments, ((struct host_range){ open, open + 1 }));
        else
            split_arguments(arena, code, call, open);
        list_add(&code->calls, call);
    }
}

// ---- assignments and comparisons

// The name that stands before the `=` at `index`: `const name: Type =`, `Type name =`, `a, b :=`.
static struct str assigned_name(const struct host_code *code, uint32_t index)
{
    uint32_t from = index;
    while (from > 0 && index - from < 16 && !code->tokens[from].is_first
           && !host_token_is_any(&code->tokens[from - 1], "; { } ("))
        from--;
    for (uint32_t i = from; i < index; i++)
        if (host_token_is_any(&code->tokens[i], "const let var val"))
            return host_name_at(code, i + 1 + host_token_is_any(host_token_at(code, i + 1), "mut"));
    if (from + 1 < index && host_token_is_any(&code->tokens[from + 1], ","))
        return host_name_at(code, from);
    return code->tokens[index - 1].kind == HOST_WORD ? code->tokens[index - 1].text : STR_NONE;
}

// A value goes to the end of its line and on over lines that cannot begin a statement.
static uint32_t find_value_end(const struct host_code *code, uint32_t from)
{
    uint32_t depth = host_token_at(code, from)->depth;
    for (uint32_t i = from; i < code->count; i++) {
        const struct host_token *token = &code->tokens[i];
        if (token->kind == HOST_OPEN) {
            i = token->partner;
            continue;
        }
        bool goes_on = token->kind == HOST_OPERATOR || token->kind == HOST_STRING
                       || (i > from && code->tokens[i - 1].kind == HOST_OPERATOR);
        if (host_token_is_any(token, "; = := += -=") || token->depth < depth
            || token->kind == HOST_CLOSE || (token->is_first && i > from && !goes_on))
            return i;
    }
    return code->count;
}

static void find_assignments(struct arena *arena, struct host_code *code)
{
    for (uint32_t i = 1; i < code->count; i++) {
        if (!host_token_is_any(&code->tokens[i], "= := += -="))
            continue;
        struct host_assignment *assignment = arena_new(arena, struct host_assignment);
        assignment->name = assigned_name(code, i);
        assignment->value = (struct host_range){ i + 1, find_value_end(code, i + 1) };
        assignment->span = host_span(code, i - 1, i + 2 < code->count ? i + 2 : code->count);
        if (assignment->name.data)
            list_add(&code->assignments, assignment);
    }
}

static void find_comparisons(struct arena *arena, struct host_code *code)
{
    for (uint32_t i = 1; i + 1 < code->count; i++) {
        if (!host_token_is_any(&code->tokens[i], "== != === !== <>"))
            continue;
        struct host_comparison *comparison = arena_new(arena, struct host_comparison);
        comparison->left = name_before(code, i);
        comparison->right = host_name_at(code, i + 1);
        comparison->at = i;
        list_add(&code->comparisons, comparison);
    }
}

struct host_code *host_read(struct arena *arena, struct text text,
                            const struct host_language *language)
{
    struct host_code *code = arena_new(arena, struct host_code);
    code->text = text;
    code->language = language;
    host_scan(arena, code);
    find_chains(code);
    find_literals(arena, code);
    find_calls(arena, code);
    host_find_loops(arena, code);
    find_assignments(arena, code);
    find_comparisons(arena, code);
    host_attach(arena, code);
    return code;
}
