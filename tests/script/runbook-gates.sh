#!/bin/bash
# What a runbook waits for: soaks, approvals, metrics, triggers; commands that it gives their
# values. usage: tests/script/runbook-gates.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

cat >plan.belay <<'END'
plan "Gates" {
  store main { engine sqlite; connect env DB }
  app web {
    version v1 { reads t(n) }
    version v2 { reads t(n) }
    live v1
    deploy ```sh
      echo "deploy $BELAY_VERSION ${BELAY_PERCENT:-}" >>done
    ```
    drain 1s
  }
  flag shown {
    set ```sh
      echo "flag $BELAY_VALUE" >>done
    ```
  }
  metric "errors" {
    query ```sh
      cat errors
    ```
  }
  phase deploy "Deploy" {
    backup first on main
    deploy web v2 10% 100% hold 1s
    verify metric "errors" <= 2x baseline over 1s
    trigger "errors" > 90 then rollback
    verify "The backup holds the table" = 1 ```sh
      sqlite3 "$BELAY_BACKUP_first" 'SELECT count(*) FROM t'
    ```
    rollback deploy web v1
  }
  phase ramp "Show it" {
    soak 2s since deploy
    ramp flag shown 50% 100% hold 1s
    trigger "errors" > 50 then rollback
    verify metric "errors" unchanged
    rollback flag shown 0%
  }
  phase cleanup "Clean up" {
    approve "the lead"
    flag shown removed
    rollback flag shown 100%
  }
}
END
sed -i 's/ramp flag shown/ramp shown/; s/100% hold 1s$/100% hold 1s/' plan.belay
"$belay" build --no-lint plan.belay -o out >why 2>&1
result $? 'it is built'
book=out/runbook.sh
export DB=$work/db
fresh() {
    rm -rf out/state "$DB" "done"
    sqlite3 "$DB" 'CREATE TABLE t (n int); INSERT INTO t VALUES (1)'
    echo 10 >errors
}

fresh
gives 0 $book check && gives 0 $book doctor && said 'sqlite3 3' && [ ! -e out/state ]
result $? 'check and doctor look, and change nothing'
gives 0 $book apply --to 1 && [ "$(head -n 2 "done")" = $'deploy v2 10%\ndeploy v2 100%' ]
result $? 'a deploy in stages gets its version and its percentages'
sqlite3 "$DB" 'SELECT got FROM belay_verification' | grep -qF '10 <= 20.000000'
result $? 'a metric is compared with what it was before the first phase'
gives 75 $book apply --to 2 && said 'at the earliest'
result $? 'a soak that is not over says when it is'
sleep 2
echo 60 >errors
gives 77 $book apply --to 2 && said "'errors > 50'" && said "run 'runbook.sh rollback --to 1'" && [ "$(tail -n 1 "done")" = 'flag 50%' ]
result $? 'a trigger ends a ramp, and says what to do where nobody can confirm it'
gives 77 at_terminal $'no\n' $book resume --to 2 && said "not rolled back" && [ "$(tail -n 1 "done")" = 'flag 50%' ]
result $? 'at a terminal the name of the phase is asked for'
gives 1 at_terminal $'ramp\n' $book resume --to 2 && said 'rolled back to the end of phase 1' && [ "$(tail -n 1 "done")" = 'flag 0%' ]
result $? 'and then the phase is undone'
gives 0 $book status && said 'rolled_back  Phase 2' && said 'next: runbook.sh apply --to 2'
result $? 'status says so'
gives 1 $book apply --yes --to 2 && said 'rolled back to the end of phase 1' && [ "$(tail -n 2 "done")" = $'flag 50%\nflag 0%' ]
result $? 'with --yes a trigger undoes the phase at once'
gives 0 $book rollback --to 1 && said 'nothing is to be undone'
result $? 'and nothing is left to undo'
echo 12 >errors
gives 1 $book apply --to 2 && said 'does not hold in Phase 2'
result $? "a metric of the phase that does not hold ends it behind the first percentage"
echo nothing >errors
gives 2 $book apply --to 2 && said 'gives no number'
result $? 'no number is inconclusive'
echo 10.5 >errors
gives 0 $book resume --to 2 && [ "$(tail -n 1 "done")" = 'flag 100%' ]
result $? 'and it goes on behind that percentage'
[ "$(grep -c 'flag 50%' "done")" = 3 ]
result $? 'without setting it again'
gives 77 $book apply && said 'approve 3.1 --approver NAME'
result $? 'an approval is asked for'
gives 0 $book approve 3.1 --approver "O'Neil" --reason "it's time" && gives 0 $book apply && said "O'Neil"
result $? 'and taken'
[ "$(tail -n 1 "done")" = 'flag removed' ]
result $? 'a flag is removed'
gives 0 $book log && said '3/s1'
result $? 'log says what was done'
[ "$(sqlite3 "$DB" 'SELECT count(*) FROM belay_verification WHERE pass')" = 3 ]
result $? 'verifications are kept'
sed 's/Clean up/Tidy up/' plan.belay >other.belay
"$belay" build --no-lint --quiet other.belay -o other
gives 0 $book rollback --to 0 && gives 0 other/runbook.sh apply --to 1 && sleep 2 && echo 10 >errors \
    && gives 77 other/runbook.sh apply && said 'approve 3.1'
