// Any bytes as a plan in the DSL: read, bind, judge, report and render.
#include "tests/fuzz/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_compile("fuzz.belay", data, size);
    return 0;
}
