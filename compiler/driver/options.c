#include "driver/options.h"

#include "diagnostics/suggest.h"
#include "plan/type.h"

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_LIST, OPTION_NUMBER, OPTION_SIZE };

struct option {
    char letter;
    const char *name, *argument;
    unsigned commands;
    const char *group;
    enum option_kind kind;
    size_t offset;
    const char *choices, *help;
};

#define OPTION(letter, name, argument, commands, group, kind, member, choices, help) \
    { letter, name, argument, commands, group, OPTION_##kind,                        \
      offsetof(struct options, member), choices, help },
static const struct option table[] = {
#include "driver/options.def"
};
#undef OPTION

enum { OPTION_COUNT = sizeof table / sizeof *table };

struct parser {
    struct options *options;
    enum command_bit bit;
    const char *const *word; // the next one
    struct str problem;
};

// An option of all commands is one that may stand before the command.
static bool has_option(const struct option *option, enum command_bit bit)
{
    return bit == COMMAND_ALL ? option->commands == COMMAND_ALL : (option->commands & bit) != 0;
}

// "a, b or c".
static struct str list_choices(struct arena *arena, const char *choices)
{
    struct output list = { .arena = arena };
    for (struct str choice; choice_next(&choices, &choice);) {
        if (list.bytes.count)
            output_str(&list, *choices ? STR(", ") : STR(" or "));
        output_str(&list, choice);
    }
    return output_get(&list);
}

// "; did you mean 'near'?", or all there is.
static struct str hint_at_choice(struct arena *arena, struct str word, const char *choices)
{
    struct suggestion suggestion = suggestion_start(word);
    const char *rest = choices;
    for (struct str choice; choice_next(&rest, &choice);)
        suggestion_offer(&suggestion, choice);
    struct str hint = suggestion_text(arena, &suggestion);
    if (hint.length > 0)
        return hint;
    return arena_format(arena, "; expected %.*s", STR_ARGS(list_choices(arena, choices)));
}

struct str options_no_such(struct arena *arena, const char *thing, struct str word,
                           const char *choices)
{
    return arena_format(arena, "no %s '%.*s'%.*s", thing, STR_ARGS(word),
                        STR_ARGS(hint_at_choice(arena, word, choices)));
}

bool options_is_choice(const char *choices, struct str word)
{
    for (struct str choice; choice_next(&choices, &choice);)
        if (str_equal(word, choice))
            return true;
    return false;
}

// ---- values

static bool fail(struct parser *parser, struct str problem)
{
    parser->problem = problem;
    return false;
}

// Digits and a unit of powers of 1000; false where it is not that.
static bool read_number(struct str text, bool may_have_unit, size_t *number)
{
    static const char *const units[] = { "B", "kB", "MB", "GB" };
    size_t value = 0, digits = 0;
    while (digits < text.length && digits < 10 && char_is_digit(text.data[digits]))
        value = value * 10 + (size_t)(text.data[digits++] - '0');
    struct str unit = str_from(text, digits);
    *number = value;
    if (digits == 0 || unit.length == 0)
        return digits > 0;
    for (size_t i = 0; may_have_unit && i < sizeof units / sizeof *units; i++) {
        if (str_is(unit, units[i]))
            return true;
        *number *= 1000;
    }
    return false;
}

static bool set_number(struct parser *parser, const struct option *option, struct str text)
{
    size_t number;
    bool is_size = option->kind == OPTION_SIZE;
    if (!read_number(text, is_size, &number))
        return fail(parser, arena_format(parser->options->arena,
                                         "--%s needs a %s, not '%.*s'", option->name,
                                         is_size ? "size such as 200MB" : "number",
                                         STR_ARGS(text)));
    struct option_number *member = (void *)((char *)parser->options + option->offset);
    *member = (struct option_number){ .value = number, .is_set = true };
    return true;
}

static bool set_value(struct parser *parser, const struct option *option, struct str text)
{
    struct arena *arena = parser->options->arena;
    void *member = (char *)parser->options + option->offset;
    if (option->choices && !options_is_choice(option->choices, text))
        return fail(parser, arena_format(arena, "--%s cannot be '%.*s'%.*s", option->name,
                                         STR_ARGS(text),
                                         STR_ARGS(hint_at_choice(arena, text, option->choices))));
    switch (option->kind) {
    case OPTION_FLAG: *(bool *)member = true; return true;
    case OPTION_TEXT: *(struct str *)member = text; return true;
    case OPTION_LIST: {
        struct argument *argument = arena_new(arena, struct argument);
        argument->text = text;
        list_add((struct argument_list *)member, argument);
        return true;
    }
    case OPTION_NUMBER:
    case OPTION_SIZE: return set_number(parser, option, text);
    }
    return false;
}

// ---- words

static bool take_value(struct parser *parser, const struct option *option, const char *attached)
{
    if (attached)
        return set_value(parser, option, str_of(attached));
    if (!*parser->word)
        return fail(parser, arena_format(parser->options->arena, "--%s needs a value: %s",
                                         option->name, option->argument));
    return set_value(parser, option, str_of(*parser->word++));
}

