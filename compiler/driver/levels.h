// Which rules run on one input, and how much each finding weighs.
//
// The kind's own level; then the profile; then `levels` of the configuration; then --level.
// A narrower selector wins over a wider one, and of two alike the last.
#ifndef DRIVER_LEVELS_H
#define DRIVER_LEVELS_H

#include "driver/settings.h"

struct levels;

const struct levels *levels_decide(struct arena *arena, const struct settings *settings,
                                   enum profile profile);

// Whether findings of this kind are looked for. `levels` is a struct levels: the signature
// is that of a callback.
bool levels_look_for(const void *levels, const struct diagnostic_kind *kind);

// Gives a finding its final level: LEVEL_OFF where it is not to be shown.
void levels_apply(const struct levels *levels, struct diagnostic *diagnostic);

// The level that a finding of this kind has by default under these settings.
enum level levels_of(const struct levels *levels, const struct diagnostic_kind *kind);

#endif
