#!/bin/bash
# The demo, whole, as `make demo` runs it; and that its service notices what is wrong. With LONG=1
# as in production as well: every soak, hold and watch is waited for, though it is a minute or so
# in that plan, with ten times the rows and three times the requests.
# usage: tests/script/demo.sh BELAY
set -u
belay=$(realpath "$1")
root=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
count=0 failed=0

result() { # STATUS NAME
    count=$((count + 1))
    if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else
        echo "not ok $count - $2"
        failed=$((failed + 1))
        tail -n 20 "$work/log" | sed 's/^/# /'
    fi
}

"$root/tools/demo" "$belay" "$work/demo" >"$work/log" 2>&1
result $? "the demo runs to its end"
[ "$(grep -c ' 0 wrong or failed$' "$work/log")" -eq 4 ]
result $? "the service gave no wrong answer before, behind phase 6, behind the way back, at the end"
served=$(sed -n 's/^at the end: \([0-9]*\) requests served.*/\1/p' "$work/log")
[ "${served:-0}" -ge 200 ]
result $? "the service was at work throughout"
grep -q '^columns now: id, address, confirmed$' "$work/log"
result $? "the migration was carried out"

if [ -n "${LONG-}" ]; then
    cp -r "$root/examples/verified-email" "$work/example"
    sed -i 's/soak 1w/soak 60s/; s/soak 2w/soak 90s/; s/hold 1h/hold 20s/; s/over 30min/over 30s/
        s/over 1h/over 30s/; s/over 10min/over 10s/' "$work/example/plan.belay"
    DEMO_EXAMPLE=$work/example DEMO_WAITS=1 DEMO_MEMBERS=200000 DEMO_WORKERS=6 \
        "$root/tools/demo" "$belay" "$work/real" >"$work/log" 2>&1
    result $? "as in production, it runs to its end"
    [ "$(grep -c ' 0 wrong or failed$' "$work/log")" -eq 4 ]
    result $? "as in production, the service gave no wrong answer"
    ! grep -h 'rehearsal:' "$work"/real/*.log && grep -h ' at the earliest' "$work"/real/*.log >/dev/null
    result $? "as in production, what it waits for was waited for"
    served=$(sed -n 's/^at the end: \([0-9]*\) requests served.*/\1/p' "$work/log")
    [ "${served:-0}" -ge 5000 ]
    result $? "as in production, the service was at work throughout: ${served:-0} requests"
fi

await_error() { # at most ten seconds: how soon a request meets it depends on the machine
    for _ in {1..100}; do
        [ "$("$service" errors)" -eq 0 ] || return
        sleep 0.1
    done
}

# The control: version 2 writes a column that is not there yet.
export DEMO_DB=$work/control.db DEMO_STATE=$work/control
service=$root/examples/verified-email/app.sh
"$service" init 500 && { "$service" serve 2 & } && sleep 0.5
"$service" deploy v2
await_error
"$service" stop
wait
[ "$("$service" errors)" -gt 0 ]
result $? "the service notices a version that is deployed too early"

# And a read that is answered by a side that was never filled.
export DEMO_DB=$work/stale.db DEMO_STATE=$work/stale
"$service" init 500
sqlite3 "$DEMO_DB" 'ALTER TABLE members ADD COLUMN confirmed boolean'
{ "$service" serve 2 & }
sleep 1
"$service" deploy v2 && "$service" flag 100%
await_error
"$service" stop
wait
[ "$("$service" errors)" -gt 0 ]
result $? "the service notices reads of a side that was never filled"
echo "1..$count"
[ "$failed" -eq 0 ]
