// The command line: words become options, or one clear problem.
#include "driver/options.h"
#include "tests/unit/check.h"

struct parsed {
    struct arena arena;
    struct options options;
    struct str problem;
    const char *const *rest;
    bool is_right;
};

static void parse(struct parsed *parsed, enum command_bit bit, const char *const *words)
{
    *parsed = (struct parsed){ 0 };
    parsed->options.arena = &parsed->arena;
    parsed->is_right = options_parse(&parsed->options, bit, words, &parsed->rest, &parsed->problem);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void check_problem(enum command_bit bit, const char *const *words, const char *problem)
{
    struct parsed parsed;
    parse(&parsed, bit, words);
    CHECK(!parsed.is_right);
    CHECK_STR(parsed.problem, problem);
    arena_release(&parsed.arena);
}

void test_options__take_values_in_every_form(void)
{
    struct parsed parsed;
    parse(&parsed, COMMAND_LINT,
          WORDS("--format=json", "--format", "full", "-fsarif=a=b", "-f", "github"));
    CHECK(parsed.is_right);
    static const char *const formats[] = { "json", "full", "sarif=a=b", "github" };
    size_t i = 0;
    list_each(argument, format, parsed.options.formats)
        CHECK_STR(format->text, formats[i++]);
    CHECK(i == 4);
    arena_release(&parsed.arena);
}

void test_options__stand_between_arguments(void)
{
    struct parsed parsed;
    parse(&parsed, COMMAND_LINT, WORDS("a", "-q", "-", "--exit-zero", "--", "-q", "--no"));
    CHECK(parsed.is_right && parsed.options.is_quiet && parsed.options.is_exit_zero);
    static const char *const arguments[] = { "a", "-", "-q", "--no" };
    size_t i = 0;
    list_each(argument, argument, parsed.options.arguments)
        CHECK_STR(argument->text, arguments[i++]);
    CHECK(i == 4);
    arena_release(&parsed.arena);
}

void test_options__letters_stand_together(void)
{
    struct parsed parsed;
    parse(&parsed, COMMAND_LINT, WORDS("-qhfjson"));
    CHECK(parsed.is_right && parsed.options.is_quiet && parsed.options.is_help);
    CHECK_STR(parsed.options.formats.first->text, "json");
    arena_release(&parsed.arena);
}

void test_options__stop_at_the_command(void)
{
    struct parsed parsed;
    parse(&parsed, COMMAND_ALL, WORDS("-C", "folder", "lint", "--quiet"));
    CHECK(parsed.is_right);
    CHECK_STR(parsed.options.directory, "folder");
    CHECK_STR(str_of(*parsed.rest), "lint");
    arena_release(&parsed.arena);
}

void test_options__numbers_and_sizes(void)
{
    struct parsed parsed;
    parse(&parsed, COMMAND_LINT, WORDS("--jobs", "8", "--width=0", "--max-size", "200MB"));
    CHECK(parsed.is_right && parsed.options.jobs.value == 8);
    CHECK(parsed.options.width.is_set && parsed.options.width.value == 0);
    CHECK(parsed.options.max_size.value == 200000000);
    arena_release(&parsed.arena);
    check_problem(COMMAND_LINT, WORDS("--jobs", "two"), "--jobs needs a number, not 'two'");
    check_problem(COMMAND_LINT, WORDS("--jobs", "2kB"), "--jobs needs a number, not '2kB'");
    check_problem(COMMAND_LINT, WORDS("--jobs", "12345678901"),
                  "--jobs needs a number, not '12345678901'");
    check_problem(COMMAND_LINT, WORDS("--max-size", "2mb"),
                  "--max-size needs a size such as 200MB, not '2mb'");
    check_problem(COMMAND_LINT, WORDS("--max-size", ""),
                  "--max-size needs a size such as 200MB, not ''");
}

void test_options__problems_name_the_nearest(void)
{
    check_problem(COMMAND_LINT, WORDS("--formt=json"),
                  "no option '--formt'; did you mean '--format'?");
    check_problem(COMMAND_LINT, WORDS("--zzz"), "no option '--zzz'");
    check_problem(COMMAND_LINT, WORDS("-z"), "no option '-z'");
    check_problem(COMMAND_LINT, WORDS("--format"), "--format needs a value: NAME[=FILE]");
    check_problem(COMMAND_LINT, WORDS("-f"), "--format needs a value: NAME[=FILE]");
    check_problem(COMMAND_LINT, WORDS("--quiet=yes"), "--quiet takes no value");
    check_problem(COMMAND_LINT, WORDS("--color", "nevr"),
                  "--color cannot be 'nevr'; did you mean 'never'?");
    check_problem(COMMAND_VERSION, WORDS("--quiet"), "no option '--quiet'");
}

void test_options__lists_are_cut_at_commas(void)
{
    struct parsed parsed;
    parse(&parsed, COMMAND_LINT, WORDS("--select", "CMP, missing-owner", "--select=ALL,"));
    static const char *const selectors[] = { "CMP", "missing-owner", "ALL", "" };
    size_t i = 0;
    list_each(argument, part, options_split(&parsed.arena, parsed.options.selects))
        CHECK_STR(part->text, selectors[i++]);
    CHECK(i == 4);
    arena_release(&parsed.arena);
}

void test_options__help_fits_a_terminal(void)
{
    static const enum command_bit bits[] = {
        COMMAND_ALL, COMMAND_LINT, COMMAND_BUILD, COMMAND_RULES, COMMAND_EXPLAIN,
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        struct output out = { .arena = &arena };
        options_help(&out, bits[i]);
        struct str rest = output_get(&out);
        for (struct str line; str_next_line(&rest, &line);)
            CHECK(line.length <= 80);
    }
    arena_release(&arena);
}
