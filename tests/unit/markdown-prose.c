// What is read out of prose: phrases, times, expectations, sections, rollbacks, kinds.

#include "base/check.h"
#include "readers/markdown/duration.h"
#include "readers/markdown/expectation.h"
#include "readers/markdown/phase-kind.h"
#include "readers/markdown/phrase.h"
#include "readers/markdown/rollback-words.h"
#include "readers/markdown/sections.h"
#include "readers/markdown/sql-split.h"
#include "readers/markdown/trigger.h"
#include "readers/markdown/words.h"
#include "tests/unit/check.h"

void test_words_match__ignores_case_and_hyphens(void);
void test_words_match__takes_gaps_of_two_words(void);
void test_phrase_parse__reads_keys_numbers_and_titles(void);
void test_phrase_parse__refuses_sentences(void);
void test_phrase_parse__reads_other_languages(void);
void test_phrase__tells_references_from_phases(void);
void test_phrase_find_range__reads_ranges(void);
void test_time_read__reads_weeks_lengths_and_offsets(void);
void test_time_read__leaves_what_is_no_time(void);
void test_expectation_split__reads_metrics(void);
void test_expectation_of_query__reads_what_a_query_gives(void);
void test_trigger_read__reads_conditions(void);
void test_section_of_heading__knows_synonyms(void);
void test_rollback_value__knows_what_is_none(void);
void test_phase_kind_of__prefers_sql(void);
void test_sql_next__cuts_statements_with_their_comments(void);

static struct text text(const char *literal)
{
    return (struct text){ .str = str_of(literal) };
}

void test_words_match__ignores_case_and_hyphens(void)
{
    CHECK(words_match(STR("Cut-Over now"), 0, "cut-over") == 8);
    CHECK(words_match(STR("cutover"), 0, "cut-over") == 7);
    CHECK(words_match(STR("Dual  writes"), 0, "dual-writes?") == 12);
    CHECK(words_match(STR("ÉTAPE 1"), 0, "étape") == 6);
    CHECK(words_match(STR("steps"), 0, "step") == 0);
    CHECK(words_find(STR("the undone"), "undo", NULL, NULL) == false);
    CHECK(words_find(STR("执行回滚计划"), "回滚", NULL, NULL));
}

void test_words_match__takes_gaps_of_two_words(void)
{
    CHECK(words_match(STR("stop writes"), 0, "stop * writes") == 11);
    CHECK(words_match(STR("stop all old writes"), 0, "stop * writes") == 19);
    CHECK(words_match(STR("stop all of the writes"), 0, "stop * writes") == 0);
}

static bool reads(const char *line, enum key_family family, int number, const char *title)
{
    struct phrase phrase;
    return phrase_parse(text(line), &phrase) && phrase.family == family && phrase.number == number
           && str_is(phrase.title.str, title);
}

void test_phrase_parse__reads_keys_numbers_and_titles(void)
{
    CHECK(reads("Phase 2: Copy", KEY_PHASE, 2, "Copy"));
    CHECK(reads("PHASE 2 — Copy", KEY_PHASE, 2, "Copy"));
    CHECK(reads("3.1. PHASE 0: Copy (Week 1-2)", KEY_PHASE, 0, "Copy (Week 1-2)"));
    CHECK(reads("🛠️ Phase 4: Copy ✅", KEY_PHASE, 4, "Copy"));
    CHECK(reads("Step 3a. Copy", KEY_STEP, 3, "Copy"));
    CHECK(reads("Migration Phase II: Copy", KEY_PHASE, 2, "Copy"));
    CHECK(reads("Phase B - Copy", KEY_PHASE, 2, "Copy"));
    CHECK(reads("Phase 1-2: Copy", KEY_PHASE, 1, "Copy"));
    CHECK(reads("09:15 - Phase 2 : Copy", KEY_PHASE, 2, "Copy"));
    CHECK(reads("Week 4: Copy", KEY_WEEK, 4, "Copy"));
    CHECK(reads("T-2h: Copy", KEY_OFFSET, -120, "Copy"));
    CHECK(reads("Phase 3", KEY_PHASE, 3, ""));
}

