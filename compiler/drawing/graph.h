// What a graph of a plan shows: its phases, who is in service and which side of what moves is
// written and read while they run, and what leads back from each.
//
// Places on the way are counted in phases: 2.5 is half-way through the third one.
#ifndef DRAWING_GRAPH_H
#define DRAWING_GRAPH_H

#include "model/model.h"

struct graph_bar { // that a track is on
    struct graph_bar *next;
    double from, to; // behind the last phase where it stays
    double percent; // of a flag; else 100
};

struct graph_track { // a version, a side, a flag
    struct graph_track *next;
    struct str name; // "v1", "old"
    double percent_at_start;
    LIST_OF(graph_bar) bars; // in order; they do not overlap
};

enum lane_kind { LANE_APP, LANE_WRITES, LANE_READS, LANE_FLAG };

struct graph_lane { // an application, the writes or reads of a move, a flag
    struct graph_lane *next;
    enum lane_kind kind;
    struct str name;
    LIST_OF(graph_track) tracks;
};

struct graph {
    const struct plan *plan;
    const struct model *model;
    LIST_OF(graph_lane) lanes; // none where the plan declares nothing, or is too large to be walked
    unsigned lane_count;
    bool is_cut; // the plan is too large to be walked
};

struct graph graph_find(struct arena *arena, const struct unit *unit);

// What the lane shows before the phase and after it: "v1", "old+new", "50%", or "-".
struct str graph_before(struct arena *arena, const struct graph_lane *lane,
                        const struct phase *phase);
struct str graph_after(struct arena *arena, const struct graph_lane *lane,
                       const struct phase *phase);

// "confirmation writes", "web".
struct str graph_lane_title(struct arena *arena, const struct graph_lane *lane);

// What going back from the phase costs: "clean", "lossy: what was written since phase 5 began".
struct str graph_way_back(struct arena *arena, const struct graph *graph,
                          const struct phase *phase);

// "3 dual-write".
struct str graph_phase_name(struct arena *arena, const struct phase *phase);

#endif
