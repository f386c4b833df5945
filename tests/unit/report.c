// Reports for tests.
#include "tests/unit/report.h"

#include "tests/unit/check.h"

#include <stdio.h>
#include <stdlib.h>

const struct diagnostic_kind kind_example = {
    .code = "DOC777",
    .name = "example-finding",
    .also = "",
    .summary = "An example of a finding.",
    .explanation = "An example of a finding.\n\n## Why\n\nTests need one.\n",
    .level = LEVEL_WARNING,
    .is_rule = true,
};

static const struct diagnostic_kind kind_drop_in_use = {
    .code = "CMP001",
    .name = "drop-column-in-use",
    .also = "dropped-too-early",
    .summary = "A column is dropped while a version that runs still uses it.",
    .explanation = "A column is dropped while a version that runs still uses it.\n\n"
                   "## Why\n\nEvery query that names it fails from then on.\n",
    .level = LEVEL_ERROR,
    .is_rule = true,
};

static const struct diagnostic_kind kind_not_batched = {
    .code = "LCK004",
    .name = "backfill-not-batched",
    .also = "",
    .summary = "A backfill runs as one statement.",
    .explanation = "A backfill runs as one statement.\n\n## Why\n\nIt holds its locks to the end.\n",
    .level = LEVEL_WARNING,
    .is_rule = true,
};

void fixture_open(struct report_fixture *fixture)
{
    *fixture = (struct report_fixture){ 0 };
    fixture->sources.arena = &fixture->arena;
    fixture->diagnostics.arena = &fixture->arena;
    fixture->report.fail_level = LEVEL_ERROR;
    fixture->report.version = "1.2.3";
    fixture->report.docs_url = "";
}

void fixture_close(struct report_fixture *fixture)
{
    arena_release(&fixture->arena);
}

const struct source_file *fixture_source(struct report_fixture *fixture, const char *path,
                                         struct str text)
{
    fixture->report.file_count++;
    return source_add(&fixture->sources, str_of(path), text);
}

struct span fixture_bytes(const struct source_file *file, size_t from, size_t to)
{
    return (struct span){ file->base + (uint32_t)from, file->base + (uint32_t)to };
}

struct span fixture_span(const struct source_file *file, unsigned line, const char *word)
{
    size_t at = 0;
    while (--line > 0)
        at = str_find_char(file->text, '\n', at) + 1;
    at = str_find(file->text, str_of(word), at);
    return fixture_bytes(file, at, at + strlen(word));
}

struct str fixture_write(struct report_fixture *fixture, const struct format *format)
{
    size_t count = 0;
    list_each(diagnostic, finding, fixture->diagnostics.list)
        count++;
    struct diagnostic **findings = arena_new_many(&fixture->arena, struct diagnostic *, count);
    count = 0;
    list_each(diagnostic, finding, fixture->diagnostics.list)
        findings[count++] = finding;
    fixture->report.arena = &fixture->arena;
    fixture->report.sources = &fixture->sources;
    fixture->report.findings = findings;
    fixture->report.finding_count = count;
    struct output out = { .arena = &fixture->arena };
    format->write(&out, &fixture->report, &fixture->style);
    return output_get(&out);
}

struct diagnostic *fixture_drop_in_use(struct report_fixture *fixture)
{
    const struct source_file *plan = fixture_source(
        fixture, "plans/split-name.belay",
        STR("plan split-name\n"
            "\n"
            "store main\n"
            "\n"
            "app web\n"
            "  version v1 reads users.name                  # in production until 2026-09-03\n"
            "  version v2 reads users.first_name users.last_name\n"
            "\n"
            "phase expand  at 2026-08-01 02:00 Europe/Berlin\n"
            "  step add-columns\n"
            "    sql   ALTER TABLE users ADD COLUMN first_name text, ADD COLUMN last_name text\n"
            "\n"
            "\n"
            "phase contract  at 2026-09-02 02:00 Europe/Berlin\n"
            "  step drop-name\n"
            "    sql   ALTER TABLE users DROP COLUMN name\n"));
    struct span start = fixture_span(plan, 14, "2026-09-02");
    struct diagnostic *finding = diagnose(
        &fixture->diagnostics, &kind_drop_in_use, fixture_span(plan, 16, "DROP COLUMN name"),
        "column 'users.name' is dropped while 'web v1' still reads it");
    diagnostic_label(finding, "dropped here, at 2026-09-02 02:00");
    diagnostic_also(finding, fixture_span(plan, 6, "users.name"), "still read by 'web v1' here");
    diagnostic_also(finding, start, "'contract' starts one day before 'web v1' is retired");
    diagnostic_note(finding, "'web v1' is in production until 2026-09-03 (line 6)");
    diagnostic_about(finding, "users.name");
    struct diagnostic_fix *fix = diagnostic_fix(finding, FIX_UNSAFE,
                                                "start 'contract' after 'web v1' is retired");
    diagnostic_edit(finding, fix, start, STR("2026-09-04"));
    return finding;
}

