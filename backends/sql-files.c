#include "backends/sql-files.h"

#include "backends/prechecks.h"
#include "backends/schema-check.h"
#include "backends/sql-fill.h"
#include "backends/sql-manner.h"
#include "backends/sql-triggers.h"
#include "backends/sql-units.h"
#include "backends/typed-check.h"
#include "backends/wording.h"
#include "model/model.h"
#include "sql/read.h"
#include "generated/templates/sql-precheck.h"
#include "generated/templates/sql-verify.h"
#include "generated/templates/sql.h"

// The files of one store in the phase that is being rendered, by role.
struct store_files {
    const struct phase *phase;
    struct sql_file *files[SQL_REVERT + 1];
    struct str folder;
};

enum { SCHEMA_ROWS_MAX = 500 * 1000 }; // a bound on hostile plans: a large schema, many phases

struct renderer {
    const struct artefacts *artefacts;
    const struct unit *unit;
    struct sql_files *result;
    struct store_files *stores; // by index; the last is for no store
    const struct phase *phase;
    bool numbers_rise;
    const struct predicted_schemas *schemas; // NULL: nothing asks for them
    size_t schema_rows; // that checks of the schema hold so far
};

bool action_is_sql(const struct action *action)
{
    return action->kind == ACTION_STEP && code_is_sql(&action->code);
}

bool verify_is_sql(const struct verify *verify)
{
    return verify->kind == VERIFY_CODE && code_is_sql(&verify->code);
}

bool action_is_fill(const struct sql_files *files, const struct action *action,
                    struct str *obstacle)
{
    *obstacle = STR_NONE;
    if ((action->kind != ACTION_BACKFILL && action->kind != ACTION_FILL) || !action->move)
        return false;
    *obstacle = fill_obstacle(files->arena, &files->moves[action->move->index], action);
    return !obstacle->length;
}

bool action_is_triggers(const struct sql_files *files, const struct action *action,
                        struct str *obstacle)
{
    *obstacle = STR_NONE;
    if (!action->move || !action_has_triggers(&files->moves[action->move->index], action))
        return false;
    *obstacle = triggers_obstacle(&files->moves[action->move->index]);
    return !obstacle->length;
}

bool phase_numbers_rise(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (phase->number < 0 || (phase->previous && phase->number <= phase->previous->number))
            return false;
    return true;
}

long phase_key(const struct phase *phase, bool numbers_rise)
{
    return numbers_rise ? phase->number : (long)phase->index + 1;
}

const struct action_list *rollback_actions(const struct unit *unit, const struct phase *phase)
{
    static const struct action_list none;
    if (phase->rollback.kind == ROLLBACK_ACTIONS)
        return &phase->rollback.actions;
    const struct undo *undo = undo_of(unit->model, phase);
    return undo ? &undo->actions : &none;
}

struct str step_name(struct arena *arena, bool is_rollback, long number)
{
    return arena_format(arena, "%c%ld", is_rollback ? 'r' : 's', number);
}

struct str plan_verify_wording(const struct plan_verify *made)
{
    if (made->is_seen)
        return STR("Of the whole plan: after every phase through which all that it names is there,"
                   " and before the point of no return");
    return STR("Of the whole plan: behind the last phase and before the point of no return alone,"
               " because it cannot be seen what it names");
}

// ---- paths

// `name` where it is safe as a part of a path on every file system, also on those that hold
// A and a for the same; else what is safe of it, with a number behind a dot, which no safe
// name has, to keep two such apart.
static struct str safe_name(struct arena *arena, struct str name, unsigned number)
{
    enum { LONGEST = 60 };
    struct output out = { .arena = arena };
    bool is_safe = name.length > 0 && name.length <= LONGEST && name.data[0] != '-';
    for (size_t i = 0; i < name.length && i < LONGEST; i++) {
        char c = char_lower(name.data[i]);
        bool fits = char_is_word(c) || (c == '-' && i > 0);
        is_safe &= fits && c == name.data[i];
        output_char(&out, fits ? c : i > 0 ? '-' : '_');
    }
    if (!is_safe)
        output_format(&out, ".%u", number);
    return output_get(&out);
}

