#include "model/holds.h"

#include "model/compare.h"
#include "model/model.h"

enum { COST_MAX = 20 * 1000 * 1000 }; // a bound on hostile plans: many verifications and changes

// What a verification names: a query's tables and words, or the ends of a move.
struct subject {
    const struct store *store;
    const struct sql_statement *query;
    const struct object *objects[2];
    const struct move *move;
    const struct column_list *columns;
};

struct holder {
    struct arena *arena;
    const struct unit *unit;
    size_t cost;
};

// ---- what is named

static bool is_of_store(const struct store *a, const struct store *b)
{
    return !a || !b || a == b;
}

static bool names_table(struct holder *holder, const struct subject *subject,
                        const struct store *store, struct sql_name table)
{
    for (unsigned i = 0; i < 2; i++) {
        const struct object *object = subject->objects[i];
        if (object && is_of_store(object->store, store)
            && sql_name_equal((struct sql_name){ object->schema, object->table }, table))
            return true;
    }
    if (!subject->query || !is_of_store(subject->store, store))
        return false;
    list_each(sql_select, select, subject->query->selects)
        list_each(sql_source, source, select->sources) {
            holder->cost++;
            if (sql_name_is_set(source->table) && sql_name_equal(source->table, table))
                return true;
        }
    return false;
}

static bool has_column(const struct name *name, struct str column)
{
    return name->count && str_equal_ignoring_case(name->parts[name->count - 1], column);
}

static bool pairs_column(const struct subject *subject, struct str column)
{
    for (unsigned i = 0; subject->columns && i < subject->columns->count; i++)
        if (has_column(&subject->columns->columns[i], column))
            return true;
    if (subject->move)
        list_each(column_pair, pair, subject->move->columns)
            if (has_column(&pair->from, column) || has_column(&pair->to, column))
                return true;
    return false;
}

// A word of the query that reads like the column may mean another one: then it is made less
// often than it could be, and never where it cannot run.
static bool names_column(struct holder *holder, const struct subject *subject,
                         const struct store *store, struct sql_name table, struct str column)
{
    if (!names_table(holder, subject, store, table))
        return false;
    for (unsigned i = 0; i < 2; i++)
        if (subject->objects[i]
            && (str_equal_ignoring_case(subject->objects[i]->column, column)
                || pairs_column(subject, column)))
            return true;
    if (!subject->query)
        return false;
    const struct sql_range range = subject->query->range;
    for (uint32_t i = range.from; i < range.to; i++) {
        holder->cost++;
        if (str_equal_ignoring_case(sql_token_name(sql_token_at(subject->query->tokens, i)),
                                    column))
            return true;
    }
    return false;
}

// ---- what is there when

struct thing { // a table, view or column that the verification names
    const struct store *store;
    struct sql_name table;
    struct str column; // empty: the table
    bool is_there;
};

struct passage { // a thing is made, or goes
    size_t thing;
    unsigned phase; // its index
    bool is_made;   // else: gone
    bool is_conditional;
};

struct course {
    ARRAY_OF(struct thing) things;
    ARRAY_OF(struct passage) passages; // in the order in which they happen
};

static size_t find_thing(struct holder *holder, struct course *course, const struct thing *wanted)
{
    for (size_t i = 0; i < course->things.count; i++) {
        const struct thing *thing = &course->things.items[i];
        holder->cost++;
        if (is_of_store(thing->store, wanted->store) && sql_name_equal(thing->table, wanted->table)
            && str_equal_ignoring_case(thing->column, wanted->column))
            return i;
    }
    array_add(holder->arena, &course->things, *wanted);
    return course->things.count - 1;
}

static void add_passage(struct holder *holder, const struct subject *subject, struct course *course,
                      const struct change_step *change, struct thing thing, bool is_made)
{
    thing.store = change->action->store;
    bool is_named = thing.column.length
                        ? names_column(holder, subject, thing.store, thing.table, thing.column)
                        : names_table(holder, subject, thing.store, thing.table);
    if (!sql_name_is_set(thing.table) || !is_named)
        return;
    array_add(holder->arena, &course->passages,
              ((struct passage){ find_thing(holder, course, &thing), change->phase->index, is_made,
                               change->operation->is_conditional }));
}

