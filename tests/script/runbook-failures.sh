#!/bin/bash
# What goes wrong while a runbook is at work: what it says, with which status it ends, and from
# which state it goes on. usage: tests/script/runbook-failures.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"

cat >plan.belay <<'END'
plan "Fail in many ways" {
  store main { engine sqlite; connect env DB }
  phase expand "Count" {
    step "Count" ```sql
      UPDATE t SET n = n + 1;
    ```
    step "Wait for a file" ```sh
      touch "$GO.waits"; until [ -e "$GO" ]; do sleep 0.05; done
    ```
    step "Count again" ```sql
      UPDATE t SET n = n + 10;
    ```
    verify "It is 11" = 11 ```sql
      SELECT n FROM t
    ```
    rollback "Count back" ```sql
      UPDATE t SET n = 0;
    ```
  }
  phase backfill "Fill" {
    backfill filling { batch 10; target 1ms; pause 100ms }
    rollback none "x"
  }
  move filling from items.a to items.b { forward "a + 1" }
}
END
sed -i 's/connect env DB }/connect env DB; table items { key id } }/' plan.belay
"$belay" build --no-lint --quiet plan.belay -o out || exit 2
book=out/runbook.sh
export DB=$work/db GO=$work/go
fresh() {
    rm -rf out/state "$DB" "$GO" "$GO.waits"
    sqlite3 "$DB" 'CREATE TABLE t (n int); INSERT INTO t VALUES (0);
        CREATE TABLE items (id integer PRIMARY KEY, a int, b int);
        WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 2000) INSERT INTO items SELECT i, i, NULL FROM s'
}
value() { sqlite3 -cmd '.timeout 9000' "$DB" 'SELECT n FROM t'; }

# Waits until a command holds, for at most ten seconds.
until_holds() {
    local tries
    for tries in {1..100}; do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    echo "$tries: never held: $*" >why
    return 1
}

# ---- two operators

fresh
$book apply --yes --to 1 >first.log 2>&1 &
until_holds grep -q 'Wait for a file' first.log
gives 75 $book apply --yes && said 'another runbook is at work here'
result $? 'a second runbook of the same folder is refused'
cp -r out copy && rm -rf copy/state
gives 75 copy/runbook.sh apply --yes && said "another runbook is at work on"
result $? 'and one of another folder'
gives 0 $book status && said 'running'
result $? 'status needs no lock'
touch "$GO"
wait
[ "$(value)" = 11 ] && grep -q '^done' first.log
result $? 'the first one is not disturbed'

# ---- signals

fresh
setsid $book apply --yes --to 1 >first.log 2>&1 &
process=$!
until_holds test -e "$GO.waits" # its name is printed before it is at work
kill -TERM $process
sleep 0.3
touch "$GO"
wait $process
[ $? = 143 ] && [ "$(value)" = 1 ] && grep -q "'runbook.sh resume' goes on" first.log
result $? 'TERM: what is at work is ended, then it stops with 143'
gives 0 $book resume --yes --to 1 && [ "$(value)" = 11 ]
result $? 'and goes on behind it'
gives 65 $book resume --yes && said 'nothing is interrupted'
result $? 'what is not interrupted is not resumed'
fresh
python3 - $book <<'END' >first.log 2>&1
import os, pty, signal, sys, time
child, terminal = pty.fork()
if child == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL) # a suite in the background ignores it
    os.execv(sys.argv[1], [sys.argv[1], 'apply', '--yes', '--to', '1'])
said = b''
while b'a command for sh' not in said:
    said += os.read(terminal, 4096)
time.sleep(0.3)
os.write(terminal, b'\x03')
try:
    while os.read(terminal, 4096):
        pass
except OSError:
    pass
