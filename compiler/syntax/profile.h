// Profiles: what a plan is judged by.
#ifndef SYNTAX_PROFILE_H
#define SYNTAX_PROFILE_H

#include "base/str.h"

enum profile {
    PROFILE_RECOMMENDED,
    PROFILE_STRICT,          // what documents lack weighs one level more
    PROFILE_EXPAND_CONTRACT, // three phases, or five to seven
    PROFILE_STRATEGIST,      // numbered from 0; one rollback for the whole plan will do
    PROFILE_RUNBOOK,         // without the rules of documents that people approve
    PROFILE_SQL,             // statements alone
};

enum { PROFILE_COUNT = PROFILE_SQL + 1 };

const char *profile_name(enum profile profile); // "expand-contract"
bool profile_parse(struct str name, enum profile *profile);

#endif
