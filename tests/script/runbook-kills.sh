#!/bin/bash
# The runbook, its clients and the server are killed at random; then it goes on. Steps that
# must not run twice count how often they did, and so does every row that is filled.
# Ten kills; with LONG=1 a hundred. SEED=N repeats a run.
# usage: tests/script/runbook-kills.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"
kills=5
[ -z "${LONG:-}" ] || kills=50
seed=${SEED:-$(date +%s)}
RANDOM=$seed
echo "# SEED=$seed"

plan() { # ENGINE VARIABLE SLOWLY TRUE
    local step
    cat <<END
plan "Count on $1" {
  store main { engine $1; connect env $2; table items { key id } }
  move counting from items.a to items.b { forward "coalesce(b, 0) + 1" }
  phase expand "Steps" {
END
    for step in 1 2 3 4 5; do
        cat <<END
    step "Step $step" \`\`\`sql
      $3
      UPDATE counted SET n = n + 1 WHERE step = $step;
    \`\`\`
END
    done
    [ "$1" != postgresql ] || cat <<'END'
    step "An index" ```sql
      CREATE INDEX CONCURRENTLY items_b ON items (b);
    ```
END
    cat <<END
    rollback none "a test"
  }
  phase backfill "Rows" {
    backfill counting {
      where \`\`\`sql
        $4
      \`\`\`
      batch 100
      target 5ms
      pause 20ms
    }
    step "Behind it" \`\`\`sql
      UPDATE counted SET n = n + 1 WHERE step = 6;
    \`\`\`
    rollback none "a test"
  }
}
END
}

rows='CREATE TABLE items (id integer PRIMARY KEY, a int, b int);
CREATE TABLE counted (step int, n int); INSERT INTO counted VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0);'
plan sqlite DB "UPDATE counted SET n = n WHERE (WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 300000) SELECT count(*) FROM s) > 0;" '1 = 1' >sqlite.belay
plan postgresql DATABASE_URL 'SELECT pg_sleep(0.15);' 'true' >postgresql.belay
"$belay" build --no-lint --quiet sqlite.belay -o sqlite && "$belay" build --no-lint --quiet postgresql.belay -o postgresql || exit 2
export DB=$work/db DATABASE_URL
DATABASE_URL=$(address_of app)

ask() { # QUERY
    if [ "$engine" = sqlite ]; then sqlite3 -cmd '.timeout 20000' "$DB" "$1"; else ask_server app "$1"; fi
}

fresh() {
    rm -rf "$engine/state"
    if [ "$engine" = sqlite ]; then
        rm -f "$DB"*
        sqlite3 "$DB" "$rows WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 3000)
            INSERT INTO items SELECT i, i, NULL FROM s"
    else
        ask_server postgres 'DROP DATABASE IF EXISTS app WITH (FORCE)' 2>/dev/null
        ask_server postgres 'CREATE DATABASE app'
        ask_server app "$rows INSERT INTO items SELECT i, i, NULL FROM generate_series(1, 3000) i" >/dev/null
    fi
}

# Those below a process.
family() { # PID
    local child
    for child in $(pgrep -P "$1"); do
        family "$child"
        echo "$child"
    done
}

clients_of() { # PID: those that talk to the database
    local process
    for process in $(family "$1"); do
        case $(cat "/proc/$process/comm" 2>/dev/null) in sqlite3 | psql) echo "$process" ;; esac
    done
}

strike() { # PID
    local victims
    case $victim in
    runbook) kill -9 "$1" ;;
    group) kill -9 -- "-$1" ;;
    client)
        victims=$(clients_of "$1")
        # shellcheck disable=SC2086 # numbers
        [ -z "$victims" ] || kill -9 $victims
        ;;
    backend) ask_server postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'app'" ;;
    server)
        stop_server
        start_server
        ;;
    signal) kill -TERM "$1" ;;
    esac >/dev/null 2>&1
}

# Runs it to its end, as an operator does who has patience.
finish_run() {
    local attempt
    for attempt in {1..60}; do
        "$engine/runbook.sh" apply --yes >run.log 2>&1 </dev/null && return
        echo "$attempt: $(tail -n 1 run.log)" >>attempts
        case $(tail -n 1 run.log) in *'another runbook'* | *reached* | *lost* | *'cannot open'*) sleep 0.3 ;; *) sleep 0.1 ;; esac
    done
    return 1
}

is_exact() {
    [ "$(ask "SELECT count(*) FROM counted WHERE n = 1")" = 6 ] \
        && [ "$(ask "SELECT count(*) FROM items WHERE b = 1")" = 3000 ] && return
    {
        ask 'SELECT step, n FROM counted ORDER BY 1'
        ask 'SELECT b, count(*) FROM items GROUP BY b'
        tail -n 5 attempts run.log
    } >why 2>&1
    return 1
}

torture() { # VICTIM...
    local number victims=("$@") process=0 struck=0
    fresh
    for ((number = 1; number <= kills; number++)); do
        victim=${victims[(number - 1) % ${#victims[@]}]}
        setsid "$engine/runbook.sh" apply --yes >>run.log 2>&1 </dev/null &
        process=$!
        sleep "$((RANDOM % 2)).$((RANDOM % 9))"
        if kill -0 "$process" 2>/dev/null; then
            strike "$process"
            struck=$((struck + 1))
        fi
        wait "$process" 2>/dev/null
        if [ "$("$engine/runbook.sh" status 2>/dev/null | grep -c '^done')" = 2 ] || [ "$number" = "$kills" ]; then
            finish_run && is_exact
            result $? "$engine: exactly once, with $struck kills until then, the last one of the $victim"
            fresh
        fi
    done 2>/dev/null
}

engine=sqlite
torture group client runbook signal
engine=postgresql
if start_server; then
    trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
    torture group client backend runbook server signal
else
    skip 'PostgreSQL' 'no server can be started here'
fi

finish
