// The rows that a statement of PostgreSQL reads and writes: which tables, and which columns.
//
// Names are looked up in the whole statement, not in the query that they stand in: an alias
// that means two tables means both. So an access may name a column too many, never one too few.
#include "sql/postgresql-tree.h"

#include "base/index.h"

// What an alias or a table's name stands for.
struct meaning {
    ARRAY_OF(struct sql_access *) accesses;
};

struct accessor {
    struct tree_reader *reader;
    struct arena *scratch; // of all but what is found
    struct index withs;    // the names that a WITH gives
    struct index meanings; // struct meaning, by alias or name
    struct index written;  // by address of the RangeVar: it is the target of a write
    struct sql_names loose; // columns without a table
    bool has_loose_star;
    size_t count;
};

// ---- tables

static struct span span_of_name(const struct accessor *accessor, const PgQuery__RangeVar *relation)
{
    struct sql_cursor text =
        tree_clause(accessor->reader, tree_token(accessor->reader, relation->location));
    uint32_t from = text.at;
    sql_cursor_name(&text);
    return sql_tokens_span(text.tokens, from, text.at > from ? text.at : from + 1);
}

static void mean(struct accessor *accessor, struct str name, struct sql_access *access)
{
    struct meaning *meaning = index_find(&accessor->meanings, name);
    if (!meaning) {
        meaning = arena_new(accessor->scratch, struct meaning);
        index_add(&accessor->meanings, name, meaning);
    }
    array_add(accessor->scratch, &meaning->accesses, access);
}

static struct sql_access *add_access(struct accessor *accessor, enum sql_access_kind kind,
                                     const PgQuery__RangeVar *relation)
{
    struct sql_access *access = arena_new(accessor->reader->arena, struct sql_access);
    access->kind = kind;
    access->table = tree_relation(accessor->reader, relation);
    access->span = span_of_name(accessor, relation);
    list_add(&accessor->reader->statement->accesses, access);
    accessor->count++;
    if (kind != SQL_READS)
        return access;
    mean(accessor, access->table.name, access);
    if (relation->alias && strcmp(relation->alias->aliasname, relation->relname) != 0)
        mean(accessor, tree_str(accessor->reader, relation->alias->aliasname), access);
    return access;
}

static struct str address_of(struct accessor *accessor, const PgQuery__RangeVar *relation)
{
    return arena_copy(accessor->scratch,
                      (struct str){ (const char *)&relation, sizeof relation });
}

// ---- writes

static void name_column(struct accessor *accessor, struct sql_names **columns, const char *name)
{
    if (!*columns)
        *columns = arena_new(accessor->reader->arena, struct sql_names);
    struct sql_name column = { STR_NONE, tree_str(accessor->reader, name) };
    array_add(accessor->reader->arena, *columns, column);
}

static const struct sql_names *targets_of(struct accessor *accessor, struct tree_list targets)
{
    struct sql_names *columns = NULL;
    for (size_t i = 0; i < targets.count; i++)
        if (targets.items[i]->node_case == PG_QUERY__NODE__NODE_RES_TARGET)
            name_column(accessor, &columns, targets.items[i]->res_target->name);
    return columns;
}

static struct sql_access *write_to(struct accessor *accessor, enum sql_access_kind kind,
                                   const PgQuery__RangeVar *relation, struct tree_list targets)
{
    struct sql_access *access = add_access(accessor, kind, relation);
    access->columns = targets_of(accessor, targets);
    access->has_all_columns = targets.count == 0;
    index_add(&accessor->written, address_of(accessor, relation), access);
    return access;
}

static void read_insert(struct accessor *accessor, const PgQuery__InsertStmt *insert)
{
    write_to(accessor, SQL_INSERTS, insert->relation, TREE_LIST(insert, cols));
    const PgQuery__OnConflictClause *conflict = insert->on_conflict_clause;
    if (conflict && conflict->n_target_list > 0) {
        write_to(accessor, SQL_UPDATES, insert->relation, TREE_LIST(conflict, target_list));
        add_access(accessor, SQL_READS, insert->relation);
    }
}