result $? 'an approval of one version says nothing of another'
gives 75 flock out/state/lock $book apply
result $? 'a lock that somebody else holds'
fresh
(sleep 1; echo 95 >errors) &
gives 1 $book apply --yes --to 1 && said "'errors > 90' in Phase 1" && said 'what ran before may live on for 1s' \
    && said 'rolled back to the end of phase 0' && [ "$(tail -n 1 "done")" = 'deploy v1 ' ]
result $? 'while a phase is undone its triggers are not watched'
wait
gives 0 $book status && said 'rolled_back  Phase 1'
result $? 'and it is undone to the end'

# ---- what no query tells

cat >asked.belay <<'END'
plan "Asked" {
  store main { engine sqlite; connect env DB; table items { key id } }
  move filling from items.a to items.b { forward "a + 1" }
  trigger "complaints" > 5 then stop
  phase backfill "Fill" {
    backfill filling { batch 10; pause-when "replication lag" > 5s }
    rollback none "nobody reads it"
  }
  phase deploy "Say so" {
    step "Say so" ```sh
      echo said >>said
    ```
    trigger "angry mails" any then rollback
    rollback "Unsay it" ```sh
      rm said
    ```
  }
}
END
"$belay" build --no-lint --quiet asked.belay -o asked
book=asked/runbook.sh
asked_fresh() {
    rm -rf asked/state "$DB" said
    sqlite3 "$DB" 'CREATE TABLE items (id integer PRIMARY KEY, a int, b int); INSERT INTO items VALUES (1, 1, NULL)'
}
asked_fresh
gives 0 $book plan && said "replication lag > 5s; then 'runbook.sh pause'" && said 'did this stay away: complaints > 5' && said 'angry mails any'
result $? 'what no query tells is in the list of what is done'
gives 77 $book apply && said 'replication lag > 5s' && [ "$(sqlite3 "$DB" 'SELECT count(*) FROM items WHERE b IS NULL')" = 1 ]
result $? 'without a person nothing is begun that one must watch'
gives 0 $book apply --yes && said 'it stayed away (--yes)' && [ -e said ]
result $? '--yes answers that, visibly'
asked_fresh
gives 0 at_terminal $'y\ny\ny\n' $book apply && [ -e said ]
result $? 'a person says that nothing happened'
asked_fresh
gives 1 at_terminal $'y\nn\nn\n' $book apply && said "'complaints > 5' in Phase 1" && said stopped
result $? 'or that it did'
gives 1 at_terminal $'y\nn\ny\nn\n' $book resume && gives 1 at_terminal $'n\nn\ndeploy\n' $book resume \
    && said "rolled back to the end of phase 1" && [ ! -e said ]
result $? 'and the phase is undone'

finish
