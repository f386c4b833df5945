#include "driver/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80 };

// A variable's text; empty where it is not set.
static struct str variable(const char *name)
{
    const char *value = getenv(name);
    return str_of(value ? value : "");
}

static bool is_forced(const char *name)
{
    struct str value = variable(name);
    return value.length > 0 && !str_is(value, "0");
}

static bool wants_colour(const struct options *options, bool is_terminal)
{
    if (options->color.data && !str_is(options->color, "auto"))
        return str_is(options->color, "always");
    if (variable("NO_COLOR").length > 0)
        return false;
    if (is_forced("CLICOLOR_FORCE") || is_forced("FORCE_COLOR"))
        return true;
    struct str terminal = variable("TERM");
    return is_terminal && !str_is(variable("CLICOLOR"), "0") && terminal.length > 0
           && !str_is(terminal, "dumb");
}

static unsigned terminal_width(int stream)
{
    struct winsize size;
    if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    unsigned long columns = strtoul(variable("COLUMNS").data, NULL, 10);
    return columns > 0 && columns < 10000 ? (unsigned)columns : DEFAULT_WIDTH;
}

// The first of these that is set names the encoding of what is written.
static bool is_utf8_locale(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str value = variable(names[i]);
        if (value.length > 0)
            return str_find_ignoring_case(value, STR("UTF-8"), 0) != STR_NOT_FOUND
                   || str_find_ignoring_case(value, STR("UTF8"), 0) != STR_NOT_FOUND;
    }
    return false;
}

struct report_style terminal_style_of_file(const struct options *options)
{
    return (struct report_style){
        .is_quiet = options->is_quiet,
        .width = options->width.is_set ? (unsigned)options->width.value : 0,
    };
}

struct report_style terminal_style(const struct options *options, int stream)
{
    struct report_style style = terminal_style_of_file(options);
    bool is_terminal = isatty(stream);
    style.has_colour = wants_colour(options, is_terminal);
    if (is_terminal) {
        style.is_ascii = !is_utf8_locale();
        if (!options->width.is_set)
            style.width = terminal_width(stream);
    }
    return style;
}
