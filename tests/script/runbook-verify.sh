#!/bin/bash
# The verifications that belay writes itself, on SQLite, on PostgreSQL and between the two: what
# must pass passes, and of each kind what must not pass does not.
# usage: tests/script/runbook-verify.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"
trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
server_is_there=0
! start_server || server_is_there=1

build() { "$belay" build --no-lint --quiet "$1.belay" -o "$1" || exit 2; }

# One phase for each verification; the number of its phase is its place.
plan_of() { # VERIFICATION...
    local each number=0
    for each in "$@"; do
        number=$((number + 1))
        printf '  phase verify as v%s "It" { verify %s; rollback none "x" }\n' $number "$each"
    done
}

# ---- one store

cat >one_store.plan <<'END'
plan "One store" {
  store main { engine ENGINE; connect env ADDRESS
    table people { key id }
    table orders { key shop, number }
  }
  move membership from people.since to people.is_member { forward "since IS NOT NULL -- a comment" }
  move orders from orders to orders_new { columns number -> no, note -> remark }
  move louder from orders to orders_loud {
    columns number -> no, note -> remark
    forward "SELECT shop, number AS no, upper(note) AS remark FROM orders;"
  }
  move copied from orders to orders_copy
  move keyless from counted to counted_new { columns n -> n }
  move words from people.name to names.name { forward "lower(name)" }
END
plan_of 'rows membership' 'checksum membership(is_member)' 'sample membership 10' 'rows orders' \
    'checksum orders(note)' 'sample orders 10' 'checksum louder(remark)' 'sample copied 10' \
    'checksum copied(*)' 'rows keyless' 'checksum keyless(n)' 'rows words' 'checksum words(name)' \
    'no-writes orders over 2s' 'no-writes people.since over 2s' >>one_store.plan
echo '}' >>one_store.plan
cat >schema <<'END'
CREATE TABLE people (id integer PRIMARY KEY, name text, since text, is_member boolean);
CREATE TABLE orders (shop text, number integer, note text, PRIMARY KEY (shop, number));
CREATE TABLE orders_new (shop text, no integer, remark text);
CREATE TABLE orders_loud (shop text, no integer, remark text);
CREATE TABLE orders_copy (shop text, number integer, note text);
CREATE TABLE counted (n integer);
CREATE TABLE counted_new (n integer);
CREATE TABLE names (id integer, name text);
CREATE TABLE series (i integer);
END
cat >fill <<'END'
INSERT INTO people SELECT i, 'Name ' || i, CASE WHEN i % 3 = 0 THEN '2026' END, i % 3 = 0 FROM series;
INSERT INTO orders SELECT 's' || (i % 7), i, CASE WHEN i % 5 > 0 THEN 'n''é
' || i END FROM series;
INSERT INTO orders_new SELECT shop, number, note FROM orders;
INSERT INTO orders_loud SELECT shop, number, upper(note) FROM orders;
INSERT INTO orders_copy SELECT * FROM orders;
INSERT INTO counted SELECT i % 10 FROM series;
INSERT INTO counted_new SELECT n FROM counted;
INSERT INTO names SELECT id, lower(name) FROM people;
END

fresh() {
    local table
    case $engine in
    sqlite)
        cat whole >"$ADDRESS"
        ;;
    *)
        for table in people orders orders_new orders_loud orders_copy counted counted_new names; do
            echo "DELETE FROM $table;"
        done | ask_server one && ask_server one <fill
        ;;
    esac
}

ask() { # SQL
    if [ "$engine" = sqlite ]; then sqlite3 -cmd '.timeout 9000' "$ADDRESS" "$1"; else ask_server one "$1"; fi
}

# gives STATUS, with a message, after a change to the data
judge() { # NUMBER STATUS MESSAGE [SQL]
    [ -z "${4:-}" ] || ask "$4" >/dev/null
    gives "$2" $book verify "$1" && said "$3"
    result $? "$engine, $(sed -n "s/^.*phase verify as v$1 \"It\" { verify \(.*\); roll.*/\1/p" one_store.plan): $3${4:+ (after $4)}"
    [ -z "${4:-}" ] || fresh
}

