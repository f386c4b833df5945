#!/bin/bash
# What is looked at before the first action of a phase, on SQLite and PostgreSQL: each condition
# that does not hold is said, and nothing is done then.
# usage: tests/script/runbook-prechecks.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"
trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT

cat >shape <<'END'
plan "Change much" {
  store main { engine ENGINE; connect env ADDRESS; table orders { key id } }
  move cents from orders.total to orders.cents { forward "total * 100" }
  phase expand "Add" {
    step "Columns" ```sql
      ALTER TABLE orders ADD COLUMN cents integer;
      CREATE TABLE notes (id integer);
      CREATE INDEX orders_total ON orders (total);
      DROP INDEX orders_old;
      UPDATE orders SET cents = 0;
    ```
    step "What came before is there" ```sql
      ALTER TABLE notes ADD COLUMN text text;
      CREATE INDEX notes_text ON notes (text);
      DROP TABLE IF EXISTS nowhere;
      CREATE TEMP TABLE orders_new (id integer);
    ```
    rollback "Back" ```sql
      DROP TABLE notes;
    ```
  }
  phase backfill "Fill" {
    backfill cents { batch 10 }
    rollback none "x"
  }
  phase cutover "By a command" {
    step "It may do anything" ```sh
      true
    ```
    step "And so it is not known what is there" ```sql
      INSERT INTO orders (id) SELECT 99 WHERE 1 = 2;
    ```
    rollback none "x"
  }
}
END

build() { # ENGINE NAME
    sed "s/ENGINE/$1/" shape >"$2.belay"
    "$belay" build --no-lint --quiet "$2.belay" -o "$2" || exit 2
}

start='CREATE TABLE orders (id integer PRIMARY KEY, total integer, old integer); CREATE INDEX orders_old ON orders (old); INSERT INTO orders VALUES (1, 5, 5)'

# begins STATUS SQL MESSAGE...: the first phase, after a change to the database
begins() {
    local status=$1 sql=$2 message
    shift 2
    fresh
    ask "$sql"
    gives "$status" $book apply --to 1 || return
    for message in "$@"; do
        said "$message" || return
    done
    [ "$status" = 0 ] || said 'Phase 1 (expand): Add cannot begin on store' || return
    [ "$status" = 0 ] || said 'nothing of it was done' || return
    gives "$status" $book check
}

fresh() {
    rm -rf ./*/state
    if [ "$engine" = sqlite ]; then
        rm -f db && sqlite3 db "$start"
        return
    fi
    ask_server postgres 'DROP DATABASE IF EXISTS app WITH (FORCE)' 2>/dev/null
    ask_server postgres 'CREATE DATABASE app'
    ask_server app "$start"
}

ask() { # SQL
    if [ "$engine" = sqlite ]; then sqlite3 db "$1"; else ask_server app "$1"; fi
}

conditions() {
    begins 0 'CREATE TABLE orders_new (id integer)'
    result $? "$engine: where everything is so, the phase begins"
    begins 65 'DROP TABLE orders' 'table orders is not there (step 1)'
    result $? "$engine: a table that is not there"
    begins 65 'ALTER TABLE orders ADD COLUMN cents integer; CREATE TABLE notes (id integer)' \
        'column orders.cents is there already (step 1)' 'table notes is there already (step 1)'
    result $? "$engine: a column and a table that are there already"
    begins 65 'CREATE INDEX orders_total ON orders (id); DROP INDEX orders_old' \
        'index orders_total is there already (step 1)' 'index orders_old is not there (step 1)'
    result $? "$engine: an index that is there, and one that is not"
    fresh
    gives 0 $book apply --to 2 && ask 'ALTER TABLE orders RENAME COLUMN cents TO pennies' \
        && ask "$1" && gives 65 $book apply && said 'column orders.cents is not there (step 1)' && said 'Phase 2'
    result $? "$engine: a column that a backfill needs, after the phase was undone"
    fresh
    $book mark 1/s1 'done' --reason 'a test' >/dev/null
    ask 'CREATE TABLE notes (id integer)'
    gives 0 $book apply --to 1
    result $? "$engine: where a step is marked as done, nothing is asked"
    ! grep -q 'orders' "$name/sql/03-cutover/main/precheck.sql"
    result $? "$engine: behind a command nothing is asked"
    build "$engine 99.7" later
    fresh
    gives 65 later/runbook.sh apply --to 1 && said ' 99' && said ', and this is '
    result $? "$engine: an engine that is older than the plan says"
    rm -rf later
}

engine=sqlite name=lite book=lite/runbook.sh
build 'sqlite 3.30' lite
export ADDRESS=$work/db
conditions "UPDATE belay_ledger SET state = 'rolled_back' WHERE phase = '2'"
fresh
gives 0 $book plan && said 'before it begins: what it needs on main: sql/01-expand/main/precheck.sql'
result $? 'the plan shows what is asked'
if [ "$(id -u)" != 0 ]; then
    chmod a-w db
    gives 65 $book apply --to 1 && said 'its file cannot be written'
    result $? 'a file that cannot be written'
else
    skip 'a file that cannot be written' 'to root it can'
fi
shellcheck_runbook $book
result $? 'shellcheck finds nothing'

if ! start_server; then
    skip 'PostgreSQL' 'no server can be started here'
    finish
    exit
fi
engine=postgresql name=server_plan book=server_plan/runbook.sh
build 'postgresql 13' server_plan
ADDRESS=$(address_of app)
ask_server postgres "CREATE ROLE other LOGIN; CREATE ROLE reader LOGIN"
conditions "UPDATE belay.ledger SET state = 'rolled_back' WHERE phase = '2'"
fresh
ask 'INSERT INTO orders VALUES (2, 5, 5)'
ask_server app 'CREATE UNIQUE INDEX CONCURRENTLY orders_broken ON orders (total)' 2>/dev/null
gives 65 $book apply --to 1 && said 'index orders_broken on orders is not valid: drop it, or REINDEX it'
result $? 'postgresql: an index that is not valid'
fresh
ask 'GRANT ALL ON DATABASE app TO other; GRANT ALL ON SCHEMA public TO other; GRANT SELECT ON orders TO other'
as_other=${ADDRESS/tester@/other@}
ADDRESS=$as_other gives 65 $book apply --to 1 && said 'table orders belongs to tester, and other is not of that role' \
    && said 'the role may not UPDATE on orders (step 1)'
result $? 'postgresql: a role without the rights'
as_reader=${ADDRESS/tester@/reader@}
ADDRESS=$as_reader gives 65 $book apply --to 1 && said 'the role reader may not create the schema belay'
result $? 'postgresql: a role that cannot have a ledger'
if [ -n "${LONG:-}" ]; then
    fresh
    ask_server app >/dev/null <<<'BEGIN; SELECT * FROM orders; SELECT pg_sleep(75); COMMIT' &
    sleep 63
    gives 75 $book apply --to 1 && said 'has held a lock on orders since' && said 'cannot begin on store' && said ' yet;'
    result $? 'postgresql: a long transaction in the way'
    wait
    gives 0 $book apply --to 1
    result $? 'postgresql: and when it has ended'
fi

finish