static void read_merge(struct accessor *accessor, const PgQuery__MergeStmt *merge)
{
    for (size_t i = 0; i < merge->n_merge_when_clauses; i++) {
        const PgQuery__Node *node = merge->merge_when_clauses[i];
        if (node->node_case != PG_QUERY__NODE__NODE_MERGE_WHEN_CLAUSE)
            continue;
        const PgQuery__MergeWhenClause *when = node->merge_when_clause;
        if (when->command_type == PG_QUERY__CMD_TYPE__CMD_NOTHING)
            continue;
        enum sql_access_kind kind =
            when->command_type == PG_QUERY__CMD_TYPE__CMD_INSERT   ? SQL_INSERTS
            : when->command_type == PG_QUERY__CMD_TYPE__CMD_DELETE ? SQL_DELETES
                                                                   : SQL_UPDATES;
        write_to(accessor, kind, merge->relation, TREE_LIST(when, target_list));
    }
    index_add(&accessor->written, address_of(accessor, merge->relation), accessor);
    add_access(accessor, SQL_READS, merge->relation);
}

static void read_copy(struct accessor *accessor, const PgQuery__CopyStmt *copy)
{
    if (!copy->relation)
        return;
    struct sql_access *access =
        add_access(accessor, copy->is_from ? SQL_INSERTS : SQL_READS, copy->relation);
    index_add(&accessor->written, address_of(accessor, copy->relation), access);
    struct sql_names *columns = NULL;
    for (size_t i = 0; i < copy->n_attlist; i++)
        name_column(accessor, &columns, tree_string(copy->attlist[i]));
    access->columns = columns;
    access->has_all_columns = !columns;
}

// The statements that write, and the names of WITHs: before anything is taken for a read.
static void visit_write(void *data, const ProtobufCMessage *message)
{
    struct accessor *accessor = data;
    const struct tree_list none = { NULL, 0 };
    if (message->descriptor == &pg_query__common_table_expr__descriptor) {
        const PgQuery__CommonTableExpr *with = (const void *)message;
        index_add(&accessor->withs, tree_str(accessor->reader, with->ctename), accessor);
    } else if (message->descriptor == &pg_query__insert_stmt__descriptor)
        read_insert(accessor, (const void *)message);
    else if (message->descriptor == &pg_query__update_stmt__descriptor) {
        const PgQuery__UpdateStmt *update = (const void *)message;
        write_to(accessor, SQL_UPDATES, update->relation, TREE_LIST(update, target_list));
        add_access(accessor, SQL_READS, update->relation);
    } else if (message->descriptor == &pg_query__delete_stmt__descriptor) {
        const PgQuery__DeleteStmt *delete = (const void *)message;
        write_to(accessor, SQL_DELETES, delete->relation, none);
        add_access(accessor, SQL_READS, delete->relation);
    } else if (message->descriptor == &pg_query__merge_stmt__descriptor)
        read_merge(accessor, (const void *)message);
    else if (message->descriptor == &pg_query__copy_stmt__descriptor)
        read_copy(accessor, (const void *)message);
    else if (message->descriptor == &pg_query__into_clause__descriptor) {
        const PgQuery__IntoClause *into = (const void *)message;
        if (into->rel) // of a CREATE TABLE AS: it is made, not read
            index_add(&accessor->written, address_of(accessor, into->rel), accessor);
    }
}

// ---- reads

static void visit_read(void *data, const ProtobufCMessage *message)
{
    struct accessor *accessor = data;
    if (message->descriptor != &pg_query__range_var__descriptor)
        return;
    const PgQuery__RangeVar *relation = (const void *)message;
    struct str address = { (const char *)&relation, sizeof relation };
    bool is_with = relation->schemaname[0] == '\0'
                   && index_find(&accessor->withs, str_of(relation->relname));
    if (!is_with && !index_find(&accessor->written, address))
        add_access(accessor, SQL_READS, relation);
}

static void add_column(struct accessor *accessor, struct sql_access *access, struct str name)
{
    struct sql_names *columns = (struct sql_names *)access->columns; // of this reading alone
    if (!columns)
        columns = arena_new(accessor->reader->arena, struct sql_names);
    struct sql_name column = { STR_NONE, name };
    array_add(accessor->reader->arena, columns, column);
    access->columns = columns;
}

