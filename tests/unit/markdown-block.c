// Markdown as a tree of blocks: what stands where, whatever was repaired on the way.
#include "readers/markdown/block.h"

#include "base/output.h"
#include "tests/unit/check.h"

#include <dirent.h>
#include <stdio.h>

struct parsed {
    struct arena arena;
    struct source_map sources;
    struct unit unit;
    struct markdown_repairs repairs;
    struct markdown_block *document;
};

static void parse(struct parsed *parsed, struct str text)
{
    *parsed = (struct parsed){ 0 };
    parsed->sources.arena = &parsed->arena;
    unit_init(&parsed->unit, &parsed->sources, source_add(&parsed->sources, STR("plan.md"), text));
    parsed->document = markdown_parse(&parsed->unit, &parsed->repairs);
}

static void release(struct parsed *parsed)
{
    arena_release(&parsed->unit.arena);
    arena_release(&parsed->arena);
}

static void check_dump(struct str text, const char *expected)
{
    struct parsed parsed;
    parse(&parsed, text);
    struct output out = { .arena = &parsed.unit.arena };
    list_each(markdown_block, block, parsed.document->children)
        markdown_dump(&out, block, 0);
    CHECK_STR(output_get(&out), expected);
    release(&parsed);
}

// The first block at or below `block` whose text holds `part`.
static const struct markdown_block *find(const struct markdown_block *block, struct str part)
{
    if (str_find(block->text.str, part, 0) != STR_NOT_FOUND && text_is_set(block->text))
        return block;
    list_each(markdown_block, child, block->children) {
        const struct markdown_block *found = find(child, part);
        if (found)
            return found;
    }
    return NULL;
}

// What the file holds where the text has `part`.
static struct str source_of(const struct parsed *parsed, const char *part)
{
    const struct markdown_block *block = find(parsed->document, str_of(part));
    if (!block)
        return STR_NONE;
    size_t at = str_find(block->text.str, str_of(part), 0);
    return source_text(&parsed->sources, text_span(block->text, at, at + strlen(part)));
}

static unsigned line_of(const struct parsed *parsed, const char *part)
{
    const struct markdown_block *block = find(parsed->document, str_of(part));
    if (!block)
        return 0;
    size_t at = str_find(block->text.str, str_of(part), 0);
    return source_locate(&parsed->sources, text_span(block->text, at, at + 1).start).line_number;
}

// Each verbatim byte of each text is the byte of the file that it says it is, and blocks lie
// inside their parents.
static bool is_sound(const struct parsed *parsed, const struct markdown_block *block)
{
    for (uint32_t i = 0; i < block->text.piece_count; i++) {
        const struct piece *piece = &block->text.pieces[i];
        struct span span = { piece->address, piece->address + piece->length };
        if (span.end > span_of_file(parsed->unit.file).end)
            return false;
        size_t end = piece->offset + piece->length - block->text.origin;
        if (!piece->is_verbatim || piece->offset < block->text.origin
            || end > block->text.str.length)
            continue;
        struct str part = str_slice(block->text.str, piece->offset - block->text.origin, end);
        if (!str_equal(part, source_text(&parsed->sources, span)))
            return false;
    }
    list_each(markdown_mark, mark, block->marks)
        if (mark->from > mark->to || mark->to > block->text.str.length)
            return false;
    list_each(markdown_block, child, block->children)
        if (child->parent != block || child->span.start < block->span.start
            || child->span.end > block->span.end || !is_sound(parsed, child))
            return false;
    return true;
}

static bool survives(struct str text)
{
    struct parsed parsed;
    parse(&parsed, text);
    bool sound = is_sound(&parsed, parsed.document);
    release(&parsed);
    return sound;
}

static struct str repeated(struct arena *arena, const char *part, size_t length)
{
    char *bytes = arena_alloc(arena, length);
    for (size_t i = 0, width = strlen(part); i < length; i++)
        bytes[i] = part[i % width];
    return (struct str){ bytes, length };
}

