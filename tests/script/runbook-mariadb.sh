#!/bin/bash
# The runbook on MariaDB: forward, killed between two changes of the schema and while rows are
# filled, back and forward again. With LONG=1 an example as well, with all that it waits for.
# usage: tests/script/runbook-mariadb.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2016,SC2154 # SQL has backquotes; tap.sh gives belay, here, work and count
. "$(dirname "$0")/tap.sh"
. "$here/mariadb.sh"
if ! start_mariadb; then
    skip 'MariaDB' 'no server can be started here'
    finish
    exit
fi
trap 'stop_mariadb; sleep 0.2; chmod -R u+w "$work"; rm -rf "$work"' EXIT

password="p@ss:w/r d%?&#\"'\\x;"
ask_mariadb '' "CREATE USER 'te\"ster'@'localhost' IDENTIFIED BY 'p@ss:w/r d%?&#\"\\'\\\\x;'; GRANT ALL ON *.* TO 'te\"ster'@'localhost'"
export STORE_URL="mariadb://te%22ster:p%40ss%3Aw%2Fr%20d%25%3F%26%23%22%27%5Cx%3B@localhost/de%60pot?socket=$mariadb_folder/socket"
database='de`pot'

ask() { ask_mariadb "$database" "$1"; }

# A client that ends the runbook: in front of what holds the text in the file `before`, behind
# what holds that in `after`, or while that in `during` is at work, of which it ends its own part.
mkdir bin
cat >bin/mariadb <<END
#!/bin/bash
printf '%s\\n' "\$*" >>"$work/called"
case "\$*" in *--unbuffered*) exec "$(command -v mariadb)" "\$@" ;; esac
input=\$(cat; printf x)
is() { [ -e "$work/\$1" ] && [[ \$input == *"\$(<"$work/\$1")"* ]]; }
end() { rm "$work/\$1" && kill -KILL "\$(<"$work/book.pid")"; sleep 0.1; exit 1; }
! is before || end before
if is during; then
    printf '%s' "\${input%x}" | "$(command -v mariadb)" "\$@" &
    sleep 0.4
    kill -KILL \$!
    end during
fi
printf '%s' "\${input%x}" | "$(command -v mariadb)" "\$@"
status=\$?
! is after || end after
exit "\$status"
END
chmod +x bin/mariadb
PATH=$work/bin:$PATH

book() { # ARGUMENT...
    out/runbook.sh "$@" &
    echo $! >book.pid
    wait $!
}

ended() { # before|after TEXT ARGUMENT...: the runbook is ended there, and its client
    printf '%s' "$2" >"$1"
    gives 137 book "${@:3}" --yes && [ ! -e "$1" ] && flock -w 5 out/state/lock true
}

fresh() {
    ask_mariadb '' 'DROP DATABASE IF EXISTS `de``pot`; CREATE DATABASE `de``pot`'
    ask "CREATE TABLE \`she'lf\` (id int PRIMARY KEY, town varchar(40)) ENGINE=InnoDB; INSERT INTO \`she'lf\` VALUES (1, 'a');
        CREATE TABLE counted (n int) ENGINE=InnoDB; INSERT INTO counted VALUES (0);
        CREATE TABLE item (id bigint unsigned PRIMARY KEY, code varchar(10), n int) ENGINE=InnoDB;
        INSERT INTO item SELECT 9007199254740993 + seq, seq, NULL FROM seq_1_to_1000;
        CREATE PROCEDURE count_it() UPDATE counted SET n = n + 10;"
    rm -rf out/state
}

