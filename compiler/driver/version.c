#include "driver/command.h"
#include "driver/deliver.h"

enum status version_run(struct options *options)
{
    (void)options;
    return deliver(STR("belay " BELAY_VERSION "\n")) ? STATUS_CLEAN : STATUS_UNUSABLE;
}
