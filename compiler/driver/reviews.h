// belay lint --checklist and --proof: what is seen of plans as a whole, where the findings
// would be written.
#ifndef DRIVER_REVIEWS_H
#define DRIVER_REVIEWS_H

#include "driver/reports.h"
#include "syntax/unit.h"

struct unit_list {
    struct unit **items;
    size_t count, capacity;
};

// False where it is not written in one of the formats; `*problem` says which.
bool reviews_fit(const struct report_target_list *targets, const struct options *options,
                 struct str *problem);

// Writes what the options ask for, of judged plans, to every target. False where one cannot be
// written; that was said.
bool reviews_write(const struct report_target_list *targets, struct unit_list units,
                   const struct options *options);

#endif