static bool fail_unknown(struct parser *parser, struct str name)
{
    struct suggestion suggestion = suggestion_start(name);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (has_option(&table[i], parser->bit))
            suggestion_offer(&suggestion, str_of(table[i].name));
    struct arena *arena = parser->options->arena;
    struct str near = STR("");
    if (suggestion.best.data)
        near = arena_format(arena, "; did you mean '--%.*s'?", STR_ARGS(suggestion.best));
    return fail(parser, arena_format(arena, "no option '--%.*s'%.*s", STR_ARGS(name),
                                     STR_ARGS(near)));
}

// "name" or "name=value", behind the two hyphens.
static bool read_long(struct parser *parser, const char *word)
{
    struct str name = { word, strcspn(word, "=") };
    const char *value = word[name.length] ? word + name.length + 1 : NULL;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &table[i];
        if (!has_option(option, parser->bit) || !str_is(name, option->name))
            continue;
        if (option->kind != OPTION_FLAG)
            return take_value(parser, option, value);
        if (value)
            return fail(parser, arena_format(parser->options->arena, "--%s takes no value",
                                             option->name));
        return set_value(parser, option, STR(""));
    }
    return fail_unknown(parser, name);
}

static const struct option *find_letter(enum command_bit bit, char letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (has_option(&table[i], bit) && table[i].letter == letter)
            return &table[i];
    return NULL;
}

// One or more letters, behind the hyphen; the rest of the word is the value of the first
// that takes one.
static bool read_letters(struct parser *parser, const char *letters)
{
    for (; *letters; letters++) {
        const struct option *option = find_letter(parser->bit, *letters);
        if (!option)
            return fail(parser, arena_format(parser->options->arena, "no option '-%c'", *letters));
        if (option->kind != OPTION_FLAG)
            return take_value(parser, option, letters[1] ? letters + 1 : NULL);
        if (!set_value(parser, option, STR("")))
            return false;
    }
    return true;
}

static void add_argument(struct options *options, const char *word)
{
    struct argument *argument = arena_new(options->arena, struct argument);
    argument->text = str_of(word);
    list_add(&options->arguments, argument);
}

static bool read_words(struct parser *parser)
{
    bool options_are_over = false;
    while (*parser->word) {
        const char *word = *parser->word;
        bool is_option = !options_are_over && word[0] == '-' && word[1];
        if (!is_option && parser->bit == COMMAND_ALL)
            return true;
        parser->word++;
        if (!is_option)
            add_argument(parser->options, word);
        else if (strcmp(word, "--") == 0)
            options_are_over = true;
        else if (word[1] == '-' ? !read_long(parser, word + 2) : !read_letters(parser, word + 1))
            return false;
    }
    return true;
}

bool options_parse(struct options *options, enum command_bit bit, const char *const *words,
                   const char *const **rest, struct str *problem)
{
    struct parser parser = { .options = options, .bit = bit, .word = words };
    bool is_right = read_words(&parser);
    *rest = parser.word;
    *problem = parser.problem;
    return is_right;
}

struct argument_list options_split(struct arena *arena, struct argument_list list)
{
    struct argument_list parts = { 0 };
    list_each(argument, argument, list) {
        struct str left = argument->text;
        for (bool is_last = false; !is_last;) {
            size_t comma = str_find_char(left, ',', 0);
            is_last = comma == STR_NOT_FOUND;
            struct argument *part = arena_new(arena, struct argument);
            part->text = arena_copy(arena, str_trim(str_slice(left, 0, comma)));
            list_add(&parts, part);
            left = is_last ? STR("") : str_from(left, comma + 1);
        }
    }
    return parts;
}

// ---- help

enum { HELP_COLUMN = 31 };

// "  -f, --format NAME[=FILE]"
static struct str heading(struct arena *arena, const struct option *option)
{
    struct output out = { .arena = arena };
    if (option->letter)
        output_format(&out, "  -%c, --%s", option->letter, option->name);
    else
        output_format(&out, "      --%s", option->name);
    if (option->argument)
        output_format(&out, " %s", option->argument);
    return output_get(&out);
}

static void write_option(struct output *out, const struct option *option)
{
    struct str head = heading(out->arena, option), help = str_of(option->help), line;
    output_str(out, head);
    size_t column = head.length;
    if (column + 2 > HELP_COLUMN) {
        output_char(out, '\n');
        column = 0;
    }
    while (str_next_line(&help, &line)) {
        output_repeat(out, ' ', HELP_COLUMN - column);
        output_str(out, line);
        output_char(out, '\n');
        column = 0;
    }
}

void options_help(struct output *out, enum command_bit bit)
{
    const char *group = "";
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (!has_option(&table[i], bit))
            continue;
        if (strcmp(group, table[i].group) != 0)
            output_format(out, "\n%s:\n", table[i].group);
        group = table[i].group;
        write_option(out, &table[i]);
    }
}
