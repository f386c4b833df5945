#!/bin/bash
# The emitted runbook at work: what it runs, asks, verifies, refuses and undoes, on SQLite and,
# where a server can be started, on PostgreSQL. usage: tests/script/runbook.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

build() { "$belay" build --no-lint --quiet "$1" -o "${1%.belay}" 2>why; }

# ---- commands and what they need

cat >first.belay <<'END'
plan "Add a column" {
  store main { engine sqlite; connect env DB }
  phase prepare "Tell" {
    step "Tell everybody" { "the team"; "support" }
    rollback none "nothing has changed"
  }
  phase expand "Add it" {
    approve "the lead"
    step "Add it" ```sql
      ALTER TABLE t ADD COLUMN c int;
    ```
    step "Note it" ```sh
      echo "$0 $#" >noted
      cat >>noted
    ```
    verify "It is there" = 1 ```sql
      SELECT count(*) FROM pragma_table_info('t') WHERE name = 'c'
    ```
    rollback "Drop it" ```sql
      ALTER TABLE t DROP COLUMN c
    ```
  }
  phase contract "Drop the other" {
    step "Drop it" ```sql
      ALTER TABLE t DROP COLUMN b;
    ```
    rollback impossible "it is gone"
  }
}
END
build first.belay
book=first/runbook.sh
fresh() { rm -rf db ./*/state && sqlite3 db 'CREATE TABLE t (id integer, b int)'; }
columns() { sqlite3 db "SELECT group_concat(name) FROM pragma_table_info('t')"; }
fresh

gives 0 $book help && said 'usage: runbook.sh COMMAND'
result $? 'help'
for words in '' 'aply' 'apply 2' 'apply --to' 'apply --to x' 'apply --to 9' 'apply --frm 1' 'verify' 'verify 9' \
    'verify 1 2' 'rollback' 'rollback 1' 'rollback --to' 'approve 2' 'approve 1 --approver me' 'mark 1/s1' \
    'mark 1/s1 done' 'mark 9/s1 done --reason x' 'mark 1/s1 gone --reason x' 'status 1'; do
    # shellcheck disable=SC2086 # words
    DB=db gives 64 $book $words && [ "$(columns)" = id,b ]
    result $? "wrong usage: '$words'"
done
cat >people.belay <<'END'
plan "Nobody needs a database" {
  phase prepare "Tell" { step "Tell everybody"; rollback none "nothing has changed" }
}
END
cat >programs.belay <<'END'
plan "Nor here" {
  phase prepare "Note" {
    step "Note it" ```sh
      echo noted
    ```
    verify "It is noted" = 1 ```sh
      echo 1
    ```
    rollback none "nothing has changed"
  }
}
END
for plan in first people programs; do
    build $plan.belay
    if [ $plan = programs ]; then # the whole of one that has no database
        gives 0 shellcheck -S style $plan/runbook.sh
    else
        shellcheck_runbook $plan/runbook.sh
    fi
    result $? "shellcheck finds nothing: $plan"
done
gives 0 programs/runbook.sh apply --yes && said 'passed: 1 = 1'
result $? 'a plan without a database is applied without one'
gives 0 $book plan && said 'Phase 2 (expand): Add it' && said 'sql/02-expand/main/deploy.sql, line 9'
result $? 'plan needs no database'
gives 69 $book apply --yes && said 'DB is not set'
result $? 'without its address nothing is done'
DB=nowhere gives 69 $book apply --yes && [ ! -e nowhere ]
result $? 'no database is made by mistake'
mkdir empty && for tool in bash env dirname sha256sum cat tr head tail id mkdir flock; do ln -s "$(command -v $tool)" empty; done
(PATH=$PWD/empty DB=db gives 69 $book apply --yes && said "no program 'sqlite3'")
result $? 'without its client nothing is done'
DB=db gives 77 $book apply && said 'Tell everybody' && [ "$(columns)" = id,b ]
result $? 'without a terminal nothing that a person confirms is begun'
DB=db gives 64 bash -x $book apply --yes
result $? 'bash -x is refused'

# ---- forward and back

DB=db gives 77 $book apply --to 2 --yes && said "approve 2.1 --approver NAME" && [ "$(columns)" = id,b ]
result $? '--yes is no approval'
DB=db gives 0 $book status && said 'done         Phase 1' && said 'next: runbook.sh apply --to 2'
result $? 'status'
DB=db gives 0 $book approve 2 --approver Ada && DB=db gives 0 $book apply --to 2 --yes && said 'the lead: Ada' && [ "$(columns)" = id,b,c ]
result $? 'apply --to'
DB=db gives 0 $book apply --to 2 --yes && said 'nothing is left'
result $? 'what is done is not done again'
[ "$(cat noted)" = '/dev/fd/3 0' ]
result $? 'a command has no input of the runbook to read'
DB=db gives 0 $book verify 2 && said 'passed: 1 = 1'
result $? 'verify'
DB=db gives 0 $book rollback --to 1 && [ "$(columns)" = id,b ]
result $? 'rollback'
DB=db gives 1 $book verify 2 && said 'got 0, expected = 1'
result $? 'a verification that does not hold'
DB=db gives 77 $book apply --yes && said "needs its phrase: --phrase 'contract'" && [ "$(columns)" = id,b,c ]
result $? 'nor is it the phrase of the point of no return'
DB=db gives 0 $book apply --yes --phrase contract && [ "$(columns)" = id,c ]
result $? 'it goes on where it was'
DB=db gives 78 $book rollback --to 0 --yes && said 'it is gone' && [ "$(columns)" = id,c ]
result $? 'what cannot be undone is refused before anything is done'
fresh
mkdir elsewhere && (cd elsewhere && DB=$work/db gives 0 "$work/$book" apply --to 2 --yes --approver Ada)
[ "$(columns)" = id,b,c ]
result $? 'it runs from any folder'

fresh
DB=db gives 0 at_terminal $'y\nYes\n' $book apply --to 1 && said 'every step was run'
result $? 'a person answers at the terminal'
fresh
DB=db gives 77 at_terminal $'n\n' $book apply --to 2 && [ "$(columns)" = id,b ] && said 'is not confirmed'
result $? 'a person says no'
fresh
DB=db gives 77 at_terminal $'\n\n' $book apply --to 2 && [ "$(columns)" = id,b ]
result $? 'no answer is no'
fresh
DB=db gives 77 at_terminal $'\x04' $book apply --to 2 && [ "$(columns)" = id,b ]
result $? 'the end of input is no'

# ---- files that were changed

fresh
sed -i 's/ADD COLUMN c/ADD COLUMN d/' first/sql/02-expand/main/deploy.sql
DB=db gives 65 $book apply --yes && said 'SQL is not as belay wrote it' && [ "$(columns)" = id,b ]
result $? 'SQL that was changed is not run'
DB=db gives 65 $book verify
result $? 'nor verified with'
gives 0 $book plan
result $? 'but shown'
sed 's/the lead/the other lead/' first.belay >other.belay && build other.belay && build first.belay
cp other/runbook.sh first/
DB=db gives 65 $book apply --yes && said 'MANIFEST is of another plan'
result $? 'a runbook beside the files of another plan does nothing'
rm first/MANIFEST
DB=db gives 65 $book apply --yes
result $? 'nor one without a MANIFEST'

# ---- failing steps

cat >failing.belay <<'END'
plan "Fail" {
  store main { engine sqlite; connect env DB }
  phase expand "In SQL" {
    step "Three statements" ```sql
      INSERT INTO t VALUES (1, 1);
      INSERT INTO t (nowhere) VALUES (1);
      INSERT INTO t VALUES (2, 2);
    ```
    step "The next" ```sql
      INSERT INTO t VALUES (3, 3);
    ```
    rollback none "nothing"
  }
  phase expand as second "In a command" {
    step "Two commands" ```sh
      false
      touch went-on
    ```
    rollback none "nothing"
  }
  phase expand as third "A variable that is not set" {
    step "Two commands" ```bash
      rm -f "$NOT_SET_AT_ALL/file"
      touch went-on
    ```
    rollback none "nothing"
  }
  phase expand as fourth "A status" {
    step "Three" ```sh
      exit 3
    ```
    rollback none "nothing"
  }
}
END
build failing.belay
fresh
DB=db gives 70 failing/runbook.sh apply --to 1 && said 'near line 10' && [ "$(sqlite3 db 'SELECT count(*) FROM t')" = 0 ]
result $? 'a step ends at its first failure, with the line of its file, and nothing of it stands'
skip_phase() { DB=db "$1/runbook.sh" mark "$2/phase" skipped --reason 'a test' >/dev/null; }
skip_phase failing 1
DB=db gives 70 failing/runbook.sh apply --to 2 && [ ! -e went-on ]
result $? 'a command ends at its first failure'
skip_phase failing 2
DB=db gives 70 failing/runbook.sh apply --to 3 && [ ! -e went-on ]
result $? 'a variable that is not set is a failure'
skip_phase failing 3
DB=db gives 70 failing/runbook.sh apply && said 'with status 3'
result $? 'the status of a command is shown'

# ---- verifications

number=0 statuses=() names=()
check() { # STATUS EXPECTATION QUERY
    number=$((number + 1))
    statuses+=("$1") names+=("$2 of $3")
    # shellcheck disable=SC2016 # the fences
    printf '  phase verify as v%s "It" {\n    verify "It" %s ```%s\n      %s\n    ```\n    rollback none "x"\n  }\n' \
        $number "$2" "${4:-sql}" "$3" >>phases
}
check 0 '= 0' 'SELECT 0'
check 1 '= 0' 'SELECT 1'
check 1 '= 0' 'SELECT NULL'
check 1 '= 0' "SELECT ''"
check 1 '!= 0' "SELECT ''"
check 1 '!= 0' 'SELECT NULL'
check 1 '= 0' 'SELECT 0 WHERE 1 = 2'
check 1 '= 0' 'SELECT 0 UNION ALL SELECT 0'
check 1 '= 0' 'SELECT 0, 0'
check 1 '= 0' 'SELECT 0; SELECT 0'
check 1 '= 0' 'SELECT nothing FROM nowhere'
check 0 '= 0' 'SELECT 0 -- a comment;'
check 0 '= 1000000' 'SELECT 1000000'
check 0 '= 1_000_000' 'SELECT 1000000'
check 1 '= 9007199254740993' 'SELECT 9007199254740992'
check 0 '= 9007199254740993' 'SELECT 9007199254740993'
check 0 '= 0.1' 'SELECT 0.1'
check 0 '= 0.10' 'SELECT 0.1'
check 0 '< 0.1' 'SELECT 0.09'
check 0 '< 0.1' 'SELECT 0.000000001'
check 1 '< 0.1' 'SELECT 0.1'
check 0 '<= 0.1' 'SELECT 0.1'
check 0 '< 10' 'SELECT 9'
check 0 '> 9' 'SELECT 10'
check 0 '> 0' 'SELECT 1.5e300'
check 0 '< 0' 'SELECT -10'
check 0 '>= 5' 'SELECT 5.0'
check 0 '!= 5' 'SELECT 5.01'
check 1 '> 5' "SELECT 'many'"
check 0 '< 5%' 'SELECT 4.9'
check 0 '= "ok"' "SELECT 'ok'"
check 1 '= "ok"' "SELECT 'OK'"
check 1 '= "ok"' "SELECT 'ok '"
check 0 '!= "ok"' "SELECT 'no'"
check 0 "= \"it's \$x\"" "SELECT 'it''s \$x'"
check 1 '= "1"' "SELECT '01'"
check 0 'is empty' 'SELECT 1 WHERE 1 = 2'
check 1 'is empty' 'SELECT 1'
check 1 'is empty' 'SELECT NULL'
check 1 '= 1' "INSERT INTO t VALUES (9, 9) RETURNING 1"
check 77 '' 'SELECT 1'
check 0 '' 'true' sh
check 1 '' 'false' sh
check 0 '= 3' 'echo 2; echo 3' sh
check 1 '= 3' 'echo 3; echo 2' bash
check 1 '= 3' 'echo 3; false' sh
check 1 '= 3' 'true' sh
check 0 'is empty' 'true' sh
check 1 'is empty' 'echo x' sh
check 0 '< 100ms' 'echo 99.5' sh
check 1 '< 1s' 'echo 1000' sh
printf 'plan "Checks" {\n  store main { engine sqlite; connect env DB }\n%s\n}\n' "$(cat phases)" >checks.belay
build checks.belay
result $? 'a plan of verifications is built'
fresh
for index in "${!statuses[@]}"; do
    DB=db gives "${statuses[index]}" checks/runbook.sh verify $((index + 1))
    result $? "verify ${names[index]}: status ${statuses[index]}"
done
[ "$(sqlite3 db 'SELECT count(*) FROM t')" = 0 ]
result $? 'a verification writes nothing'
DB=db gives 0 checks/runbook.sh verify 41 --yes && said '     yes (--yes)'
result $? 'a query without an expectation is shown to a person'

# ---- PostgreSQL

postgres=$(find /usr/lib/postgresql -name initdb -path '*/bin/*' 2>/dev/null | sort -V | tail -n 1)
postgres=${postgres%/initdb}
server=()
[ "$(id -u)" != 0 ] || server=(setpriv --reuid=65534 --regid=65534 --clear-groups)
port=$((20000 + RANDOM % 20000))
password='p@ss:w/r d%?&#'
address="postgresql://tester:p%40ss%3Aw%2Fr%20d%25%3F%26%23@"

start_server() {
    [ -n "$postgres" ] && command -v psql >/dev/null || return 1
    mkdir server && chmod 777 server && chmod a+rx "$work" && printf '%s\n' "$password" >password
    chmod a+r password
    "${server[@]}" "$postgres/initdb" -D server/data -U tester --auth=scram-sha-256 \
        --pwfile=password >why 2>&1 || return 1
    "${server[@]}" "$postgres/pg_ctl" -D server/data -l server/log -w start \
        -o "-p $port -k $work/server -c listen_addresses=127.0.0.1 -c fsync=off" >why 2>&1
}

stop_server() {
    "${server[@]}" "$postgres/pg_ctl" -D server/data -m immediate stop >/dev/null 2>&1
}

cat >server.belay <<'END'
plan "Add a column" {
  store main { engine postgresql 15; connect env DATABASE_URL }
  phase expand "Add it" {
    step "Add it" ```sql
      CREATE TABLE t (id int, b boolean);
      INSERT INTO t VALUES (1, true), (2, NULL);
    ```
    step "Index it" ```sql
      CREATE INDEX CONCURRENTLY i ON t (id)
    ```
    step "Take a moment" ```sql
      SELECT pg_sleep(1)
    ```
    verify "Rows" = 2 ```sql
      SELECT count(*) FROM t
    ```
    verify "True" = "t" ```sql
      SELECT b FROM t WHERE id = 1
    ```
    verify "None" is empty ```sql
      SELECT b FROM t WHERE id = 3
    ```
    rollback "Drop it" ```sql
      DROP TABLE t;
    ```
  }
  phase verify as null "NULL" { verify "It" = 0 ```sql
    SELECT b FROM t WHERE id = 2
    ```
    rollback none "nothing" }
  phase verify as rows "Two rows" { verify "It" = 1 ```sql
    SELECT 1 UNION ALL SELECT 1
    ```
    rollback none "nothing" }
  phase verify as columns "Two columns" { verify "It" = 1 ```sql
    SELECT 1, 1
    ```
    rollback none "nothing" }
  phase verify as none "No row" { verify "It" = "" ```sql
    SELECT 1 WHERE false
    ```
    rollback none "nothing" }
  phase verify as statements "Two statements" { verify "It" = 1 ```sql
    SELECT 1; SELECT 1
    ```
    rollback none "nothing" }
  phase verify as writes "It writes" { verify "It" = 9 ```sql
    INSERT INTO t VALUES (9) RETURNING id
    ```
    rollback none "nothing" }
  phase verify as small "A small number" { verify "It" < 0.001 ```sql
    SELECT 1e-7::float8
    ```
    rollback none "nothing" }
  phase verify as empty "An empty text" { verify "It" = "" ```sql
    SELECT ''
    ```
    rollback none "nothing" }
  phase other "It fails" {
    step "Three" ```sql
      INSERT INTO t VALUES (4);
      INSERT INTO t (nowhere) VALUES (4);
      INSERT INTO t VALUES (5);
    ```
    rollback none "nothing"
  }
}
END

# The password of the address must not be in any command line while the runbook runs.
watch() {
    local line
    while [ ! -e stopped ]; do
        for line in /proc/[0-9]*/cmdline; do
            tr '\0' ' ' <"$line" 2>/dev/null | grep -F -e "$password" -e 'p%40ss' | grep -v grep
        done
        sleep 0.1
    done >seen 2>/dev/null
}

trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
if start_server; then
    build server.belay
    book=server/runbook.sh
    export DATABASE_URL="${address}127.0.0.1:$port/postgres?application_name=belay&connect_timeout=5"
    watch &
    gives 0 $book apply --to 1
    result $? 'PostgreSQL: steps are run, and verified'
    touch stopped && wait $! 2>/dev/null
    mv seen why && [ ! -s why ]
    result $? 'PostgreSQL: no password is in a command line'
    ! grep -rlF -e "$password" -e 'p%40ss' server/state >why
    result $? 'PostgreSQL: nor in a log'
    expected=(1 1 1 1 1 1 0 0)
    for index in "${!expected[@]}"; do
        gives "${expected[index]}" $book verify $((index + 2))
        result $? "PostgreSQL: verification $((index + 2)) gives ${expected[index]}"
    done
    for index in {2..9}; do $book mark "$index/phase" skipped --reason 'a test' >/dev/null; done
    gives 70 $book apply && said '42703'
    result $? 'PostgreSQL: a step ends at its first failure'
    for url in "${address}/postgres?host=$work/server&port=$port" "${address}[::1],localhost:$port/postgres" \
        "postgres://tester@127.0.0.1:$port/postgres?password=${address#*tester:}"; do
        DATABASE_URL=${url%@} gives 1 $book verify 2 && said 'got NULL'
        result $? "PostgreSQL: an address of the shape ${url//"${address#postgresql://}"/}"
    done
    for url in postgresql 'postgresql://%zz@h/d' 'postgresql://h/d?no_such=1' 'postgresql://[::1/d' \
        'host=h dbname=d'; do
        DATABASE_URL=$url gives 69 $book verify 2 && said 'is no address of PostgreSQL'
        result $? "PostgreSQL: '$url' is no address"
    done
    DATABASE_URL="postgresql://tester:wrong@127.0.0.1:$port/postgres" gives 69 $book verify 2
    result $? 'PostgreSQL: with a wrong password nothing passes'
    DATABASE_URL="postgresql://tester:wrong@127.0.0.1:$port/postgres" gives 69 $book apply && said 'password authentication failed' \
        && gives 0 $book status && said 'next: runbook.sh apply --to 10'
    result $? 'PostgreSQL: nor is anything begun, and that is why'
    gives 0 $book rollback --to 0
    result $? 'PostgreSQL: rollback'
else
    skip 'PostgreSQL' 'no server can be started here'
fi

finish
