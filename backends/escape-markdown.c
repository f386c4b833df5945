#include "backends/escape-markdown.h"

#include "backends/printable.h"

// ---- text

static char char_at(struct str text, size_t at)
{
    return at < text.length ? text.data[at] : ' ';
}

static bool is_address_part(char c)
{
    return char_is_word(c) || c == '.' || c == '+' || c == '-';
}

// The end of an e-mail address that begins at `at`, or `at`. GitHub makes links of them
// after all escapes are gone; only as code are they left alone.
static size_t address_end(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.length && is_address_part(text.data[end]))
        end++;
    if (end == at || char_at(text, end) != '@' || !is_address_part(char_at(text, end + 1)))
        return at;
    while (end < text.length && (is_address_part(text.data[end]) || text.data[end] == '@'))
        end++;
    return end;
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c);
}

// The length of the number at the head of the text: with '.' or ')' it would begin a list.
static size_t leading_digits(struct str text)
{
    size_t length = 0;
    while (length < text.length && char_is_digit(text.data[length]))
        length++;
    return length;
}

static bool needs_escape(struct str text, size_t at, size_t number_end)
{
    char c = text.data[at], before = at > 0 ? text.data[at - 1] : ' ';
    char after = char_at(text, at + 1);
    if (is_one_of(c, "\\`*[|~$"))
        return true;
    if (at == 0 && is_one_of(c, "#>-+=:"))
        return true;
    if (c == '_') // inside a word it is a letter
        return before == '_' || after == '_' || !char_is_word(before) || !char_is_word(after);
    if (c == '<') // a tag, a comment
        return char_is_letter(after) || is_one_of(after, "/!?");
    if (c == '&') // an entity
        return char_is_letter(after) || after == '#';
    if (c == '#') // the end of a heading
        return before == ' ' || before == '#';
    if (c == ':') // an address
        return after == '/';
    if (c == '.' && char_lower(before) == 'w')
        return true;
    return (c == '.' || c == ')') && at > 0 && at == number_end && after == ' ';
}

static void write_text(struct output *out, struct str text)
{
    size_t word_end = 0; // up to here, no address begins
    size_t number_end = leading_digits(text);
    for (size_t at = 0; at < text.length; at++) {
        if (at >= word_end && is_address_part(text.data[at])) {
            size_t end = address_end(text, at);
            if (end > at) {
                output_format(out, "`%.*s`", STR_ARGS(str_slice(text, at, end)));
                at = end - 1;
                continue;
            }
            for (word_end = at; word_end < text.length && is_address_part(text.data[word_end]);)
                word_end++;
        }
        if (needs_escape(text, at, number_end))
            output_char(out, '\\');
        output_char(out, text.data[at]);
    }
}

void markdown_text(struct output *out, struct str value)
{
    struct output line = { .arena = out->arena };
    while (value.length > 0)
        output_str(&line, printable_next(&value));
    write_text(out, str_trim(output_get(&line)));
}

void markdown_number(struct output *out, long value)
{
    output_format(out, "%ld", value);
}

void markdown_indent(struct output *out, long blanks)
{
    output_repeat(out, ' ', (size_t)blanks);
}

// ---- code

// A tag that could end its line, or be more than a tag, is left out.
static bool is_tag(struct str language)
{
    for (size_t i = 0; i < language.length; i++)
        if (!char_is_word(language.data[i]) && !is_one_of(language.data[i], "+-.#"))
            return false;
    return language.length <= 32;
}

static void write_code_line(struct output *out, struct str line, unsigned indent)
{
    if (line.length > 0)
        output_repeat(out, ' ', indent);
    while (line.length > 0)
        output_str(out, printable_code_next(&line));
    output_char(out, '\n');
}

void markdown_listing(struct output *out, struct listing listing)
{
    size_t backticks = longest_run(listing.text, '`') + 1;
    if (backticks < 3)
        backticks = 3;
    output_repeat(out, ' ', listing.indent);
    output_repeat(out, '`', backticks);
    if (is_tag(listing.language))
        output_str(out, listing.language);
    output_char(out, '\n');
    struct str rest = listing.text, line;
    while (str_next_line(&rest, &line))
        write_code_line(out, line, listing.indent);
    output_repeat(out, ' ', listing.indent);
    output_repeat(out, '`', backticks);
}
