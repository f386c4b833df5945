#!/bin/bash
# The point of no return: where it lies, what leads there and what leads back from behind it.
# usage: tests/script/runbook-return.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

plan() { # NAME ROLLBACK-OF-THE-LAST-PHASE
    cat >"$1.belay" <<END
plan "Drop a column" {
  store main { engine sqlite; connect env DB; table items { key id } }
  move filling from items.a to items.b { forward "a + 1"; backward "b - 1" }
  phase expand "Add" {
    step "Add it" \`\`\`sql
      ALTER TABLE items ADD COLUMN b int;
    \`\`\`
    rollback auto
  }
  phase contract "Drop" {
    backup last on main
    step "Count" \`\`\`sql
      UPDATE counted SET n = n + 1;
    \`\`\`
    step "Wait" \`\`\`sh
      [ -e go ] || exit 3
    \`\`\`
    step "Drop it" \`\`\`sql
      ALTER TABLE items DROP COLUMN a;
    \`\`\`
    $2
  }
  phase observe "Look on" {
    step "Count" \`\`\`sql
      UPDATE counted SET n = n + 10;
    \`\`\`
    rollback "Count back" \`\`\`sql
      UPDATE counted SET n = n - 10;
    \`\`\`
  }
}
END
    "$belay" build --no-lint --quiet "$1.belay" -o "$1" || exit 2
    book=$1/runbook.sh
}

export DB=$work/db
fresh() {
    rm -rf ./*/state "$DB" go
    sqlite3 "$DB" 'CREATE TABLE items (id integer PRIMARY KEY, a int); INSERT INTO items VALUES (1, 1), (2, 2);
        CREATE TABLE counted (n int); INSERT INTO counted VALUES (0)'
}
columns() { sqlite3 "$DB" "SELECT group_concat(name) FROM pragma_table_info('items')"; }
counted() { sqlite3 "$DB" 'SELECT n FROM counted'; }

# A rollback that makes the column again, without what it held, brings nothing back: the drop is
# the point of no return all the same, and not the steps before it.
# shellcheck disable=SC2016 # fences
plan empty 'rollback {
      run ```sql
        ALTER TABLE items ADD COLUMN a int;
        UPDATE counted SET n = n - 1;
      ```
    }'
fresh
gives 0 "$book" plan && said "the phrase is 'contract'"
result $? 'a column that comes back empty: the phrase is asked for'
grep -q '^\*\*Point of no return:\*\* Phase 2: Drop, at: Drop it; from there on only a backup leads back$' empty/plan.md \
    && grep -q 'Point of no return' empty/stakeholders.md
result $? 'and the documents say where it is'
gives 77 "$book" apply && said "needs its phrase: --phrase 'contract'" && [ "$(columns)/$(counted)" = id,a,b/0 ]
result $? 'without it the phase is not begun'
gives 70 "$book" apply --phrase contract && said 'status 3' && [ "$(counted)" = 1 ]
result $? 'a failure before the event'
sed -i 's/ALTER TABLE items ADD COLUMN a int;/SELECT 1;/' empty/sql/02-contract/main/revert.sql
gives 65 "$book" rollback --to 1
result $? 'SQL that was edited is not run on the way back either'
"$belay" build --no-lint --quiet empty.belay -o empty
touch go
gives 0 "$book" resume --phrase contract && [ "$(columns)/$(counted)" = id,b/11 ]
result $? 'it goes on past it'
gives 0 "$book" status && said 'committed    Phase 2' && said 'next: nothing'
result $? 'status says that it is behind it'
gives 0 "$book" rollback --to 2 && [ "$(counted)" = 1 ]
result $? 'a phase behind it is undone as any other'
gives 78 "$book" rollback --to 0 --yes && said 'there is no rollback behind the point of no return' && said 'what was destroyed does not come back' \
    && [ "$(columns)/$(counted)" = id,b/1 ]
result $? 'the phase itself is not undone, whatever --yes says'
gives 0 "$book" rollback --to 1 --phrase contract && [ "$(columns)/$(counted)" = id,b,a/0 ]
result $? 'with the phrase, what the plan says is done'

# One that fills it again from the new side does.
# shellcheck disable=SC2016 # fences
plan filled 'rollback {
      run ```sql
        ALTER TABLE items ADD COLUMN a int;
      ```
      fill filling backward
      run ```sql
        UPDATE counted SET n = n - 1;
      ```
    }'
fresh
touch go
gives 0 "$book" apply --to 2 && [ "$(columns)" = id,b ]
result $? 'a column that is filled again: no phrase is asked for'
! grep -q 'Point of no return' filled/plan.md
result $? 'nor do the documents name a point of no return'
gives 0 "$book" rollback --to 1 && [ "$(columns)/$(counted)" = id,b,a/0 ]
result $? 'and it is undone'

# A backup: everything that was written since is lost, also before the drop.
plan restored 'rollback restore last'
fresh
gives 70 "$book" apply --phrase contract && [ "$(counted)" = 1 ]
result $? 'a backup: a failure behind it'
gives 78 "$book" rollback --to 1 --yes && said 'what was written since' && [ "$(counted)" = 1 ]
result $? 'it is not restored without the phrase, although nothing is dropped yet'
gives 0 "$book" rollback --to 1 --phrase contract && [ "$(columns)/$(counted)" = id,a,b/0 ]
result $? 'but with it'
touch go
gives 0 "$book" apply --phrase contract && gives 78 "$book" rollback --to 0 && said 'Phase 2 is behind the point of no return' && said '--phrase' \
    && gives 0 "$book" rollback --to 0 --phrase contract && [ "$(columns)/$(counted)" = id,a/0 ]
result $? 'and from behind the drop as well'

# Nothing at all.
plan impossible 'rollback impossible "it is gone"'
fresh
sqlite3 "$DB" "CREATE TRIGGER full BEFORE UPDATE ON counted BEGIN SELECT RAISE(ABORT, 'full'); END"
gives 70 "$book" apply --phrase contract && gives 0 "$book" rollback --to 0 && [ "$(columns)" = id,a ]
result $? 'nothing: where no more than a backup was taken, the way to the start is open'
fresh
touch go
gives 0 "$book" apply --to 2 --phrase contract && gives 78 "$book" rollback --to 0 --phrase contract --yes && said 'it is gone' && [ "$(columns)" = id,b ]
result $? 'and behind it there is none, not with the phrase either'

finish
