#include "syntax/profile.h"

static const char *const names[] = {
    "recommended", "strict", "expand-contract", "strategist", "runbook", "sql",
};

const char *profile_name(enum profile profile)
{
    return names[profile];
}

bool profile_parse(struct str name, enum profile *profile)
{
    for (unsigned i = 0; i < PROFILE_COUNT; i++)
        if (str_is(name, names[i])) {
            *profile = (enum profile)i;
            return true;
        }
    return false;
}
