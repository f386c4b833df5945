#include "plan/write-yaml.h"

#include "base/output.h"
#include "plan/shape.h"
#include "syntax/yaml-scalar.h"

// What stands behind a key: a scalar on its line, or lines that stand deeper.
struct value {
    struct str text;
    bool is_lines;
};

struct yaml_writer yaml_writer_start(struct arena *arena)
{
    return (struct yaml_writer){
        .arena = arena, .patterns = { .arena = arena }, .map_indent = 2, .list_indent = 2
    };
}

static struct str indented(struct arena *arena, struct str text, size_t width)
{
    struct output out = { .arena = arena };
    for (struct str line; str_next_line(&text, &line);) {
        if (line.length > 0)
            output_repeat(&out, ' ', width);
        output_str(&out, line);
        output_char(&out, '\n');
    }
    return output_get(&out);
}

// ---- code

static size_t count_line_ends(struct str code)
{
    size_t count = 0;
    while (count < code.length && code.data[code.length - 1 - count] == '\n')
        count++;
    return count;
}

static bool begins_with_blank(struct str code)
{
    size_t at = 0;
    while (at < code.length && code.data[at] == '\n')
        at++;
    return code.data[at] == ' ' || code.data[at] == '\t';
}

static void write_code(struct yaml_writer *writer, struct output *out, const struct word *word)
{
    struct str language = word->language, code = word->text.str;
    bool is_run = str_is(language, "sql") || str_is(language, "sh") || str_is(language, "bash");
    output_format(out, "%.*s: ", STR_ARGS(is_run ? language : STR("code")));
    if (!yaml_can_be_literal(code))
        output_format(out, "%.*s\n", STR_ARGS(yaml_quote(writer->arena, code)));
    else {
        size_t ends = count_line_ends(code);
        output_char(out, '|');
        if (begins_with_blank(code))
            output_format(out, "%zu", writer->map_indent);
        output_str(out, ends == 0 ? STR("-\n") : ends == 1 ? STR("\n") : STR("+\n"));
        struct str lines = indented(writer->arena, code, writer->map_indent);
        output_str(out, lines);
    }
    if (!is_run && language.length > 0)
        output_format(out, "language: %.*s\n", STR_ARGS(language));
}

// ---- values

// The words as the plan language has them, without blanks inside parentheses.
static struct str join_words(struct arena *arena, const struct word *word, const struct word *end)
{
    struct output out = { .arena = arena };
    const struct word *before = NULL;
    for (; word != end; before = word, word = word->next) {
        bool is_close = word->kind == WORD_COMMA || word->kind == WORD_CLOSE
                        || word->kind == WORD_OPEN;
        if (before && !is_close && before->kind != WORD_OPEN)
            output_char(&out, ' ');
        if (word->kind == WORD_TEXT) {
            output_char(&out, '"');
            for (size_t i = 0; i < word->text.str.length; i++) {
                char c = word->text.str.data[i];
                if ((unsigned char)c < ' ' || c == 0x7F)
                    output_format(&out, "\\u{%X}", (unsigned)c);
                else
                    output_format(&out, "%s%c", c == '"' || c == '\\' ? "\\" : "", c);
            }
            output_char(&out, '"');
        } else
            output_str(&out, word->text.str);
    }
    return output_get(&out);
}

// "[1%, 10%]", where each value is one word that can stand so.
static bool write_flow_list(struct output *out, const struct capture *capture)
{
    struct output list = { .arena = out->arena };
    unsigned count = 0;
    for (const struct word *word = capture->first; word != capture->end; word = word->next) {
        if (word->kind == WORD_COMMA)
            continue;
        if ((word->kind != WORD_NAME && word->kind != WORD_NUMBER && word->kind != WORD_PERCENT)
            || !yaml_is_plain_word(word->text.str))
            return false;
        output_format(&list, "%s%.*s", count++ > 0 ? ", " : "", STR_ARGS(word->text.str));
    }
    struct str items = output_get(&list);
    output_format(out, "[%.*s]", STR_ARGS(items));
    return count > 1;
}

static struct str write_value(struct yaml_writer *writer, const struct argument *argument,
                              const struct capture *capture)
{
    struct output out = { .arena = writer->arena };
    bool is_alone = capture->first->next == capture->end;
    if (argument->value->is_list && !is_alone && write_flow_list(&out, capture))
        return output_get(&out);
    bool is_text = capture->first->kind == WORD_TEXT && is_alone;
    return yaml_quote(writer->arena, is_text ? capture->first->text.str
                                             : join_words(writer->arena, capture->first,
                                                          capture->end));
}

