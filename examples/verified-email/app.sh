#!/bin/bash
# A toy sign-in service beside the migration. It reads and writes exactly what plan.belay
# declares for the version that is live, remembers every write that was acknowledged, and
# compares each read with it. One wrong or failed request is one too many.
#
#   app.sh init [ROWS]       makes the database and the service's state
#   app.sh serve [WORKERS]   serves until `stop`
#   app.sh stop
#   app.sh deploy VERSION    the plan's deploy command: done when every worker runs VERSION
#   app.sh flag PERCENT      the plan's flag command
#   app.sh errors            the plan's metric: wrong or failed requests so far
#   app.sh served            requests so far
#
# DEMO_DB is the database file, DEMO_STATE a folder for the service's own state.
set -u -o pipefail
: "${DEMO_DB:?the path of the database}" "${DEMO_STATE:?a folder for the state}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
members=200 # that sign in; the others only fill the table

sql() { sqlite3 -init /dev/null -batch -bail -cmd '.timeout 10000' "$DEMO_DB" "$1"; }

# A value is replaced as a whole, so that no reader sees half of it.
put() { # NAME VALUE
    printf '%s\n' "$2" >"$DEMO_STATE/$1.$BASHPID" && mv "$DEMO_STATE/$1.$BASHPID" "$DEMO_STATE/$1"
}

get() { # NAME: into `value`
    value=''
    read -r value 2>/dev/null <"$DEMO_STATE/$1" || [ -n "$value" ]
}

sum() { # NAME: over all workers
    local file total=0 value
    for file in "$DEMO_STATE/$1".[0-9]; do
        if [ -e "$file" ]; then
            for _ in 1 2 3; do # it may just be written anew
                read -r value <"$file" && total=$((total + value)) && break
                sleep 0.02
            done
        fi
    done
    echo "$total"
}

# ---- one request

reads_new() { # true where version and flag say that the new column answers
    case $version in
    v3) true ;;
    v2) [ $((RANDOM % 100)) -lt "$percent" ] ;;
    *) false ;;
    esac
}

read_member() { # MEMBER: into `value`
    if reads_new; then
        value=$(sql "SELECT confirmed FROM members WHERE id = $1")
    else
        value=$(sql "SELECT confirmed_on IS NOT NULL FROM members WHERE id = $1")
    fi
}

write_member() { # MEMBER 0|1
    local day=NULL
    [ "$2" = 0 ] || day="date('now')"
    case $version in
    v1) sql "UPDATE members SET confirmed_on = $day WHERE id = $1" ;;
    v2) sql "UPDATE members SET confirmed_on = $day, confirmed = $2 WHERE id = $1" ;;
    *) sql "UPDATE members SET confirmed = $2 WHERE id = $1" ;;
    esac
}

fail() { # WHAT
    errors=$((errors + 1))
    echo "$errors" >"$DEMO_STATE/errors.$worker"
    echo "$version at $percent %: $1" >>"$DEMO_STATE/errors.log"
}

request() { # MEMBER
    local member=$1 value
    if [ $((RANDOM % 3)) -gt 0 ] && [ -n "${acknowledged[$member]-}" ]; then
        read_member "$member" || { fail "the read of member $member failed"; return; }
        [ "$value" = "${acknowledged[$member]}" ] \
            || fail "member $member reads '$value', and '${acknowledged[$member]}' was acknowledged"
    else
        local confirmed=$((RANDOM % 2))
        if write_member "$member" "$confirmed" 2>>"$DEMO_STATE/errors.log"; then
            acknowledged[$member]=$confirmed
        else
            fail "the write of member $member failed"
        fi
    fi
}

# Members belong to one worker each, so that it knows what was acknowledged last.
serve() { # WORKER WORKERS
    local worker=$1 workers=$2 errors=0 served=0 shown='' version percent value
    declare -A acknowledged=()
    while [ ! -e "$DEMO_STATE/stop" ]; do
        get version && version=$value
        get percent && percent=$value
        if [ "$shown" != "$version $percent" ]; then
            shown="$version $percent"
            put "serving.$worker" "$shown"
        fi
        request $((RANDOM % (members / workers) * workers + worker + 1))
        served=$((served + 1))
        echo "$served" >"$DEMO_STATE/served.$worker"
    done
    rm -f "$DEMO_STATE/serving.$worker"
}

# Waits until no worker serves anything else than VERSION PERCENT any more.
wait_for_workers() {
    local file seen tries
    for ((tries = 0; tries < 200; tries++)); do
        for file in "$DEMO_STATE"/serving.[0-9]; do
            [ -e "$file" ] || continue
            read -r seen <"$file" || seen=''
            [ "$seen" = "$1" ] || { sleep 0.05; continue 2; }
        done
        return 0
    done
    echo "app.sh: a worker does not serve '$1' after 10 seconds" >&2
    return 1
}

change() { # NAME VALUE
    local value version percent
    put "$1" "$2"
    get version && version=$value
    get percent && percent=$value
    wait_for_workers "$version $percent"
}

case ${1-} in
init)
    mkdir -p "$DEMO_STATE"
    sql "$(cat "$here/schema.sql")"
    sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${2:-20000})
        INSERT INTO members SELECT i, 'member' || i || '@example.com',
            CASE WHEN i % 3 THEN date('2026-01-01', '+' || (i % 300) || ' days') END FROM n"
    sql 'PRAGMA journal_mode = WAL' >/dev/null
    put version v1
    put percent 0
    ;;
serve)
    rm -f "$DEMO_STATE/stop"
    for ((worker = 0; worker < ${2:-2}; worker++)); do serve "$worker" "${2:-2}" & done
    wait
    ;;
stop) : >"$DEMO_STATE/stop" ;;
deploy) change version "$2" ;;
flag)
    # A flag that was removed is one that nobody asks any more.
    [ "$2" = removed ] || change percent "${2%\%}"
    ;;
errors) sum errors ;;
served) sum served ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 64
    ;;
esac
