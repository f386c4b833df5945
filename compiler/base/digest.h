// SHA-256, by libmd.
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/arena.h"

// 64 lower-case hexadecimal digits.
struct str digest_sha256(struct arena *arena, struct str bytes);

#endif
