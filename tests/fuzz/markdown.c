// Any bytes as a Markdown document: read, bind, judge, report and render.
#include "tests/fuzz/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_compile("fuzz.md", data, size);
    return 0;
}
