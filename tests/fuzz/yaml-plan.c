// Any bytes as a plan in YAML: read, bind, judge, report and render.
#include "tests/fuzz/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_compile("fuzz.yaml", data, size);
    return 0;
}
