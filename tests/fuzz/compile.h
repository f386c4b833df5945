// The whole pipeline over one input in memory, as the fuzz targets run it.
#ifndef TESTS_FUZZ_COMPILE_H
#define TESTS_FUZZ_COMPILE_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// `path` chooses the reader.
void fuzz_compile(const char *path, const uint8_t *data, size_t size);

#endif
