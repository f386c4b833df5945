// The order in which PostgreSQL does what one statement says, and the keys of which it makes one.
#include "sql/postgresql-tree.h"

#include "base/index.h"
#include "base/output.h"

// ---- keys

static bool is_key(const struct sql_constraint_definition *constraint)
{
    return constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY
           || constraint->kind == SQL_CONSTRAINT_UNIQUE
           || constraint->kind == SQL_CONSTRAINT_EXCLUDE;
}

static void write_parts(struct output *out, const struct sql_key_parts *parts)
{
    list_each(sql_key_part, part, *parts) {
        output_format(out, "%zu:", part->column.length);
        output_str(out, part->column);
        output_str(out, part->expression.text);
        output_str(out, part->operator);
        output_char(out, ',');
    }
}

// Keys that say the same have one index.
static struct str signature_of(const struct tree_reader *reader,
                               const struct sql_constraint_definition *key)
{
    struct output out = { .arena = reader->arena };
    output_format(&out, "%d%d%d%d ", key->kind == SQL_CONSTRAINT_EXCLUDE, key->is_deferrable,
                  key->is_deferred, key->is_nulls_not_distinct);
    output_str(&out, key->method);
    write_parts(&out, &key->columns);
    output_char(&out, ';');
    write_parts(&out, &key->include);
    output_str(&out, key->expression.text);
    return output_get(&out);
}

// False where there is one like it already, which then takes its name if it has none.
static bool is_first_of_its_kind(const struct tree_reader *reader, struct index *keys,
                                 struct sql_constraint_definition *key)
{
    struct str signature = signature_of(reader, key);
    struct sql_constraint_definition *prior = index_find(keys, signature);
    if (!prior) {
        index_add(keys, signature, key);
        return true;
    }
    if (prior != key && !prior->name.data)
        prior->name = key->name;
    return prior == key;
}

void tree_merge_keys(struct tree_reader *reader, struct sql_constraints *constraints)
{
    struct index keys = { .arena = reader->arena };
    struct sql_constraints kept = { 0 };
    list_each(sql_constraint_definition, primary, *constraints)
        if (primary->kind == SQL_CONSTRAINT_PRIMARY_KEY)
            index_add(&keys, signature_of(reader, primary), primary);
    for (struct sql_constraint_definition *next, *each = constraints->first; each; each = next) {
        next = each->next;
        each->next = NULL;
        bool is_kept = !is_key(each) || each->kind == SQL_CONSTRAINT_PRIMARY_KEY
                       || is_first_of_its_kind(reader, &keys, each);
        if (is_kept)
            list_add(&kept, each);
    }
    *constraints = kept;
}

// ---- clauses of ALTER TABLE

enum pass { // commands/tablecmds.c
    PASS_DROP, PASS_TYPE, PASS_ADD_COLUMN, PASS_INHERIT, PASS_COLUMN, PASS_TAKE_INDEX, PASS_INDEX,
    PASS_CONSTRAINT, PASS_REST, PASSES,
};

static enum pass pass_of_constraint(const struct sql_constraint_definition *constraint)
{
    if (!is_key(constraint))
        return PASS_CONSTRAINT;
    return constraint->index.data ? PASS_TAKE_INDEX : PASS_INDEX;
}

static enum pass pass_of(const struct ddl *change)
{
    static const struct {
        enum ddl_kind kind;
        enum pass pass;
    } passes[] = {
        { DDL_DROP_COLUMN, PASS_DROP },        { DDL_DROP_CONSTRAINT, PASS_DROP },
        { DDL_DROP_NOT_NULL, PASS_DROP },      { DDL_DROP_DEFAULT, PASS_DROP },
        { DDL_DROP_EXPRESSION, PASS_DROP },    { DDL_DROP_IDENTITY, PASS_DROP },
        { DDL_SET_TYPE, PASS_TYPE },           { DDL_ADD_COLUMN, PASS_ADD_COLUMN },
        { DDL_INHERIT, PASS_INHERIT },         { DDL_SET_NOT_NULL, PASS_COLUMN },
        { DDL_SET_IDENTITY, PASS_COLUMN },     { DDL_SET_DEFAULT, PASS_CONSTRAINT },
        { DDL_ADD_IDENTITY, PASS_CONSTRAINT },
    };
    if (change->kind == DDL_ADD_CONSTRAINT)
        return pass_of_constraint(change->constraint);
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
        if (passes[i].kind == change->kind)
            return passes[i].pass;
    return PASS_REST;
}

void tree_order_changes(struct tree_reader *reader)
{
    struct {
        struct ddl *first, *last;
    } passes[PASSES] = { 0 }, all = { 0 };
    for (struct ddl *next, *each = reader->statement->changes; each; each = next) {
        next = each->next;
        each->next = NULL;
        list_add(&passes[pass_of(each)], each);
    }
    for (size_t i = 0; i < PASSES; i++)
        if (passes[i].first) {
            list_add(&all, passes[i].first);
            all.last = passes[i].last;
        }
    reader->statement->changes = all.first;
    reader->last = all.last;
}
