// Host code: strings, what is joined to them, calls, loops, assignments, comparisons.
#include "sql/host.h"

#include "base/output.h"
#include "tests/unit/check.h"

static struct arena arena;

static const struct host_code *read(const char *tag, struct str source)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece =
        (struct piece){ .address = 100, .length = (uint32_t)source.length, .is_verbatim = true };
    return host_read(&arena, (struct text){ .str = source, .pieces = piece, .piece_count = 1 },
                     host_language_of(str_of(tag)));
}

// The texts of the literals, each in angle brackets.
static struct str literals_of(const char *tag, struct str source)
{
    struct str all = STR("");
    list_each(host_literal, literal, read(tag, source)->literals)
        all = arena_format(&arena, "%.*s<%.*s>", STR_ARGS(all), STR_ARGS(literal->text.str));
    return all;
}

// The calls as receiver.name/arguments.
static struct str calls_of(const char *tag, struct str source)
{
    struct str all = STR("");
    list_each(host_call, call, read(tag, source)->calls)
        all = arena_format(&arena, "%.*s%.*s.%.*s/%zu ", STR_ARGS(all), STR_ARGS(call->receiver),
                           STR_ARGS(call->name), call->arguments.count);
    return all;
}

void test_host__knows_what_is_no_code(void)
{
    CHECK(!host_language_of(STR("sql")) && !host_language_of(STR("json"))
          && !host_language_of(STR("diff")));
    CHECK(host_language_of(STR("Python")) && host_language_of(STR("tsx"))
          && host_language_of(STR("")));
    CHECK(host_is_shell(host_language_of(STR("bash")))
          && !host_is_shell(host_language_of(STR("go"))));
}

void test_host__reads_strings_of_every_language(void)
{
    CHECK_STR(literals_of("python", STR("a = 'x\\n' # 'no'\nb = \"\"\"y\n\"z\" \"\"\"\nr'\\d'")),
              "<x\n><y\n\"z\" ><\\d>");
    CHECK_STR(literals_of("python", STR("f\"a {b} {c[0]} {{d}}\" '{e}'")), "<a {b} {x} {{d}}{e}>");
    CHECK_STR(literals_of("ts", STR("`a ${b} ${c(`d`)} $1` // 'e'\n'f\\'g'")),
              "<a {b} {x} $1><f'g>");
    CHECK_STR(literals_of("go", STR("`a\\n${b}` '\"' \"c\" '\\''")), "<a\\n${b}><c>");
    CHECK_STR(literals_of("java", STR("\"\"\"\n a \"b\"\n\"\"\" /* \"c\" */")), "<\n a \"b\"\n>");
    CHECK_STR(literals_of("rust", STR("fn f<'a>(x: &'a str) { q(r#\"a \"b\"\"#) }")), "<a \"b\">");
    CHECK_STR(literals_of("ruby", STR("f(<<~SQL, \"#{a}\")\n  SELECT 1\nSQL\n'b'")),
              "<  SELECT 1\n><{a}><b>");
    CHECK_STR(literals_of("php", STR("\"a $b {$c} $1\"; 'd $e'")), "<a {b} {c} $1><d $e>");
    CHECK_STR(literals_of("csharp", STR("$\"a {b}\" @\"c\"\"\\d\"")), "<a {b}><c\"\\d>");
    CHECK_STR(literals_of("bash", STR("psql -c \"SELECT $x\" '\\' <<'E'\nF\nE\n")),
              "<SELECT {x}><\\><F\n>");
    arena_release(&arena);
}

void test_host__an_unclosed_quote_is_a_sign(void)
{
    CHECK_STR(literals_of("", STR("it's\n'a'")), "<a>");
    CHECK_STR(literals_of("js", STR("\"\\\"\n'b'")), "<b>");
    arena_release(&arena);
}

