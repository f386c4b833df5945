// The rules of a SARIF report: those that its results name, by code.

#include "report/sarif-rules.h"

#include "base/check.h"
#include "diagnostics/kind.h"

#include <stdlib.h>

enum { MOST_DESCRIPTION = 1024 }; // characters that code scanning takes

static int compare(const void *left, const void *right)
{
    const struct diagnostic_kind *a = *(const struct diagnostic_kind *const *)left;
    const struct diagnostic_kind *b = *(const struct diagnostic_kind *const *)right;
    return strcmp(a->code, b->code);
}

struct sarif_rules sarif_rules_of(const struct report *report)
{
    struct sarif_rules rules = { 0 };
    size_t count = 0;
    rules.items = arena_new_many(report->arena, const struct diagnostic_kind *,
                                 report->finding_count);
    for (size_t i = 0; i < report->finding_count; i++)
        if (finding_is_reported(report, report->findings[i]))
            rules.items[count++] = report->findings[i]->kind;
    qsort(rules.items, count, sizeof *rules.items, compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || rules.items[i] != rules.items[i - 1])
            rules.items[rules.count++] = rules.items[i];
    return rules;
}

size_t sarif_rules_find(const struct sarif_rules *rules, const struct diagnostic_kind *kind)
{
    const struct diagnostic_kind **found = bsearch(&kind, rules->items, rules->count,
                                                   sizeof *rules->items, compare);
    if (!found)
        BUG("a finding of a kind that is not among the rules");
    return (size_t)(found - rules->items);
}

// "drop-column-in-use" as "DropColumnInUse".
static struct str pascal_case(struct arena *arena, const char *name)
{
    struct output out = { .arena = arena };
    bool is_start = true;
    for (; *name; name++) {
        bool is_small = *name >= 'a' && *name <= 'z';
        if (*name != '-')
            output_char(&out, is_start && is_small ? (char)(*name - 'a' + 'A') : *name);
        is_start = *name == '-';
    }
    return output_get(&out);
}

// The page up to its examples: what is found and why it matters, in one paragraph.
static struct str full_description(struct arena *arena, const struct diagnostic_kind *kind)
{
    struct output out = { .arena = arena };
    struct str rest = str_of(kind->explanation), line;
    while (str_next_line(&rest, &line)) {
        if (str_starts_with(line, STR("## Fails")) || str_starts_with(line, STR("## Passes")))
            break;
        if (line.length == 0 || line.data[0] == '#')
            continue;
        if (out.bytes.count + line.length + 1 > MOST_DESCRIPTION)
            break;
        if (out.bytes.count > 0)
            output_char(&out, ' ');
        output_str(&out, line);
    }
    return out.bytes.count > 0 ? output_get(&out) : str_of(kind->summary);
}

static const char *severity_name(enum level level)
{
    switch (level) {
    case LEVEL_ERROR: return "error";
    case LEVEL_WARNING: return "warning";
    case LEVEL_NOTE:
    case LEVEL_OFF: break;
    }
    return "recommendation";
}

static void put_text(struct json *object, const char *key, struct str text)
{
    json_put_text(json_put_object(object, key), "text", text);
}

struct json *sarif_rule_to_json(const struct report *report, const struct diagnostic_kind *kind)
{
    struct arena *arena = report->arena;
    struct json *rule = json_new_object();
    json_put_text(rule, "id", str_of(kind->code));
    json_put_text(rule, "name", pascal_case(arena, kind->name));
    put_text(rule, "shortDescription", str_slice(str_of(kind->summary), 0, MOST_DESCRIPTION));
    put_text(rule, "fullDescription", full_description(arena, kind));
    struct json *help = json_put_object(rule, "help");
    json_put_text(help, "text", str_of(kind->explanation));
    json_put_text(help, "markdown", arena_format(arena, "## %s %s\n\n%s", kind->code, kind->name,
                                                 kind->explanation));
    struct str link = kind_link(arena, report->docs_url, kind);
    if (link.length > 0)
        json_put_text(rule, "helpUri", link);
    struct json *configuration = json_put_object(rule, "defaultConfiguration");
    json_put_text(configuration, "level", str_of(level_name(kind->level)));
    struct json *properties = json_put_object(rule, "properties");
    json_add_text(json_put_array(properties, "tags"), str_of(kind_category(kind)));
    json_put_text(properties, "precision",
                  kind->level == LEVEL_ERROR ? STR("very-high") : STR("high"));
    json_put_text(properties, "problem.severity", str_of(severity_name(kind->level)));
    return rule;
}