static struct store_files *store_files_of(struct renderer *renderer, const struct store *store)
{
    const struct plan *plan = renderer->unit->plan;
    struct store_files *files = &renderer->stores[store ? store->index : plan->store_count];
    if (files->folder.data)
        return files;
    if (store)
        files->folder = safe_name(renderer->result->arena, store->name, store->index + 1);
    else
        files->folder = plan->store_count ? STR("unnamed.0") : STR("main");
    return files;
}

static struct str path_of(struct renderer *renderer, struct str folder, enum sql_role role)
{
    static const char *const names[] = { "precheck", "deploy", "backfill", "verify", "revert" };
    struct arena *arena = renderer->result->arena;
    const struct phase *phase = renderer->phase;
    struct str kind = str_of(phase_kind_name(phase->kind));
    struct str name = str_equal(phase->name, kind)
                          ? STR("")
                          : arena_format(arena, "-%.*s",
                                         STR_ARGS(safe_name(arena, phase->name, phase->index + 1)));
    return arena_format(arena, "sql/%02ld-%.*s%.*s/%.*s/%s.sql",
                        phase_key(phase, renderer->numbers_rise), STR_ARGS(kind), STR_ARGS(name),
                        STR_ARGS(folder), names[role]);
}

// ---- files

static struct sql_file *add_file(struct renderer *renderer, const struct store *store,
                                 struct str folder, enum sql_role role)
{
    static const char *const roles[] = { "what must be so before it begins", "the phase's steps",
                                         "what it fills", "its verifications", "its rollback" };
    const struct artefacts *artefacts = renderer->artefacts;
    const struct plan *plan = renderer->unit->plan;
    struct sql_file *file = arena_new(renderer->result->arena, struct sql_file);
    file->role = role;
    file->store = store;
    file->path = path_of(renderer, folder, role);
    file->text.arena = renderer->result->arena;
    file->line = 1;
    list_add(&renderer->result->files, file);
    struct str store_name = store               ? store->name
                            : plan->store_count ? STR("the plan does not say which")
                                                : STR("main");
    sql_file_begin(&file->text, plan->title.str, phase_key(renderer->phase, renderer->numbers_rise),
                   renderer->phase->title.str, store_name, str_of(roles[role]),
                   artefacts->plan_name, artefacts->plan_digest);
    if (store && sql_engine_is_mysql(sql_engine_of(store->engine)))
        sql_mysql_settings(&file->text);
    return file;
}

static struct sql_file *open_file(struct renderer *renderer, const struct store *store,
                                  enum sql_role role)
{
    struct store_files *files = store_files_of(renderer, store);
    if (files->phase != renderer->phase)
        *files = (struct store_files){ .phase = renderer->phase, .folder = files->folder };
    if (!files->files[role])
        files->files[role] = add_file(renderer, store, files->folder, role);
    return files->files[role];
}

static long count_lines(struct sql_file *file)
{
    struct str text = output_get(&file->text);
    for (; file->counted < text.length; file->counted++)
        file->line += text.data[file->counted] == '\n';
    return file->line;
}

static struct sql_piece *begin_piece(struct renderer *renderer, struct sql_file *file,
                                     const void *owner)
{
    struct sql_piece *piece = arena_new(renderer->result->arena, struct sql_piece);
    piece->owner = owner;
    piece->file = file;
    piece->first_line = count_lines(file);
    list_add(&renderer->result->pieces, piece);
    return piece;
}

static struct sql_piece *write_piece(struct renderer *renderer, struct sql_file *file,
                                     const void *owner, struct str program)
{
    struct sql_piece *piece = begin_piece(renderer, file, owner);
    sql_statements(&file->text, (struct program){ program });
    piece->last_line = count_lines(file) - 1;
    return piece;
}