one_store() {
    judge 1 0 'passed: 1000 on both sides'
    judge 1 1 "the old side has" "UPDATE people SET is_member = NULL WHERE id = 2"
    judge 2 0 '1000 on both sides, all the same'
    judge 2 1 '1 of the old side are not so' 'UPDATE people SET is_member = NULL WHERE id = 500'
    judge 2 1 '1 of the old side are not so' 'UPDATE people SET is_member = NOT is_member WHERE id = 1'
    judge 2 2 'no row to compare' 'DELETE FROM people'
    judge 3 0 '10 on both sides, all the same'
    judge 3 1 'of the old side are not so' 'UPDATE people SET is_member = NOT is_member'
    judge 3 2 'no row to compare' 'DELETE FROM people'
    judge 3 0 '5 on both sides' 'DELETE FROM people WHERE id > 5'
    judge 4 0 '1000 on both sides'
    judge 4 0 '1000 on both sides' "INSERT INTO orders_new VALUES ('s9', 1, 'later')"
    judge 4 1 'the old side has 1000, the new side 999' "DELETE FROM orders_new WHERE no = 7"
    judge 4 1 'the old side has 1000, the new side 1001' "INSERT INTO orders_new SELECT * FROM orders_new WHERE no = 8"
    judge 4 1 'the old side has 0, the new side 1000' 'DELETE FROM orders'
    judge 4 0 '0 on both sides' 'DELETE FROM orders; DELETE FROM orders_new'
    judge 4 1 'its query failed' 'ALTER TABLE orders_new RENAME COLUMN no TO other'
    [ "$engine" = sqlite ] || ask 'ALTER TABLE orders_new RENAME COLUMN other TO no'
    judge 5 0 '1000 on both sides, all the same'
    judge 5 0 '1000 on both sides, all the same' "INSERT INTO orders_new VALUES ('s9', 1, 'later')"
    judge 5 1 '1 of the old side are not so on the new one, 1 of the new' "UPDATE orders_new SET remark = 'x' WHERE no = 7"
    judge 5 1 '1 of the old side are not so on the new one, 1 of the new' "UPDATE orders_new SET remark = '' WHERE no = 5"
    judge 5 1 '1 of the old side are not so on the new one, 0 of the new' 'DELETE FROM orders_new WHERE no = 7'
    judge 5 1 '0 of the old side are not so on the new one, 1 of the new' "INSERT INTO orders_new VALUES ('a', 1, 'x')"
    judge 5 1 'the old side has 1000, the new side 1001' "INSERT INTO orders_new SELECT * FROM orders_new WHERE no = 8"
    judge 5 2 'no row to compare' 'DELETE FROM orders; DELETE FROM orders_new'
    judge 6 0 '10 on both sides, all the same'
    judge 6 1 'of the old side are not so' "UPDATE orders_new SET remark = 'x'"
    judge 6 1 'the new side 0' 'DELETE FROM orders_new'
    judge 6 2 'no row to compare' 'DELETE FROM orders'
    judge 7 0 '1000 on both sides, all the same'
    judge 7 1 'of the old side are not so' 'UPDATE orders_loud SET remark = lower(remark)'
    judge 8 0 '10 on both sides, all the same'
    judge 8 1 'of the old side are not so' "UPDATE orders_copy SET note = 'x'"
    judge 9 0 '1000 on both sides, all the same'
    judge 9 1 '1 of the old side are not so' "UPDATE orders_copy SET note = 'x' WHERE number = 3"
    judge 10 0 '1000 on both sides'
    judge 10 1 'the new side 900' 'DELETE FROM counted_new WHERE n = 3'
    judge 11 77 'a person must confirm'
    judge 12 0 '1000 on both sides'
    judge 13 0 '1000 on both sides, all the same'
    judge 13 1 '1 of the old side are not so' "UPDATE names SET name = 'x' WHERE id = 9"
    gives 0 $book plan && said 'verify.sql' && shellcheck_runbook $book
    result $? "$engine: the plan is shown, and shellcheck finds nothing"
}

# Both at once, because each takes its time.
no_writes() {
    local status
    cp -r one_$engine again
    again/runbook.sh verify 14 >quiet 2>&1 </dev/null &
    status=$!
    gives 0 $book verify 15 && said 'its content is the same'
    result $? "$engine: a column that nobody writes"
    wait $status
    cp quiet why && grep -q '     passed: ' why
    result $? "$engine: a table that nobody writes"
    again/runbook.sh verify 14 >quiet 2>&1 </dev/null &
    status=$!
    $book verify 15 >column 2>&1 </dev/null &
    sleep 1.2
    ask "UPDATE people SET since = '2027' WHERE id = 1; DELETE FROM orders WHERE number = 1"
    wait $!
    [ $? = 1 ] && cp column why && said 'its content has changed'
    result $? "$engine: a column that is written meanwhile"
    wait $status
    [ $? = 1 ] && cp quiet why && said "$1"
    result $? "$engine: a table that is written meanwhile"
    rm -rf again
    fresh
}

