#include "backends/plan-document.h"
#include "generated/templates/markdown.h"
#include "generated/templates/plan-document.h"

// "LABEL of NAME:" and the code; nothing where there is none.
static void write_command(struct page *page, const char *label, struct str name,
                          const struct code *code)
{
    if (!code_is_set(code))
        return;
    page_label(page, arena_format(page->arena, "%s of %.*s", label, STR_ARGS(name)));
    page_code(page, code, 0);
}

// ---- stores

static void write_table(struct page *page, const struct store *store, const struct table *table)
{
    struct output line = { .arena = page->arena };
    output_format(&line, "%.*s.%.*s", STR_ARGS(store->name), STR_ARGS(table->name.text.str));
    for (unsigned i = 0; i < table->key.count; i++)
        output_format(&line, "%s%.*s", i ? ", " : ": key ",
                      STR_ARGS(table->key.columns[i].text.str));
    if (quantity_is_set(table->rows))
        output_format(&line, "; %.*s rows", STR_ARGS(table->rows.text.str));
    if (quantity_is_set(table->size))
        output_format(&line, "; %.*s", STR_ARGS(table->size.text.str));
    markdown_bullet(page, output_get(&line));
}

static void write_stores(struct page *page)
{
    if (!page->plan->stores.first)
        return;
    page_gap(page);
    plan_document_stores_begin(page);
    list_each(store, store, page->plan->stores)
        plan_document_store_row(page, store->name,
                                arena_format(page->arena, "%.*s %.*s", STR_ARGS(store->engine),
                                             STR_ARGS(store->version.str)),
                                store->size.text.str, store->writes.text.str,
                                store->reads.text.str, store->connect.str);
    page_gap(page);
    list_each(store, store, page->plan->stores)
        list_each(table, table, store->tables)
            write_table(page, store, table);
    list_each(store, store, page->plan->stores)
        write_command(page, "Schema", store->name, &store->schema);
}

// ---- applications, flags, metrics

static struct str use_line(struct page *page, const struct version *version, const struct use *use)
{
    static const char *const verbs[] = {
        [ACCESS_READ] = "reads",   [ACCESS_INSERT] = "inserts", [ACCESS_UPDATE] = "updates",
        [ACCESS_WRITE] = "writes", [ACCESS_UPSERT] = "upserts", [ACCESS_DELETE] = "deletes",
    };
    struct output line = { .arena = page->arena };
    output_format(&line, "%.*s %.*s %s ", STR_ARGS(version->app->name), STR_ARGS(version->name),
                  verbs[use->access]);
    for (const struct column_list *table = use->tables; table; table = table->next) {
        output_str(&line, columns_wording(page->arena, table));
        output_str(&line, table->next ? STR(", ") : STR(""));
    }
    if (text_is_set(use->flag_name))
        output_format(&line, " %s %.*s", use->is_unless ? "unless" : "if",
                      STR_ARGS(use->flag_name.str));
    return output_get(&line);
}

static void write_apps(struct page *page)
{
    if (page->plan->apps.first)
        page_section(page, STR("Applications"));
    list_each(app, app, page->plan->apps)
        list_each(version, version, app->versions)
            list_each(use, use, version->uses)
                markdown_bullet(page, use_line(page, version, use));
    list_each(app, app, page->plan->apps)
        write_command(page, "Deploy command", app->name, &app->deploy);
}

static void write_flags(struct page *page)
{
    if (page->plan->flags.first)
        page_section(page, STR("Flags"));
    list_each(flag, flag, page->plan->flags)
        markdown_bullet(page, flag->name);
    list_each(flag, flag, page->plan->flags) {
        write_command(page, "Setting", flag->name, &flag->set);
        write_command(page, "Reading", flag->name, &flag->read);
    }
}

static void write_metrics(struct page *page)
{
    if (!page->plan->metrics.first)
        return;
    page_gap(page);
    plan_document_metrics_begin(page);
    list_each(metric, metric, page->plan->metrics)
        plan_document_metric_row(page, metric->name.str, metric->unit, metric->in.str,
                                 metric->baseline.text.str);
    list_each(metric, metric, page->plan->metrics)
        write_command(page, "Query", metric->name.str, &metric->query);
}

// ---- moves

static struct str backward_of(const struct move *move)
{
    return move->has_no_way_back ? STR("there is no way back") : move->backward.str;
}

static void write_moves(struct page *page)
{
    if (!page->plan->moves.first)
        return;
    page_gap(page);
    plan_document_moves_begin(page);
    list_each(move, move, page->plan->moves)
        plan_document_move_row(page, move->name, move->from.text.str, move->to.text.str,
                               move->forward.str, backward_of(move));
}

void plan_document_systems(struct page *page)
{
    write_stores(page);
    write_apps(page);
    write_flags(page);
    write_metrics(page);
    write_moves(page);
}
