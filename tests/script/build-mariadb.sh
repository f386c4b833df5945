#!/bin/bash
# What `build` writes for MariaDB runs on a server of the tests' own, with the algorithms and
# locks that it states.
# shellcheck disable=SC1091,SC2154 # tap.sh and mariadb.sh give what they give
. "$(dirname "$0")/tap.sh"
. "$here/mariadb.sh"
trap 'stop_mariadb; sleep 0.2; chmod -R u+w "$work"; rm -rf "$work"' EXIT

if ! start_mariadb; then
    skip "what build writes runs on MariaDB" "there is no server here"
    echo "1..$count"
    exit 0
fi
version=$(ask_mariadb '' 'SELECT version()' | cut -d- -f1)

cat >schema.sql <<'SQL'
CREATE TABLE depot (id int PRIMARY KEY, town varchar(40)) ENGINE=InnoDB;
CREATE TABLE parcel (id int PRIMARY KEY, depot_id int, title varchar(60), state enum('new','sent'),
    weight int NOT NULL DEFAULT 0, notes text, KEY parcel_depot (depot_id)) ENGINE=InnoDB;
SQL
cat >plan.belay <<PLAN
plan "Parcels" {
  store main {
    engine mariadb $version
    schema \`\`\`sql
$(cat schema.sql)
    \`\`\`
  }
  phase expand "Every form" {
    step "Columns" on main \`\`\`sql
      ALTER TABLE parcel ADD COLUMN sent_at datetime AFTER title, ADD COLUMN seen bool NOT NULL DEFAULT 0;
      ALTER TABLE parcel ALTER COLUMN weight SET DEFAULT 1;
      ALTER TABLE parcel MODIFY title varchar(63) -- no more bytes for its length
      ;
      ALTER TABLE parcel RENAME COLUMN notes TO remarks;
      ALTER TABLE parcel MODIFY state enum('new','sent','lost');
    \`\`\`
    step "Keys" on main \`\`\`sql
      CREATE INDEX parcel_sent ON parcel (sent_at);
      ALTER TABLE parcel ADD UNIQUE KEY parcel_title (title, id);
      ALTER TABLE parcel RENAME INDEX parcel_depot TO parcel_of_depot;
      DROP INDEX parcel_sent ON parcel;
      ALTER TABLE depot COMMENT = 'where parcels lie';
    \`\`\`
    step "Copies, and says so itself" on main \`\`\`sql
      ALTER TABLE parcel MODIFY weight bigint NOT NULL DEFAULT 1, ALGORITHM=COPY;
      ALTER TABLE parcel MODIFY state varchar(10);
    \`\`\`
    rollback none "tried on a copy"
  }
}
PLAN

gives 0 "$belay" build --no-lint plan.belay -o out --only sql
result $? "build writes SQL for MariaDB"
deploy=out/sql/01-expand/main/deploy.sql
grep -c 'ALGORITHM=' "$deploy" >why 2>&1
[ "$(cat why)" -ge 9 ] && ! grep 'varchar(10)' "$deploy" | grep -q ALGORITHM
result $? "an algorithm is stated wherever belay knows it, and no copy is asked for"
grep -q 'SESSION lock_wait_timeout = 5' "$deploy"
result $? "a lock is not waited for without end"
ask_mariadb '' 'CREATE DATABASE parcels' && ask_mariadb parcels <schema.sql
ask_mariadb parcels <"$deploy" >why 2>&1
result $? "the server takes every statement with what is stated in it"

# What it says must be what makes the server refuse a copy: a type that needs one.
gives 1 ask_mariadb parcels 'ALTER TABLE parcel MODIFY seen bigint, ALGORITHM=INSTANT' && said 'ALGORITHM=INSTANT'
result $? "a server refuses an algorithm that it cannot keep"

# A transaction that stays open holds the table: the change gives up in time.
( echo 'START TRANSACTION; SELECT * FROM depot; DO SLEEP(5);' | ask_mariadb parcels >/dev/null 2>&1 ) &
sleep 1
began=$SECONDS
gives 1 ask_mariadb parcels "SET SESSION lock_wait_timeout = 1; ALTER TABLE depot ADD COLUMN x int, ALGORITHM=INSTANT" && said 1205
result $? "a change gives up behind a transaction that stays open"
[ $((SECONDS - began)) -lt 5 ]
result $? "and does so in time"
echo "1..$count"
[ "$failed" -eq 0 ]