static long line_of(const struct renderer *renderer, struct span span)
{
    return source_locate(renderer->unit->sources, span.start).line_number;
}

// What stands around the SQL of a step, for those who run the file as it is: the runbook puts
// its own around it, with the row of the ledger.
static void begin_transaction(struct sql_file *file, enum sql_manner manner)
{
    struct str engine = file->store ? file->store->engine : STR("");
    bool has_transaction = manner != SQL_MANNER_ALONE, is_short = manner == SQL_MANNER_SCHEMA;
    if (str_is(engine, "postgresql") && has_transaction)
        sql_postgresql_begin(&file->text, is_short ? STR("50ms") : STR("5s"),
                             is_short ? STR("15min") : STR("0"));
    else if (str_is(engine, "postgresql"))
        sql_postgresql_alone(&file->text);
    else if (str_is(engine, "sqlite") && has_transaction)
        sql_sqlite_begin(&file->text);
}

static void end_transaction(struct sql_file *file, enum sql_manner manner)
{
    struct str engine = file->store ? file->store->engine : STR("");
    if (manner != SQL_MANNER_ALONE && (str_is(engine, "postgresql") || str_is(engine, "sqlite")))
        sql_transaction_end(&file->text);
}

// An action of the phase, or of its rollback, by its place.
struct numbered {
    const struct action *action;
    bool is_rollback;
    long number;
};

static struct sql_file *begin_step(struct renderer *renderer, const struct numbered *step,
                                   const struct store *store, enum sql_role role)
{
    struct sql_file *file = open_file(renderer, store, step->is_rollback ? SQL_REVERT : role);
    sql_step_begin(&file->text, step->number, line_of(renderer, step->action->span),
                   action_title(renderer->result->arena, step->action));
    return file;
}

// The parts of a step on MySQL or MariaDB, one behind the other.
static void render_units(struct renderer *renderer, const struct numbered *step,
                         struct sql_file *file)
{
    struct sql_units units = sql_units_read(renderer->result->arena,
                                            &renderer->unit->model->lockings, step->action);
    list_each(sql_unit, unit, units.all) {
        bool is_change = unit->manner == SQL_MANNER_CHANGE;
        if (is_change)
            sql_mysql_change(&file->text);
        else
            sql_mysql_begin(&file->text);
        struct sql_piece *piece = write_piece(renderer, file, step->action, unit->text);
        piece->running = (struct sql_running){ unit->manner, unit->names };
        if (!is_change)
            sql_transaction_end(&file->text);
    }
}

static void render_step(struct renderer *renderer, const struct numbered *step)
{
    const struct store *store = step->action->store;
    struct sql_file *file = begin_step(renderer, step, store, SQL_DEPLOY);
    if (store && sql_engine_is_mysql(sql_engine_of(store->engine))) {
        render_units(renderer, step, file);
        return;
    }
    struct sql_running running = sql_running_of(renderer->result->arena, step->action);
    begin_transaction(file, running.manner);
    struct sql_piece *piece =
        write_piece(renderer, file, step->action, step->action->code.text.str);
    piece->running = running;
    end_transaction(file, running.manner);
}

static void render_fill(struct renderer *renderer, const struct numbered *step)
{
    const struct action *action = step->action;
    const struct carried_move *move = &renderer->result->moves[action->move->index];
    struct sql_file *file = begin_step(renderer, step, move->store, SQL_BACKFILL);
    sql_fill_note(&file->text);
    struct sql_piece *piece = begin_piece(renderer, file, action);
    fill_write(&file->text, renderer->unit->plan, move, action,
               phase_key(renderer->phase, renderer->numbers_rise),
               step_name(renderer->result->arena, step->is_rollback, step->number));
    piece->last_line = count_lines(file) - 1;
}

