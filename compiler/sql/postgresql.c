// PostgreSQL's own parser, as libpg_query has it: which reader takes which node of its tree.
#include "sql/postgresql-tree.h"

#include "base/utf8.h"
#include "sql/dialect.h"
#include "sql/names.h"

enum {
    DEPTH_MAX = 2000,            // as tree_depth_max() counts
    BYTES_MAX = 4 * 1024 * 1024, // of one statement: its tree takes a hundred times as much
    ROWS_FROM = 1000,            // tokens from which on an INSERT's rows are left out
};

// ---- what statements do

// Statements that change what no catalog here holds: the word says what.
static const struct {
    PgQuery__Node__NodeCase node;
    const char *word;
} others[] = {
#define NODE(name) PG_QUERY__NODE__NODE_##name
    { NODE(GRANT_STMT), "grant" },
    { NODE(GRANT_ROLE_STMT), "grant" },
    { NODE(ALTER_DEFAULT_PRIVILEGES_STMT), "grant" },
    { NODE(ALTER_OWNER_STMT), "owner" },
    { NODE(REASSIGN_OWNED_STMT), "owner" },
    { NODE(RULE_STMT), "rule" },
    { NODE(CREATE_POLICY_STMT), "policy" },
    { NODE(ALTER_POLICY_STMT), "policy" },
    { NODE(CREATE_PUBLICATION_STMT), "publication" },
    { NODE(ALTER_PUBLICATION_STMT), "publication" },
    { NODE(CREATE_SUBSCRIPTION_STMT), "subscription" },
    { NODE(ALTER_SUBSCRIPTION_STMT), "subscription" },
    { NODE(DROP_SUBSCRIPTION_STMT), "subscription" },
    { NODE(CREATE_STATS_STMT), "statistics" },
    { NODE(ALTER_STATS_STMT), "statistics" },
    { NODE(CREATE_EXTENSION_STMT), "extension" },
    { NODE(ALTER_EXTENSION_STMT), "extension" },
    { NODE(ALTER_EXTENSION_CONTENTS_STMT), "extension" },
    { NODE(CREATE_ROLE_STMT), "role" },
    { NODE(ALTER_ROLE_STMT), "role" },
    { NODE(ALTER_ROLE_SET_STMT), "role" },
    { NODE(DROP_ROLE_STMT), "role" },
    { NODE(CREATEDB_STMT), "database" },
    { NODE(DROPDB_STMT), "database" },
    { NODE(ALTER_DATABASE_STMT), "database" },
    { NODE(ALTER_DATABASE_SET_STMT), "database" },
    { NODE(ALTER_FUNCTION_STMT), "function" },
    { NODE(ALTER_TYPE_STMT), "type" },
    { NODE(ALTER_OPERATOR_STMT), "operator" },
    { NODE(CREATE_CAST_STMT), "cast" },
    { NODE(CREATE_CONVERSION_STMT), "conversion" },
    { NODE(CREATE_OP_CLASS_STMT), "operator class" },
    { NODE(CREATE_OP_FAMILY_STMT), "operator family" },
    { NODE(CREATE_TRANSFORM_STMT), "transform" },
    { NODE(CREATE_EVENT_TRIG_STMT), "event trigger" },
    { NODE(ALTER_EVENT_TRIG_STMT), "event trigger" },
    { NODE(CREATE_FDW_STMT), "foreign data wrapper" },
    { NODE(ALTER_FDW_STMT), "foreign data wrapper" },
    { NODE(CREATE_FOREIGN_SERVER_STMT), "server" },
    { NODE(ALTER_FOREIGN_SERVER_STMT), "server" },
    { NODE(CREATE_USER_MAPPING_STMT), "user mapping" },
    { NODE(CREATE_TABLE_SPACE_STMT), "tablespace" },
    { NODE(DROP_TABLE_SPACE_STMT), "tablespace" },
    { NODE(CREATE_AM_STMT), "access method" },
    { NODE(CREATE_PLANG_STMT), "language" },
    { NODE(SEC_LABEL_STMT), "security label" },
    { NODE(ALTER_OBJECT_DEPENDS_STMT), "depends" },
    { NODE(ALTER_TABLE_MOVE_ALL_STMT), "tablespace" },
    { NODE(ALTER_SYSTEM_STMT), "system" },
    { NODE(CLUSTER_STMT), "cluster" },
    { NODE(CALL_STMT), "call" },
};