void test_host__joins_strings(void)
{
    CHECK_STR(literals_of("python", STR("q = (\"SELECT a \"\n  \"FROM t\")")), "<SELECT a FROM t>");
    CHECK_STR(literals_of("java", STR("\"SELECT \" + this.columns(1) + \" FROM t\" + n, \"x\"")),
              "<SELECT {this} FROM t{n}><x>");
    CHECK_STR(literals_of("php", STR("'a' . 'b'; $c . 'd'")), "<ab><d>");
    CHECK_STR(literals_of("js", STR("['a' , 'b']")), "<a><b>");
    arena_release(&arena);
}

void test_host__places_lead_to_the_source(void)
{
    const struct host_code *code = read("python", STR("run('a\\n' 'bcd')"));
    const struct host_literal *literal = code->literals.first;
    CHECK(literal->span.start == 104 && literal->span.end == 115);
    struct span span = text_span(literal->text, 3, 4); // the c
    CHECK(span.start == 112 && span.end == 113);
    CHECK(code->calls.first->span.start == 100 && code->calls.first->span.end == 116);
    arena_release(&arena);
}

void test_host__finds_calls_with_their_receivers(void)
{
    CHECK_STR(calls_of("js", STR("await db.users.create(a, {b: f(c)})")), "db.create/2 .f/1 ");
    CHECK_STR(calls_of("python", STR("def g(a):\n  self.t.cursor().execute(q, (1, 2)).all()")),
              "t.cursor/0 t.execute/2 t.all/0 ");
    CHECK_STR(calls_of("ts", STR("if (x) { await pool.query<User[]>(`a`) ; db.$queryRaw`b` }")),
              "pool.query/1 db.$queryRaw/1 ");
    CHECK_STR(calls_of("go", STR("func (m *M) Run() { rows, err := m.old.Query(ctx, \"q\") }")),
              "m.Query/2 ");
    CHECK_STR(calls_of("rust", STR("assert_eq!(a, b)")), ".assert_eq/2 ");
    CHECK_STR(calls_of("php", STR("$this->db->query('x'); DB::table('t')->insert($r)")),
              "db.query/1 DB.table/1 DB.insert/1 ");
    arena_release(&arena);
}

static struct str loop_body(const char *tag, struct str source)
{
    const struct host_code *code = read(tag, source);
    const struct host_loop *loop = code->loops.first;
    CHECK(loop != NULL);
    if (!loop || loop->body.to <= loop->body.from)
        return STR_NONE;
    const char *from = code->tokens[loop->body.from].text.data;
    const struct str last = code->tokens[loop->body.to - 1].text;
    return (struct str){ from, (size_t)(last.data + last.length - from) };
}

void test_host__finds_the_bodies_of_loops(void)
{
    CHECK_STR(loop_body("python", STR("while a[1:2]:\n  b()\n\n  c()\nd()")), ":\n  b()\n\n  c()");
    CHECK_STR(loop_body("js", STR("for (let i = 0; i < 3; i++) { a({}); } b()")), "a({});");
    CHECK_STR(loop_body("go", STR("for {\n a()\n}\nb()")), "a()");
    CHECK_STR(loop_body("ruby", STR("rows.each do |r|\n  a r\nend")), "do |r|\n  a r");
    CHECK_STR(loop_body("bash", STR("while true; do\n  a\ndone\nb")), "do\n  a");
    CHECK_STR(loop_body("java", STR("do { a(); } while (b);")), "a();");
    CHECK(read("python", STR("x = [a for a in b]\ny = {\n  k: v\n  for k in z}"))->loops.first
          == NULL);
    arena_release(&arena);
}

