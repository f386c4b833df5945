// A real server, through its own client that is kept open.
#ifndef TESTS_CATALOG_SERVER_H
#define TESTS_CATALOG_SERVER_H

#include "base/output.h"
#include "sql/scan.h"

#include <stdio.h>
#include <sys/types.h>

struct server {
    enum sql_engine engine;
    pid_t client;
    FILE *to, *from;
};

// Starts the client; the process ends where that is not possible.
void server_start(struct server *server, enum sql_engine engine, char **command);
void server_stop(struct server *server);

// Runs a statement. What the client said stands in `*said`; false where the server refused it.
bool server_run(struct server *server, struct arena *arena, struct str statement,
                struct str *said);

// An empty database.
void server_reset(struct server *server, struct arena *arena);

#endif
