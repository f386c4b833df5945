#include "backends/escape-csv.h"

#include "backends/printable.h"

static bool begins_formula(struct str character)
{
    static const char *const signs[] = {
        "=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0",
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_is(character, signs[i]))
            return true;
    return false;
}

static bool may_begin_cell(struct str character)
{
    return str_is(character, ";") || str_is(character, "\t") || str_is(character, "\n");
}

static bool needs_quotes(struct str cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if (memchr(",;\"\t\n", cell.data[i], 5))
            return true;
    return cell.length > 0 && (cell.data[0] == ' ' || cell.data[cell.length - 1] == ' ');
}

static void write_cell(struct output *out, struct str cell)
{
    bool is_quoted = needs_quotes(cell), is_at_head = true;
    output_str(out, is_quoted ? STR("\"") : STR(""));
    while (cell.length > 0) {
        struct str character = printable_code_next(&cell);
        if (is_at_head && begins_formula(character))
            output_char(out, '\'');
        is_at_head = may_begin_cell(character) || (is_at_head && str_is(character, " "));
        output_str(out, str_is(character, "\"") ? STR("\"\"") : character);
    }
    output_str(out, is_quoted ? STR("\"") : STR(""));
}

void csv_row(struct output *out, const struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        output_str(out, i > 0 ? STR(",") : STR(""));
        write_cell(out, cells[i]);
    }
    output_str(out, STR("\r\n"));
}
