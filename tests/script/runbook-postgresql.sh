#!/bin/bash
# The runbook on PostgreSQL: forward, back and forward again while an application writes; what
# comes back is what was there. 50,000 rows; with LONG=1 a million.
# usage: tests/script/runbook-postgresql.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2016,SC2154 # SQL has dollars; tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"
. "$here/fingerprint.sh"

if ! start_server; then
    skip 'PostgreSQL' 'no server can be started here'
    finish
    exit
fi
trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT

"$belay" build --no-lint --quiet "$here/postgresql.belay" -o out || exit 2
book=out/runbook.sh
export DATABASE_URL SERVICE=$work/service
DATABASE_URL=$(address_of app)

fresh() { # ROWS
    ask_server postgres 'DROP DATABASE IF EXISTS app WITH (FORCE)' 2>/dev/null
    ask_server postgres 'CREATE DATABASE app'
    ask_server app <<END
CREATE TABLE accounts (id bigint PRIMARY KEY, closed_at timestamptz);
INSERT INTO accounts SELECT n, CASE WHEN n % 3 = 0 THEN timestamptz '2026-01-01' END FROM generate_series(1, $1) n;
CREATE TABLE counted (n int); INSERT INTO counted VALUES (0);
CREATE TABLE meant (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bigint, is_closed boolean);
END
    rm -rf out/state "$SERVICE" && mkdir "$SERVICE"
    echo v1 >"$SERVICE/version"
    echo 0 >"$SERVICE/failed"
}

fingerprint() { fingerprint_of app; }

# An application of the version that is deployed: it closes and opens accounts all the time, and
# writes down what it meant in the same transaction.
serve() {
    local id closed closed_at version
    while [ ! -e "$SERVICE/stop" ]; do
        version=$(<"$SERVICE/version")
        echo "$version" >"$SERVICE/serving.new" && mv "$SERVICE/serving.new" "$SERVICE/serving"
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            id=$((RANDOM % 2000 + 1)) closed=true closed_at='now()'
            [ $((RANDOM % 2)) = 0 ] || closed=false closed_at=NULL
            case $version in
            v1) echo "BEGIN; UPDATE accounts SET closed_at = $closed_at WHERE id = $id;" ;;
            v2) echo "BEGIN; UPDATE accounts SET closed_at = $closed_at, is_closed = $closed WHERE id = $id;" ;;
            v3) echo "BEGIN; UPDATE accounts SET is_closed = $closed WHERE id = $id;" ;;
            esac
            echo "INSERT INTO meant (id, is_closed) VALUES ($id, $closed); COMMIT;"
        done | ask_server app >>"$SERVICE/log" 2>&1 || echo failed >>"$SERVICE/failures"
        echo served >>"$SERVICE/served"
        sleep 0.05
    done
    rm "$SERVICE/serving"
}

# Accounts that are not as the application meant them last.
lost() { # EXPRESSION of what the account says
    ask_server app "SELECT count(*) FROM (SELECT DISTINCT ON (id) id, is_closed AS meant FROM meant ORDER BY id, seq DESC) AS m
        JOIN accounts USING (id) WHERE m.meant IS DISTINCT FROM ($1)"
}

# The controls: each is a change that the fingerprint has to see.
sees() { # CHANGE BACK
    local is_seen=1
    ask_server app "$1" >/dev/null 2>&1 # a unique index that fails leaves one that is not valid
    fingerprint >control
    cmp -s before control || is_seen=0
    ask_server app "$2" >/dev/null && fingerprint >control && diff before control >why || return
    [ "$is_seen" = 0 ] || echo "not seen: $1" >why
    return "$is_seen"
}

rows=50000
[ -z "${LONG:-}" ] || rows=1000000
fresh "$rows"
fingerprint >before
[ "$(wc -l <before)" -gt 20 ]
result $? 'a fingerprint says something'
sees "COMMENT ON COLUMN accounts.closed_at IS 'when'" 'COMMENT ON COLUMN accounts.closed_at IS NULL' \
    && sees 'CREATE UNIQUE INDEX CONCURRENTLY unfinished ON accounts ((closed_at IS NULL))' 'DROP INDEX unfinished' \
    && sees 'ALTER TABLE accounts ADD CHECK (id > 0) NOT VALID' 'ALTER TABLE accounts DROP CONSTRAINT accounts_id_check' \
    && sees 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$' 'DROP FUNCTION f()' \
    && sees 'ALTER TABLE accounts SET (fillfactor = 90)' 'ALTER TABLE accounts RESET (fillfactor)' \
    && sees 'ALTER TABLE accounts ALTER closed_at SET DEFAULT now()' 'ALTER TABLE accounts ALTER closed_at DROP DEFAULT'