print('status', os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
END
grep -q '^status 130$' first.log && [ "$(value)" = 1 ]
result $? 'Ctrl-C at a terminal stops it with 130'
touch "$GO"
gives 77 $book resume --yes --to 1 && said "nobody knows whether '2. Wait for a file' was done" && [ "$(value)" = 1 ]
result $? 'a command that it ended half-way is not run again by itself'
gives 0 $book mark 1/s2 failed --reason 'it only waits' && gives 0 $book resume --yes --to 1 && [ "$(value)" = 11 ]
result $? 'but when somebody says so; and nothing is done twice'

# ---- pauses

$book pause
$book apply --yes >first.log 2>&1 &
process=$!
until_holds grep -q paused first.log && kill -0 $process
result $? 'a pause is waited for'
$book continue
wait $process && [ "$(sqlite3 "$DB" 'SELECT count(*) FROM items WHERE b = a + 1')" = 2000 ]
result $? 'and continued behind'

# ---- commands that are killed half-way

cat >commands.belay <<'END'
plan "Commands" {
  store main { engine sqlite; connect env DB }
  app web {
    version v1 { }
    version v2 { }
    live v1
    deploy ```sh
      echo "begun deploy $BELAY_VERSION" >>trace
      until [ -e "$GO" ]; do sleep 0.05; done
      echo "ended deploy" >>trace
    ```
  }
  flag shown {
    set ```sh
      echo "begun flag $BELAY_VALUE" >>trace
      until [ -e "$GO" ]; do sleep 0.05; done
      echo "ended flag" >>trace
    ```
  }
  phase deploy "Run commands" {
    backup first ```sh
      echo "begun backup" >>trace
      echo saved >"$BELAY_BACKUP"
      until [ -e "$GO" ]; do sleep 0.05; done
      echo "ended backup" >>trace
    ```
    step "A command" ```sh
      echo "begun step" >>trace
      until [ -e "$GO" ]; do sleep 0.05; done
      echo "ended step" >>trace
    ```
    deploy web v2
    flag shown 100%
    rollback none "a test"
  }
}
END
"$belay" build --no-lint --quiet commands.belay -o commands
fresh
rm -f trace
number=0
for what in backup step deploy flag; do
    number=$((number + 1))
    setsid commands/runbook.sh apply --yes >first.log 2>&1 &
    process=$!
    until_holds grep -q "begun $what" trace
    kill -9 -- -$process
    wait $process >/dev/null 2>&1
    gives 77 commands/runbook.sh apply --yes && said "runbook.sh mark 1/s$number done --reason TEXT" \
        && said "mark 1/s$number failed" && [ "$(grep -c "begun $what" trace)" = 1 ]
    result $? "a $what that was killed half-way is not run again by itself"
    gives 0 commands/runbook.sh status && said "running    step 1/s$number"
    result $? "status says that the $what was begun"
    commands/runbook.sh mark 1/s$number 'done' --reason 'looked' >/dev/null
done
gives 0 commands/runbook.sh apply --yes && [ "$(grep -c begun trace)" = 4 ] && ! grep -q ended trace
result $? 'what is marked as done is not run again'
rm -rf commands/state trace
fresh
setsid commands/runbook.sh apply --yes >first.log 2>&1 &
process=$!
until_holds grep -q "begun backup" trace
kill -9 -- -$process
wait $process 2>/dev/null
touch "$GO"
gives 77 at_terminal $'perhaps\n' commands/runbook.sh resume && said 'is not said'
result $? 'at a terminal it is asked'
gives 0 at_terminal $'again\n' commands/runbook.sh resume && [ "$(grep -c 'begun backup' trace)" = 2 ] && [ "$(grep -c ended trace)" = 4 ]
result $? 'and run again when that is the answer'
rm -rf commands/state trace "$GO"
fresh
commands/runbook.sh apply --yes >first.log 2>&1 &
process=$!
until_holds grep -q "begun backup" trace
kill -9 $process
wait $process 2>/dev/null
gives 75 commands/runbook.sh apply --yes
result $? 'while a command outlives its runbook, no other runbook begins'
touch "$GO"
until_holds grep -q 'ended backup' trace
until_holds commands/runbook.sh apply --yes && [ "$(grep -c begun trace)" = 4 ] && [ "$(grep -c ended trace)" = 4 ]
result $? 'and what it ended is found, and not run again'
cat >killed.belay <<'END'
plan "Killed" {
  store main { engine sqlite; connect env DB }
  phase prepare "Die" {
    step "Die" ```sh
      [ -e "$GO" ] || kill -9 $$
    ```
    rollback none "a test"
  }
}
END
"$belay" build --no-lint --quiet killed.belay -o killed
fresh
gives 70 killed/runbook.sh apply --yes && said '(status 137): nobody knows' && gives 77 killed/runbook.sh resume --yes
result $? 'a command that alone was killed is not run again either'

# ---- a verification that fails

fresh
touch "$GO"
sqlite3 "$DB" 'UPDATE t SET n = 5'
gives 1 $book apply --yes && said 'got 16, expected = 11' && said "'runbook.sh resume' verifies it again"
result $? 'a verification that fails ends it'
gives 0 $book status && said 'verify_failed' && said 'apply --to 1'
result $? 'status says so'
sqlite3 "$DB" 'UPDATE t SET n = 11'
gives 0 $book resume --yes --to 1 && [ "$(value)" = 11 ]
result $? 'mended, it goes on without a step done twice'
gives 0 $book rollback --to 0 --yes && [ "$(value)" = 0 ]
result $? 'and back'

# ---- the plan is changed

fresh
touch "$GO"
$book apply --yes --to 1 >/dev/null
sed 's/It is 11/It is eleven/' plan.belay >changed.belay
"$belay" build --no-lint --quiet changed.belay -o changed
gives 65 changed/runbook.sh apply --yes && said 'of another version of this plan' && [ "$(value)" = 11 ]
result $? 'another version of the plan does not go on'
gives 0 $book rollback --to 0 --yes && gives 0 changed/runbook.sh apply --yes
result $? 'but begins, once all of the first is rolled back'

# ---- a full disk

# What is written past a size fails as on a full disk, for whoever runs the tests.
with_room() { # KIBIBYTES COMMAND...
    (
        trap '' XFSZ
        ulimit -f "$1"
        shift
        "$@" 2>&1
    ) | cat
    return "${PIPESTATUS[0]}"
}

fresh
touch "$GO"
sqlite3 "$DB" 'PRAGMA page_size = 4096; VACUUM'
room=$(($(stat -c %s "$DB") / 1024))
gives 74 with_room 0 $book apply --yes && said 'cannot write to' && [ "$(value)" = 0 ]
result $? 'without room for its state nothing is begun'
rm -rf out/state
gives 74 with_room "$room" $book apply --yes && said 'cannot write the ledger' && [ "$(value)" = 0 ]
result $? 'without room for the ledger no step is run'
gives 0 $book status && said 'next: runbook.sh apply --to 1'
result $? 'and status says where to begin'
gives 0 $book apply --yes --to 1 && [ "$(value)" = 11 ]
result $? 'with room it goes on'
cat >large.belay <<'END'
plan "Fill the disk" {
  store main { engine sqlite; connect env DB }
  phase backfill "Many rows" {
    step "Count" ```sql
      UPDATE t SET n = n + 1;
    ```
    step "Many rows" ```sql
      INSERT INTO items (a) WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 100000) SELECT i FROM s;
    ```
    rollback none "a test"
  }
}
END
"$belay" build --no-lint --quiet large.belay -o large
fresh
large/runbook.sh mark 1/c1 skipped --reason 'makes the ledger' >/dev/null
gives 70 with_room "$((room + 200))" large/runbook.sh apply --yes && said 'undone: its transaction failed' && [ "$(value)" = 1 ] \
    && [ "$(sqlite3 "$DB" 'SELECT count(*) FROM items')" = 2000 ]
result $? 'a step that fills the disk is undone, the one before it stands'
gives 0 large/runbook.sh resume && [ "$(value)" = 1 ] && [ "$(sqlite3 "$DB" 'SELECT count(*) FROM items')" = 102000 ]
result $? 'and with room it goes on there'
fresh
touch "$GO"
if mkdir small && mount -t tmpfs -o size=400k none small 2>/dev/null; then
    cp "$DB" small/db && dd if=/dev/zero of=small/filler bs=1k 2>/dev/null
    (DB=$work/small/db gives 74 $book apply --yes)
    [ "$(sqlite3 small/db 'SELECT n FROM t')" = 0 ]
    result $? 'a file system that is full: no step is run'
    rm small/filler
    (DB=$work/small/db gives 0 $book apply --yes --to 1) && [ "$(sqlite3 small/db 'SELECT n FROM t')" = 11 ]
    result $? 'with room it goes on'
    umount small
else
    skip 'a file system that is full' 'none can be mounted here'
fi

# ---- a lock that is held, a program that is missing

fresh
touch "$GO"
{ printf 'BEGIN EXCLUSIVE;\n'; sleep 3; printf 'ROLLBACK;\n'; } | sqlite3 "$DB" &
sleep 0.3
gives 0 $book apply --yes --to 1 && [ "$(value)" = 11 ]
result $? 'a database that is locked for a while is waited for'
wait
mkdir programs && for tool in bash env dirname sha256sum cat tr head tail id mkdir grep date sleep sync sqlite3; do
    ln -s "$(command -v "$tool")" programs
done
fresh
(PATH=$work/programs gives 69 $book apply --yes && said "no program 'flock'") && [ "$(value)" = 0 ]
result $? 'without flock nothing is begun'

# ---- PostgreSQL

cat >server.belay <<'END'
plan "Locks" {
  store main { engine postgresql 15; connect env DATABASE_URL }
  phase expand "Add" {
    step "Add" ```sql
      ALTER TABLE t ADD COLUMN c int;
    ```
    rollback auto
  }
  phase cleanup "Wait" {
    step "Wait" ```sql
      SELECT pg_sleep(3);
    ```
    rollback none "x"
  }
}
END
export DATABASE_URL
DATABASE_URL=$(address_of postgres)
if ! start_server; then
    skip 'PostgreSQL' 'no server can be started here'
    finish
    exit
fi
trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
"$belay" build --no-lint --quiet server.belay -o locks || exit 2
book=locks/runbook.sh
ask_server postgres 'CREATE TABLE t (n int); INSERT INTO t VALUES (1)'
ask_server postgres >/dev/null <<<'BEGIN; SELECT * FROM t; SELECT pg_sleep(3); COMMIT' &
sleep 0.5
$book apply --to 1 >first.log 2>&1 &
sleep 0.8
started=$(date +%s%N)
ask_server postgres 'SELECT n FROM t' >/dev/null
[ $((($(date +%s%N) - started) / 1000000)) -lt 900 ]
result $? 'a lock that is waited for does not hold up the others'
wait
grep -q '^done' first.log && [ -n "$(ask_server postgres "SELECT 1 FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'")" ]
result $? 'and is taken when the other transaction has ended'
$book apply >first.log 2>&1 &
process=$!
until_holds grep -q 'Wait' first.log
cp -r locks copy2 && rm -rf copy2/state
gives 75 copy2/runbook.sh apply && said 'another runbook is at work on the database'
result $? 'a second operator on another host is refused'
is_asleep() {
    [ -n "$(ask_server postgres "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" ]
}
until_holds is_asleep
ask_server postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" >/dev/null
wait $process
[ $? = 70 ] && grep -q "'1. Wait' failed in Phase 2 .*undone: its transaction failed; 'runbook.sh resume' goes on from here" first.log
result $? 'a connection that is lost is said'
gives 0 $book status && said 'failed     step 2/s1: undone' && said 'next: runbook.sh apply --to 2'
result $? 'status says what it did to the step'
gives 0 $book resume && gives 0 $book status && said 'next: nothing'
result $? 'and it goes on'

# At a terminal, Ctrl-C reaches the client as well.
gives 0 $book rollback --to 1
python3 - $book <<'END' >first.log 2>&1
import os, pty, signal, sys, time
child, terminal = pty.fork()
if child == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL) # a suite in the background ignores it
    os.execv(sys.argv[1], [sys.argv[1], 'apply'])
said = b''
while b'SQL on main' not in said:
    said += os.read(terminal, 4096)
time.sleep(1)
os.write(terminal, b'\x03')
try:
    while part := os.read(terminal, 4096):
        said += part
except OSError:
    pass
print(said.decode(), 'status', os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
END
cp first.log why && said 'status 130' && said "'runbook.sh resume' goes on" && gives 0 $book status && said 'next: runbook.sh apply --to 2'
result $? 'Ctrl-C on PostgreSQL: the statement is cancelled, and it stops with 130'
gives 0 $book resume && gives 0 $book status && said 'next: nothing'
result $? 'and goes on'

cat >checked.belay <<'END'
plan "Verify" {
  store main { engine postgresql 15; connect env DATABASE_URL }
  phase expand "Count" {
    step "Count" ```sql
      UPDATE t SET n = n + 1;
    ```
    verify "It is 2" = 2 ```sql
      SELECT n FROM t
    ```
    rollback "Count back" ```sql
      UPDATE t SET n = n - 1;
    ```
  }
  phase backfill "Many rows" {
    step "Many rows" ```sql
      CREATE TABLE many AS SELECT repeat('x', 1000) AS x FROM generate_series(1, 30000);
    ```
    rollback none "a test"
  }
}
END
"$belay" build --no-lint --quiet checked.belay -o checked
book=checked/runbook.sh
ask_server postgres 'UPDATE t SET n = 5'
gives 1 $book apply && said 'got 6, expected = 2' && gives 0 $book status && said verify_failed
result $? 'a verification that fails on PostgreSQL ends it'
ask_server postgres 'UPDATE t SET n = 2'
gives 0 $book resume --to 1 && [ "$(ask_server postgres 'SELECT n FROM t')" = 2 ]
result $? 'mended, it goes on without a step done twice'
sed 's/It is 2/It is two/' checked.belay >other.belay
"$belay" build --no-lint --quiet other.belay -o other
gives 65 other/runbook.sh apply && said 'of another version of this plan'
result $? 'another version of the plan does not go on'
mkdir without && for tool in bash env dirname sha256sum cat tr head tail id mkdir grep date sleep sync flock sqlite3; do
    ln -s "$(command -v "$tool")" without
done
(PATH=$work/without gives 69 $book apply && said "no program 'psql'")
result $? 'without psql nothing is begun'
DATABASE_URL=$(address_of nowhere) gives 69 $book apply && said 'database "nowhere" does not exist'
result $? 'a database that is not there is named'

# No file of the server may grow past 20 MiB: it is what a full disk is to it.
stop_server
(
    ulimit -f 20480
    start_server
)
gives 70 $book apply && said 'undone: its transaction failed' && [ -z "$(ask_server postgres "SELECT to_regclass('many')")" ]
result $? 'a step that fills the disk of the server is undone'
gives 74 with_room 1 $book apply && said 'cannot write to'
result $? 'a host without room for the state folder begins nothing'
stop_server
start_server
gives 0 $book resume && [ "$(ask_server postgres 'SELECT count(*) FROM many')" = 30000 ]
result $? 'and with room it goes on'
if [ -n "${LONG:-}" ]; then
    sed 's/"Locks"/"Held"/' server.belay >held.belay
    "$belay" build --no-lint --quiet held.belay -o held
    ask_server postgres 'ALTER TABLE t DROP COLUMN IF EXISTS c'
    ask_server postgres >/dev/null <<<'BEGIN; SELECT * FROM t; SELECT pg_sleep(300); COMMIT' &
    holder=$!
    sleep 0.5
    gives 75 held/runbook.sh apply --to 1 && said 'others hold a lock that it needs' && said 'pg_sleep(300)'
    result $? 'a lock that is held for minutes: it gives up, and shows who holds it'
    ask_server postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(300)%' AND pid <> pg_backend_pid()" >/dev/null
    wait $holder 2>/dev/null
    gives 0 held/runbook.sh resume --to 1
    result $? 'and goes on when it is free'
fi
stop_server
gives 69 $book status
result $? 'a server that is gone is 69'

finish
