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
      until [ -e "$GO" ]; do sleep 0.05; done
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
    rm -rf out/state "$DB" "$GO"
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
until_holds grep -q 'Wait for a file' first.log
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
import os, pty, sys, time
child, terminal = pty.fork()
if child == 0:
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
gives 70 killed/runbook.sh apply --yes && said 'was killed (status 137), and nobody knows' && gives 77 killed/runbook.sh resume --yes
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

fresh
touch "$GO"
if mkdir small && mount -t tmpfs -o size=400k none small 2>/dev/null; then
    dd if=/dev/zero of=small/filler bs=1k 2>/dev/null
    BELAY_STATE=$work/small/state gives 74 $book apply --yes && [ "$(value)" = 0 ]
    result $? 'without room for its state nothing is begun'
    rm small/filler
    cp "$DB" small/db && dd if=/dev/zero of=small/filler bs=1k 2>/dev/null
    (DB=$work/small/db gives 74 $book apply --yes)
    [ "$(sqlite3 small/db 'SELECT n FROM t')" = 0 ]
    result $? 'without room for the ledger no step is run'
    rm small/filler
    (DB=$work/small/db gives 0 $book apply --yes --to 1) && [ "$(sqlite3 small/db 'SELECT n FROM t')" = 11 ]
    result $? 'with room it goes on'
    umount small
else
    skip 'a full disk' 'no file system can be mounted here'
fi

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
until_holds grep -q 'Wait' first.log
cp -r locks copy2 && rm -rf copy2/state
gives 75 copy2/runbook.sh apply && said 'another runbook is at work on the database'
result $? 'a second operator on another host is refused'
is_asleep() {
    [ -n "$(ask_server postgres "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" ]
}
until_holds is_asleep
ask_server postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" >/dev/null
wait
grep -q "resume' goes on from here" first.log
result $? 'a connection that is lost is said'
gives 0 $book resume && gives 0 $book status && said 'next: nothing'
result $? 'and it goes on'
stop_server
gives 69 $book status
result $? 'a server that is gone is 69'

finish
