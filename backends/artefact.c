#include "backends/backend.h"

struct artefact *artefacts_add(struct artefacts *artefacts, struct str path)
{
    struct artefact *artefact = arena_new(artefacts->arena, struct artefact);
    artefact->path = path;
    artefact->text.arena = artefacts->arena;
    list_add(&artefacts->list, artefact);
    return artefact;
}
