#!/bin/bash
# The runbook, its clients and the server are killed at random; then it goes on. Steps that
# must not run twice count how often they did, and so does every row that is filled.
# Ten kills; with LONG=1 a hundred and fifty, on MariaDB as well. SEED=N makes the same choices again.
# usage: tests/script/runbook-kills.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"
. "$here/mariadb.sh"
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
    cat <<'END'
    step "A command" ```sh
      sleep 0.2
      echo ran >>ran
      sleep 0.2
    ```
END
    [ "$1" != postgresql ] || cat <<'END'
    step "An index" ```sql
      CREATE INDEX CONCURRENTLY items_b ON items (b);
    ```
END
    [ "$1" != mariadb ] || cat <<'END'
    step "Changes" ```sql
      ALTER TABLE counted ADD COLUMN more int;
      UPDATE counted SET n = n + 1, more = 1 WHERE step = 7;
      CREATE INDEX items_b ON items (b);
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
plan mariadb STORE_URL 'DO SLEEP(0.15);' '1 = 1' >mariadb.belay
"$belay" build --no-lint --quiet mariadb.belay -o mariadb || exit 2
"$belay" build --no-lint --quiet sqlite.belay -o sqlite && "$belay" build --no-lint --quiet postgresql.belay -o postgresql || exit 2
export DB=$work/db DATABASE_URL STORE_URL="mariadb://root@/app?socket=$mariadb_folder/socket"
DATABASE_URL=$(address_of app)

ask() { # QUERY
    case $engine in
    sqlite) sqlite3 -cmd '.timeout 20000' "$DB" "$1" ;;
    mariadb) ask_mariadb app "$1" ;;
    *) ask_server app "$1" ;;
    esac
}

fresh() {
    rm -rf "$engine/state" ran attempts
    if [ "$engine" = sqlite ]; then
        rm -f "$DB"*
        sqlite3 "$DB" "$rows WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 3000)
            INSERT INTO items SELECT i, i, NULL FROM s"
    elif [ "$engine" = mariadb ]; then
        ask_mariadb '' 'DROP DATABASE IF EXISTS app; CREATE DATABASE app'
        ask_mariadb app "$rows INSERT INTO counted VALUES (7, 0); INSERT INTO items SELECT seq, seq, NULL FROM seq_1_to_3000"
    else
        ask_server postgres 'DROP DATABASE IF EXISTS app WITH (FORCE)' 2>/dev/null
        ask_server postgres 'CREATE DATABASE app'
        ask_server app "$rows INSERT INTO items SELECT i, i, NULL FROM generate_series(1, 3000) i" >/dev/null
    fi
}

start_store() { # what is committed outlives the server's process
    start_mariadb && ask_mariadb '' 'SET GLOBAL innodb_flush_log_at_trx_commit = 2'
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
        case $(cat "/proc/$process/comm" 2>/dev/null) in sqlite3 | psql | mariadb) echo "$process" ;; esac
    done
}

# Kills what it finds within two seconds; fails where there is nothing.
strike() { # PID
    local victims tries
    for tries in {1..100}; do
        case $victim in
        runbook) victims=$1 ;;
        group) victims=-$1 ;;
        client) victims=$(clients_of "$1") ;;
        session) # of MariaDB: a thread of the server
            ask_mariadb '' "$(ask_mariadb '' "SELECT concat('KILL ', id) FROM information_schema.processlist WHERE db = 'app' ORDER BY md5(concat(id, '$RANDOM')) LIMIT 1")" 2>/dev/null && break
            victims=''
            ;;
        store) victims=$(cat "$mariadb_folder/pid") ;;
        backend)
            victims=$(ask_server postgres "SELECT pid FROM pg_stat_activity WHERE datname = 'app'
                ORDER BY md5(pid::text || '$RANDOM') LIMIT 1" 2>/dev/null)
            ;;
        server) victims=$(head -n 1 server/data/postmaster.pid) && victims="$victims $(family "$victims")" ;;
        esac
        # shellcheck disable=SC2086 # numbers
        [ -z "$victims" ] || ! kill -9 -- $victims 2>/dev/null || break
        kill -0 "$1" 2>/dev/null && [ "$tries" != 100 ] || return 1
        sleep 0.02
    done
    case $victim in
    server)
        wait_for_end "$victims"
        start_server
        ;;
    store)
        rm -f "$mariadb_folder/pid" "$mariadb_folder/socket"
        sleep 0.3
        start_store
        ;;
    backend) wait_for_server ;; # it ends all the others, and recovers
    esac
}

# Nobody may wait for an orphan that has died, so that its number seems to live on, and the
# files that hold it would keep a server from beginning.
wait_for_end() { # "PID..."
    local process tries
    for process in $1; do
        for tries in {1..100}; do
            case $(sed -n 's/^State:[^A-Z]*\(.\).*/\1/p' "/proc/$process/status" 2>/dev/null) in Z | '') break ;; esac
            [ "$tries" != 100 ] || echo "# process $process lives on"
            sleep 0.05
        done
    done
    rm -f server/data/postmaster.pid server/.s.PGSQL.*
}

wait_for_server() {
    local tries
    for tries in {1..100}; do
        ask_server app 'SELECT 1' >/dev/null 2>&1 && return
        sleep 0.1
    done
    echo "# $tries: the server does not come back"
}

# Runs it to its end, as an operator does who has patience, and who looks whether a command
# was done where nobody else knows.
finish_run() {
    local attempt status
    for attempt in {1..60}; do
        "$engine/runbook.sh" apply --yes >run.log 2>&1 </dev/null && return
        status=$?
        echo "$attempt: $status: $(tail -n 1 run.log)" >>attempts
        case $status:$(tail -n 1 run.log) in
        77:*'nobody knows whether'*) look_at_command ;;
        69:* | 70:* | 75:*) ;;
        *) return 1 ;; # nothing else comes of a kill
        esac
        sleep 0.2
    done
    return 1
}

look_at_command() {
    local found=failed
    [ ! -e ran ] || found='done'
    "$engine/runbook.sh" mark 1/s6 "$found" --reason 'looked' >>run.log 2>&1
}

is_exact() {
    [ "$(ask "SELECT count(*) FROM counted WHERE n = 1")" = "$([ "$engine" = mariadb ] && echo 7 || echo 6)" ] \
        && [ "$(ask "SELECT count(*) FROM items WHERE b = 1")" = 3000 ] && [ "$(cat ran)" = ran ] \
        && { [ "$engine" != postgresql ] || [ "$(ask "SELECT indisvalid FROM pg_index WHERE indexrelid = 'items_b'::regclass")" = t ]; } && return
    {
        ask 'SELECT step, n FROM counted ORDER BY 1'
        ask 'SELECT b, count(*) FROM items GROUP BY b'
        cat ran
        tail -n 5 attempts run.log
    } >why 2>&1
    return 1
}

# Runs it until it was struck so often; whenever it comes to its end, that is looked at, and it
# begins anew.
torture() { # VICTIM...
    local victims=("$@") process struck=0 since='' runs
    fresh
    for ((runs = 0; struck < kills && runs < 5 * kills; runs++)); do
        victim=${victims[struck % ${#victims[@]}]}
        setsid "$engine/runbook.sh" apply --yes >>run.log 2>&1 </dev/null &
        process=$!
        sleep "$((RANDOM % 2)).$(printf '%03d' $((RANDOM % 1000)))"
        if kill -0 "$process" 2>/dev/null && strike "$process"; then
            struck=$((struck + 1))
            since+=" $victim"
        fi
        wait "$process" 2>/dev/null
        [ ! -s run.log ] || ! grep -q 'nobody knows whether' <(tail -n 1 run.log) || look_at_command
        if grep -q '^done: ' <(tail -n 1 run.log) || [ "$struck" = "$kills" ]; then
            finish_run && is_exact
            result $? "$engine: everything exactly once, with kills of${since:- nobody}"
            fresh
            since=''
        fi
    done 2>/dev/null
    [ "$struck" = "$kills" ]
    result $? "$engine: $struck kills in all"
}

engine=sqlite
torture group client runbook
engine=postgresql
if start_server; then
    trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
    torture group backend client server runbook
else
    skip 'PostgreSQL' 'no server can be started here'
fi
if [ -n "${LONG:-}" ]; then
    engine=mariadb
    if start_store; then
        trap 'stop_server; stop_mariadb; chmod -R u+w "$work"; rm -rf "$work"' EXIT
        torture group client session runbook store
    else
        skip 'MariaDB' 'no server can be started here'
    fi
fi

finish