void test_host__names_what_is_assigned_and_compared(void)
{
    const struct host_code *code =
        read("ts", STR("const old: Row[] = await a.query('x');\nlet n = b\n  .c()\n"
                       "assert(old[0].md5 !== n.m)"));
    CHECK_STR(code->assignments.first->name, "old");
    CHECK_STR(code->literals.first->name, "old");
    CHECK_STR(code->literals.first->call->name, "query");
    CHECK_STR(code->assignments.last->name, "n");
    CHECK_STR(code->comparisons.first->left, "old");
    CHECK_STR(code->comparisons.first->right, "n");
    code = read("go", STR("rows, err := db.Query(\"x\")\nif string(a) == b {"));
    CHECK_STR(code->assignments.first->name, "rows");
    CHECK_STR(code->comparisons.first->right, "b");
    code = read("python", STR("assert a['x'] == await self.b.c()"));
    CHECK_STR(code->comparisons.first->left, "a");
    CHECK_STR(code->comparisons.first->right, "b");
    arena_release(&arena);
}

void test_host__attaches_literals_to_calls(void)
{
    const struct host_code *code = read(
        "ts", STR("a(b('x'), ['y', {k: 'v'}]); const c = () => { 'z' }; const d = e.f`w`; 'u'"));
    const struct host_literal *literal = code->literals.first;
    CHECK_STR(literal->call->name, "b");
    CHECK_STR(literal->next->call->name, "a");
    literal = literal->next->next;
    CHECK_STR(literal->call->name, "a");
    CHECK(!literal->next->call);
    CHECK_STR(literal->next->name, "c");
    CHECK_STR(literal->next->next->call->name, "f");
    CHECK_STR(literal->next->next->name, "d");
    CHECK(!code->literals.last->call && !code->literals.last->name.data);
    arena_release(&arena);
}

void test_host__knows_the_parts_of_names(void)
{
    CHECK(name_has_part(STR("updated_at"), "version updated")
          && name_has_part(STR("lastUpdated"), "updated"));
    CHECK(!name_has_part(STR("block"), "lock") && name_has_part(STR("forUpdateLock"), "lock"));
    const struct host_code *code = read("js", STR("a(rowVersion, 'lock')"));
    CHECK(host_range_mentions(code, (struct host_range){ 0, code->count }, "version"));
    CHECK(!host_range_mentions(code, (struct host_range){ 0, code->count }, "lock"));
    arena_release(&arena);
}

void test_host__survives_what_is_cut_anywhere(void)
{
    static const char *const tags[] = { "python", "ts",   "go",     "ruby", "php",
                                        "bash",   "rust", "csharp", "" };
    struct str source =
        STR("const a = f\"x{b['c']}\" + `d${e(`f`)}` + d(1)\nwhile (a < 3) { b.c(<<X,"
            " r#\"y\"#) }\nz\nX\n"
            "for x in y:\n  /* c */ g<H>(i)!== j[0]; @\"k\"\"l\" '\\'' \"\"\"m\"\"\" # n\n"
            " do { x.each do |y| }");
    for (size_t tag = 0; tag < sizeof tags / sizeof *tags; tag++)
        for (size_t i = 0; i <= source.length; i++) {
            const struct host_code *code = read(tags[tag], str_slice(source, 0, i));
            CHECK(code->tokens[code->count].kind == HOST_END);
            code = read(tags[tag], str_from(source, i));
            list_each(host_loop, loop, code->loops)
                CHECK(loop->body.from <= loop->body.to && loop->body.to <= code->count);
        }
    arena_release(&arena);
}

void test_host__looks_at_a_byte_a_bounded_number_of_times(void)
{
    static const char *const hostile[] = { "$", "<", "<<A ", "<<A'", "\"$", "${", "{$", "#{", "'", "\"\"\"" };
    static const char *const languages[] = { "php", "ruby", "bash", "python", "js" };
    for (size_t i = 0; i < 10; i++)
        for (size_t j = 0; j < 5; j++) {
            struct output text = { .arena = &arena };
            output_str(&text, STR("x = \""));
            for (unsigned repeat = 0; repeat < 100000 / LESS_OFTEN; repeat++)
                output_str(&text, str_of(hostile[i]));
            output_str(&text, STR("\"\nA\n"));
            CHECK(read(languages[j], output_get(&text))->tokens);
            arena_release(&arena);
        }
}