enum { COLUMNS_MAX = 1 << 16 }; // that one statement names in all of its tables

// A column of the tables that the name means; a name without a column means all of them.
static void add_to_meaning(struct accessor *accessor, const struct meaning *meaning,
                           struct str column)
{
    for (size_t i = 0; i < meaning->accesses.count; i++) {
        struct sql_access *access = meaning->accesses.items[i];
        if (column.data && ++accessor->count < COLUMNS_MAX)
            add_column(accessor, access, column);
        else
            access->has_all_columns = true;
    }
}

static void visit_column(void *data, const ProtobufCMessage *message)
{
    struct accessor *accessor = data;
    if (message->descriptor != &pg_query__column_ref__descriptor)
        return;
    struct tree_list fields = TREE_LIST((const PgQuery__ColumnRef *)(const void *)message, fields);
    if (fields.count == 0)
        return;
    struct str last = tree_str(accessor->reader, tree_string(fields.items[fields.count - 1]));
    if (fields.count > 1) {
        const char *table = tree_string(fields.items[fields.count - 2]);
        const struct meaning *meaning =
            table ? index_find(&accessor->meanings, str_of(table)) : NULL;
        if (meaning)
            add_to_meaning(accessor, meaning, last);
        return;
    }
    const struct meaning *whole = last.data ? index_find(&accessor->meanings, last) : NULL;
    if (whole)
        add_to_meaning(accessor, whole, STR_NONE); // SELECT t FROM t
    struct sql_name column = { STR_NONE, last };
    if (last.data)
        array_add(accessor->scratch, &accessor->loose, column);
    else
        accessor->has_loose_star = true;
}

static void add_loose_columns(struct accessor *accessor)
{
    list_each(sql_access, access, accessor->reader->statement->accesses) {
        if (access->kind != SQL_READS)
            continue;
        access->has_all_columns |= accessor->has_loose_star;
        for (size_t i = 0; i < accessor->loose.count && !access->has_all_columns; i++)
            if (++accessor->count < COLUMNS_MAX)
                add_column(accessor, access, accessor->loose.items[i].name);
            else
                access->has_all_columns = true;
    }
}

// ---- statements

static void read_truncate(struct accessor *accessor, const PgQuery__TruncateStmt *truncate)
{
    for (size_t i = 0; i < truncate->n_relations; i++)
        if (truncate->relations[i]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
            add_access(accessor, SQL_DELETES, truncate->relations[i]->range_var)
                ->has_all_columns = true;
}

void tree_read_accesses(struct tree_reader *reader, const PgQuery__Node *node)
{
    static const PgQuery__Node__NodeCase walked[] = {
        PG_QUERY__NODE__NODE_SELECT_STMT,   PG_QUERY__NODE__NODE_INSERT_STMT,
        PG_QUERY__NODE__NODE_UPDATE_STMT,   PG_QUERY__NODE__NODE_DELETE_STMT,
        PG_QUERY__NODE__NODE_MERGE_STMT,    PG_QUERY__NODE__NODE_COPY_STMT,
        PG_QUERY__NODE__NODE_EXPLAIN_STMT,  PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT,
        PG_QUERY__NODE__NODE_PREPARE_STMT,  PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT,
    };
    struct arena scratch = { 0 };
    struct accessor accessor = {
        .reader = reader,
        .scratch = &scratch,
        .withs = { .arena = &scratch },
        .meanings = { .arena = &scratch },
        .written = { .arena = &scratch },
    };
    if (node->node_case == PG_QUERY__NODE__NODE_TRUNCATE_STMT)
        read_truncate(&accessor, node->truncate_stmt);
    for (size_t i = 0; i < sizeof walked / sizeof *walked; i++) {
        if (node->node_case != walked[i])
            continue;
        tree_walk(&node->base, visit_write, &accessor);
        tree_walk(&node->base, visit_read, &accessor);
        tree_walk(&node->base, visit_column, &accessor);
        add_loose_columns(&accessor);
    }
    arena_release(&scratch);
}