static const struct {
    PgQuery__Node__NodeCase node;
    void (*read)(struct tree_reader *reader, const PgQuery__Node *node);
} readers[] = {
    { NODE(CREATE_STMT), tree_read_create_table },
    { NODE(CREATE_FOREIGN_TABLE_STMT), tree_read_create_foreign_table },
    { NODE(CREATE_TABLE_AS_STMT), tree_read_create_table_as },
    { NODE(SELECT_STMT), tree_read_select },
    { NODE(ALTER_TABLE_STMT), tree_read_alter_table },
    { NODE(RENAME_STMT), tree_read_rename },
    { NODE(ALTER_OBJECT_SCHEMA_STMT), tree_read_set_schema },
    { NODE(DROP_STMT), tree_read_drop },
    { NODE(COMMENT_STMT), tree_read_comment },
    { NODE(INDEX_STMT), tree_read_index },
    { NODE(REINDEX_STMT), tree_read_reindex },
    { NODE(VIEW_STMT), tree_read_view },
    { NODE(REFRESH_MAT_VIEW_STMT), tree_read_refresh },
    { NODE(CREATE_TRIG_STMT), tree_read_trigger },
    { NODE(CREATE_FUNCTION_STMT), tree_read_routine },
    { NODE(DO_STMT), tree_read_do },
    { NODE(CREATE_SEQ_STMT), tree_read_sequence },
    { NODE(ALTER_SEQ_STMT), tree_read_alter_sequence },
    { NODE(CREATE_ENUM_STMT), tree_read_enum },
    { NODE(ALTER_ENUM_STMT), tree_read_alter_enum },
    { NODE(CREATE_DOMAIN_STMT), tree_read_domain },
    { NODE(ALTER_DOMAIN_STMT), tree_read_alter_domain },
    { NODE(COMPOSITE_TYPE_STMT), tree_read_type },
    { NODE(CREATE_RANGE_STMT), tree_read_type },
    { NODE(DEFINE_STMT), tree_read_define },
    { NODE(CREATE_SCHEMA_STMT), tree_read_schema },
    { NODE(VARIABLE_SET_STMT), tree_read_set },
#undef NODE
};

// The only table of a publication's.
static struct sql_name published(struct tree_reader *reader, struct tree_list objects)
{
    if (objects.count != 1
        || objects.items[0]->node_case != PG_QUERY__NODE__NODE_PUBLICATION_OBJ_SPEC
        || !objects.items[0]->publication_obj_spec->pubtable)
        return (struct sql_name){ STR_NONE, STR_NONE };
    return tree_relation(reader, objects.items[0]->publication_obj_spec->pubtable->relation);
}

// The table that the change is about, where it is about one.
static struct sql_name table_of(struct tree_reader *reader, const PgQuery__Node *node)
{
    if (node->node_case == PG_QUERY__NODE__NODE_RULE_STMT)
        return tree_relation(reader, node->rule_stmt->relation);
    if (node->node_case == PG_QUERY__NODE__NODE_CREATE_POLICY_STMT)
        return tree_relation(reader, node->create_policy_stmt->table);
    if (node->node_case == PG_QUERY__NODE__NODE_ALTER_POLICY_STMT)
        return tree_relation(reader, node->alter_policy_stmt->table);
    if (node->node_case == PG_QUERY__NODE__NODE_CLUSTER_STMT)
        return tree_relation(reader, node->cluster_stmt->relation);
    if (node->node_case == PG_QUERY__NODE__NODE_CREATE_PUBLICATION_STMT)
        return published(reader, TREE_LIST(node->create_publication_stmt, pubobjects));
    if (node->node_case == PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT)
        return published(reader, TREE_LIST(node->alter_publication_stmt, pubobjects));
    struct tree_list tables = { NULL, 0 };
    if (node->node_case == PG_QUERY__NODE__NODE_GRANT_STMT)
        tables = TREE_LIST(node->grant_stmt, objects);
    else if (node->node_case == PG_QUERY__NODE__NODE_CREATE_STATS_STMT)
        tables = TREE_LIST(node->create_stats_stmt, relations);
    if (tables.count == 0 || tables.items[0]->node_case != PG_QUERY__NODE__NODE_RANGE_VAR)
        return (struct sql_name){ STR_NONE, STR_NONE };
    return tree_relation(reader, tables.items[0]->range_var);
}

void tree_read(struct tree_reader *reader, const PgQuery__Node *node)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (node->node_case == readers[i].node) {
            readers[i].read(reader, node);
            return;
        }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (node->node_case == others[i].node) {
            bool is_revoke = node->node_case == PG_QUERY__NODE__NODE_GRANT_STMT
                             && !node->grant_stmt->is_grant;
            tree_other(reader, is_revoke ? "revoke" : others[i].word, STR_NONE)->table =
                table_of(reader, node);
            return;
        }
}

// ---- refusals

// Nothing is known any more of what a statement names that was not understood, where it may
// have changed that.
static void make_opaque(struct arena *arena, struct sql_statement *statement)
{
    static const enum sql_head harmless[] = {
        SQL_SELECT, SQL_INSERT, SQL_INSERT_SELECT, SQL_UPDATE, SQL_DELETE,      SQL_MERGE,
        SQL_COPY,   SQL_LOCK,   SQL_TRUNCATE,      SQL_SET,    SQL_TRANSACTION,
    };
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (statement->head == harmless[i])
            return;
    struct tree_reader reader = { .arena = arena, .statement = statement };
    statement->changes = NULL;
    tree_change(&reader, DDL_OPAQUE)->names =
        sql_names_in(arena, SQL_ENGINE_POSTGRESQL, statement->tokens, statement->range.from,
                     statement->range.to);
}

