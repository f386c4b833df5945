#!/bin/bash
# `rollback auto` on SQLite and PostgreSQL: what the emitted deploy.sql changes, revert.sql takes
# back, twice where the engine can say IF EXISTS, so that a dump is what it was before.
# usage: tests/script/inverse.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"

write_plan() { # ENGINE STEPS ROLLBACK: the steps are separated by ;;
    printf 'plan "A phase and its way back" {\n  store main { engine %s }\n  phase expand "It" {\n' "$1"
    printf '%s' "$2" | awk 'BEGIN { RS = ";;" } { printf "    step on main ```sql\n      %s\n    ```\n", $0 }'
    printf '    %s\n  }\n}\n' "$3"
}

build() { # ENGINE STEPS [ROLLBACK]
    write_plan "$1" "$2" "${3-rollback auto}" >plan.belay
    gives 0 "$belay" build --no-lint --quiet --force --only sql plan.belay -o out
}

# Runs the case, and says what became of it: refused, deploy, revert, again, differs or back.
# The engine's own are `fresh`, `run FILE` and `dump`.
there_and_back() { # ENGINE STEPS [ROLLBACK]
    local folder=out/sql/01-expand/main
    rm -rf out
    build "$@" || { echo refused; return; }
    fresh && dump >before
    run $folder/deploy.sql >why 2>&1 || { echo deploy; return; }
    dump >between
    [ ! -e $folder/revert.sql ] || run $folder/revert.sql >why 2>&1 || { echo revert; return; }
    dump >after
    diff -u before after >why || { echo differs; return; }
    # A way back that was interrupted is begun again from its begin.
    if [ "$1" = postgresql ] && [ -e $folder/revert.sql ] && ! grep -q 'RENAME COLUMN' $folder/revert.sql; then
        run $folder/revert.sql >why 2>&1 || { echo again; return; }
    fi
    cmp -s before between && { echo unchanged; return; }
    echo back
}

expect() { # RESULT ENGINE STEPS [ROLLBACK]
    local expected=$1 got
    shift
    got=$(there_and_back "$@")
    [ "$got" = "$expected" ] || echo "$got, expected $expected" >>why
    [ "$got" = "$expected" ]
    result $? "$1: $2 ($expected)"
}

# ---- SQLite

fresh() {
    rm -f db && sqlite3 -bail db "
        CREATE TABLE stock (id integer PRIMARY KEY, amount int NOT NULL DEFAULT 3, place text);
        CREATE TABLE \"Order Lines\" (id integer, \"unit price\" real);
        CREATE INDEX stock_place ON stock (place);
        INSERT INTO stock VALUES (1, 2, 'cellar'), (2, 5, NULL)"
}
run() { sqlite3 -bail db <"$1"; }
# A name that came back stands in quotes, which it may not have done before.
dump() { sqlite3 db .dump | sed 's/"\(stock\)"/\1/g; s/IF NOT EXISTS //'; }

while IFS= read -r steps; do
    expect back sqlite "$steps"
done <<'END'
CREATE TABLE parts (id int, stock int REFERENCES stock (id))
CREATE TABLE parts AS SELECT * FROM stock; CREATE INDEX parts_i ON parts (amount); INSERT INTO parts SELECT * FROM stock
ALTER TABLE stock ADD COLUMN kind int
ALTER TABLE stock ADD kind int NOT NULL DEFAULT 5 CHECK (kind > 0)
ALTER TABLE stock ADD kind int REFERENCES stock (id)
ALTER TABLE stock ADD twice int GENERATED ALWAYS AS (amount * 2) VIRTUAL
ALTER TABLE stock ADD kind text COLLATE nocase ;; UPDATE stock SET kind = place ;; CREATE INDEX stock_kind ON stock (kind)
ALTER TABLE stock RENAME TO goods ;; ALTER TABLE goods RENAME COLUMN amount TO pieces; ALTER TABLE goods ADD kind; CREATE UNIQUE INDEX goods_kind ON goods (kind)
ALTER TABLE "Order Lines" RENAME COLUMN "unit price" TO 'unit cost'
ALTER TABLE [Order Lines] ADD [net price] real; CREATE INDEX [an index] ON [Order Lines] ([net price])
CREATE INDEX main.stock_amount ON stock (amount) WHERE amount > 0
CREATE TABLE parts (a); ALTER TABLE parts RENAME TO pieces ;; INSERT INTO pieces VALUES (1)
CREATE TRIGGER t AFTER INSERT ON stock BEGIN DELETE FROM stock WHERE amount = 0; END
CREATE VIEW amounts AS SELECT amount FROM stock
END
expect unchanged sqlite 'CREATE TEMP TABLE scratch (a); INSERT INTO scratch VALUES (1)'
while IFS= read -r steps; do
    expect refused sqlite "$steps"
