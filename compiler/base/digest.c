#include "base/digest.h"

#include <sha2.h>

struct str digest_sha256(struct arena *arena, struct str bytes)
{
    char *hex = arena_alloc(arena, SHA256_DIGEST_STRING_LENGTH);
    SHA256Data((const uint8_t *)(bytes.data ? bytes.data : ""), bytes.length, hex);
    return (struct str){ hex, SHA256_DIGEST_STRING_LENGTH - 1 };
}