void test_phrase_parse__refuses_sentences(void)
{
    struct phrase phrase;
    CHECK(!phrase_parse(text("Phase 1 is complete"), &phrase));
    CHECK(!phrase_parse(text("Pre-flight"), &phrase));
    CHECK(!phrase_parse(text("Phases"), &phrase));
    CHECK(!phrase_parse(text("Phased rollout"), &phrase));
    CHECK(!phrase_parse(text("Stage a release"), &phrase));
    CHECK(!phrase_parse(text(""), &phrase));
}

void test_phrase_parse__reads_other_languages(void)
{
    CHECK(reads("Fase 2: Copiar", KEY_PHASE, 2, "Copiar"));
    CHECK(reads("Étape 1 — Copier", KEY_STAGE, 1, "Copier"));
    CHECK(reads("Schritt 3: Kopieren", KEY_STEP, 3, "Kopieren"));
    CHECK(reads("Этап 2. Копия", KEY_STAGE, 2, "Копия"));
    CHECK(reads("阶段2：复制", KEY_PHASE, 2, "复制"));
    CHECK(reads("第3阶段 复制", KEY_PHASE, 3, "复制"));
    CHECK(reads("ステップ 1: コピー", KEY_STEP, 1, "コピー"));
    CHECK(reads("Woche 2: Kopieren", KEY_WEEK, 2, "Kopieren"));
}

void test_phrase__tells_references_from_phases(void)
{
    struct phrase phrase;
    CHECK(phrase_parse(text("Phase 4 Rollback (Easy)"), &phrase) && phrase_is_reference(&phrase));
    CHECK(phrase_parse(text("Phase 1 Checklist"), &phrase) && phrase_is_reference(&phrase));
    CHECK(phrase_parse(text("Phase 4: Validation"), &phrase) && !phrase_is_reference(&phrase));
}

void test_phrase_find_range__reads_ranges(void)
{
    int first, last;
    CHECK(phrase_find_range(STR("Phase 1-3 Rollback (Easy)"), &first, &last));
    CHECK(first == 1 && last == 3);
    CHECK(phrase_find_range(STR("Rollback of Phase 5+"), &first, &last));
    CHECK(first == 5 && last > 1000);
    CHECK(phrase_find_range(STR("After phase 2"), &first, &last) && first == 2 && last == 2);
    CHECK(!phrase_find_range(STR("Rollback"), &first, &last));
}

static struct str word_of(struct arena *arena, const char *line)
{
    struct prose_time time;
    return time_read(text(line), &time) ? time_word(arena, &time) : STR("none");
}

void test_time_read__reads_weeks_lengths_and_offsets(void)
{
    struct arena arena = { 0 };
    CHECK_STR(word_of(&arena, "Week 1-2"), "1..2");
    CHECK_STR(word_of(&arena, "Weeks 3 to 5"), "3..5");
    CHECK_STR(word_of(&arena, "Day 16"), "16");
    CHECK_STR(word_of(&arena, "第1-2周"), "1..2");
    CHECK_STR(word_of(&arena, "~5 min for 1M rows"), "5min");
    CHECK_STR(word_of(&arena, "2-3 days"), "3d");
    CHECK_STR(word_of(&arena, "0,5 Tage"), "0.5d");
    CHECK_STR(word_of(&arena, "T-2 hours"), "T-2h");
    CHECK_STR(word_of(&arena, "T − 7 days"), "T-7d");
    CHECK_STR(word_of(&arena, "T = 0"), "T-0");
    CHECK_STR(word_of(&arena, "T+1 week"), "T+1w");
    CHECK_STR(word_of(&arena, "2027-03-01"), "2027-03-01");
    CHECK_STR(word_of(&arena, "March 5, 2027"), "2027-03-05");
    CHECK_STR(word_of(&arena, "05.03.2027"), "2027-03-05");
    arena_release(&arena);
}