void test_markdown_block__reads_blocks_at_their_lines(void)
{
    check_dump(STR("# Move invoices\n"
                   "\n"
                   "## Overview ##\n"
                   "**Goal:** one *ledger*,\n"
                   "read by `billing`\n"
                   "\n"
                   "1. Copy\n"
                   "   - by day\n"
                   "\n"
                   "     more of it\n"
                   "2. Check\n"
                   "***\n"
                   "<!-- aside -->\n"),
               "1 heading 1 'Move invoices'\n"
               "3 heading 2 'Overview'\n"
               "4 paragraph 'Goal: one ledger,\\nread by billing' strong[0,5) emphasis[10,16) "
               "code[26,33)\n"
               "7 list\n"
               "  7 item 1 #1 'Copy'\n"
               "    8 list\n"
               "      8 item 2 'by day'\n"
               "        10 paragraph 'more of it'\n"
               "  11 item 1 #2 'Check'\n"
               "12 rule\n"
               "13 html '<!-- aside -->'\n");
}

void test_markdown_block__front_matter_is_no_heading(void)
{
    check_dump(STR("---\ntitle: Move invoices\nowner: ledger\n---\n# Plan\n"),
               "2 front-matter 'title: Move invoices\\nowner: ledger'\n"
               "5 heading 1 'Plan'\n");
    check_dump(STR("---\n\nNo: front matter\n"), "1 rule\n3 paragraph 'No: front matter'\n");
}

void test_markdown_block__block_quotes_are_transparent(void)
{
    check_dump(STR("> **Status**: draft\n"
                   "> since May\n"
                   "\n"
                   "> ```sql\n"
                   "> SELECT 1;\n"
                   "> ```\n"
                   "> > # Deep\n"),
               "1 paragraph 'Status: draft\\nsince May' strong[0,6)\n"
               "4 code <sql> 'SELECT 1;'\n"
               "7 heading 1 'Deep'\n");
}

void test_markdown_block__reads_boxes_of_every_list(void)
{
    check_dump(STR("- [ ] open\n"
                   "- [x] done\n"
                   "* [X] done too\n"
                   "\n"
                   "1. [ ] Backup: `pg_dump`\n"
                   "0. plain\n"),
               "1 list\n"
               "  1 item 1 [ ] 'open'\n"
               "  2 item 1 [x] 'done'\n"
               "3 list\n"
               "  3 item 1 [x] 'done too'\n"
               "5 list\n"
               "  5 item 1 #1 [ ] 'Backup: pg_dump' code[8,15)\n"
               "  6 item 1 #0 'plain'\n");
}

void test_markdown_block__reads_bullets_of_scraped_pages(void)
{
    check_dump(STR("Checks:\n"
                   "\n"
                   "  • first\n"
                   "    ◦ below\n"
                   "  • second\n"
                   "\n"
                   "  1. one\n"
                   "  2. two\n"),
               "1 paragraph 'Checks:'\n"
               "3 list\n"
               "  3 item 1 'first'\n"
               "    4 list\n"
               "      4 item 2 'below'\n"
               "  5 item 1 'second'\n"
               "7 list\n"
               "  7 item 1 #1 'one'\n"
               "  8 item 1 #2 'two'\n");
    struct parsed parsed;
    parse(&parsed, STR("  • rows **match**\n"));
    CHECK_STR(source_of(&parsed, "rows"), "rows");
    CHECK_STR(source_of(&parsed, "match"), "match");
    CHECK_STR(source_text(&parsed.sources, parsed.document->children.first->span),
              "• rows **match**");
    release(&parsed);
}

void test_markdown_block__reads_tables(void)
{
    struct parsed parsed;
    struct str text = STR("The phases:\n"
                          "| Phase | Undo \\| stop |\n"
                          "|:--|--:|\n"
                          "| 1 | `a\\|b` and **c** |\n"
                          "| 2 |\n");
    check_dump(text, "1 paragraph 'The phases:'\n"
                     "2 table\n"
                     "  2 row\n"
                     "    2 cell 'Phase'\n"
                     "    2 cell 'Undo | stop'\n"
                     "  4 row\n"
                     "    4 cell '1'\n"
                     "    4 cell 'a|b and c' code[0,3) strong[8,9)\n"
                     "  5 row\n"
                     "    5 cell '2'\n"
                     "    5 cell ''\n");
    parse(&parsed, text);
    CHECK(is_sound(&parsed, parsed.document));
    CHECK_STR(source_of(&parsed, "Undo | stop"), "Undo \\| stop");
    CHECK_STR(source_of(&parsed, "b and c"), "b` and **c");
    release(&parsed);
}

