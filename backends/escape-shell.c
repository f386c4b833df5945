#include "backends/escape-shell.h"

#include "backends/printable.h"
#include "base/check.h"

// '…' takes everything but a quote. ShellCheck warns of these others, so that they go into
// $'…', where a byte that is not plain ASCII is also shown for what it is.
static bool is_plain(struct str value)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (c < 0x20 || c >= 0x7F || strchr("'\\$`", c))
            return false;
    }
    return true;
}

static void write_escaped_byte(struct output *out, unsigned char c)
{
    if (c == '\n')
        output_str(out, STR("\\n"));
    else if (c == '\t')
        output_str(out, STR("\\t"));
    else if (c == '\'' || c == '\\')
        output_format(out, "\\%c", c);
    else if (c < 0x20 || c >= 0x7F)
        output_format(out, "\\%03o", c);
    else
        output_char(out, (char)c);
}

static void write_quoted(struct output *out, struct str value)
{
    output_str(out, STR("$'"));
    for (size_t i = 0; i < value.length; i++)
        write_escaped_byte(out, (unsigned char)value.data[i]);
    output_char(out, '\'');
}

void shell_word(struct output *out, struct str value)
{
    if (!is_plain(value)) {
        write_quoted(out, value);
        return;
    }
    output_char(out, '\'');
    output_str(out, value);
    output_char(out, '\'');
}

// Letters of every script stay readable: only ASCII is escaped here, and what
// printable_next() leaves of it.
static void write_readable(struct output *out, struct str value)
{
    output_str(out, STR("$'"));
    while (value.length > 0) {
        struct str character = printable_next(&value);
        if (character.length > 1)
            output_str(out, character);
        else
            write_escaped_byte(out, (unsigned char)character.data[0]);
    }
    output_char(out, '\'');
}

void shell_label(struct output *out, struct str value)
{
    if (is_plain(value))
        shell_word(out, value);
    else
        write_readable(out, value);
}

void shell_comment(struct output *out, struct str value)
{
    while (value.length > 0)
        output_str(out, printable_next(&value));
}

bool shell_is_name(struct str value)
{
    if (value.length == 0 || char_is_digit(value.data[0]))
        return false;
    for (size_t i = 0; i < value.length; i++)
        if (!char_is_word(value.data[i]))
            return false;
    return true;
}

void shell_name(struct output *out, struct str value)
{
    if (!shell_is_name(value))
        BUG("a variable's name that no shell takes");
    output_str(out, value);
}

void shell_number(struct output *out, long value)
{
    output_format(out, "%ld", value);
}

// The end mark has a longer run of '_' than the text, so that no line of it is the mark.
void shell_script(struct output *out, struct program program)
{
    size_t underscores = longest_run(program.text, '_') + 1;
    bool ends_line = program.text.length == 0 || str_ends_with(program.text, STR("\n"));
    output_str(out, STR("<<'END"));
    output_repeat(out, '_', underscores);
    output_str(out, STR("'\n"));
    output_str(out, program.text);
    output_str(out, ends_line ? STR("END") : STR("\nEND"));
    output_repeat(out, '_', underscores);
}