engine=sqlite
export ADDRESS=$work/whole
sqlite3 "$ADDRESS" "$(cat schema); INSERT INTO series WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 1000) SELECT i FROM s; $(cat fill)"
ADDRESS=$work/db
sed 's/ENGINE/sqlite/' one_store.plan >one_sqlite.belay
build one_sqlite
book=one_sqlite/runbook.sh
fresh
one_store
no_writes 'its content has changed'

if [ $server_is_there = 1 ]; then
    engine=postgresql
    ADDRESS=$(address_of one)
    ask_server postgres 'CREATE DATABASE one'
    { cat schema && echo 'INSERT INTO series SELECT generate_series(1, 1000);'; } | ask_server one
    sed 's/ENGINE/postgresql 15/' one_store.plan >one_postgresql.belay
    build one_postgresql
    book=one_postgresql/runbook.sh
    fresh
    one_store
    no_writes 'it had 1000 rows, and has 999'
else
    skip 'PostgreSQL' 'no server can be started here'
fi

# ---- two stores

# between OLD NEW: engines. The same rows on both sides, each in the shape of its engine.
between() {
    local number=0 each
    book=two_$1_$2/runbook.sh
    {
        echo 'plan "Two stores" {'
        echo "  store old { engine $1; connect env OLD; table members { key region, id } }"
        echo "  store new { engine $2; connect env NEW }"
        echo '  move members from old.members to new.people { columns id -> number, name -> title }'
        echo '  move keyless from old.plain to new.plain { columns n -> n }'
        for each in 'rows members' 'checksum members(name, is_member, amount, joined, raw)' 'sample members 20' \
            'rows keyless' 'checksum keyless(n)'; do
            number=$((number + 1))
            printf '  phase verify as v%s "It" { verify %s; rollback none "x" }\n' $number "$each"
        done
        echo '}'
    } >"two_$1_$2.belay"
    build "two_$1_$2"
    OLD=$(two_address "$1" old) NEW=$(two_address "$2" new)
    export OLD NEW
    two_engines=("$@")
    two_fresh
    judge_two 1 0 "'300' on both sides"
    judge_two 1 0 "'300' on both sides" "INSERT INTO people (region, number) VALUES ('é', 999)"
    judge_two 1 1 "the old side gives '300', the new side '299'" 'DELETE FROM people WHERE number = 7'
    judge_two 2 0 'on both sides'
    judge_two 2 0 'on both sides' "INSERT INTO people (region, number) VALUES ('é', 999)"
    local changes=("title = 'x'")
    # what differs is asked three times: of each kind once, where the shapes of values differ most
    [ "$1$2" != sqlitepostgresql ] || changes=("title = 'x'" 'is_member = NOT is_member' 'amount = amount + 0.001' "joined = '2026-01-02'" 'title = NULL')
    for each in "${changes[@]}"; do
        judge_two 2 1 'the old side gives' "UPDATE people SET $each WHERE number = 8"
    done
    judge_two 2 1 'its query failed' 'ALTER TABLE people RENAME COLUMN title TO name'
    judge_two 3 0 'on both sides'
    judge_two 3 1 'the old side gives' 'DELETE FROM people'
    judge_two 4 0 "'0' on both sides"
    judge_two 5 77 'a person must confirm'
    shellcheck_runbook "$book"
    result $? "$1 to $2: shellcheck finds nothing"
}

two_address() { # ENGINE NAME
    if [ "$1" = sqlite ]; then printf '%s' "$work/two-$2.db"; else address_of "two_$2"; fi
}

two_ask() { # ENGINE NAME SQL
    if [ "$1" = sqlite ]; then sqlite3 "$work/two-$2.db" "$3"; else ask_server "two_$2" "$3"; fi
}

two_fresh() {
    two_fill "${two_engines[0]}" old members id name
    two_fill "${two_engines[1]}" new people number title
}

two_fill() { # ENGINE NAME TABLE ID TITLE
    local raw=blob real=real bytes="CAST('r' || i AS blob)"
    if [ "$1" = sqlite ]; then
        rm -f "two-$2.db"
    else
        raw=bytea real='double precision' bytes="convert_to('r' || i, 'UTF8')"
        ask_server postgres "SELECT 'CREATE DATABASE two_$2' WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'two_$2')" \
            | ask_server postgres
        ask_server "two_$2" 'DROP SCHEMA public CASCADE; CREATE SCHEMA public' 2>/dev/null
    fi
    two_ask "$1" "$2" "CREATE TABLE $3 (region text, $4 integer, $5 text, is_member boolean, amount $real, joined text, raw $raw);
        CREATE TABLE plain (n integer); CREATE TABLE series (i integer);
        INSERT INTO series WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 300) SELECT i FROM s;
        INSERT INTO $3 SELECT CASE i % 3 WHEN 0 THEN 'é' WHEN 1 THEN 'b''' ELSE 'c' END, i,
            CASE WHEN i % 5 > 0 THEN 'n|''é
 ' || i END, i % 2 = 0, CASE WHEN i % 7 > 0 THEN i * 0.37 ELSE i END, '2026-01-01',
            CASE WHEN i % 4 > 0 THEN $bytes END FROM series"
}

