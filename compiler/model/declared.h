// What the live versions of the applications declare to read and write of a move.
#ifndef MODEL_DECLARED_H
#define MODEL_DECLARED_H

#include "model/traffic.h"
#include "plan/facts.h"

struct live {
    const struct app *app;
    const struct version *version;
};

struct flag_value {
    const struct flag *flag;
    double percent;
};

// The versions in service and the flags' values, at one moment of the plan.
struct service {
    struct arena *arena;
    ARRAY_OF(struct live) live;
    ARRAY_OF(struct flag_value) flags;
    const struct moved *moved; // by move->index; NULL: it is not asked about moves
    size_t cost; // how much was looked at so far: the caller's bound on hostile plans
};

struct service service_start(struct arena *arena, const struct plan *plan);
void service_deploy(struct service *service, const struct action *deploy);
void service_retire(struct service *service, const struct action *retire);

// False where the plan has not set it yet: then it counts as off.
bool service_flag(struct service *service, const struct flag *flag, double *percent);
void service_set_flag(struct service *service, const struct flag *flag, double percent);

struct declared {
    enum side writers, readers; // SIDE_NONE: no live version says anything
    enum side readable;         // the sides that some live version reads, by a flag or always
    const struct version *writer, *reader; // whose declaration decides
    struct span written, read;
};

struct declared service_declares(struct service *service, const struct move *move);

// Which sides of the move a use names.
struct touch {
    bool is_old, is_new;
};

struct touch use_touches(const struct use *use, const struct move *move,
                         const struct moved *moved);

// True where a live version reads the move according to this flag.
bool service_asks(struct service *service, const struct move *move, const struct flag *flag);

#endif
