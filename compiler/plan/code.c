#include "plan/plan.h"

static bool is_one_of(struct str language, const char *const *names)
{
    for (; *names; names++)
        if (str_equal_ignoring_case(language, str_of(*names)))
            return true;
    return false;
}

bool code_is_sql(const struct code *code)
{
    static const char *const names[] = { "sql", NULL };
    return code_is_set(code) && is_one_of(code->language, names);
}

bool code_is_shell(const struct code *code)
{
    static const char *const names[] = { "sh", "bash", NULL };
    return code_is_set(code) && is_one_of(code->language, names);
}