void test_time_read__leaves_what_is_no_time(void)
{
    struct prose_time time;
    CHECK(!time_read(text("safe to run"), &time));
    CHECK(!time_read(text("2,000 lines"), &time));
    CHECK(!time_read(text("2027-02-30"), &time));
    CHECK(time_read(text("Q1 2027"), &time) && time.kind == TIME_OTHER);
    CHECK(time_read(text("TBD"), &time) && time.kind == TIME_OTHER);
}

static bool splits(const char *line, const char *subject, const char *operator, const char *value)
{
    struct arena arena = { 0 };
    struct text found, over;
    struct expectation expectation;
    bool is_same = expectation_split(&arena, text(line), &found, &expectation, &over)
                   && str_is(found.str, subject) && strcmp(expectation.operator, operator) == 0
                   && str_is(expectation.value.str, value);
    arena_release(&arena);
    return is_same;
}

void test_expectation_split__reads_metrics(void)
{
    struct arena arena = { 0 };
    struct text subject, over;
    struct expectation expectation;
    CHECK(splits("Error rate <0.1%", "Error rate", "<", "0.1%"));
    CHECK(splits("Latency p95 under 500 ms", "Latency p95", "<", "500ms"));
    CHECK(splits("Throughput: at least 1,000 rps", "Throughput", ">=", "1000/s"));
    CHECK(splits("CPU is ≤ 70 % for 24 hours", "CPU", "<=", "70%"));
    CHECK(splits("Response time > 2x baseline", "Response time", ">", "2x"));
    CHECK(!expectation_split(&arena, text("Row counts match"), &subject, &expectation, &over));
    CHECK(!expectation_split(&arena, text("Sample of 1000 rows"), &subject, &expectation, &over));
    CHECK(expectation_split(&arena, text("Errors unchanged"), &subject, &expectation, &over)
          && expectation.kind == EXPECTS_UNCHANGED);
    arena_release(&arena);
}

static bool gives(const char *line, const char *operator, const char *value)
{
    struct arena arena = { 0 };
    struct expectation expectation;
    bool is_same = expectation_of_query(&arena, text(line), &expectation)
                   && expectation.kind == EXPECTS_VALUE
                   && strcmp(expectation.operator, operator) == 0
                   && str_is(expectation.value.str, value);
    arena_release(&arena);
    return is_same;
}

void test_expectation_of_query__reads_what_a_query_gives(void)
{
    struct arena arena = { 0 };
    struct expectation expectation;
    CHECK(gives("= 0", "=", "0"));
    CHECK(gives("Should be 0", "=", "0"));
    CHECK(gives("Expected: > 100", ">", "100"));
    CHECK(gives("→ should return 5", "=", "5"));
    CHECK(expectation_of_query(&arena, text("must return no rows"), &expectation)
          && expectation.kind == EXPECTS_NO_ROWS);
    CHECK(!expectation_of_query(&arena, text("counts every row"), &expectation));
    CHECK(!expectation_of_query(&arena, text(""), &expectation));
    arena_release(&arena);
}

void test_trigger_read__reads_conditions(void)
{
    struct arena arena = { 0 };
    struct prose_trigger trigger;
    CHECK(trigger_read(&arena, text("Alert if drift > 0.1%"), NULL, &trigger)
          && str_is(trigger.metric.str, "drift") && strcmp(trigger.reaction, "investigate") == 0);
    CHECK(trigger_read(&arena, text("If error rate > 5%, roll back"), NULL, &trigger)
          && strcmp(trigger.reaction, "rollback") == 0);
    CHECK(trigger_read(&arena, text("Error rate > 5%"), "rollback", &trigger));
    CHECK(!trigger_read(&arena, text("Error rate > 5%"), NULL, &trigger));
    CHECK(!trigger_read(&arena, text("Alert the team"), NULL, &trigger));
    arena_release(&arena);
}