void test_markdown_block__inlines_lead_to_the_source(void)
{
    struct parsed parsed;
    parse(&parsed, STR("> Rows &lt; 5 \\* **[the runbook](https://example.org/a_(b) \"t\") a**\n"
                       "  > then ``a ` b`` &mdash; <br>or ***both*** ![x](y) <TABLE_NAME>\n"));
    const struct markdown_block *block = parsed.document->children.first;
    CHECK_STR(block->text.str, "Rows < 5 * the runbook a\nthen a ` b — \nor both x <TABLE_NAME>");
    CHECK(is_sound(&parsed, parsed.document));
    CHECK_STR(source_of(&parsed, "< 5"), "&lt; 5");
    CHECK_STR(source_of(&parsed, "* the"), "* **[the");
    CHECK_STR(source_of(&parsed, "runbook a"), "runbook](https://example.org/a_(b) \"t\") a");
    CHECK_STR(source_of(&parsed, "then"), "then");
    CHECK_STR(source_of(&parsed, "a ` b"), "a ` b");
    CHECK_STR(source_of(&parsed, "—"), "&mdash;");
    CHECK_STR(source_of(&parsed, "both"), "both");
    CHECK_STR(source_of(&parsed, "TABLE_NAME"), "TABLE_NAME");
    const struct markdown_mark *strong = block->marks.first, *link = strong->next;
    CHECK(strong->kind == MARK_STRONG && strong->from == 11 && strong->to == 24);
    CHECK(link->kind == MARK_LINK && link->from == 11 && link->to == 22);
    release(&parsed);
}

void test_markdown_block__references_do_not_move_the_text(void)
{
    struct parsed parsed;
    parse(&parsed, STR("[guide]: https://example.org/the-text\nthe text, as the [guide] says\n"));
    CHECK_STR(parsed.document->children.first->text.str, "the text, as the guide says");
    CHECK(line_of(&parsed, "as the") == 2);
    release(&parsed);
}

void test_markdown_block__code_is_dedented_and_keeps_its_places(void)
{
    struct parsed parsed;
    parse(&parsed, STR("1. Index:\n"
                       "   ```{.sql file=a.sql}\n"
                       "   CREATE INDEX i\n"
                       "\n"
                       "     ON parcels (weight);\n"
                       "   ```\n"
                       "2. Next\n"));
    const struct markdown_block *code = find(parsed.document, STR("CREATE"));
    CHECK(code && code->kind == MARKDOWN_CODE && code->line == 2);
    CHECK_STR(code->language, "sql");
    CHECK_STR(code->text.str, "CREATE INDEX i\n\n  ON parcels (weight);");
    CHECK(line_of(&parsed, "parcels") == 5);
    CHECK_STR(source_of(&parsed, "parcels"), "parcels");
    CHECK(code->parent->kind == MARKDOWN_ITEM);
    CHECK(find(parsed.document, STR("Next"))->number == 2);
    release(&parsed);
}

void test_markdown_block__code_in_a_list_may_stand_too_far_out_or_in(void)
{
    check_dump(STR("- Copy:\n"
                   "        ```sql\n"
                   "SELECT 1;\n"
                   "        ```\n"
                   "- Check:\n"
                   "  ```\n"
                   "# no heading\n"
                   "  ```\n"
                   "- Done\n"),
               "1 list\n"
               "  1 item 1 'Copy:'\n"
               "    2 code <sql> 'SELECT 1;'\n"
               "  5 item 1 'Check:'\n"
               "    6 code '# no heading'\n"
               "  9 item 1 'Done'\n");
}

