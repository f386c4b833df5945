#!/bin/bash
# The runbook on MariaDB: forward, killed between two changes of the schema, and back again.
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

# A client that ends the runbook: in front of what holds the text in the file `before`, or behind
# what holds that in `after`.
mkdir bin
cat >bin/mariadb <<END
#!/bin/bash
printf '%s\\n' "\$*" >>"$work/called"
case "\$*" in *--unbuffered*) exec "$(command -v mariadb)" "\$@" ;; esac
input=\$(cat; printf x)
is() { [ -e "$work/\$1" ] && [[ \$input == *"\$(<"$work/\$1")"* ]]; }
end() { rm "$work/\$1" && kill -KILL "\$(<"$work/book.pid")"; sleep 0.1; exit 1; }
! is before || end before
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
        CREATE PROCEDURE count_it() UPDATE counted SET n = n + 10;"
    rm -rf out/state
}

cat >plan.belay <<'END'
plan "Shelves" {
  store main {
    engine mariadb 10.6
    connect env STORE_URL
    schema ```sql
      CREATE TABLE `she'lf` (id int PRIMARY KEY, town varchar(40)) ENGINE=InnoDB;
    ```
  }
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
      END
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
  phase verify as null "NULL" { verify "It" = "NULL" ```sql
    SELECT NULL
    ```
    rollback none "nothing" }
  phase verify as text "The word NULL" { verify "It" = "NULL" ```sql
    SELECT 'NULL'
    ```
    rollback none "nothing" }
  phase verify as marks "Marks" { verify "It" = "<a href=\"x\"> & >" ```sql
    SELECT '<a href="x"> & >' AS `<field name="`
    ```
    rollback none "nothing" }
  phase verify as rows "Two rows" { verify "It" = 1 ```sql
    SELECT 1 UNION ALL SELECT 1
    ```
    rollback none "nothing" }
  phase verify as writes "It writes" { verify "It" = 9 ```sql
    INSERT INTO counted VALUES (9) RETURNING n
    ```
    rollback none "nothing" }
}
END
gives 0 "$belay" build --no-lint plan.belay -o out
result $? 'a runbook for MariaDB is built'
gives 0 shellcheck -S style out/runbook.sh
result $? 'shellcheck finds nothing'
fresh
ask_mariadb "$database" 'SHOW CREATE TABLE `she'"'"'lf`' >before.schema
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
for index in '2 1' '3 0' '4 0' '5 1' '6 1'; do
    gives "${index#* }" out/runbook.sh verify "${index% *}"
    result $? "verification ${index% *} gives ${index#* }"
done
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
finish
