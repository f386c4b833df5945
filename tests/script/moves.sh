#!/bin/bash
# Moves that belay carries out itself, on SQLite and PostgreSQL, under writers: between two columns
# and between two tables, kept equal by triggers, filled, taken back and done again. No write is lost.
# usage: tests/script/moves.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"
. "$here/fingerprint.sh"
rows=5000
[ -z "${LONG:-}" ] || rows=200000
export DATABASE_URL DB=$work/app.db SERVICE=$work/service

write_plan() { # ENGINE VARIABLE INTEGER
    cat <<END
plan "Guests become visitors on $1" {
  store main {
    engine $1
    connect env $2
    schema \`\`\`sql
      CREATE TABLE guests (id integer PRIMARY KEY, name text NOT NULL, seats $3 NOT NULL DEFAULT 1, note text);
      CREATE TABLE journal (seq integer PRIMARY KEY, id $3, name text, seats $3);
    \`\`\`
  }
  app web {
    version v1 { reads guests(*); writes guests(id, name, seats); deletes guests }
    version v2 { reads visitors(*); writes visitors(number, name, seats) }
    live v1
    deploy \`\`\`sh
      echo "\$BELAY_VERSION" >"\$SERVICE/version.new" && mv "\$SERVICE/version.new" "\$SERVICE/version"
      # Rolled out when nobody serves another version any more.
      for writer in "\$SERVICE"/serving-?; do
        while [ -e "\$writer" ] && [ "\$(cat "\$writer")" != "\$BELAY_VERSION" ]; do sleep 0.05; done
      done
    \`\`\`
  }
  move guests from guests to visitors { columns id -> number, name -> name, seats -> seats }
  move size from guests.seats to guests.note { forward "CASE WHEN seats > 4 THEN name || ': large' END" }
  phase expand "The new table" {
    step "Create it" \`\`\`sql
      CREATE TABLE visitors (number integer PRIMARY KEY, name text NOT NULL, seats $3 NOT NULL, since text);
    \`\`\`
    rollback auto
  }
  phase dual-write "Keep both" {
    writes guests old, new by trigger
    writes size old, new by trigger
    rollback auto
  }
  phase backfill "Fill it" {
    backfill guests { batch 100; target 10ms; pause 2ms }
    backfill size { batch 100; target 10ms; pause 2ms }
    verify "Both tables say the same" = 0 \`\`\`sql
      SELECT count(*) FROM (
        SELECT * FROM (SELECT id, name, seats FROM guests EXCEPT SELECT number, name, seats FROM visitors) AS a
        UNION ALL
        SELECT * FROM (SELECT number, name, seats FROM visitors EXCEPT SELECT id, name, seats FROM guests) AS b
      ) AS differing
    \`\`\`
    rollback auto
  }
  phase promote "Write the new one" {
    deploy web v2
    writes guests new
    writes size old
    rollback {
      writes guests old, new by trigger
      writes size old, new by trigger
      deploy web v1
      fill guests backward
    }
  }
}
END
}

# Version 1 inserts, changes and deletes guests, version 2 inserts and changes visitors: each with
# what it meant in the journal, in one transaction; what it did not mean is NULL there. Values are
# seldom the same twice: one that is set to what it was counts as unchanged.
statements() { # VERSION WRITER: ids that no other writer has
    local id=$(((RANDOM % (rows / 2)) * 3 + $2)) seats=$((RANDOM - 16384)) kind=$((RANDOM % 8))
    local name="n$RANDOM$RANDOM" table=guests key=id
    [ "$1" = v1 ] || table=visitors key=number
    [ "$1-$kind" != v2-0 ] || kind=1
    case $kind in
    0) echo "INSERT INTO journal (id) SELECT $key FROM $table WHERE $key = $id; DELETE FROM $table WHERE $key = $id;" ;;
    1 | 2 | 3) echo "INSERT INTO $table ($key, name, seats) VALUES ($id, '$name', $seats)
        ON CONFLICT ($key) DO UPDATE SET name = excluded.name, seats = excluded.seats;
        INSERT INTO journal (id, name, seats) VALUES ($id, '$name', $seats);" ;;
    *) echo "INSERT INTO journal (id, name) SELECT $key, '$name' FROM $table WHERE $key = $id;
        UPDATE $table SET name = '$name' WHERE $key = $id;" ;;
    esac
}

serve() { # WRITER
    local version
    while [ ! -e "$SERVICE/stop" ]; do
        version=$(<"$SERVICE/version")
        echo "$version" >"$SERVICE/new-$1" && mv "$SERVICE/new-$1" "$SERVICE/serving-$1"
        for _ in 1 2 3 4 5; do
            printf 'BEGIN%s;\n%s\nCOMMIT;\n' "$immediately" "$(statements "$version" "$1")"
        done | ask >>"$SERVICE/log" 2>&1 || echo "$version" >>"$SERVICE/failures"
        echo . >>"$SERVICE/served-$1"
        sleep 0.02
    done
    rm "$SERVICE/serving-$1"
}

begin_serving() { # VERSION
    rm -rf "$SERVICE" && mkdir "$SERVICE"
    echo "$1" >"$SERVICE/version"
    for writer in 0 1; do serve $writer & done
}

end_serving() {
    touch "$SERVICE/stop"
    wait
}

# Rows of which the last entries in the journal say another name or number than the table.
lost() { # TABLE KEY
    ask <<<"SELECT count(*) FROM (SELECT id, max(seq) AS named, max(CASE WHEN seats IS NOT NULL THEN seq END) AS seated
              FROM journal GROUP BY id) AS j
        JOIN journal AS a ON a.seq = j.named LEFT JOIN journal AS b ON b.seq = j.seated
        LEFT JOIN $1 AS t ON t.$2 = j.id
        WHERE (a.name IS NULL) <> (t.name IS NULL) OR a.name <> t.name OR (a.name IS NOT NULL AND b.seats <> t.seats)"
}

# Rows that one of the tables has alone, or otherwise.
differing() {
    ask <<<"SELECT count(*) FROM (
        SELECT * FROM (SELECT id, name, seats FROM guests EXCEPT SELECT number, name, seats FROM visitors) AS a
        UNION ALL
        SELECT * FROM (SELECT number, name, seats FROM visitors EXCEPT SELECT id, name, seats FROM guests) AS b) AS c"
}

# Rows in which the column that a trigger keeps is not what it should be.
unlike() {
    ask <<<"SELECT count(*) FROM guests WHERE coalesce(note, '') <> coalesce(CASE WHEN seats > 4 THEN name || ': large' END, '')"
}

is() { # EXPECTED COMMAND...
    local expected=$1 got
    shift
    got=$("$@" 2>&1)
    [ "$got" = "$expected" ] && return
    echo "$*: $got, expected $expected" >>why
    return 1
}

travel() { # ENGINE: there, back and there again
    local book=$1/runbook.sh
    fresh
    fingerprint >before
    begin_serving v1
    gives 0 "$book" apply --rehearsal --yes --to 2
    result $? "$1: triggers are made while others write"
    sleep 0.5
    setsid "$book" apply --rehearsal --yes --to 3 >killed 2>&1 </dev/null &
    sleep 0.5
    kill -KILL -- "-$!" 2>/dev/null
    wait "$!" 2>/dev/null
    # A machine that is quick enough has filled them by then.
    gives 0 "$book" apply --rehearsal --yes --to 3 && cat why killed | grep -q 'filled: '
    result $? "$1: both moves are filled, by the key that the schema declares, in spite of a kill"
    end_serving
    is 0 differing && is 0 unlike && is 0 lost guests id && is 0 lost visitors number
    result $? "$1: no write was lost meanwhile, on either side"
    fingerprint >middle
    ! cmp -s before middle && grep -q zz_belay middle
    result $? "$1: a fingerprint sees the triggers"

    ask <<<"INSERT INTO visitors (number, name, seats) VALUES (0, 'a stray', 1), (900000000, 'another', 2)" >/dev/null
    begin_serving v1
    gives 0 "$book" rollback --rehearsal --yes --to 2
    gives 0 "$book" rollback --rehearsal --yes --to 1
    result $? "$1: rollback auto takes the triggers away while others write"
    fingerprint >without
    grep -q visitors without && ! grep -q zz_belay without
    result $? "$1: and leaves none"
    sleep 1
    end_serving
    is 0 lost guests id && ! is 0 differing
    result $? "$1: from then on, nothing is carried over"
    rm -f why

    begin_serving v1
    gives 0 "$book" apply --rehearsal --yes --to 3
    result $? "$1: forward again, over what is there"
    sleep 0.3
    gives 0 "$book" apply --rehearsal --yes
    result $? "$1: to the new side alone"
    sleep 0.5
    end_serving
    is 0 lost visitors number
    result $? "$1: what differed was overwritten, what was deleted is gone, and no write was lost"
    ! is 0 differing
    result $? "$1: nothing is carried over behind it"
    rm -f why

    begin_serving v2
    sleep 0.3
    gives 0 "$book" rollback --rehearsal --yes --to 3
    result $? "$1: back to the old side, which is filled from the new one"
    sleep 0.5
    end_serving
    is 0 lost guests id && is 0 unlike
    result $? "$1: with no write lost"
    is 0 differing
    result $? "$1: and the triggers at work again"
    gives 0 "$book" rollback --rehearsal --yes --to 0
    result $? "$1: back to the beginning"
    fingerprint >after
    diff before after >why
    result $? "$1: the schema is as it was"
    [ ! -e "$SERVICE/failures" ] && [ "$(cat "$SERVICE"/served-* | wc -l)" -gt 5 ]
    result $? "$1: no write failed"
}

# What the triggers do, statement by statement, in both directions.
write_triggers_plan() { # ENGINE VARIABLE
    cat <<END
plan "Triggers on $1" {
  store main {
    engine $1
    connect env $2
    schema \`\`\`sql
      CREATE TABLE a (x integer, y integer, t text, n integer DEFAULT 7, m text, PRIMARY KEY (x, y)) $3;
    \`\`\`
  }
  app web { version v1 { writes a(x, y, t, n, m) }; live v1 }
  move rows from a to b { columns x -> x, y -> \`other y\`, t -> t }
  move text from a.n to a.m { forward "'n' || n || coalesce(t, '')"; backward "CAST(substr(m, 2, 1) AS integer)" }
  phase expand "It" {
    step "Create b" \`\`\`sql
      CREATE TABLE b (x integer, "other y" integer, t text, o integer DEFAULT 1, PRIMARY KEY (x, "other y")) $3;
    \`\`\`
    rollback auto
  }
  phase dual-write as from_old "Old to new" {
    writes rows old, new by trigger
    writes text old, new by trigger
    rollback auto
  }
  phase dual-write as from_new "New to old" {
    writes rows new, old by trigger
    writes text new, old by trigger
    rollback auto
  }
  phase promote "The new one alone" {
    writes rows new
    writes text new
    rollback auto
  }
  phase other "Guards" {
    backfill rows { batch 2; guard version t }
    rollback none "a test"
  }
}
END
}

holds() { # ROWS QUERY
    is "$1" rows_of "$2"
}

rows_of() { # QUERY
    ask <<<"$1" | paste -s -d ' '
}

triggers() { # ENGINE VARIABLE
    local book=triggers-$1/runbook.sh
    [ "$1" = postgresql ] || local without=' WITHOUT ROWID'
    write_triggers_plan "$@" "${without-}" >"triggers-$1.belay"
    fresh
    ask <<<"CREATE TABLE a (x integer, y integer, t text, n integer DEFAULT 7, m text, PRIMARY KEY (x, y))${without-};"
    gives 0 "$belay" build --no-lint --quiet "triggers-$1.belay" -o "triggers-$1" && gives 0 "$book" apply --yes --to 2
    result $? "$1: triggers over a key of two columns"
    ask <<<"INSERT INTO a (x, y, t) VALUES (1, 1, 'one'), (2, 1, NULL), (3, 1, 'three'), (4, 1, 'four');
        UPDATE a SET t = 'eins', n = 3 WHERE x = 1; UPDATE a SET y = y + 1 WHERE x > 2;
        UPDATE b SET o = 5, t = 'new' WHERE x = 2; UPDATE a SET n = 4 WHERE x = 2;
        DELETE FROM a WHERE x = 4; INSERT INTO a (x, y, m) VALUES (5, 5, 'n9');"
    holds '1|1|eins|1 2|1|new|5 3|2|three|1 5|5||1' \
        "SELECT x || '|' || \"other y\" || '|' || coalesce(t, '') || '|' || o FROM b ORDER BY x" \
        && holds '3n3eins 4n4 7n7three 7n9' "SELECT n || m FROM a ORDER BY x"
    result $? "$1: what was changed is carried over, and nothing else"
    ask <<<"UPDATE a SET y = y + 1;"
    holds '1,2 2,2 3,3 5,6' "SELECT x || ',' || \"other y\" FROM b ORDER BY x"
    result $? "$1: keys that are moved on"
    if [ "$1" = postgresql ]; then
        ask <<<"SET search_path = ''; UPDATE public.a SET t = 'elsewhere' WHERE x = 5"
        holds 'elsewhere' 'SELECT t FROM b WHERE x = 5'
        result $? "$1: whatever the search_path of the one who writes"
        ask <<<"INSERT INTO b VALUES (9, 9, 'alone'); TRUNCATE a; INSERT INTO a (x, y, t) VALUES (1, 2, 'again')"
        holds '1,again 9,alone' "SELECT x || ',' || t FROM b ORDER BY x"
        result $? "$1: a TRUNCATE, without rows that were never on the other side"
    fi
    ask <<<"DELETE FROM a; DELETE FROM b"
    gives 0 "$book" apply --yes --to 3
    ask <<<"INSERT INTO b (x, \"other y\", t) VALUES (1, 1, 'b1'), (2, 2, 'b2'); UPDATE b SET t = 'b3' WHERE x = 2;
        UPDATE a SET m = 'n8' WHERE x = 1; UPDATE a SET n = 2, t = 'a' WHERE x = 2; DELETE FROM b WHERE x = 7"
    holds '1,b1,8 2,a,2' "SELECT x || ',' || t || ',' || n FROM a ORDER BY x" && holds 'b1 b3' 'SELECT t FROM b ORDER BY x'
    result $? "$1: the other way round, and never back"
    gives 0 "$book" apply --yes --to 4
    ask <<<"INSERT INTO a (x, y, t) VALUES (3, 3, 'c'), (4, 4, 'd'), (5, 5, NULL); UPDATE a SET t = 'b9' WHERE x = 2;
        INSERT INTO b (x, \"other y\", t) VALUES (4, 4, 'e'), (8, 8, 'stray')"
    gives 0 "$book" apply --yes
    holds '1b1 2b9 3c 4e 5' "SELECT x || coalesce(t, '') FROM b ORDER BY x"
    result $? "$1: a guard overwrites what is older, and rows that are gone go"
    gives 0 "$book" rollback --yes --to 2 && ask <<<"INSERT INTO a (x, y, t) VALUES (6, 6, 'f')"
    holds 'f' 'SELECT t FROM b WHERE x = 6'
    result $? "$1: rollback auto restores the triggers of the phase before"
}

build() { # ENGINE VARIABLE INTEGER
    write_plan "$@" >"$1.belay"
    gives 0 "$belay" build --no-lint --quiet "$1.belay" -o "$1"
    result $? "$1: it is built"
    grep -q 'belay does not do it' "$1/runbook.sh"
    [ $? = 1 ]
    result $? "$1: nothing is left to a person"
}

start_rows="INSERT INTO guests (id, name, seats) SELECT n * 3 - 1, 'guest ' || n, n % 7 FROM"

# ---- SQLite

immediately=' IMMEDIATE'
ask() { sqlite3 -batch -bail -cmd '.timeout 20000' "$DB"; }
fingerprint() {
    ask <<<"SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%belay!_%' ESCAPE '!' OR name LIKE 'zz%' ORDER BY 1, 2"
}
fresh() {
    rm -f "$DB" && rm -rf sqlite/state
    ask <<END
CREATE TABLE guests (id integer PRIMARY KEY, name text NOT NULL, seats int NOT NULL DEFAULT 1, note text);
CREATE TABLE journal (seq integer PRIMARY KEY, id int, name text, seats int);
WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < $rows)
$start_rows s;
END
}
build sqlite DB int
travel sqlite
triggers sqlite DB

# ---- PostgreSQL

if ! start_server; then
    skip 'PostgreSQL' 'no server can be started here'
    finish
    exit
fi
trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
DATABASE_URL=$(address_of app)
immediately=''
ask() { ask_server app; }
fingerprint() { fingerprint_of app; }
fresh() {
    ask_server postgres 'DROP DATABASE IF EXISTS app WITH (FORCE)' 2>/dev/null
    ask_server postgres 'CREATE DATABASE app'
    rm -rf postgresql/state
    ask <<END
CREATE TABLE guests (id integer PRIMARY KEY, name text NOT NULL, seats bigint NOT NULL DEFAULT 1, note text);
CREATE TABLE journal (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bigint, name text, seats bigint);
$start_rows generate_series(1, $rows) n;
END
}
build postgresql DATABASE_URL bigint
travel postgresql
triggers postgresql DATABASE_URL

finish
