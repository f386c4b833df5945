// What must never happen, and what must never be called.
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Ends the process: a state that no input can bring about was reached, so the
// program itself is wrong. Exit status 3 in the driver's terms (SIGABRT is
// turned into it by the parent that watches its workers).
#define BUG(message)                                                                      \
    do {                                                                                  \
        fprintf(stderr, "belay: internal error at %s:%d: %s\n", __FILE__, __LINE__, message); \
        abort();                                                                          \
    } while (0)

// Functions that know no bounds or no errors. Include this header after the system's.
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol system

#endif