// ---- statements

static bool find_shape(struct yaml_writer *writer, enum block_id block,
                       const struct statement *statement, struct shape_list *shapes,
                       const struct shape **shape, struct match *match)
{
    const struct word *keyword = statement->words.first;
    if (!keyword || keyword->kind != WORD_NAME)
        return false;
    shapes_of(shapes, &writer->patterns, block, keyword->text.str);
    for (unsigned i = 0; i < shapes->count; i++) {
        struct mismatch mismatch = { 0 };
        *shape = &shapes->items[i];
        *match = (struct match){ .form = (*shape)->form, .statement = statement };
        if (form_pattern_match((*shape)->alternative, match, &mismatch))
            return true;
    }
    return false;
}

static const struct capture *find_capture(const struct match *match,
                                          const struct argument *argument)
{
    struct str name = argument->value ? argument->value->name : argument->from->name;
    for (unsigned i = 1; i < match->capture_count; i++)
        if (match->captures[i].is_literal == !argument->value
            && str_equal(match->captures[i].name, name))
            return &match->captures[i];
    return NULL;
}

static void write_texts(struct yaml_writer *writer, struct output *out,
                        const struct statement_list *statements)
{
    list_each(statement, statement, *statements)
        output_format(out, "- %.*s\n",
                      STR_ARGS(yaml_quote(writer->arena, statement->words.first->text.str)));
}

static void write_argument(struct yaml_writer *writer, struct output *out,
                           const struct argument *argument, const struct capture *capture)
{
    if (argument_is_code(argument)) {
        write_code(writer, out, capture->first);
        return;
    }
    struct str value = argument->words.data ? argument->words : STR("true");
    if (argument->value)
        value = write_value(writer, argument, capture);
    output_format(out, "%.*s: %.*s\n", STR_ARGS(argument->key), STR_ARGS(value));
}

static void write_key(struct yaml_writer *writer, struct output *out, struct str key,
                      struct value value, size_t indent)
{
    if (!value.is_lines) {
        output_format(out, "%.*s: %.*s\n", STR_ARGS(key), STR_ARGS(value.text));
        return;
    }
    output_format(out, "%.*s:\n", STR_ARGS(key));
    output_str(out, indented(writer->arena, value.text, indent));
}

static bool write_map(struct yaml_writer *writer, const struct shape *shape,
                      const struct match *match, struct value *value)
{
    const struct statement *statement = match->statement;
    struct output out = { .arena = writer->arena }, nested = { .arena = writer->arena };
    for (unsigned i = 0; i < shape->argument_count; i++) {
        const struct argument *argument = &shape->arguments[i];
        const struct capture *capture = find_capture(match, argument);
        if (capture)
            write_argument(writer, argument->is_nested ? &nested : &out, argument, capture);
    }
    if (shape->nest.data)
        write_key(writer, &out, shape->nest, (struct value){ output_get(&nested), true },
                  writer->map_indent);
    if (match->has_block && match->block == BLOCK_TEXTS) {
        struct output texts = { .arena = writer->arena };
        write_texts(writer, &texts, &statement->block->statements);
        write_key(writer, &out, STR("texts"), (struct value){ output_get(&texts), true },
                  writer->list_indent);
    } else if (match->has_block) {
        struct str lines;
        if (!yaml_write_entries(writer, match->block, &statement->block->statements, &lines))
            return false;
        output_str(&out, lines);
    }
    *value = (struct value){ output_get(&out), true };
    if (value->text.length == 0)
        *value = (struct value){ STR("{}"), false };
    return true;
}

// A text that another form of the keyword could be taken for needs its key.
static bool is_plainly_text(const struct shape_list *shapes, const struct word *word)
{
    return shapes->count == 1 || word->kind != WORD_TEXT
           || (str_find_char(word->text.str, ' ', 0) != STR_NOT_FOUND
               && char_is_letter(word->text.str.data[0]));
}