result $? 'and sees a comment, an unfinished index, a constraint, a function, an option, a default'
ask_server app 'ALTER TABLE accounts ADD COLUMN is_closed boolean'
ask_server app 'CREATE UNIQUE INDEX CONCURRENTLY accounts_is_closed ON accounts ((closed_at IS NULL))' 2>/dev/null
[ "$(ask_server app "SELECT indisvalid FROM pg_index WHERE indexrelid = 'accounts_is_closed'::regclass")" = f ]
result $? 'an index is there that was not finished'
$book mark 1/phase skipped --reason 'a test' >/dev/null
$book mark 2/s1 'done' --reason 'a test' >/dev/null
gives 0 $book apply --to 2 && said 'dropping what is left of an index'
result $? 'it is dropped, and built anew'
[ "$(ask_server app "SELECT indisvalid FROM pg_index WHERE indexrelid = 'accounts_is_closed'::regclass")" = t ]
result $? 'and is valid'
fresh "$rows"
serve &
gives 0 $book apply --rehearsal --yes --to 6
result $? 'forward to the last phase but one'
[ "$(ask_server app 'SELECT count(*) FROM accounts WHERE is_closed IS NULL')" = 0 ]
result $? 'every row is filled'
fingerprint >middle
! cmp -s before middle
result $? 'a fingerprint sees what was changed'
gives 0 $book rollback --rehearsal --yes --to 0
result $? 'back to the beginning'
fingerprint >after
diff before after >why
result $? 'the schema is as it was'
[ "$(ask_server app 'SELECT count(*) FROM accounts')/$(ask_server app 'SELECT n FROM counted')" = "$rows/0" ]
result $? 'all rows are there'
[ "$(lost 'closed_at IS NOT NULL')" = 0 ]
result $? 'and say what the application meant'
gives 77 $book apply --rehearsal --yes && said 'needs an approval'
result $? 'nothing is dropped without an approval'
gives 77 $book apply --rehearsal --yes --approver Ada && said "--phrase 'contract'"
result $? 'nor without the phrase'
gives 78 $book apply --yes --approver Ada --phrase contract && said 'of a rehearsal'
result $? 'a ledger of a rehearsal is none of production'
gives 0 $book apply --rehearsal --yes --approver Ada --phrase contract
result $? 'forward again, to the end'
touch "$SERVICE/stop"
wait
[ ! -e "$SERVICE/failures" ] && [ "$(wc -l <"$SERVICE/served")" -gt 20 ]
result $? 'no request failed meanwhile'
[ "$(lost is_closed)" = 0 ] && [ "$(lost 'NOT is_closed')" -gt 0 ]
result $? 'and no write was lost'
gives 78 $book rollback --rehearsal --yes --to 0 && said 'Phase 7 is behind the point of no return'
result $? 'behind the point of no return there is no rollback'
ask_server app 'CREATE TABLE later (id bigint REFERENCES accounts (id)); CREATE VIEW open AS SELECT id FROM accounts;
    CREATE SCHEMA more; CREATE FUNCTION more.of(accounts) RETURNS bigint LANGUAGE sql AS $$ SELECT $1.id $$'
fingerprint >newer
cp out/state/backup/last whole && truncate -s 2000 out/state/backup/last
gives 70 $book rollback --rehearsal --yes --to 6 --phrase contract && said 'undone: the backup was not restored' \
    && fingerprint >after && diff newer after >why
result $? 'a backup that is not whole restores nothing'
cp whole out/state/backup/last
gives 0 $book resume --rehearsal --yes --phrase contract && said 'newer than the backup, and dropped: TABLE public later' \
    && said 'dropped: VIEW public open'
result $? 'from the backup, when that is said: what is newer is named'
fingerprint >after
diff middle after >why
result $? 'and dropped: what stands is what the backup holds'
[ "$(ask_server app "SELECT count(*) FROM accounts WHERE closed_at IS NULL")" -gt 0 ]
result $? 'with its rows'
gives 0 $book status && said 'rolled_back  Phase 7' && said 'done         Phase 6'
result $? 'and the ledger goes on'

finish