static void follow_change(struct holder *holder, const struct subject *subject,
                          struct course *course, const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    enum sql_head head = operation->head;
    struct thing table = { .table = operation->table }, view = { .table = operation->object };
    struct thing renamed = { .table = { operation->table.schema, operation->new_name } };
    struct thing column = { .table = operation->table, .column = operation->column };
    struct thing new_column = { .table = operation->table, .column = operation->new_name };
    holder->cost++;
    if (head == SQL_DROP_TABLE || head == SQL_RENAME_TABLE)
        add_passage(holder, subject, course, change, table, false);
    if (head == SQL_DROP_VIEW)
        add_passage(holder, subject, course, change, view, false);
    if (head == SQL_DROP_COLUMN || head == SQL_RENAME_COLUMN)
        add_passage(holder, subject, course, change, column, false);
    if (head == SQL_CREATE_TABLE || head == SQL_CREATE_TABLE_AS)
        add_passage(holder, subject, course, change, table, true);
    if (head == SQL_CREATE_VIEW)
        add_passage(holder, subject, course, change, view, true);
    if (head == SQL_ADD_COLUMN)
        add_passage(holder, subject, course, change, column, true);
    if (head == SQL_RENAME_TABLE)
        add_passage(holder, subject, course, change, renamed, true);
    if (head == SQL_RENAME_COLUMN)
        add_passage(holder, subject, course, change, new_column, true);
}

// What the plan makes before it takes it away was not there at the beginning.
static void set_beginning(struct course *course)
{
    for (size_t i = 0; i < course->things.count; i++)
        course->things.items[i].is_there = true;
    for (size_t i = course->passages.count; i-- > 0;) {
        const struct passage *passage = &course->passages.items[i];
        if (passage->is_made || !passage->is_conditional)
            course->things.items[passage->thing].is_there = !passage->is_made;
    }
}

static bool all_are_there(const struct course *course)
{
    for (size_t i = 0; i < course->things.count; i++)
        if (!course->things.items[i].is_there)
            return false;
    return true;
}

// ---- what is filled when

// The new side of a move is there for a verification when it is filled.
static bool is_filled(struct holder *holder, const struct subject *subject,
                      const struct phase *phase)
{
    list_each(move, move, holder->unit->plan->moves) {
        const struct object *to = &move->to;
        struct sql_name table = { to->schema, to->table };
        bool is_named = to->column.length
                            ? names_column(holder, subject, to->store, table, to->column)
                            : names_table(holder, subject, to->store, table);
        for (const struct traffic *traffic = holder->unit->model->traffic; is_named && traffic;
             traffic = traffic->next) {
            enum fill fill = traffic->move == move ? traffic_at_end(traffic, phase)->fill
                                                   : FILL_UNKNOWN;
            if (fill == FILL_EMPTY || fill == FILL_PARTIAL)
                return false;
        }
    }
    return true;
}

// ---- a verification

// A function may look at anything; a query without a table looks at nothing that is seen.
static bool shows_its_tables(const struct sql_statement *query)
{
    bool has_table = false;
    list_each(sql_select, select, query->selects)
        list_each(sql_source, source, select->sources) {
            has_table |= sql_name_is_set(source->table);
            if (!sql_name_is_set(source->table)
                && sql_token_at(query->tokens, source->at)->kind != SQL_TOKEN_OPEN)
                return false;
        }
    return has_table && !query->refusal.data;
}

// False where it cannot be seen what it names.
static bool read_subject(struct holder *holder, const struct verify *verify,
                         struct subject *subject)
{
    *subject = (struct subject){ .store = verify->store, .move = verify->move };
    if (verify->kind == VERIFY_NO_WRITES) {
        subject->objects[0] = &verify->object;
        return verify->object.table.length > 0;
    }
    if (verify->move) {
        subject->objects[0] = &verify->move->from;
        subject->objects[1] = &verify->move->to;
        subject->columns = &verify->columns;
        return true;
    }
    if (verify->kind != VERIFY_CODE || !code_is_sql(&verify->code))
        return false;
    const struct sql_script *script =
        sql_read_for(holder->arena, store_engine(verify->store), verify->code.text);
    subject->query = script->statements.first;
    return subject->query && !subject->query->next && subject->query->head == SQL_SELECT
           && shows_its_tables(subject->query);
}