done <<'END'
ALTER TABLE stock ADD kind; ALTER TABLE stock DROP kind
ALTER TABLE stock DROP COLUMN place
UPDATE stock SET amount = 4
DROP INDEX stock_place
CREATE TABLE IF NOT EXISTS stock (id)
END
# A test that finds nothing wrong with a wrong way back would find nothing at all.
expect differs sqlite 'ALTER TABLE stock ADD kind int' 'rollback none "nothing to undo"'
expect differs sqlite 'DELETE FROM stock WHERE id = 1' 'rollback none "nothing to undo"'
expect revert sqlite 'CREATE UNIQUE INDEX stock_amount ON stock (amount); ALTER TABLE stock ADD kind int' \
    $'rollback "Drop the wrong one" ```sql\n  ALTER TABLE stock DROP COLUMN amount;\n```'

# ---- PostgreSQL

if ! start_server; then
    skip 'PostgreSQL' 'no server can be started here'
    finish
    exit
fi
trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT

fresh() { # the one before may have left what it did
    cmp -s before after && return
    ask_server postgres 'DROP DATABASE IF EXISTS app WITH (FORCE)' 2>/dev/null
    ask_server postgres 'CREATE DATABASE app'
    ask_server app "
        CREATE SCHEMA shop;
        CREATE TABLE stock (id serial PRIMARY KEY, amount int NOT NULL DEFAULT 3, place text);
        CREATE TABLE shop.\"Order Lines\" (id int, \"unit price\" real);
        CREATE INDEX stock_place ON stock (place);
        CREATE TABLE moves (id int REFERENCES stock (id), stock_id int);
        ALTER TABLE moves ADD CONSTRAINT moves_old CHECK (stock_id > 0) NOT VALID;
        CREATE VIEW amounts AS SELECT id, amount FROM stock;
        INSERT INTO stock VALUES (1, 2, 'cellar'), (2, 5, NULL)"
}
run() { PGOPTIONS='-c client_min_messages=warning' ask_server app <"$1"; }
dump() {
    pg_dump -h "$work/server" -p "$port" -U tester app | grep -v '^--' | grep -v '^\\\(un\)\{0,1\}restrict'
}
rm -f before after

while IFS= read -r steps; do
    expect back postgresql "$steps"