struct diagnostic *fixture_backfill(struct report_fixture *fixture)
{
    const struct source_file *plan = fixture_source(
        fixture, "plans/表示名.belay",
        STR("phase migrate\r\n"
            "\tstep 表示名-😀\r\n"
            "\t\tsql\tUPDATE users SET 表示名 = name WHERE id > 0 \xE2\x80\xAE -- \x1b[31mred\r\n"));
    struct diagnostic *finding = diagnose(
        &fixture->diagnostics, &kind_not_batched, fixture_span(plan, 3, "UPDATE users"),
        "backfill of 'users' runs as one statement over about 41 million rows");
    diagnostic_label(finding, "no batch clause");
    diagnostic_also(finding, fixture_span(plan, 2, "表示名-😀"), "in this step");
    diagnostic_also(finding, fixture_span(plan, 3, "表示名"), "first column written");
    diagnostic_note(finding, "one transaction holds row locks and keeps vacuum from removing dead "
                             "rows until it ends");
    diagnostic_help(finding, "add 'batch 10000 by id pause 200ms' to the step");
    return finding;
}

struct diagnostic *fixture_two_files(struct report_fixture *fixture)
{
    struct output text = { .arena = &fixture->arena };
    output_str(&text, STR("phase contract\n  step wide\n      sql ALTER TABLE orders "));
    for (unsigned column = 1; column < 30; column++)
        output_format(&text, "ADD COLUMN c%02u text, ", column);
    output_str(&text, STR("DROP COLUMN legacy_total, ADD COLUMN z text\n"));
    const struct source_file *plan = fixture_source(fixture, "plans/orders.belay",
                                                    output_get(&text));
    const struct source_file *service = fixture_source(
        fixture, "services/billing.yaml",
        STR("app: billing\nversions:\n  - name: v7\n"
            "      reads: [orders.id, orders.legacy_total]\n"));
    struct diagnostic *finding = diagnose(
        &fixture->diagnostics, &kind_drop_in_use,
        fixture_span(plan, 3, "DROP COLUMN legacy_total"),
        "column 'orders.legacy_total' is dropped while 'billing v7' still reads it");
    diagnostic_label(finding, "dropped here");
    diagnostic_also(finding, fixture_span(service, 4, "orders.legacy_total"),
                    "still read by 'billing v7' here");
    diagnostic_help(finding, "retire 'billing v7' before this step, or split the step");
    return finding;
}

static struct str read_golden(struct arena *arena, const char *path)
{
    struct source_map sources = { .arena = arena };
    struct str problem;
    struct source_file *file = source_read(&sources, path, str_of(path), 1 << 20, &problem);
    return file ? file->text : STR_NONE;
}

void check_golden(const char *name, struct str got, const char *file, int line)
{
    struct arena arena = { 0 };
    struct str path = arena_format(&arena, "tests/unit/golden/%s", name);
    if (getenv("BLESS")) {
        FILE *golden = fopen(path.data, "wb");
        check_that(golden && fwrite(got.data, 1, got.length, golden) == got.length,
                   "the golden file can be written", file, line);
        if (golden)
            fclose(golden);
    } else {
        check_same(got, read_golden(&arena, path.data), file, line);
    }
    arena_release(&arena);
}
