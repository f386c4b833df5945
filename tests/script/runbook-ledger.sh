#!/bin/bash
# What a runbook keeps: what each step ran and did, the log that holds itself together, the
# ledger that another version of the plan takes over, the lock that can be ended; and a
# rehearsal of everything. usage: tests/script/runbook-ledger.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"

plan() { # ENGINE VARIABLE
    cat <<END
plan "Keep a ledger" {
  store main { engine $1; connect env $2; table items { key id } }
  move filling from items.a to items.b { forward "a + 1" }
  phase expand "Add" {
    step "Add and fill" \`\`\`sql
      ALTER TABLE items ADD COLUMN b int;
      UPDATE items SET a = a + 1 WHERE id <= 3;
      INSERT INTO items (id, a) VALUES (100, 1);
    \`\`\`
    step "Say so" \`\`\`sh
      echo said >>said
    \`\`\`
    step "Look at it"
    rollback {
      run \`\`\`sql
        DELETE FROM items WHERE id = 100;
        UPDATE items SET a = a - 1 WHERE id <= 3;
        ALTER TABLE items DROP COLUMN b;
      \`\`\`
    }
  }
  phase backfill "Fill" {
    backfill filling { batch 10 }
    rollback none "nobody reads it"
  }
  phase contract "Drop" {
    approve "the lead"
    step "Drop it" \`\`\`sql
      ALTER TABLE items DROP COLUMN a;
    \`\`\`
    rollback impossible "it is gone"
  }
}
END
}

build() { "$belay" build --no-lint --quiet "$1.belay" -o "$1" || exit 2; }

items='CREATE TABLE items (id integer PRIMARY KEY, a int); INSERT INTO items VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5);'
export DB=$work/db DATABASE_URL
DATABASE_URL=$(address_of app)
plan sqlite DB >sqlite.belay && build sqlite
plan postgresql DATABASE_URL >postgresql.belay && build postgresql

ask() { # QUERY
    if [ "$engine" = sqlite ]; then sqlite3 -cmd '.timeout 9000' "$DB" "$1"; else ask_server app "$1"; fi
}

fresh() {
    rm -rf ./*/state said
    if [ "$engine" = sqlite ]; then
        rm -f "$DB" && sqlite3 "$DB" "$items"
    else
        ask_server postgres 'DROP DATABASE IF EXISTS app WITH (FORCE)' 2>/dev/null
        ask_server postgres 'CREATE DATABASE app' && ask_server app "$items"
    fi
}

# ---- what each step ran and did

test_columns() {
    local ledger=belay_ledger book=$engine/runbook.sh
    [ "$engine" = sqlite ] || ledger=belay.ledger
    fresh
    gives 0 "$book" apply --yes --to 2
    result $? "$engine: two phases"
    [ "$(ask "SELECT rows_done FROM $ledger WHERE phase = '1' AND step = 's1'")" = 4 ] \
        && [ "$(ask "SELECT rows_done FROM $ledger WHERE phase = '2' AND step = 's1'")" = 6 ]
    result $? "$engine: how many rows each step changed"
    [ "$(ask "SELECT script_sha FROM $ledger WHERE phase = '1' AND step = 's2'")" = \
        "$(printf 'sh\n  echo said >>said\n' | sha256sum | cut -c 1-64)" ] \
        && [ "$(ask "SELECT count(*) FROM $ledger WHERE length(script_sha) = 64")" = 4 ]
    result $? "$engine: the hash of what each step ran"
    gives 0 "$book" doctor && gives 0 "$book" log && said '4 rows'
    result $? "$engine: doctor finds nothing, and log shows it"
    ask "UPDATE $ledger SET script_sha = '$(printf '%064d' 7)' WHERE phase = '1' AND step = 's1'"
    gives 65 "$book" doctor && said 'step 1/s1 has changed since it ran' && gives 0 "$book" status && said 'step 1/s1 has changed'
    result $? "$engine: doctor and status name a step that has changed since it ran"
    "$book" rollback --to 0 --yes >/dev/null
    ask 'ALTER TABLE items RENAME COLUMN a TO renamed'
    gives 70 "$book" apply --yes
    if [ "$engine" = postgresql ]; then
        [ "$(ask "SELECT sqlstate FROM $ledger WHERE phase = '1' AND step = 's1' AND state = 'failed'")" = 42703 ] \
            && gives 0 "$book" status && said 'SQLSTATE 42703' && gives 0 "$book" log && said 42703
        result $? "$engine: the state in which SQL failed"
    fi
}

# ---- another version of the plan

test_adopt() {
    local sha
    fresh
    sed 's/INSERT INTO items (id, a) VALUES (100, 1);/INSERT INTO items (id, a) VALUES (200, 2);/' "$engine.belay" >changed.belay
    sed -e 's/"Drop it"/"Drop what is old"/' -e 's/batch 10/batch 20/' "$engine.belay" >later.belay
    sed 's/    step "Look at it"/    step "Look at it"\n    step "Look again"/' "$engine.belay" >longer.belay
    build changed && build later && build longer
    gives 65 later/runbook.sh adopt 0123456789ab --reason why && said 'there is no ledger yet'
    result $? "$engine: without a ledger nothing is adopted"
    "$engine/runbook.sh" apply --yes --to 1 >/dev/null
    "$engine/runbook.sh" approve 3 --approver Ada >/dev/null
    sha=$(sed -n '1s/ .*//p' "$engine/MANIFEST")
    gives 65 later/runbook.sh apply --yes && said 'of another version of this plan'
    result $? "$engine: another version does not go on by itself"
    gives 0 later/runbook.sh status && said "next: runbook.sh adopt ${sha:0:12}"
    result $? "$engine: status says how it does"
    gives 64 later/runbook.sh adopt 0123456789ab --reason why && gives 64 later/runbook.sh adopt "$sha" \
        && gives 64 later/runbook.sh adopt --reason why && gives 64 later/runbook.sh adopt "$sha*" --reason why
    result $? "$engine: only that plan, and with a reason"
    gives 77 changed/runbook.sh adopt "$sha" --reason why && said 'step 1/s1 has changed since it ran'
    result $? "$engine: a step that was done and has changed is confirmed by a person"
    gives 77 longer/runbook.sh adopt "$sha" --reason why && said 'step 1/s4 is new, in a phase that is done'
    result $? "$engine: so is one that is new in a phase that is done"
    cp later/MANIFEST kept && sed -i '$d' later/MANIFEST
    gives 0 later/runbook.sh adopt "${sha:0:12}" --reason 'smaller batches'
    result $? "$engine: what changed only in what is left to do is adopted"
    cp kept later/MANIFEST
    gives 65 "$engine/runbook.sh" apply --yes && said 'of another version'
    result $? "$engine: the ledger is of the new version then"
    gives 77 later/runbook.sh apply --yes && said 'needs an approval' && [ "$(ask 'SELECT count(b) FROM items')" = 6 ] \
        && [ "$(ask 'SELECT count(*) FROM items WHERE id = 100')" = 1 ] && [ "$(wc -l <said)" = 1 ]
    result $? "$engine: it goes on, nothing is done twice, and an approval of the old version does not count"
    gives 0 later/runbook.sh log && said "in place of $sha: smaller batches"
    result $? "$engine: the log says so"
    gives 0 later/runbook.sh adopt "$sha" --reason again && said 'the ledger is of this plan'
    result $? "$engine: adopting again changes nothing"
}

# ---- the log

test_log() {
    local book=$engine/runbook.sh log=$engine/state/log.jsonl
    fresh
    "$book" apply --yes --to 2 >/dev/null
    python3 -c 'import json, sys
events = [json.loads(line) for line in open(sys.argv[1])]
assert [e["event"] for e in events if e["step"] == "s2"] == ["running", "done"], events
assert all(e["ts"] and e["run"] and e["actor"] and len(e["plan"]) == 64 for e in events)' "$log" 2>why
    result $? "$engine: the log is JSON, a line for each event"
    cp "$log" whole
    gives 0 "$book" doctor
    result $? "$engine: doctor finds it whole"
    sed -i '3s/"actor":"[^"]*"/"actor":"somebody else"/' "$log"
    gives 65 "$book" doctor && said 'line 4 of' && said 'the log was changed' && gives 65 "$book" log
    result $? "$engine: a line that was edited is found"
    sed 3d whole >"$log"
    gives 65 "$book" doctor && said 'line 3 of'
    result $? "$engine: so is one that was taken out"
    sed 1d whole >"$log"
    gives 65 "$book" doctor && said 'line 1 of'
    result $? "$engine: also the first one"
    sed '3{h;d};4{G}' whole >"$log"
    gives 65 "$book" doctor
    result $? "$engine: and lines that changed their places"
    cp whole "$log"
    printf '{"ts":"2026-' >>"$log"
    gives 0 "$book" mark 3/s1 skipped --reason 'a "quoted" \ reason' && gives 0 "$book" doctor \
        && tail -n 1 "$log" | python3 -c 'import json, sys; assert json.load(sys.stdin)["detail"] == "a \"quoted\" \\ reason"'
    result $? "$engine: a line that was torn is not taken for a change"
}

# ---- a rehearsal of everything

test_rehearse() {
    local book=$engine/runbook.sh
    fresh
    gives 77 "$book" rehearse && said 'the databases are copies' && [ "$(ask 'SELECT count(*) FROM items')" = 5 ]
    result $? "$engine: a rehearsal asks whether it is on a copy"
    gives 0 "$book" rehearse --yes && said 'the schema is what it was' && said 'done: the rehearsal passed' && [ "$(ask 'SELECT sum(b) FROM items')" = 25 ]
    result $? "$engine: forward, back, and forward to the end"
    gives 65 "$book" rehearse --yes && said 'something of the plan stands already'
    result $? "$engine: it begins at the start"
    fresh
    "$book" apply --yes --to 1 >/dev/null && "$book" rollback --yes --to 0 >/dev/null
    gives 78 "$book" rehearse --yes && said 'of production'
    result $? "$engine: not in a ledger of production"
    fresh
    sed 's/ALTER TABLE items DROP COLUMN b;/ALTER TABLE items RENAME COLUMN b TO c;/' "$engine.belay" >wrong.belay && build wrong
    gives 1 wrong/runbook.sh rehearse --yes && said 'the way back does not lead to the start' \
        && [ -z "$(ask 'SELECT id FROM items WHERE c IS NOT NULL AND false')" ]
    result $? "$engine: a way back that leads elsewhere is found"
}

engine=sqlite
test_columns
test_adopt
test_log
test_rehearse
gives 65 sqlite/runbook.sh unlock && said 'only a process holds the lock of a file'
result $? 'sqlite: unlock has nothing to end'

engine=postgresql
if ! start_server; then
    skip 'PostgreSQL' 'no server can be started here'
    finish
    exit
fi
trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
test_columns
test_adopt
test_rehearse

# ---- unlock

cat >slow.belay <<'END'
plan "Hold the lock" {
  store main { engine postgresql; connect env DATABASE_URL }
  phase prepare "Wait" {
    step "Wait" ```sh
      until [ -e go ]; do sleep 0.05; done
    ```
    step "Behind it" ```sh
      echo went-on >>went
    ```
    rollback none "nothing"
  }
}
END
build slow
fresh
slow/runbook.sh apply --yes >first.log 2>&1 &
for _ in {1..100}; do
    grep -q 'a command' first.log && break
    sleep 0.1
done
cp -r slow other && rm -rf other/state
id=$(other/runbook.sh status | sed -n 's/^locked by session \([0-9]*\) of tester.*/\1/p')
[ -n "$id" ]
result $? 'unlock: status says who holds the lock'
gives 75 other/runbook.sh apply --yes
result $? 'unlock: another host is refused as long'
gives 0 other/runbook.sh unlock && said "$id"
result $? 'unlock: without a number it shows who holds it'
gives 64 other/runbook.sh unlock "1 OR true" && gives 65 other/runbook.sh unlock 1 && said 'session 1 does not hold the lock' \
    && gives 65 other/runbook.sh unlock "$(ask_server app 'SELECT pg_backend_pid()')"
result $? 'unlock: another session is not ended'
gives 0 other/runbook.sh unlock "$id" && said "ended: session $id" && [ "$(other/runbook.sh status | grep -c '^locked by')" = 0 ]
result $? 'unlock: the session is ended'
grep -q '"event":"unlocked"' other/state/log.jsonl
result $? 'unlock: and that is in the log'
touch go
wait
grep -q 'the session that held the lock of the database is lost' first.log && [ ! -e went ]
result $? 'unlock: the runbook that held it stops before its next step'
gives 0 slow/runbook.sh resume --yes && [ "$(wc -l <went)" = 1 ]
result $? 'unlock: and goes on when it is resumed'

finish
