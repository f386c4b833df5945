// The renames of one ALTER TABLE, of which each may wait for the name that another one leaves.
#include "sql/catalog-mysql-clauses.h"

struct renames {
    struct orderer *orderer;
    enum catalog_kind kind;
    struct map waiting; // by old name: struct clause
    ARRAY_OF(struct ddl *) path; // each takes the name that the next one leaves
};

static struct str *old_name(struct ddl *ddl)
{
    return ddl->kind == DDL_RENAME_INDEX ? &ddl->object.name : &ddl->column;
}

static struct str rename_key(const struct renames *renames, struct str name)
{
    return catalog_fold(renames->orderer->arena, renames->orderer->before->engine, renames->kind,
                        name);
}

// Names that go round: one of them steps aside first.
static struct ddl *step_aside(struct renames *renames, struct ddl *ddl)
{
    struct arena *arena = renames->orderer->arena;
    struct str aside = arena_format(arena, "%.*s_aside", STR_ARGS(*old_name(ddl)));
    struct ddl *away = arena_new(arena, struct ddl), *back = arena_new(arena, struct ddl);
    *away = *back = *ddl;
    away->new_name.name = aside;
    *old_name(back) = aside;
    clause_emit(renames->orderer, away);
    return back;
}

// From one rename along those whose names are taken, and back.
static void emit_chain(struct renames *renames, struct clause *clause)
{
    struct orderer *orderer = renames->orderer;
    struct str first = rename_key(renames, *old_name(&clause->ddl));
    renames->path.count = 0;
    for (struct clause *at = clause; at;) {
        array_add(orderer->arena, &renames->path, &at->ddl);
        struct str next = rename_key(renames, at->ddl.new_name.name);
        renames->waiting = map_remove(orderer->arena, renames->waiting,
                                      rename_key(renames, *old_name(&at->ddl)));
        if (str_equal(next, first) && renames->path.count > 1)
            renames->path.items[0] = step_aside(renames, renames->path.items[0]);
        at = (struct clause *)map_find(renames->waiting, next);
    }
    for (size_t i = renames->path.count; i-- > 0;)
        clause_emit(orderer, renames->path.items[i]);
}

void clauses_emit_renames(struct orderer *orderer, enum stage stage, enum catalog_kind kind)
{
    struct renames renames = { .orderer = orderer, .kind = kind };
    list_each(clause, clause, orderer->stages[stage])
        renames.waiting = map_put(orderer->arena, renames.waiting,
                                  rename_key(&renames, *old_name(&clause->ddl)), clause);
    list_each(clause, clause, orderer->stages[stage])
        if (map_find(renames.waiting, rename_key(&renames, *old_name(&clause->ddl))) == clause)
            emit_chain(&renames, clause);
}
