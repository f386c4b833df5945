#include "model/model.h"

const struct model *model_of(struct unit *unit)
{
    if (unit->model)
        return unit->model;
    struct model *model = arena_new(&unit->arena, struct model);
    model->schemas = schemas_read(&unit->arena, unit->plan);
    model->moved = moved_read(&unit->arena, unit->plan, model->schemas);
    model->sites = sites_read(&unit->arena, unit->plan);
    model->changes = changes_read(&unit->arena, unit->plan, &model->sites);
    model->lockings = lockings_read(&unit->arena, unit->plan, &model->sites, model->schemas);
    model->traffic = traffic_read(&unit->arena, unit->plan, &model->changes,
                                  model->moved);
    model->no_returns = no_returns_find(&unit->arena, unit->plan, &model->changes);
    model->no_return = no_return_of(unit->plan, model->no_returns);
    model->flags = flags_read(&unit->arena, unit->plan);
    model->undos = undos_derive(&unit->arena, unit->plan, model);
    model->possible = arena_new(&unit->arena, struct possible_undos);
    model->line = line_read(&unit->arena, unit->plan, model);
    model->world = world_new(&unit->arena, unit->plan, &model->line, model->schemas,
                             model->moved);
    model->exploration = explore(&unit->arena, model->world, &model->line);
    model->losses = losses_find(&unit->arena, unit->plan, model);
    model->prices = prices_find(&unit->arena, unit->plan, model);
    unit->model = model;
    return model;
}