// What compares both sides of a move fails as soon as the new one alone is written.
static bool is_left_behind(const struct holder *holder, const struct verify *verify,
                           const struct phase *phase)
{
    for (const struct traffic *traffic = holder->unit->model->traffic; traffic;
         traffic = traffic->next)
        if (traffic->move
            && (verify->kind == VERIFY_CODE
                    ? verify_names_sides(verify, traffic->move)
                    : verify_compares(verify, traffic->move, phase) == COMPARED_YES)
            && traffic_at_end(traffic, phase)->writers == SIDE_NEW)
            return true;
    return false;
}

static bool is_too_long(const struct holder *holder)
{
    return holder->cost > COST_MAX;
}

static void apply_passages(struct course *course, size_t *next, const struct phase *phase)
{
    for (; *next < course->passages.count && course->passages.items[*next].phase == phase->index;
         ++*next)
        course->things.items[course->passages.items[*next].thing].is_there =
            course->passages.items[*next].is_made;
}

static bool follow_phases(struct holder *holder, const struct subject *subject,
                          struct course *course, struct plan_verify *made,
                          const struct phase *return_phase)
{
    size_t next = 0;
    bool is_ever = false, was_filled = true; // and both sides are written
    list_each(phase, phase, holder->unit->plan->phases) {
        bool was_there = all_are_there(course);
        if (phase == return_phase)
            made->is_before_return = was_there && was_filled;
        apply_passages(course, &next, phase);
        was_filled = is_filled(holder, subject, phase)
                     && !is_left_behind(holder, made->verify, phase);
        made->after[phase->index] = was_there && all_are_there(course) && was_filled;
        is_ever |= made->after[phase->index] || made->is_before_return;
        holder->cost += course->things.count + 1;
        if (is_too_long(holder))
            return false;
    }
    return is_ever;
}

// The schema can be told at the end of every phase.
static void hold_always(struct plan_verify *made, const struct plan *plan,
                        const struct phase *return_phase)
{
    made->is_seen = true;
    made->is_before_return = return_phase != NULL;
    list_each(phase, phase, plan->phases)
        made->after[phase->index] = true;
}

// What is never there as far as can be seen is not seen rightly.
static bool follow(struct holder *holder, struct plan_verify *made,
                   const struct phase *return_phase)
{
    struct subject subject;
    struct course course = { 0 };
    if (is_too_long(holder) || !read_subject(holder, made->verify, &subject))
        return false;
    list_each(phase, phase, holder->unit->plan->phases)
        changes_each(change, &holder->unit->model->changes, phase)
            if (!is_too_long(holder))
                follow_change(holder, &subject, &course, change);
    set_beginning(&course);
    return follow_phases(holder, &subject, &course, made, return_phase);
}

struct plan_verifies plan_verifies_read(struct arena *arena, const struct unit *unit)
{
    struct plan_verifies result = { .return_phase = unit->model->no_return.phase };
    struct holder holder = { arena, unit, 0 };
    const struct plan *plan = unit->plan;
    list_each(verify, verify, plan->verifies) {
        struct plan_verify *made = arena_new(arena, struct plan_verify);
        made->verify = verify;
        made->after = arena_new_many(arena, bool, plan->phase_count + 1);
        if (verify->kind == VERIFY_SCHEMA)
            hold_always(made, plan, result.return_phase);
        else
            made->is_seen = follow(&holder, made, result.return_phase);
        if (!made->is_seen) {
            list_each(phase, phase, plan->phases)
                made->after[phase->index] = !phase->next;
            made->is_before_return = result.return_phase != NULL;
        }
        list_add(&result.all, made);
    }
    return result;
}