void test_markdown_block__indented_code_is_code(void)
{
    check_dump(STR("Run:\n\n    make\n\n      install\n    ```\n\nDone\n"),
               "1 paragraph 'Run:'\n"
               "3 code 'make\\n\\n  install\\n```'\n"
               "8 paragraph 'Done'\n");
    check_dump(STR("1.     make\n          all\n\n>     SELECT 1\n>      , 2\n\n\tcd /\n\t\tls\n"),
               "1 list\n"
               "  1 item 1 #1\n"
               "    1 code 'make\\n   all'\n"
               "4 code 'SELECT 1\\n , 2'\n"
               "7 code 'cd /\\n\tls'\n");
}

void test_markdown_block__lines_keep_what_is_not_their_margin(void)
{
    struct parsed parsed;
    parse(&parsed, STR("Rows\n     > 5 and `  a\n  b  ` here\n"));
    const struct markdown_block *block = parsed.document->children.first;
    CHECK_STR(block->text.str, "Rows\n> 5 and  a b  here");
    CHECK(is_sound(&parsed, parsed.document));
    CHECK_STR(source_of(&parsed, "> 5"), "> 5");
    CHECK_STR(source_of(&parsed, "here"), "here");
    release(&parsed);
}

void test_markdown_block__a_template_closed_early_goes_on(void)
{
    check_dump(STR("````markdown\n"
                   "# Move parcels\n"
                   "## Phase 1: Copy\n"
                   "```python\n"
                   "# copy\n"
                   "```\n"
                   "````\n"
                   "## Phase 2: Switch\n"
                   "```\n"
                   "plain\n"
                   "```\n"),
               "2 heading 1 template 'Move parcels'\n"
               "3 heading 2 template 'Phase 1: Copy'\n"
               "4 code <python> template '# copy'\n"
               "8 heading 2 'Phase 2: Switch'\n"
               "9 code 'plain'\n");
}

void test_markdown_block__a_bare_template_holds_fences(void)
{
    check_dump(STR("Answer so:\n"
                   "   ```\n"
                   "   ## Plan\n"
                   "   **Phase 1: Add**\n"
                   "   ```sql\n"
                   "   ALTER TABLE parcels ADD COLUMN kg int;\n"
                   "   ```\n"
                   "   - Rollback: `DROP`\n"
                   "   ~~~~\n"
                   "   ## not a heading\n"
                   "   ~~~~\n"
                   "   ```\n"
                   "Behind\n"),
               "1 paragraph 'Answer so:'\n"
               "3 heading 2 template 'Plan'\n"
               "4 paragraph template 'Phase 1: Add' strong[0,12)\n"
               "5 code <sql> template 'ALTER TABLE parcels ADD COLUMN kg int;'\n"
               "8 list template\n"
               "  8 item 1 template 'Rollback: DROP' code[10,14)\n"
               "9 code template '## not a heading'\n"
               "13 paragraph 'Behind'\n");
    check_dump(STR("```\nPhase 1: Add\n  - a\nPhase 2: Drop\n```\n"),
               "1 code 'Phase 1: Add\\n  - a\\nPhase 2: Drop'\n");
    check_dump(STR("```markdown\nplain words\n```\n"), "1 code <markdown> 'plain words'\n");
    check_dump(STR("```md\n- [ ] told\n```\n"),
               "2 list template\n  2 item 1 [ ] template 'told'\n");
}

void test_markdown_block__a_closing_fence_may_carry_an_info_string(void)
{
    struct str text = STR("```bash\n"
                          "make\n"
                          "```plaintext\n"
                          "\n"
                          "## Next\n"
                          "```sql\n"
                          "SELECT 1;\n"
                          "```sql\n");
    check_dump(text, "1 code <bash> 'make'\n"
                     "5 heading 2 'Next'\n"
                     "6 code <sql> 'SELECT 1;'\n");
    struct parsed parsed;
    parse(&parsed, text);
    const struct markdown_bad_fence *fence = parsed.repairs.bad_fences.first;
    CHECK(fence && fence->next && !fence->next->next);
    CHECK(source_locate(&parsed.sources, fence->span.start).line_number == 3);
    CHECK(source_locate(&parsed.sources, fence->next->span.start).line_number == 8);
    release(&parsed);
}

