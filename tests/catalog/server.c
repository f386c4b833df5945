#include "tests/catalog/server.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"

#define MARK "==done=="

static void fail(const char *what)
{
    fprintf(stderr, "catalog-check: %s\n", what);
    exit(2);
}

void server_start(struct server *server, enum sql_engine engine, char **command)
{
    int down[2], up[2];
    signal(SIGPIPE, SIG_IGN);
    if (pipe(down) || pipe(up))
        fail("no pipe can be made");
    *server = (struct server){ .engine = engine, .client = fork() };
    if (server->client < 0)
        fail("no process can be made");
    if (server->client == 0) {
        dup2(down[0], 0);
        dup2(up[1], 1);
        dup2(up[1], 2);
        close(down[1]);
        close(up[0]);
        execvp(command[0], command);
        _exit(127);
    }
    close(down[0]);
    close(up[1]);
    server->to = fdopen(down[1], "w");
    server->from = fdopen(up[0], "r");
}

void server_stop(struct server *server)
{
    fclose(server->to);
    fclose(server->from);
    waitpid(server->client, NULL, 0);
}

static const char *mark_of(enum sql_engine engine)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return "\\echo " MARK "\n";
    case SQL_ENGINE_SQLITE: return ".print " MARK "\n";
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_UNKNOWN: break;
    }
    return "SELECT '" MARK "';\n";
}

static bool is_refusal(enum sql_engine engine, struct str line)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL:
        return str_find(line, STR("ERROR:"), 0) != STR_NOT_FOUND;
    case SQL_ENGINE_SQLITE:
        return str_find(line, STR("error near line"), 0) != STR_NOT_FOUND
               || str_starts_with(line, STR("Error"));
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_UNKNOWN: break;
    }
    return str_starts_with(line, STR("ERROR "));
}

bool server_run(struct server *server, struct arena *arena, struct str statement,
                struct str *said)
{
    struct output out = { .arena = arena };
    bool is_taken = true;
    char *line = NULL;
    size_t capacity = 0;
    fprintf(server->to, "%.*s\n%s", STR_ARGS(statement), mark_of(server->engine));
    fflush(server->to);
    for (;;) {
        ssize_t length = getline(&line, &capacity, server->from);
        if (length < 0)
            fail("the client has gone");
        struct str text = { line, (size_t)length };
        if (str_starts_with(text, STR(MARK)))
            break;
        is_taken &= !is_refusal(server->engine, text);
        output_str(&out, text);
    }
    free(line);
    *said = output_get(&out);
    return is_taken;
}

void server_reset(struct server *server, struct arena *arena)
{
    struct str said, reset = STR_NONE;
    switch (server->engine) {
    case SQL_ENGINE_POSTGRESQL:
        reset = STR("ROLLBACK; SET client_min_messages = error; SET search_path = public;\n"
                    "DROP SCHEMA IF EXISTS public, s1, s2, \"S 1\", \"S 2\" CASCADE;\n"
                    "CREATE SCHEMA public;");
        break;
    case SQL_ENGINE_SQLITE: reset = STR(".open :memory:"); break;
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_UNKNOWN:
        reset = STR("DROP DATABASE IF EXISTS tests; CREATE DATABASE tests; USE tests;");
        break;
    }
    if (!server_run(server, arena, reset, &said))
        fail(arena_copy(arena, said).data);
}
