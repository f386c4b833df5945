#!/bin/bash
# The catalog against SQLite: random statements, each of them on both, are taken and refused
# alike and leave the same, as PRAGMAs tell it and as the schema's own text does.
# usage: tests/script/catalog-sqlite.sh BELAY; prints TAP. LONG=1: more of them.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

check=$root/build/release/catalog-check
[ -x "$check" ] || make --no-print-directory -C "$root" CI=1 build/release/catalog-check >why 2>&1
result $? "the generator and the comparison build"

sequences() { # SEED STATEMENTS
    gives 0 "$check" sqlite 0 "$1" "$2" "$root/tests/catalog/sqlite.sql" sqlite3 -batch :memory:
    result $? "SQLite: $2 random statements, seed $1"
}

if [ "${LONG-}" ]; then
    for seed in 1 2 3 4 5 6; do sequences "$seed" 4000; done
else
    sequences 1 600
fi
echo "1..$count"
[ "$failed" -eq 0 ]