void test_markdown_block__an_unterminated_fence_does_not_hide_the_plan(void)
{
    struct arena arena = { 0 };
    struct str body = repeated(&arena, "word\n", 5 * 50);
    struct str text = arena_format(
        &arena, "```sql\nSELECT 1;\n\n## Phase 1: A\n%.*s## Phase 2: B\n", STR_ARGS(body));
    struct parsed parsed;
    parse(&parsed, text);
    CHECK(find(parsed.document, STR("Phase 2"))->kind == MARKDOWN_HEADING);
    CHECK(parsed.repairs.bad_fences.first && !parsed.repairs.bad_fences.first->next);
    release(&parsed);
    parse(&parsed, STR("# Plan\n```sql\nSELECT 1;\n## Short\n"));
    CHECK(find(parsed.document, STR("Short"))->kind == MARKDOWN_CODE);
    CHECK(parsed.repairs.bad_fences.first != NULL);
    release(&parsed);
    arena_release(&arena);
}

void test_markdown_block__a_section_ends_code_that_is_not_closed(void)
{
    struct str text = STR("## Copy\n"
                          "```sql\n"
                          "SELECT 1;\n"
                          "\n"
                          "## Check\n"
                          "```bash\n"
                          "## no section\n"
                          "\n"
                          "## nor this\n"
                          "```\n");
    check_dump(text, "1 heading 2 'Copy'\n"
                     "2 code <sql> 'SELECT 1;'\n"
                     "5 heading 2 'Check'\n"
                     "6 code <bash> '## no section\\n\\n## nor this'\n");
    struct parsed parsed;
    parse(&parsed, text);
    const struct markdown_bad_fence *fence = parsed.repairs.bad_fences.first;
    CHECK(fence && !fence->next);
    CHECK(source_locate(&parsed.sources, fence->span.start).line_number == 2);
    release(&parsed);
}

void test_markdown_block__an_escaped_fence_is_a_fence(void)
{
    struct parsed parsed;
    parse(&parsed, STR("\\`\\`\\`sql\nSELECT 1;\n\\`\\`\\`\n\nText\n"));
    CHECK(find(parsed.document, STR("SELECT"))->kind == MARKDOWN_CODE);
    CHECK(find(parsed.document, STR("Text"))->kind == MARKDOWN_PARAGRAPH);
    CHECK(parsed.repairs.bad_fences.first != NULL);
    release(&parsed);
}

void test_markdown_block__undoes_mojibake(void)
{
    struct parsed parsed;
    // Windows-1252: an arrow, a check mark, a warning sign with its variation selector.
    parse(&parsed, STR("# Old â†’ new, dÃ©jÃ\u00a0 âœ… âš\u00a0ï¸\xC2\x8F ok\n"));
    CHECK_STR(parsed.document->children.first->text.str, "Old → new, déjà ✅ ⚠ ok");
    CHECK(parsed.repairs.mojibake_count == 5);
    CHECK_STR(source_text(&parsed.sources, parsed.repairs.first_mojibake), "â†’");
    CHECK_STR(source_of(&parsed, "→"), "â†’");
    CHECK_STR(source_of(&parsed, "new"), "new");
    CHECK_STR(source_of(&parsed, "ok"), "ok");
    release(&parsed);
    // Mac Roman.
    parse(&parsed, STR("migraci√≥n ‚úÖ\n"));
    CHECK_STR(parsed.document->children.first->text.str, "migración ✅");
    CHECK(parsed.repairs.mojibake_count == 2);
    release(&parsed);
    // What is right stays: accents, arrows, Cyrillic, Japanese.
    parse(&parsed, STR("Café – naïve → Этап フェーズ\n"));
    CHECK_STR(parsed.document->children.first->text.str, "Café – naïve → Этап フェーズ");
    CHECK(parsed.repairs.mojibake_count == 0);
    release(&parsed);
}