void test_section_of_heading__knows_synonyms(void)
{
    CHECK(section_of_heading(STR("5. Rollback Plan")) == SECTION_ROLLBACK);
    CHECK(section_of_heading(STR("Rollback Triggers")) == SECTION_TRIGGERS);
    CHECK(section_of_heading(STR("🔥 Risk Mitigation")) == SECTION_RISK);
    CHECK(section_of_heading(STR("Success Metrics")) == SECTION_SUCCESS);
    CHECK(section_of_heading(STR("Migration Phases")) == SECTION_PHASES);
    CHECK(section_of_heading(STR("Migration Plan Summary")) == SECTION_OVERVIEW);
    CHECK(section_of_heading(STR("Current vs Target State")) == SECTION_COMPARISON);
    CHECK(section_of_heading(STR("Zeitplan")) == SECTION_TIMELINE);
    CHECK(section_of_heading(STR("回滚方案")) == SECTION_ROLLBACK);
    CHECK(section_of_heading(STR("Feature list")) == SECTION_UNKNOWN);
    CHECK(section_of_label(STR("Acceptance criteria")) == SECTION_SUCCESS);
    CHECK(section_of_label(STR("Ziel")) == SECTION_GOAL);
}

void test_rollback_value__knows_what_is_none(void)
{
    struct text place, loss;
    CHECK(rollback_value(STR("Not available (point of no return)")) == ROLLBACK_UNAVAILABLE);
    CHECK(rollback_value(STR("No rollback needed (can re-run)")) == ROLLBACK_NOT_NEEDED);
    CHECK(rollback_value(STR("N/A")) == ROLLBACK_NOT_NEEDED);
    CHECK(rollback_value(STR("Requires backup restore")) == ROLLBACK_RESTORE);
    CHECK(rollback_value(STR("Switch the flag off")) == ROLLBACK_PROSE);
    CHECK(rollback_line(STR("Data in the old store still valid")) == ROLLBACK_LINE_LOSES_NOTHING);
    CHECK(strcmp(rollback_difficulty(text("Phase 4 Rollback (Medium)"), &place), "medium") == 0);
    CHECK(rollback_loss_cell(text("Yes (late writes)"), &loss) && str_is(loss.str, "late writes"));
    CHECK(rollback_loss_cell(text("No"), &loss) && !text_is_set(loss));
    CHECK(!rollback_loss_cell(text("—"), &loss));
}

static const char *kind_of(const char *title, const char *sql)
{
    struct sql_deeds deeds = { 0 };
    sql_deeds_add(&deeds, str_of(sql));
    return phase_kind_of(str_of(title), &deeds, false);
}

void test_phase_kind_of__prefers_sql(void)
{
    CHECK(strcmp(kind_of("Dual Write", ""), "dual-write") == 0);
    CHECK(strcmp(kind_of("Flip Read Traffic", ""), "ramp") == 0);
    CHECK(strcmp(kind_of("Stop old writes", ""), "promote") == 0);
    CHECK(strcmp(kind_of("Data cleanup", ""), "other") == 0);
    CHECK(strcmp(kind_of("Step", "ALTER TABLE a ADD COLUMN b int;"), "expand") == 0);
    CHECK(strcmp(kind_of("Step", "UPDATE a SET b = c;"), "backfill") == 0);
    CHECK(strcmp(kind_of("Step", "-- drop column\nSELECT 'drop table a';"), "other") == 0);
    CHECK(strcmp(kind_of("Backfill", "ALTER TABLE a DROP COLUMN c;"), "contract") == 0);
}

void test_sql_next__cuts_statements_with_their_comments(void)
{
    struct text rest = text("-- One\nSELECT ';'; -- Should be 0\n\n"
                            "SELECT 2 /* ; */;\n-- the end\n");
    struct sql_piece piece;
    CHECK(sql_next(&rest, &piece));
    CHECK_STR(piece.title.str, "One");
    CHECK_STR(piece.code.str, "SELECT ';';");
    CHECK_STR(piece.comment.str, "Should be 0");
    CHECK(sql_next(&rest, &piece));
    CHECK_STR(piece.code.str, "SELECT 2 /* ; */;");
    CHECK(!sql_next(&rest, &piece));
}
