// What every format asks of a report.

#include "report/report.h"

bool finding_is_shown(const struct diagnostic *finding)
{
    return finding->level != LEVEL_OFF && !finding->is_suppressed;
}

bool finding_is_reported(const struct report *report, const struct diagnostic *finding)
{
    return finding_is_shown(finding)
           || (report->show_suppressed && finding->is_suppressed && finding->level != LEVEL_OFF);
}

struct str place_label(const struct diagnostic_place *place)
{
    return place->label.length > 0 ? place->label : STR("also here");
}

static void count_fixable(struct report_counts *counts, const struct diagnostic *finding)
{
    if (!finding->fixes.first)
        return;
    list_each(diagnostic_fix, fix, finding->fixes)
        if (fix->safety == FIX_SAFE) {
            counts->fixable_safe++;
            return;
        }
    counts->fixable_unsafe++;
}

static void count_level(struct report_counts *counts, enum level level)
{
    switch (level) {
    case LEVEL_ERROR: counts->errors++; break;
    case LEVEL_WARNING: counts->warnings++; break;
    case LEVEL_NOTE: counts->notes++; break;
    case LEVEL_OFF: break;
    }
}

struct report_counts report_count(const struct report *report)
{
    struct report_counts counts = { 0 };
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct diagnostic *finding = report->findings[i];
        counts.suppressed += finding->is_suppressed;
        if (!finding_is_shown(finding))
            continue;
        count_level(&counts, finding->level);
        count_fixable(&counts, finding);
    }
    return counts;
}

// "1 error", "2 errors"; nothing for none. `separator` goes before it.
static bool write_count(struct output *out, const char *separator, unsigned count, const char *noun)
{
    if (count > 0)
        output_format(out, "%s%u %s%s", separator, count, noun, count == 1 ? "" : "s");
    return count > 0;
}

// Says which of the levels found do not fail the run, and how they would.
static void write_passing(struct output *out, const struct report *report,
                          const struct report_counts *counts)
{
    bool errors_pass = counts->errors > 0 && report->fail_level == LEVEL_OFF;
    bool warnings_pass = counts->warnings > 0
                         && (report->fail_level == LEVEL_OFF || report->fail_level > LEVEL_WARNING);
    bool notes_pass = counts->notes > 0
                      && (report->fail_level == LEVEL_OFF || report->fail_level > LEVEL_NOTE);
    if (errors_pass)
        output_str(out, STR(" (nothing fails; --fail-on error)"));
    else if (warnings_pass)
        output_format(out, " (warnings%s do not fail; --fail-on warning)",
                      notes_pass ? " and notes" : "");
    else if (notes_pass)
        output_str(out, STR(" (notes do not fail; --fail-on note)"));
}

static void write_fixable(struct output *out, const struct report *report,
                          const struct report_counts *counts)
{
    if (report->fixed_count > 0)
        output_format(out, report->is_patch ? "; the patch fixes %u" : "; %u fixed",
                      report->fixed_count);
    if (counts->fixable_safe > 0)
        output_format(out, "; %u fixable with --fix", counts->fixable_safe);
    if (counts->fixable_unsafe > 0)
        output_format(out, counts->fixable_safe > 0 ? ", %u with --unsafe-fixes"
                                                    : "; %u fixable with --unsafe-fixes",
                      counts->fixable_unsafe);
}

void report_summary(struct output *out, const struct report *report)
{
    struct report_counts counts = report_count(report);
    bool has_any = write_count(out, "", counts.errors, "error");
    has_any |= write_count(out, has_any ? ", " : "", counts.warnings, "warning");
    has_any |= write_count(out, has_any ? ", " : "", counts.notes, "note");
    if (!has_any)
        output_str(out, STR("no problems"));
    write_passing(out, report, &counts);
    write_count(out, " in ", report->file_count, "file");
    write_fixable(out, report, &counts);
    if (counts.suppressed > 0)
        output_format(out, "; %u suppressed", counts.suppressed);
}

struct str kind_link(struct arena *arena, const char *docs_url, const struct diagnostic_kind *kind)
{
    struct str base = str_of(docs_url);
    if (base.length == 0)
        return STR_NONE;
    base.length -= str_ends_with(base, STR("/"));
    return arena_format(arena, "%.*s/rules/%s", STR_ARGS(base), kind->code);
}