done <<'END'
CREATE TABLE parts (id serial PRIMARY KEY, stock int REFERENCES stock (id) ON DELETE CASCADE, UNIQUE (stock))
CREATE TABLE shop.parts AS SELECT * FROM stock; CREATE INDEX ON shop.parts (amount) ;; ALTER TABLE shop.parts ADD PRIMARY KEY (id); DELETE FROM shop.parts
SELECT * INTO parts FROM stock
ALTER TABLE stock ADD COLUMN kind int
ALTER TABLE stock ADD kind int NOT NULL DEFAULT 1 REFERENCES stock (id) CHECK (kind > 0)
ALTER TABLE stock ADD number serial UNIQUE
ALTER TABLE stock ADD number int GENERATED ALWAYS AS IDENTITY
ALTER TABLE stock ADD twice int GENERATED ALWAYS AS (amount * 2) STORED
ALTER TABLE stock ADD kind text, ADD CONSTRAINT kind_is_long CHECK (length(kind) > 3) NOT VALID ;; UPDATE stock SET kind = 'plain' ;; ALTER TABLE stock VALIDATE CONSTRAINT kind_is_long ;; ALTER TABLE stock ALTER kind SET NOT NULL ;; CREATE INDEX CONCURRENTLY stock_kind ON stock (kind)
ALTER TABLE stock RENAME TO goods ;; ALTER TABLE goods RENAME COLUMN amount TO pieces; ALTER TABLE goods ADD kind int; CREATE UNIQUE INDEX goods_kind ON goods (kind)
ALTER TABLE stock RENAME TO goods
ALTER TABLE shop."Order Lines" RENAME TO "Order Items" ;; ALTER TABLE shop."Order Items" RENAME "unit price" TO "Net"
CREATE INDEX "An Index" ON shop."Order Lines" (id)
CREATE INDEX CONCURRENTLY stock_amount ON stock (amount) WHERE amount > 0
CREATE UNIQUE INDEX CONCURRENTLY lines_id ON shop."Order Lines" (id)
ALTER TABLE moves ADD CONSTRAINT moves_stock FOREIGN KEY (stock_id) REFERENCES stock (id) NOT VALID ;; ALTER TABLE moves VALIDATE CONSTRAINT moves_stock
ALTER TABLE moves ADD CONSTRAINT moves_once UNIQUE (stock_id)
ALTER TABLE moves ADD CONSTRAINT moves_alone EXCLUDE USING btree (stock_id WITH =)
ALTER TABLE stock ADD kind int DEFAULT 4; ALTER TABLE stock ALTER kind SET DEFAULT 5
CREATE TABLE parts (a int); ALTER TABLE parts RENAME TO pieces ;; INSERT INTO pieces VALUES (1)
CREATE TABLE lots (a int) PARTITION BY RANGE (a); CREATE TABLE lots_1 PARTITION OF lots FOR VALUES FROM (1) TO (5); CREATE INDEX lots_a ON lots (a)
CREATE TABLE "user" ("order" int, "a""b" text); ALTER TABLE stock ADD COLUMN "a""b" int
ALTER TABLE amounts RENAME COLUMN amount TO pieces
CREATE INDEX IF NOT EXISTS stock_amount ON stock (amount)
END
expect unchanged postgresql 'CREATE TEMP TABLE scratch (a int); INSERT INTO scratch VALUES (1)'
expect unchanged postgresql 'ALTER TABLE stock ADD kind int; ALTER TABLE stock DROP kind'
while IFS= read -r steps; do
    expect refused postgresql "$steps"
done <<'END'
ALTER TABLE moves ADD CONSTRAINT moves_key PRIMARY KEY (id)
ALTER TABLE moves VALIDATE CONSTRAINT moves_old
ALTER TABLE moves ADD UNIQUE (stock_id)
CREATE INDEX ON moves (stock_id)
ALTER TABLE stock ALTER amount DROP NOT NULL
ALTER TABLE stock ALTER amount TYPE bigint
WITH gone AS (DELETE FROM moves RETURNING id) INSERT INTO stock SELECT id FROM gone
CREATE TABLE old_moves AS WITH gone AS (DELETE FROM moves RETURNING *) SELECT * FROM gone
ALTER TABLE stock ADD COLUMN IF NOT EXISTS amount int
SELECT setval('stock_id_seq', 10)
SET search_path = shop; CREATE TABLE parts (a int)
DROP VIEW amounts
\i other.sql
END
expect differs postgresql 'ALTER TABLE stock ADD kind int' 'rollback none "nothing to undo"'
# Why a primary key is refused: NOT NULL stays.
expect differs postgresql 'ALTER TABLE moves ADD CONSTRAINT moves_key PRIMARY KEY (id)' \
    $'rollback "Drop it" ```sql\n  ALTER TABLE moves DROP CONSTRAINT moves_key;\n```'
finish