static void render_triggers(struct renderer *renderer, const struct numbered *step)
{
    const struct action *action = step->action;
    const struct carried_move *move = &renderer->result->moves[action->move->index];
    struct sql_file *file = begin_step(renderer, step, move->store, SQL_DEPLOY);
    begin_transaction(file, SQL_MANNER_SCHEMA);
    struct sql_piece *piece = begin_piece(renderer, file, action);
    piece->running = move->is_mysql ? (struct sql_running){ SQL_MANNER_CHANGE, STR("again") }
                                    : (struct sql_running){ SQL_MANNER_SCHEMA, STR("") };
    triggers_write(&file->text, renderer->unit->plan, move, action);
    piece->last_line = count_lines(file) - 1;
    end_transaction(file, SQL_MANNER_SCHEMA);
}

static void render_actions(struct renderer *renderer, const struct action_list *actions,
                           bool is_rollback)
{
    long number = 0;
    list_each(action, action, *actions) {
        struct numbered step = { action, is_rollback, ++number };
        struct str obstacle;
        if (action_is_sql(action))
            render_step(renderer, &step);
        else if (action_is_fill(renderer->result, action, &obstacle))
            render_fill(renderer, &step);
        else if (action_is_triggers(renderer->result, action, &obstacle))
            render_triggers(renderer, &step);
    }
}

// ---- verifications

// A verification in the file of its role; `note` says when one of the whole plan is made.
struct placed_verify {
    const struct verify *verify;
    enum sql_role role;
    enum schema_moment moment;
    long number;
    struct str note; // or empty
};

static struct sql_file *begin_verify(struct renderer *renderer, const struct placed_verify *placed,
                                     const struct store *store)
{
    struct sql_file *file = open_file(renderer, store, placed->role);
    sql_verify_begin(&file->text, placed->number, line_of(renderer, placed->verify->span),
                     verify_wording(renderer->result->arena, placed->verify));
    if (placed->note.length)
        sql_verify_explained(&file->text, placed->note);
    return file;
}

static void render_typed_check(struct renderer *renderer, const struct placed_verify *placed)
{
    struct arena *arena = renderer->result->arena;
    struct typed_check check = typed_check_read(arena, renderer->unit->plan,
                                                renderer->result->moves, placed->verify);
    for (unsigned i = 0; i < check.part_count; i++) {
        const struct typed_part *part = &check.parts[i];
        struct sql_file *file = begin_verify(renderer, placed, part->store);
        if (i == 0)
            sql_verify_explained(&file->text, check.explained);
        if (part->purpose.length)
            sql_verify_explained(&file->text, part->purpose);
        write_piece(renderer, file, placed->verify, part->sql);
    }
}

// What is known of one store's schema there. False where nothing is.
static bool render_schema_of(struct renderer *renderer, const struct placed_verify *placed,
                             const struct store *store, struct schema_verify *made)
{
    struct predicted_schema schema;
    struct arena *arena = renderer->result->arena;
    if (renderer->schema_rows > SCHEMA_ROWS_MAX
        || !predicted_schema_at(renderer->schemas, renderer->phase, placed->moment, store, &schema))
        return false;
    struct schema_check check = schema_check_read(arena, &schema);
    renderer->schema_rows += check.size;
    if (!check.sql.data || renderer->schema_rows > SCHEMA_ROWS_MAX)
        return false;
    struct sql_file *file = begin_verify(renderer, placed, store);
    sql_verify_explained(&file->text, check.compared);
    sql_verify_explained(&file->text, check.left_out);
    write_piece(renderer, file, placed->verify, check.sql);
    made->piece_count++;
    return true;
}

static void render_schema(struct renderer *renderer, const struct placed_verify *placed)
{
    struct schema_verify *made = arena_new(renderer->result->arena, struct schema_verify);
    made->verify = placed->verify;
    list_each(store, store, renderer->unit->plan->stores)
        render_schema_of(renderer, placed, store, made);
    if (renderer->schema_rows > SCHEMA_ROWS_MAX)
        made->problem = STR("the schema is too large");
    else if (!made->piece_count)
        made->problem = STR("nothing is known of the schema: `schema` of the store says it");
    list_add(&renderer->result->schema_verifies, made);
}

