// SQL as tokens: every dialect's quotes, comments and placeholders.
#include "sql/scan.h"

#include "base/output.h"
#include "tests/unit/check.h"

static struct arena arena;

static struct sql_tokens *scan(struct str sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 100, .length = (uint32_t)sql.length, .is_verbatim = true };
    return sql_scan(&arena, SQL_ENGINE_UNKNOWN, (struct text){ .str = sql, .pieces = piece, .piece_count = 1 });
}

// The tokens of `sql`, each in brackets.
static struct str tokens_of(struct str sql)
{
    const struct sql_tokens *tokens = scan(sql);
    struct str all = STR("");
    for (uint32_t i = 0; i < tokens->count; i++)
        all = arena_format(&arena, "%.*s[%.*s]", STR_ARGS(all), STR_ARGS(tokens->items[i].text));
    return all;
}

void test_sql_scan__reads_words_numbers_and_operators(void)
{
    CHECK_STR(tokens_of(STR("SELECT a.b::text||'x' FROM t WHERE n<>1.5e3")),
              "[SELECT][a][.][b][::][text][||]['x'][FROM][t][WHERE][n][<>][1.5e3]");
    CHECK_STR(tokens_of(STR("a<=>b ->> 'k' /*")), "[a][<=>][b][->>]['k']");
    arena_release(&arena);
}

void test_sql_scan__leaves_comments_out_and_keeps_them(void)
{
    CHECK_STR(tokens_of(STR("a -- b\nc /* d /* e */ f */ g # h\ni")), "[a][c][g][i]");
    CHECK_STR(tokens_of(STR("a /* b /* c */ d")), "[a][d]"); // MySQL's do not nest
    CHECK_STR(tokens_of(STR("x /*!50001 y */ z")), "[x][y][z]");
    CHECK_STR(tokens_of(STR("j #> k #>> l")), "[j][#>][k][#>>][l]");
    CHECK_STR(tokens_of(STR("\\set ON_ERROR_STOP on\nSELECT 1")), "[SELECT][1]");
    const struct sql_tokens *tokens = scan(STR("SELECT 1; --  zero \nx"));
    CHECK_STR(tokens->comments.first->text, "zero");
    CHECK(tokens->comments.first->before == 3 && tokens->comments.first->span.start == 110);
    arena_release(&arena);
}

void test_sql_scan__closes_strings_where_their_dialect_does(void)
{
    CHECK_STR(tokens_of(STR("'it''s' 'it\\'s' x")), "['it''s']['it\\'s'][x]");
    CHECK_STR(tokens_of(STR("('C:\\', 'b')")), "[(]['C:\\'][,]['b'][)]");
    CHECK_STR(tokens_of(STR("E'a\\'' x'00'")), "[E'a\\''][x'00']");
    CHECK_STR(tokens_of(STR("$$a;'b$$ $f$ $$ $f$ $1")), "[$$a;'b$$][$f$ $$ $f$][$1]");
    CHECK_STR(tokens_of(STR("\"a \"\"b\" `c`` d`")), "[\"a \"\"b\"][`c`` d`]");
    CHECK_STR(tokens_of(STR("'not closed")), "['not closed]");
    arena_release(&arena);
}

void test_sql_scan__knows_placeholders_from_operators(void)
{
    const struct sql_tokens *tokens = scan(STR("? $1 :id @v %s %(k)s {t} ${t} #{t}"));
    CHECK(tokens->count == 9);
    for (uint32_t i = 0; i < tokens->count; i++)
        CHECK(tokens->items[i].kind == SQL_TOKEN_PLACEHOLDER);
    CHECK_STR(tokens_of(STR("id%size 5 % 2 a::int")), "[id][%][size][5][%][2][a][::][int]");
    arena_release(&arena);
}

void test_sql_scan__pairs_parentheses(void)
{
    const struct sql_tokens *tokens = scan(STR("f(a, (b)) ) (c"));
    CHECK(tokens->items[1].partner == 7 && tokens->items[7].partner == 1);
    CHECK(tokens->items[4].partner == 6 && tokens->items[4].depth == 1);
    CHECK(tokens->items[8].partner == 8); // closes nothing
    CHECK(tokens->items[9].partner == tokens->count);
    CHECK(tokens->items[10].depth == 1 && tokens->items[tokens->count].kind == SQL_TOKEN_END);
    arena_release(&arena);
}

void test_sql_scan__gives_names_and_strings_without_quotes(void)
{
    const struct sql_tokens *tokens = scan(STR("users `Order Items` \"t\" 'x' E'y' $q$z$q$ 5"));
    CHECK_STR(sql_token_name(&tokens->items[0]), "users");
    CHECK_STR(sql_token_name(&tokens->items[1]), "Order Items");
    CHECK_STR(sql_token_string(&tokens->items[2]), "t");
    CHECK_STR(sql_token_string(&tokens->items[3]), "x");
    CHECK_STR(sql_token_string(&tokens->items[4]), "y");
    CHECK_STR(sql_token_string(&tokens->items[5]), "z");
    CHECK(!sql_token_name(&tokens->items[6]).data && !sql_token_string(&tokens->items[6]).data);
    arena_release(&arena);
}

void test_sql_scan__places_lead_to_the_source(void)
{
    const struct sql_tokens *tokens = scan(STR("SELECT  1 , x"));
    struct span span = sql_tokens_span(tokens, 1, 3);
    CHECK(span.start == 108 && span.end == 111);
    CHECK_STR(sql_tokens_text(tokens, 1, 3), "1 ,");
    CHECK(sql_tokens_span(tokens, 4, 9).start == 113);
    arena_release(&arena);
}

void test_sql_scan__survives_any_bytes(void)
{
    for (unsigned first = 0; first < 256; first++)
        for (unsigned second = 0; second < 256; second++) {
            char bytes[4] = { (char)first, (char)second, (char)first, (char)second };
            const struct sql_tokens *tokens = scan((struct str){ bytes, 4 });
            CHECK(tokens->items[tokens->count].kind == SQL_TOKEN_END);
        }
    arena_release(&arena);
}

void test_sql_scan__looks_at_a_byte_a_bounded_number_of_times(void)
{
    static const char *const hostile[] = { "$", "$a", "{", "${", "#", "/*", "'\\'", "$$a", "%(", "\\ " };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct output text = { .arena = &arena };
        for (unsigned repeat = 0; repeat < 500000 / LESS_OFTEN; repeat++)
            output_str(&text, str_of(hostile[i]));
        CHECK(scan(output_get(&text))->items);
        arena_release(&arena);
    }
}