// `position` is counted in characters, from 1.
static void refuse_at(struct arena *arena, struct sql_statement *statement, struct str text,
                      int position)
{
    const struct sql_tokens *tokens = statement->tokens;
    size_t offset = 0;
    for (size_t length; position > 1 && offset < text.length; position--, offset += length)
        utf8_decode(str_from(text, offset), &length);
    struct tree_reader reader = { .arena = arena, .statement = statement };
    uint32_t at = tree_token(&reader, (int32_t)offset);
    struct str token = STR("its end");
    if (at < statement->range.to)
        token = arena_format(arena, "'%.*s'", STR_ARGS(str_slice(tokens->items[at].text, 0, 40)));
    statement->refusal =
        arena_format(arena, "belay's grammar, of PostgreSQL " PG_MAJORVERSION ", stops at %.*s",
                     STR_ARGS(token));
    statement->refusal_span = sql_tokens_span(tokens, at, at + 1);
    make_opaque(arena, statement);
}

static void refuse(struct arena *arena, struct sql_statement *statement, struct str reason)
{
    statement->refusal = reason;
    statement->refusal_span = statement->span;
    make_opaque(arena, statement);
}

// ---- statements

// All but the first of an INSERT's rows become blanks: the others are like it, and may be many.
static void blank_rows(const struct sql_statement *statement, char *text)
{
    const struct sql_tokens *tokens = statement->tokens;
    struct sql_cursor cursor = {
        .tokens = tokens, .at = statement->range.from, .end = statement->range.to
    };
    if (statement->head != SQL_INSERT || cursor.end - cursor.at < ROWS_FROM
        || !sql_cursor_find(&cursor, "VALUES"))
        return;
    cursor.at++;
    sql_cursor_skip(&cursor);
    uint32_t from = cursor.at;
    while (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_COMMA
           && sql_cursor_peek(&cursor, 1)->kind == SQL_TOKEN_OPEN) {
        cursor.at++;
        sql_cursor_skip(&cursor);
    }
    if (cursor.at == from)
        return;
    const char *start = tokens->items[statement->range.from].text.data;
    const struct sql_token *last = &tokens->items[cursor.at - 1];
    char *first_blank = text + (tokens->items[from].text.data - start);
    memset(first_blank, ' ', (size_t)(last->text.data + last->text.length - start
                                      - (first_blank - text)));
}

// A tree has thousands of nodes, which go all at once.
static void *take_node(void *scratch, size_t size)
{
    return arena_alloc(scratch, size);
}

static void leave_node(void *scratch, void *node)
{
    (void)scratch, (void)node;
}

static void parse(struct arena *arena, struct sql_statement *statement, struct str text)
{
    struct tree_reader reader = { .arena = arena, .statement = statement };
    struct arena scratch = { 0 };
    ProtobufCAllocator allocator = { take_node, leave_node, &scratch };
    PgQueryProtobufParseResult result = pg_query_parse_protobuf(text.data);
    PgQuery__ParseResult *tree =
        result.error ? NULL
                     : pg_query__parse_result__unpack(&allocator, result.parse_tree.len,
                                                      (const uint8_t *)result.parse_tree.data);
    if (tree && tree->n_stmts == 1 && tree->stmts[0]->stmt) {
        tree_read(&reader, tree->stmts[0]->stmt);
        tree_read_accesses(&reader, tree->stmts[0]->stmt);
        tree_amend(&reader, tree->stmts[0]->stmt);
    } else
        reader.is_lost = true;
    if (result.error)
        refuse_at(arena, statement, text, result.error->cursorpos);
    else if (reader.is_lost)
        refuse(arena, statement, STR("belay does not find all of it in the text"));
    arena_release(&scratch);
    pg_query_free_protobuf_parse_result(result);
}

static void read_statement(struct arena *arena, struct sql_statement *statement)
{
    struct str text = sql_tokens_text(statement->tokens, statement->range.from,
                                      statement->range.to);
    text = arena_copy(arena, text);
    blank_rows(statement, (char *)text.data);
    if (text.length > BYTES_MAX && statement->head != SQL_INSERT)
        refuse(arena, statement, STR("it is longer than belay reads"));
    else if (tree_depth_max(arena, statement) > DEPTH_MAX)
        refuse(arena, statement, STR("it is nested deeper than belay reads"));
    else
        parse(arena, statement, text);
}

struct sql_script *sql_read_postgresql(struct arena *arena, struct text text)
{
    struct sql_script *script = sql_read_by_heads(arena, SQL_ENGINE_POSTGRESQL, text);
    list_each(sql_statement, statement, script->statements)
        if (sql_refuse_bytes(statement))
            make_opaque(arena, statement);
        else
            read_statement(arena, statement);
    return script;
}
