#include "driver/pages.h"

#include "diagnostics/kind.h"
#include "report/report.h"

struct json *page_to_json(struct arena *arena, const struct diagnostic_kind *kind, enum level level)
{
    struct json *page = json_new_object();
    json_put_text(page, "code", str_of(kind->code));
    json_put_text(page, "name", str_of(kind->name));
    json_put_text(page, "category", str_of(kind_category(kind)));
    json_put_text(page, "level", str_of(level_name(level)));
    json_put_bool(page, "rule", kind->is_rule);
    json_put_text(page, "fix", str_of(kind_fix(kind)));
    json_put_text(page, "since", str_of(kind->since));
    json_put_text(page, "summary", str_of(kind->summary));
    struct json *also = json_put_array(page, "also");
    for (const char *word = kind->also; *word; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        json_add_text(also, (struct str){ word, length });
        word += length;
    }
    struct str link = kind_link(arena, BELAY_DOCS_URL, kind);
    if (link.data)
        json_put_text(page, "url", link);
    return page;
}

// "RBK001 missing-rollback", and what is known about it.
static void write_head(struct output *out, const struct diagnostic_kind *kind)
{
    output_format(out, "%s %s\n\n%s, since %s", kind->code, kind->name, level_name(kind->level),
                  kind->since);
    if (kind->fix != FIX_NONE)
        output_format(out, ", fix %s", kind_fix(kind));
    if (*kind->also)
        output_format(out, ", also called %s", kind->also);
    output_str(out, STR("\n\n"));
}

void page_write_markdown(struct output *out, const struct diagnostic_kind *kind)
{
    output_str(out, STR("# "));
    write_head(out, kind);
    output_str(out, str_of(kind->explanation));
}

void page_write_text(struct output *out, const struct diagnostic_kind *kind)
{
    write_head(out, kind);
    struct str rest = str_of(kind->explanation), line, fence = STR_NONE;
    while (str_next_line(&rest, &line)) {
        bool is_fence = str_starts_with(line, STR("```"));
        if (!fence.data && is_fence)
            fence = str_slice(line, 0, strspn(line.data, "`"));
        else if (fence.data && str_equal(line, fence))
            fence = STR_NONE;
        else if (fence.data)
            output_format(out, "%s%.*s\n", line.length ? "    " : "", STR_ARGS(line));
        else
            output_format(out, "%.*s\n",
                          STR_ARGS(str_starts_with(line, STR("## ")) ? str_from(line, 3) : line));
    }
}
