#include "backends/sql-files.h"

#include "backends/wording.h"
#include "generated/templates/sql.h"

// The files of one store in the phase that is being rendered, by role.
struct store_files {
    const struct phase *phase;
    struct sql_file *files[SQL_REVERT + 1];
    struct str folder;
};

struct renderer {
    const struct artefacts *artefacts;
    const struct unit *unit;
    struct sql_files *result;
    struct store_files *stores; // by index; the last is for no store
    const struct phase *phase;
    bool numbers_rise;
};

bool action_is_sql(const struct action *action)
{
    return action->kind == ACTION_STEP && code_is_sql(&action->code);
}

bool verify_is_sql(const struct verify *verify)
{
    return verify->kind == VERIFY_CODE && code_is_sql(&verify->code);
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
    static const char *const names[] = { "deploy", "verify", "revert" };
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
    static const char *const roles[] = { "the phase's steps", "its verifications", "its rollback" };
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

static void write_piece(struct renderer *renderer, struct sql_file *file, const void *owner,
                        struct str program)
{
    struct sql_piece *piece = arena_new(renderer->result->arena, struct sql_piece);
    piece->owner = owner;
    piece->file = file;
    piece->first_line = count_lines(file);
    sql_statements(&file->text, (struct program){ program });
    piece->last_line = count_lines(file) - 1;
    list_add(&renderer->result->pieces, piece);
}

static long line_of(const struct renderer *renderer, struct span span)
{
    return source_locate(renderer->unit->sources, span.start).line_number;
}

static void render_actions(struct renderer *renderer, const struct action_list *actions,
                           enum sql_role role)
{
    struct arena *arena = renderer->result->arena;
    long number = 0;
    list_each(action, action, *actions) {
        number++;
        if (!action_is_sql(action))
            continue;
        struct sql_file *file = open_file(renderer, action->store, role);
        sql_step_begin(&file->text, number, line_of(renderer, action->span),
                       action_title(arena, action));
        write_piece(renderer, file, action, action->code.text.str);
    }
}

static void render_verifies(struct renderer *renderer, const struct verify_list *verifies,
                            long number)
{
    struct arena *arena = renderer->result->arena;
    list_each(verify, verify, *verifies) {
        number++;
        if (!verify_is_sql(verify))
            continue;
        struct sql_file *file = open_file(renderer, verify->store, SQL_VERIFY);
        sql_verify_begin(&file->text, number, line_of(renderer, verify->span),
                         verify_wording(arena, verify));
        if (bound_is_set(&verify->bound))
            sql_expected(&file->text, bound_wording(arena, &verify->bound));
        write_piece(renderer, file, verify, verify->code.text.str);
    }
}

static void render_phase(struct renderer *renderer, const struct phase *phase)
{
    long verify_count = 0;
    renderer->phase = phase;
    list_each(verify, verify, phase->verifies)
        verify_count++;
    render_actions(renderer, &phase->actions, SQL_DEPLOY);
    render_verifies(renderer, &phase->verifies, 0);
    if (!phase->next)
        render_verifies(renderer, &renderer->unit->plan->verifies, verify_count);
    if (phase->rollback.kind == ROLLBACK_ACTIONS)
        render_actions(renderer, &phase->rollback.actions, SQL_REVERT);
}

struct sql_files *sql_files_render(const struct artefacts *artefacts, const struct unit *unit)
{
    struct sql_files *result = arena_new(artefacts->arena, struct sql_files);
    result->arena = artefacts->arena;
    struct renderer renderer = {
        .artefacts = artefacts,
        .unit = unit,
        .result = result,
        .stores = arena_new_many(artefacts->arena, struct store_files, unit->plan->store_count + 1),
        .numbers_rise = phase_numbers_rise(unit->plan),
    };
    list_each(phase, phase, unit->plan->phases)
        render_phase(&renderer, phase);
    return result;
}