judge_two() { # NUMBER STATUS MESSAGE [SQL on the new side]
    local name=${book%/*}
    [ -z "${4:-}" ] || two_ask "${two_engines[1]}" new "$4"
    gives "$2" "$book" verify "$1" && said "$3"
    result $? "${name#two_}, $(sed -n "s/^.*phase verify as v$1 \"It\" { verify \(.*\); roll.*/\1/p" "$name.belay"): $3${4:+ (after $4)}"
    [ -z "${4:-}" ] || two_fill "${two_engines[1]}" new people number title
}

between sqlite sqlite
if [ $server_is_there = 1 ]; then
    between postgresql postgresql
    between sqlite postgresql
    between postgresql sqlite
fi

# ---- verifications of the whole plan

cat >overall.belay <<'END'
plan "Whole" {
  store main { engine sqlite; connect env DB; table t { key id } }
  move m from t.a to t.b { forward "a * 2" }
  phase expand "Add" { step "Add" ```sql
      ALTER TABLE t ADD COLUMN b int;
    ```
    rollback auto }
  phase backfill "Fill" { backfill m { batch 100 }; rollback none "x" }
  phase cutover "Read" { step "Rename" ```sql
      CREATE TABLE other (id int);
    ```
    rollback auto }
  phase contract "Drop" { step "Drop" ```sql
      ALTER TABLE t DROP COLUMN a;
    ```
    rollback impossible "it is gone" }
  phase observe "See" { rollback none "x" }
  verify "Both" = 0 ```sql
    SELECT count(*) FROM t WHERE b IS NOT a * 2
  ```
  verify "Rows" = 3 ```sql
    SELECT count(*) FROM t
  ```
  verify "Other" = 0 ```sql
    SELECT count(*) FROM other
  ```
  verify "Old" = 0 ```sql
    SELECT count(*) FROM t WHERE a IS NULL
  ```
  verify "Unseen" = 1 ```sql
    SELECT 1
  ```
  verify checksum m(b)
  verify "Sh" ```sh
    true
  ```
}
END
build overall
book=overall/runbook.sh
export DB=$work/overall.db
made() { # FILE: which verifications, in their order
    sed -n 's/^-- Verification [0-9]* (.*): //p' "overall/sql/$1/main/$2.sql" | tr '\n' ',' | sed 's/The checksums[^,]*/same/; s/,$//'
}
for expected in '01-expand verify Rows,Old' '02-backfill verify Both,Rows,Old,same' '03-cutover verify Both,Rows,Old,same' \
    '04-contract precheck Both,Rows,Other,Old,Unseen,same' '04-contract verify Rows,Other' '05-observe verify Rows,Other,Unseen'; do
    read -r folder file names <<<"$expected"
    [ "$(made "$folder" "$file")" = "$names" ] || echo "got $(made "$folder" "$file")" >why
    [ ! -e why ]
    result $? "of the whole plan, $folder/$file.sql: $names"
done
[ "$(grep -c 'because it cannot be seen what it names' overall/plan.md)/$(grep -c 'After phases 2 and 3; before phase 4' overall/plan.md)" = 2/2 ]
result $? 'plan.md says when each is made'
sqlite3 "$DB" 'CREATE TABLE t (id integer PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)'
gives 0 $book apply --yes --to 3 && said 'passed: 3 on both sides'
result $? 'they are made after each phase'
sqlite3 "$DB" 'UPDATE t SET b = 9 WHERE id = 2'
gives 1 $book apply --yes --phrase contract && said "FAILED: 'Both'" && said 'before its first action; nothing of it was done' \
    && [ "$(sqlite3 "$DB" 'SELECT sum(a) FROM t')" = 6 ]
result $? 'and again before the point of no return, which is not passed where one fails'
sqlite3 "$DB" 'UPDATE t SET b = 4 WHERE id = 2'
gives 0 $book apply --yes --phrase contract && said 'passed: 3 on both sides' && gives 0 $book verify 5 && said 'Unseen'
result $? 'mended, it goes on to the end'

finish
