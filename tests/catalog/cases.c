// Statements that are written down, held against a server.
#include "tests/catalog/checker.h"

static bool check_case(struct checker *checker, const struct sequence *written, struct str name)
{
    struct catalog_session session = begin(checker);
    struct sequence run = { 0 };
    struct str why = STR_NONE;
    checker->is_lost = false;
    for (size_t i = 0; i < written->trials.count && !why.data && !checker->is_lost; i++) {
        unsigned undone = checker->undone;
        array_add(&checker->arena, &run.trials, written->trials.items[i]);
        why = try(checker, &session, &run.trials.items[run.trials.count - 1], true);
        if (why.data || checker->undone == undone)
            continue;
        array_add(&checker->arena, &run.trials, ((struct trial){ written->trials.items[i].sql, false }));
        why = try(checker, &session, &run.trials.items[run.trials.count - 1], true);
    }
    if (!why.data)
        return true;
    printf("# %.*s:\n", STR_ARGS(name));
    print_failure(&run, why);
    return false;
}

static struct str without_end(struct str line)
{
    line = str_trim(line);
    return str_ends_with(line, STR(";")) ? str_slice(line, 0, line.length - 1) : line;
}

// The next block of lines, and the comment above it; false at the end.
static bool next_case(struct checker *checker, struct str *text, struct sequence *written,
                      struct str *name)
{
    struct str line;
    *written = (struct sequence){ 0 };
    *name = STR("a case");
    while (str_next_line(text, &line)) {
        if (str_starts_with(line, STR("--")))
            *name = str_trim(str_from(line, 2));
        else if (str_trim(line).length)
            array_add(&checker->arena, &written->trials, ((struct trial){ without_end(line), true }));
        else if (written->trials.count)
            return true;
    }
    return written->trials.count > 0;
}

// "from 15: …" is for servers of that version and later ones.
static bool is_for_version(const struct checker *checker, struct str name)
{
    unsigned version = 0;
    for (size_t i = strlen("from "); str_starts_with(name, STR("from ")) && i < name.length
                                     && char_is_digit(name.data[i]); i++)
        version = version * 10 + (unsigned)(name.data[i] - '0');
    return checker->version >= version * 10000;
}

int check_cases(struct checker *checker, struct str text)
{
    struct sequence written;
    struct str name;
    unsigned count = 0, failed = 0;
    while (next_case(checker, &text, &written, &name)) {
        if (!is_for_version(checker, name))
            continue;
        failed += !check_case(checker, &written, name);
        count++;
        arena_release(&checker->arena);
    }
    server_stop(&checker->server);
    printf("%sok 1 - %u cases, %u statements, %u refused, %u not known, %u undone, %u failed\n",
           failed ? "not " : "", count, checker->statements, checker->refused, checker->unsure,
           checker->undone, failed);
    printf("1..1\n");
    return failed > 0;
}
