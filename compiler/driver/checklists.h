// belay lint --checklist: the checklists of plans, where the findings would be written.
#ifndef DRIVER_CHECKLISTS_H
#define DRIVER_CHECKLISTS_H

#include "driver/reports.h"
#include "syntax/unit.h"

struct unit_list {
    struct unit **items;
    size_t count, capacity;
};

// False where a checklist is not written in one of the formats; `*problem` says which.
bool checklists_fit(const struct report_target_list *targets, struct arena *arena,
                    struct str *problem);

// Writes the checklists of judged plans to every target. False where one cannot be written;
// that was said.
bool checklists_write(const struct report_target_list *targets, struct unit_list units,
                      const struct options *options);

#endif