static void render_verify(struct renderer *renderer, struct placed_verify placed)
{
    const struct verify *verify = placed.verify;
    if (verify->kind == VERIFY_SCHEMA)
        render_schema(renderer, &placed);
    render_typed_check(renderer, &placed);
    if (!verify_is_sql(verify))
        return;
    struct sql_file *file = begin_verify(renderer, &placed, verify->store);
    if (bound_is_set(&verify->bound))
        sql_expected(&file->text, bound_wording(renderer->result->arena, &verify->bound));
    write_piece(renderer, file, verify, verify->code.text.str);
}

static void render_verifies(struct renderer *renderer, const struct phase *phase)
{
    long number = 0;
    list_each(verify, verify, phase->verifies)
        render_verify(renderer, (struct placed_verify){ verify, SQL_VERIFY, SCHEMA_AT_END,
                                                        ++number, STR("") });
    list_each(plan_verify, made, renderer->result->plan_verifies.all)
        if (made->after[phase->index])
            render_verify(renderer, (struct placed_verify){ made->verify, SQL_VERIFY,
                                                            SCHEMA_AT_END, ++number,
                                                            plan_verify_wording(made) });
}

static void render_prechecks(struct renderer *renderer)
{
    list_each(store, store, renderer->unit->plan->stores) {
        struct str conditions = prechecks_of(renderer->result->arena, renderer->result->moves,
                                             renderer->phase, store);
        if (!conditions.length)
            continue;
        struct sql_file *file = open_file(renderer, store, SQL_PRECHECK);
        sql_precheck_note(&file->text);
        write_piece(renderer, file, renderer->phase, conditions);
    }
}

static void render_before_return(struct renderer *renderer)
{
    long number = 0;
    list_each(plan_verify, made, renderer->result->plan_verifies.all)
        if (made->is_before_return)
            render_verify(renderer, (struct placed_verify){ made->verify, SQL_PRECHECK,
                                                            SCHEMA_BEFORE, ++number,
                                                            plan_verify_wording(made) });
}

// What the rollback leads to, where it leads to what was there before the phase.
static void render_schema_behind(struct renderer *renderer, const struct phase *phase)
{
    const struct verify *verify = rollback_verify(renderer->unit, phase);
    if (verify)
        render_schema(renderer, &(struct placed_verify){
                                    verify, SQL_REVERT, SCHEMA_UNDONE, 1,
                                    STR("Behind the rollback: the schema from before the phase") });
}

static void render_phase(struct renderer *renderer, const struct phase *phase)
{
    renderer->phase = phase;
    render_prechecks(renderer);
    if (phase == renderer->result->plan_verifies.return_phase)
        render_before_return(renderer);
    render_actions(renderer, &phase->actions, false);
    render_verifies(renderer, phase);
    render_actions(renderer, rollback_actions(renderer->unit, phase), true);
    render_schema_behind(renderer, phase);
}

struct sql_files *sql_files_render(const struct artefacts *artefacts, const struct unit *unit)
{
    struct sql_files *result = arena_new(artefacts->arena, struct sql_files);
    result->arena = artefacts->arena;
    result->moves = carried_moves_read(artefacts->arena, unit);
    result->plan_verifies = plan_verifies_read(artefacts->arena, unit);
    struct renderer renderer = {
        .artefacts = artefacts,
        .unit = unit,
        .result = result,
        .stores = arena_new_many(artefacts->arena, struct store_files, unit->plan->store_count + 1),
        .numbers_rise = phase_numbers_rise(unit->plan),
    };
    if (plan_verifies_schema(unit->plan))
        renderer.schemas = predicted_schemas_read(artefacts->arena, unit);
    list_each(phase, phase, unit->plan->phases)
        render_phase(&renderer, phase);
    return result;
}