cat >plan.belay <<'END'
plan "Shelves" {
  store main {
    engine mariadb 10.6
    connect env STORE_URL
    table item { key id }
    schema ```sql
      CREATE TABLE `she'lf` (id int PRIMARY KEY, town varchar(40)) ENGINE=InnoDB;
      CREATE TABLE item (id bigint unsigned PRIMARY KEY, code varchar(10), n int) ENGINE=InnoDB;
    ```
  }
  move counting from item.code to item.n { forward "coalesce(n, 0) + 1 -- counted" }
  move copying from item to `co"p'y` { columns id -> id, code -> `co"de`, n -> n }
  phase expand "Columns" {
    step "Several" ```sql
      SET @high = 3;
      ALTER TABLE `she'lf` ADD COLUMN `flo``or "1" \` int;
      INSERT INTO `she'lf` VALUES (100, 'it''s \'a\' \\', @high);
      UPDATE counted SET n = n + 1;
      CREATE INDEX by_floor ON `she'lf` (`flo``or "1" \`);
    ```
    step "A body" ```sql
      CREATE TRIGGER trimmed BEFORE INSERT ON `she'lf` FOR EACH ROW BEGIN
        SET NEW.town = trim(NEW.town);
        SET NEW.id = NEW.id + 0;
      end
    ```
    step "Nobody can see it" ```sql
      CALL count_it();
    ```
    verify "The row" = "it's 'a' \\" ```sql
      SELECT town FROM `she'lf` WHERE id = 100
    ```
    verify "None" is empty ```sql
      SELECT 1 FROM `she'lf` WHERE id = 7
    ```
    rollback "Undo" ```sql
      DROP TRIGGER trimmed;
      DROP INDEX by_floor ON `she'lf`;
      ALTER TABLE `she'lf` DROP COLUMN `flo``or "1" \`;
      DELETE FROM `she'lf` WHERE id = 100;
      UPDATE counted SET n = 0;
    ```
  }
  phase backfill "Rows" {
    step "Another table" ```sql
      CREATE TABLE `co"p'y` (`co"de` varchar(10), n int, id bigint unsigned PRIMARY KEY) ENGINE=InnoDB;
      INSERT INTO `co"p'y` VALUES ('gone', 0, 9007199254740994 + 500), ('gone', 0, 7);
      DELETE FROM item WHERE id = 9007199254740994 + 500;
    ```
    writes copying old, new by trigger
    backfill counting {
      batch 40
      target 1ms
      pause 20ms
      where ```sql
        1 = 1
      ```
    }
    backfill copying { batch 100 }
    verify "Each once" = 999 ```sql
      SELECT count(*) FROM item JOIN `co"p'y` USING (id) WHERE item.n = 1 AND `co"p'y`.n = 1 AND code = `co"de`
    ```
    verify rows copying
    verify checksum copying
    verify sample copying 20
    verify no-writes item over 1s
    verify "Nothing of its own" = 999 ```sql
      SELECT count(*) FROM `co"p'y`
    ```
    rollback {
      writes copying old
      run "Undo" ```sql
        DROP TABLE `co"p'y`;
        UPDATE item SET n = NULL;
      ```
    }
  }
  phase verify "Values" {
    verify "NULL" = "NULL" ```sql
      SELECT NULL
    ```
    verify "the word" = "NULL" ```sql
      SELECT 'NULL'
    ```
    verify "marks" = "<a href=\"x\"> & >" ```sql
      SELECT '<a href="x"> & >' AS `<field name="`
    ```
    verify "rows" = 1 ```sql
      SELECT 1 UNION ALL SELECT 1
    ```
    verify "a row" is empty ```sql
      SELECT NULL
    ```
    verify "a write" = 9 ```sql
      INSERT INTO counted VALUES (9) RETURNING n
    ```
    rollback none "nothing"
  }
  phase contract "Drop it" {
    backup last on main
    step "Drop it" ```sql
      ALTER TABLE `she'lf` DROP COLUMN town;
    ```
    verify "It is gone" = 0 ```sql
      SELECT count(*) FROM information_schema.columns WHERE table_schema = database() AND column_name = 'town'
    ```
    rollback restore last
  }
}
END
gives 0 "$belay" build --no-lint plan.belay -o out
result $? 'a runbook for MariaDB is built'
shellcheck_runbook out/runbook.sh
result $? 'shellcheck finds nothing'
fresh
ask_mariadb "$database" 'SHOW CREATE TABLE `she'"'"'lf`' >before.schema
ask "CREATE INDEX by_floor ON \`she'lf\` (town)"
gives 65 out/runbook.sh apply --yes && said "index she'lf.by_floor is there already (step 1)" && said 'nothing of it was done'
result $? 'what a phase needs is asked before its first action'
ask "DROP INDEX by_floor ON \`she'lf\`"
ended after 'CREATE INDEX by_floor' apply
result $? 'it is ended behind a change, before that is written down'
gives 0 out/runbook.sh status && said 'running    step 1/s1.3' && ended before 'CREATE TRIGGER trimmed' apply && said 'it was made by an earlier run'
result $? 'the catalog says that it was made; it is ended in front of another one'
ended after 'CALL count_it' apply && ! grep -q 'it was made' why
result $? 'that one is made; it is ended behind what nobody can see'
gives 77 out/runbook.sh resume --yes && said 'nobody knows whether' && said 'mark 1/s3 done'
result $? 'which is not run again by itself'
gives 0 out/runbook.sh mark 1/s3 'done' --reason 'it was looked at' && gives 0 out/runbook.sh resume --to 1 \
    && said "passed: it\\'s\\ \\'a\\'"
result $? 'when somebody has looked, it goes on'
[ "$(ask 'SELECT n FROM counted')" = 11 ]
result $? 'each statement was run once'
ended after 'CREATE TRIGGER' apply && ended during 'CALL belay_fill' apply && gives 0 out/runbook.sh status \
    && said 'running    step 2/s3'
result $? 'it is ended while rows are filled, and the server goes on alone'
gives 0 out/runbook.sh resume --to 2 && said 'filled: 999 rows'
result $? 'and every row is filled exactly once, also those of a table of its own'
[ -z "$(ask "SHOW TABLES LIKE 'belay_fill%'")$(ask "SHOW PROCEDURE STATUS LIKE 'belay_fill%'")" ]
result $? 'what the filling needed is gone'
ask "UPDATE item SET n = 7 WHERE code = '5'; DELETE FROM item WHERE code = '6'; INSERT INTO item VALUES (4, 'new', 3), (5, 'gone', 3);
    DELETE FROM item WHERE id = 5; UPDATE item SET code = 'newer' WHERE id = 4"
[ "$(ask "SELECT count(*) FROM item JOIN \`co\"p'y\` AS c USING (id) WHERE item.n = c.n AND code = \`co\"de\`")" = 999 ] \
    && [ "$(ask "SELECT count(*) FROM \`co\"p'y\`")" = 999 ]
result $? 'triggers carry over what is changed, deleted and added'
ask "UPDATE \`co\"p'y\` SET \`co\"de\` = concat(\`co\"de\`, ' ') WHERE id % 500 = 3"
gives 1 out/runbook.sh verify 2 && said '999 on both sides' && said '2 of the old side are not so on the new one, 0 of the new' \
    && said 'its content is the same'
result $? 'a text that a collation takes for the same differs'
gives 1 out/runbook.sh verify 3 && [ "$(grep -c passed why)/$(grep -c FAILED why)" = 2/4 ] && said "'NULL': got NULL" \
    && said "'rows': got more than one row" && said "'a row': expected no row" && said "'a write': its query failed"
result $? 'NULL, several values, a row that should not be there and a write do not pass'
[ "$(ask 'SELECT count(*) FROM counted')" = 1 ]
result $? 'a verification writes nothing'
! grep -qF -e "$password" -e 'p%40ss' called && grep -qF -- '--defaults-file=' called && ! grep -rqF -e "$password" -e 'p%40ss' out/state
result $? 'no password is in a command line, or in the state folder'
(echo 'START TRANSACTION; SELECT * FROM `she'"'"'lf`; DO SLEEP(1.5);' | ask_mariadb "$database" >/dev/null) &
sleep 0.3
ended after 'DROP COLUMN' rollback --to 0
result $? 'the way back is ended as well, behind a lock that it waited for'
gives 0 out/runbook.sh resume && said 'it was made by an earlier run'
result $? 'and goes on'
ask_mariadb "$database" 'SHOW CREATE TABLE `she'"'"'lf`' >after.schema
diff before.schema after.schema >why && [ "$(ask 'SELECT n FROM counted')" = 0 ]
result $? 'back to where it began'
cp -r out other && rm -rf other/state
out/runbook.sh pause
out/runbook.sh apply --yes --to 1 >paused 2>&1 &
for _ in $(seq 50); do grep -qs paused paused && break; sleep 0.1; done
gives 75 other/runbook.sh apply --yes --to 1 && said 'another runbook is at work on the database' \
    && gives 0 other/runbook.sh status && said 'locked by session'
result $? 'a second runbook is refused by the server'
session=$(other/runbook.sh unlock | head -n 1 | cut -f 1)
gives 0 other/runbook.sh unlock "$session"
out/runbook.sh continue
wait $!
[ $? = 69 ] && grep -q 'the session that held the lock of the database is lost' paused
result $? 'unlock ends its session, and the first one stops'
out/runbook.sh apply --yes --to 2 >why 2>&1
out/runbook.sh mark 3/phase skipped --reason 'a test' >/dev/null
gives 77 out/runbook.sh apply --yes && said "--phrase 'contract'"
result $? 'nothing is dropped without the phrase'
gives 0 out/runbook.sh apply --yes --phrase contract && grep -q "INSERT INTO .counted" out/state/backup/last \
    && ! grep -q belay_ledger out/state/backup/last
result $? 'a backup is taken, and the last phase is carried out'
gives 78 out/runbook.sh rollback --to 0 --yes && said 'Phase 4 is behind the point of no return'
result $? 'behind which there is no rollback'

# `verify schema`: what another hand changed is named, and nothing else.
cat >checked.belay <<'END'
plan "Checked" {
  store main { engine mariadb 10.6; connect env STORE_URL; schema "checked.sql" }
  phase prepare "Look" { verify schema; rollback none "nothing is done" }
  phase expand "Add" {
    step "A column" ```sql
      ALTER TABLE loans ADD COLUMN days int NOT NULL DEFAULT 14, ADD KEY by_days (days DESC, item);
    ```
    verify schema
    rollback auto
  }
}
END
cat >checked.sql <<'END'
CREATE TABLE Items (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, code varchar(10) NOT NULL DEFAULT 'none',
  made timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, `we'ird "\n.` enum('a','b'), UNIQUE (code)) ENGINE=InnoDB;
CREATE TABLE loans (id int PRIMARY KEY, item bigint unsigned, weight decimal(10,2) DEFAULT 0.5, twice int AS (id * 2) STORED,
  CHECK (weight > 0), CONSTRAINT of_item FOREIGN KEY (item) REFERENCES Items (id) ON DELETE CASCADE,
  FOREIGN KEY (item) REFERENCES Items (id)) ENGINE=InnoDB;
CREATE VIEW late AS SELECT id FROM loans;
CREATE TRIGGER counted_too BEFORE UPDATE ON loans FOR EACH ROW SET NEW.weight = NEW.weight + 0;
END
"$belay" build --no-lint --quiet checked.belay -o checked || exit 2
export BELAY_STATE=$work/checked/state
ask_mariadb '' 'DROP DATABASE IF EXISTS `de``pot`; CREATE DATABASE `de``pot`'
ask_mariadb "$database" <checked.sql
gives 0 checked/runbook.sh apply --yes && gives 0 checked/runbook.sh rollback --to 1 --yes && said 'nothing of main differs' \
    && gives 0 checked/runbook.sh apply --yes
result $? 'the schema is the one that the plan leads to, and behind a rollback the one from before'
ask "ALTER TABLE Items MODIFY code varchar(20) DEFAULT 'none', ADD COLUMN extra int; DROP VIEW late; DROP TRIGGER counted_too;
    ALTER TABLE loans DROP KEY by_days, ALTER days SET DEFAULT 7, DROP FOREIGN KEY of_item; CREATE TABLE left_over (n int)"
gives 1 checked/runbook.sh verify 2 && said "differs: column items.code: type is 'varchar(20)', expected 'varchar(10)'" \
    && said "column items.code: nullability is 'null', expected 'not null'" && said 'column Items.extra is there, and is not expected' \
    && said 'view late is missing' && said 'trigger loans.counted_too is missing' && said 'index loans.by_days is missing' \
    && said "column loans.days: default is '7', expected '14'" && said 'constraint loans.of_item is missing' \
    && said 'table left_over is there, and is not expected' && said 'main differs in 9 places'
result $? 'what another hand changed is named, and nothing else'

if [ -n "${LONG-}" ]; then
    unset BELAY_STATE
    for name in ansible-playbook flagctl curl; do printf '#!/bin/sh\ntrue\n' >bin/$name; done
    printf '#!/bin/sh\necho 0.1\n' >bin/jq
    chmod +x bin/*
    "$belay" build --no-lint "$root/examples/unique-login/plan.belay" -o login >why 2>&1
    export DATABASE_URL=$STORE_URL PROMETHEUS=x
    fresh_login() {
        ask_mariadb '' 'DROP DATABASE IF EXISTS `de``pot`; CREATE DATABASE `de``pot`'
        ask_mariadb "$database" <"$root/examples/unique-login/schema.sql"
        ask_mariadb "$database" <"$root/examples/unique-login/rows.sql"
    }
    fresh_login
    gives 0 login/runbook.sh rehearse --yes --approver Ada
    result $? 'an example on MariaDB is rehearsed: forward, back, and forward to the end'
    [ "$(ask 'SELECT count(*), count(login), count(DISTINCT login) FROM members')" = $'20000\t20000\t20000' ]
    result $? 'and every row has what it should'
fi
finish