void test_markdown_block__code_is_repaired_in_place(void)
{
    struct parsed parsed;
    parse(&parsed, STR("```sql\r\nSELECT\u00a0kg -- â†’ kg\r\nFROM parcels;\r\n```\r\n"));
    const struct markdown_block *code = parsed.document->children.first;
    CHECK_STR(code->text.str, "SELECT kg -- → kg\nFROM parcels;");
    CHECK_STR(source_of(&parsed, "FROM"), "FROM");
    CHECK_STR(source_of(&parsed, "kg -- → kg"), "kg -- â†’ kg");
    CHECK(line_of(&parsed, "parcels") == 3);
    release(&parsed);
}

void test_markdown_block__reads_line_ends_and_marks_of_every_kind(void)
{
    check_dump(STR("\xEF\xBB\xBF# A\r\n\r\ntext\r- T\u201114 \u26A0\uFE0F days\n"),
               "1 heading 1 'A'\n"
               "3 paragraph 'text'\n"
               "4 list\n"
               "  4 item 1 'T-14 \u26A0 days'\n");
}

void test_markdown_block__what_is_no_text_is_replaced(void)
{
    struct parsed parsed;
    parse(&parsed, STR("a\0\0b \xff\xfe\xc3 c\n"));
    CHECK_STR(parsed.document->children.first->text.str, "a\uFFFDb \uFFFD c");
    CHECK(is_sound(&parsed, parsed.document));
    release(&parsed);
}

void test_markdown_block__unglues_scraped_text(void)
{
    struct str text = STR("add the planner pluginPhase 1: Copy rows\n"
                          "Phase 2: Drop (old)Phase 3: Rest## Overview\n");
    check_dump(text, "1 paragraph 'add the planner plugin\\nPhase 1: Copy rows\\n"
                     "Phase 2: Drop (old)\\nPhase 3: Rest'\n"
                     "2 heading 2 'Overview'\n");
    struct parsed parsed;
    parse(&parsed, text);
    CHECK(parsed.repairs.unglued_count == 3);
    CHECK(line_of(&parsed, "Phase 3") == 2);
    CHECK_STR(source_of(&parsed, "Phase 3"), "Phase 3");
    release(&parsed);
    const char *const unchanged[] = {
        "### SubPhase 1: Copy\n", "- [x]Phase 1: Copy\n",   "see `Phase 1: Copy` there\n",
        "| the Ticket# Open |\n", "written in c# Mostly\n", "x = f()# Note\n",
    };
    for (size_t i = 0; i < sizeof unchanged / sizeof *unchanged; i++) {
        parse(&parsed, str_of(unchanged[i]));
        CHECK(parsed.repairs.unglued_count == 0);
        release(&parsed);
    }
}

void test_markdown_block__underlines_are_headings_only_alone(void)
{
    check_dump(STR("Overview\n"
                   "========\n"
                   "Scope\n"
                   "-----\n"
                   "one\n"
                   "two\n"
                   "---\n"
                   "- item\n"
                   "---\n"
                   "> quote\n"
                   "---\n"),
               "1 heading 1 'Overview'\n"
               "3 heading 2 'Scope'\n"
               "5 paragraph 'one\\ntwo'\n"
               "7 rule\n"
               "8 list\n"
               "  8 item 1 'item'\n"
               "9 rule\n"
               "10 paragraph 'quote'\n"
               "11 rule\n");
}

void test_markdown_block__a_heading_may_lack_its_blank(void)
{
    struct parsed parsed;
    parse(&parsed, STR("##Phase 1\n#tag\n"));
    const struct markdown_block *heading = parsed.document->children.first;
    CHECK(heading->kind == MARKDOWN_HEADING && heading->level == 2);
    CHECK_STR(heading->text.str, "Phase 1");
    CHECK_STR(source_of(&parsed, "Phase 1"), "Phase 1");
    CHECK(parsed.repairs.unspaced_count == 1);
    CHECK(heading->next && heading->next->kind == MARKDOWN_PARAGRAPH);
    release(&parsed);
}