// The only argument, where it can stand without its key.
static bool write_alone(struct yaml_writer *writer, const struct shape_list *shapes,
                        const struct shape *shape, const struct match *match, struct value *value)
{
    const struct argument *only = shape_only_argument(shape);
    if (!only || match->statement->block)
        return false;
    for (unsigned i = 0; i < shape->argument_count; i++)
        if (&shape->arguments[i] != only && find_capture(match, &shape->arguments[i]))
            return false;
    const struct capture *capture = find_capture(match, only);
    if (!only->value && !only->words.data)
        *value = (struct value){ only->key, false };
    else if (argument_is_bare(only) && is_plainly_text(shapes, capture->first))
        *value = (struct value){ write_value(writer, only, capture), false };
    else
        return false;
    return true;
}

static bool write_statement(struct yaml_writer *writer, enum block_id block,
                            const struct statement *statement, struct value *value,
                            bool *is_once)
{
    struct shape_list shapes;
    const struct shape *shape;
    struct match match;
    if (!find_shape(writer, block, statement, &shapes, &shape, &match))
        return false;
    *is_once = shape->form->is_once;
    if (shape_is_texts(shape)) {
        struct output out = { .arena = writer->arena };
        write_texts(writer, &out, &statement->block->statements);
        *value = (struct value){ output_get(&out), true };
        return true;
    }
    return write_alone(writer, &shapes, shape, &match, value)
           || write_map(writer, shape, &match, value);
}

// ---- blocks

static struct str keyword_of(const struct statement *statement)
{
    return statement->words.first ? statement->words.first->text.str : STR("");
}

struct str yaml_key_of(enum block_id block, const struct statement *statement)
{
    struct str keyword = keyword_of(statement);
    return keyword_is_action(block, keyword) ? STR("do") : keyword;
}

static void write_item(struct output *out, struct value value, struct arena *arena)
{
    if (!value.is_lines) {
        output_format(out, "- %.*s\n", STR_ARGS(value.text));
        return;
    }
    struct str lines = indented(arena, value.text, strlen("- "));
    output_format(out, "- %.*s", STR_ARGS(str_from(lines, strlen("- "))));
}

static bool write_one_item(struct yaml_writer *writer, struct output *out, enum block_id block,
                           const struct statement *statement)
{
    struct value value;
    bool is_once;
    if (!write_statement(writer, block, statement, &value, &is_once))
        return false;
    struct str keyword = keyword_of(statement);
    if (keyword_is_action(block, keyword)) {
        struct output action = { .arena = writer->arena };
        write_key(writer, &action, keyword, value, writer->map_indent);
        value = (struct value){ output_get(&action), true };
    }
    write_item(out, value, writer->arena);
    return true;
}

bool yaml_write_item(struct yaml_writer *writer, enum block_id block,
                     const struct statement *statement, struct str *lines)
{
    struct output out = { .arena = writer->arena };
    bool is_written = write_one_item(writer, &out, block, statement);
    *lines = output_get(&out);
    return is_written;
}

static bool has_key(enum block_id block, const struct statement *statement, struct str key)
{
    return str_equal(yaml_key_of(block, statement), key);
}

// The statements of one key, from the first one on, as an entry.
static bool write_entry(struct yaml_writer *writer, struct output *out, enum block_id block,
                        const struct statement *first, struct str key)
{
    struct output items = { .arena = writer->arena };
    struct value value;
    bool is_once;
    unsigned count = 0;
    if (!write_statement(writer, block, first, &value, &is_once))
        return false;
    for (const struct statement *each = first; each; each = each->next)
        if (has_key(block, each, key)) {
            count++;
            if (!write_one_item(writer, &items, block, each))
                return false;
        }
    if (is_once && count == 1)
        write_key(writer, out, key, value,
                  str_starts_with(value.text, STR("- ")) ? writer->list_indent
                                                         : writer->map_indent);
    else
        write_key(writer, out, key, (struct value){ output_get(&items), true },
                  writer->list_indent);
    return true;
}

bool yaml_write_entries(struct yaml_writer *writer, enum block_id block,
                        const struct statement_list *statements, struct str *lines)
{
    struct output out = { .arena = writer->arena };
    for (const struct statement *each = statements->first; each; each = each->next) {
        struct str key = yaml_key_of(block, each);
        bool is_first = true;
        for (const struct statement *before = statements->first; before != each && is_first;
             before = before->next)
            is_first = !has_key(block, before, key);
        if (is_first && !write_entry(writer, &out, block, each, key))
            return false;
    }
    *lines = output_get(&out);
    return true;
}
