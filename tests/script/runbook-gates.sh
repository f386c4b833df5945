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
gives 1 $book apply --to 2 && said "run 'runbook.sh rollback --to 1'" && [ "$(tail -n 1 "done")" = 'flag 50%' ]
result $? 'a trigger ends a ramp, and says what to do'
gives 0 $book rollback --to 1 && [ "$(tail -n 1 "done")" = 'flag 0%' ]
result $? 'and that can be done'
echo 12 >errors
gives 1 $book apply --to 2 && said 'does not hold in Phase 2'
result $? "a metric of the phase that does not hold ends it behind the first percentage"
echo nothing >errors
gives 2 $book apply --to 2 && said 'gives no number'
result $? 'no number is inconclusive'
echo 10.5 >errors
gives 0 $book resume --to 2 && [ "$(tail -n 1 "done")" = 'flag 100%' ]
result $? 'and it goes on behind that percentage'
[ "$(grep -c 'flag 50%' "done")" = 2 ]
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

finish