void test_markdown_block__html_holds_headings(void)
{
    check_dump(STR("## Rollout\n"
                   "<details>\n"
                   "<summary><b>Phase 1:</b> Copy</summary>\n"
                   "\n"
                   "- step\n"
                   "</details>\n"
                   "\n"
                   "<h3 align=\"left\">Phase 2: Switch</h3>\n"),
               "1 heading 2 'Rollout'\n"
               "2 html '<details>\\n<summary><b>Phase 1:</b> Copy</summary>'\n"
               "3 heading 3 'Phase 1: Copy'\n"
               "5 list\n"
               "  5 item 1 'step'\n"
               "6 html '</details>'\n"
               "8 html '<h3 align=\"left\">Phase 2: Switch</h3>'\n"
               "8 heading 3 'Phase 2: Switch'\n");
}

void test_markdown_block__survives_long_and_deep_input(void)
{
    struct arena arena = { 0 };
    const char *const parts[] = {
        "a",       "word ",   "> ",         "+ ",          "- ",       "* a ",    "a**b",
        "[a",      "![a](",   "[a](<(>) ",  "&lt;",        "\\",       "`",       "`a ",
        "<br>",    "<!-- ",   "|",          "|a\n|-\n",    "\n",       "\r",      "```\n",
        "- ```\n", "> ~~~\n", "```md\n#\n", "\\`\\`\\`\n", "a\n---\n", "  - a\n", "\xff\xc3",
        "â†’",     "√≥",      "•\n",        "1. a\n",      "[a]: b\n", "\t",      "Phase 1: a",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        CHECK(survives(repeated(&arena, parts[i], 200 * 1000 / LESS_OFTEN)));
    CHECK(survives(repeated(&arena, "long line ", 1000 * 1000 / LESS_OFTEN)));
    arena_release(&arena);
}

void test_markdown_block__short_rows_of_wide_tables_are_bounded(void)
{
    struct arena arena = { 0 };
    struct str head = repeated(&arena, "|a", 2 * 120), rule = repeated(&arena, "|-", 2 * 120);
    struct str rows = repeated(&arena, "|x\n", 3 * 10 * 1000);
    struct str text =
        arena_format(&arena, "%.*s\n%.*s\n%.*s", STR_ARGS(head), STR_ARGS(rule), STR_ARGS(rows));
    struct parsed parsed;
    parse(&parsed, text);
    size_t count = 0;
    list_each(markdown_block, row, parsed.document->children.first->children)
        count++;
    CHECK(count > 100 && count < 1000);
    release(&parsed);
    arena_release(&arena);
}

void test_markdown_block__too_much_text_is_said(void)
{
    struct arena arena = { 0 };
    struct parsed parsed;
    parse(&parsed, repeated(&arena, "word\n", 3 * 1024 * 1024));
    CHECK(parsed.unit.diagnostics.list.first && !parsed.unit.diagnostics.list.first->next);
    release(&parsed);
    struct str body = repeated(&arena, "SELECT;\n", 1024 * 1024);
    parse(&parsed, arena_format(&arena, "```sql\n%.*s```\n", STR_ARGS(body)));
    CHECK(!parsed.unit.diagnostics.list.first);
    CHECK(parsed.document->children.first->text.str.length == body.length - 1);
    release(&parsed);
    arena_release(&arena);
}

// Reads every Markdown file of a directory beside the working one, where there is one.
static void check_directory(const char *path)
{
    DIR *directory = opendir(path);
    if (!directory) {
        printf("# skipped: no %s\n", path);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(directory));) {
        if (!str_ends_with(str_of(entry->d_name), STR(".md")))
            continue;
        struct arena arena = { 0 };
        struct source_map sources = { .arena = &arena };
        struct str name = arena_format(&arena, "%s/%s", path, entry->d_name), problem;
        struct source_file *file = source_read(&sources, name.data, name, 1 << 24, &problem);
        CHECK(file && survives(file->text));
        arena_release(&arena);
    }
    closedir(directory);
}

void test_markdown_block__is_sound_on_real_documents(void)
{
    check_directory("../shared/seeds");
    check_directory("../shared/corpus");
    check_directory("../shared/corpus-none");
}
