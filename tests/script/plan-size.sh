#!/bin/bash
# Large plans: what people may write is walked in a moment, and what nobody writes within bounds,
# which are said aloud. usage: tests/script/plan-size.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

make_plan() { # NAME=NUMBER...: to plan.belay
    "$root/tests/bench/make-plan" "$@" >plan.belay
}

within() { # MILLISECONDS COMMAND...: by the processor's time, as the machine may be busy
    local limit=$1 spent
    shift
    spent=$({ TIMEFORMAT='%U %S'; time "$@" >why 2>&1; } 2>&1 | awk '{ print int(1000 * ($1 + $2)) }')
    [ "$spent" -le "$limit" ] && return
    echo "it took $spent ms, and $limit are allowed: $*" >>why
    return 1
}

quiet() { # nothing is wrong in the plan, and all of it is looked at
    gives 0 "$belay" lint plan.belay && ! grep -q DOC007 why
}

# Fifty milliseconds are meant, on a machine that does nothing else; sanitizers take their time.
make_plan
quiet && within 1000 "$belay" lint plan.belay
result $? "7 phases, 60 steps, 20 versions, 10 moves and 300 tables are walked in a moment"

make_plan tables=1500 steps=400
quiet && within 5000 "$belay" lint plan.belay
result $? "five times as many tables, and seven times as many steps, are walked as well"

make_plan moves=1500 tables=1500
within 20000 "$belay" lint plan.belay && said "warning[DOC007]: the plan is too large"
result $? "past the bound the plan is said to be too large"

gives 0 "$belay" lint --proof plan.belay && said "too many states to be walked"
result $? "and nothing of it is proved"

echo "1..$count"
[ "$failed" -eq 0 ]
