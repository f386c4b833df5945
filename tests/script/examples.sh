#!/bin/bash
# The examples: judged and compiled; with LONG=1 carried out on a database: forward, back and forward
# again to the end. usage: tests/script/examples.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
. "$here/server.sh"

# What the plans' commands call: deploys and flags are taken, no metric says that anything is wrong.
mkdir commands
for command in kubectl flagctl helm systemctl journalctl ansible-playbook; do printf '#!/bin/sh\n' >"commands/$command"; done
printf '#!/bin/sh\necho 0\n' >commands/jq
printf '#!/bin/sh\ncase $* in *http_code*) echo 200 ;; esac\n' >commands/curl
chmod +x commands/*
export PATH=$work/commands:$PATH PROMETHEUS=http://localhost:9090 SITE_F8=http://localhost:8080

can_serve=
if [ "${LONG-}" ] && start_server; then
    can_serve=1
    trap 'stop_server; chmod -R u+w "$work"; rm -rf "$work"' EXIT
fi

judge() { # EXAMPLE
    gives 0 "$belay" lint --profile strict --fail-on note "$root/examples/$1/plan.belay"
    result $? "$1: nothing is said against it, in the strictest profile"
    gives 0 "$belay" lint --proof "$root/examples/$1/plan.belay" && said ' 0 by inference, 0 violated, 0 not judged'
    result $? "$1: all of it is proved"
    gives 0 "$belay" build "$root/examples/$1/plan.belay" -o "$1" \
        && gives 0 "$belay" build "$root/examples/$1/plan.belay" -o "$1" --check \
        && gives 0 "$1/runbook.sh" plan
    result $? "$1: it is built, and its runbook lists what it would do"
    runbook_of_none "$1/runbook.sh" >"$1/rest" && diff verified-email/rest "$1/rest" >why \
        && shellcheck_runbook "$1/runbook.sh"
    result $? "$1: shellcheck has nothing to say of its runbook"
}

# The database is that of schema.sql with the rows of rows.sql.
prepare_postgresql() { # EXAMPLE
    ask_server postgres "CREATE DATABASE \"$1\"" \
        && ask_server "$1" <"$root/examples/$1/schema.sql" && ask_server "$1" <"$root/examples/$1/rows.sql" \
        && export DATABASE_URL && DATABASE_URL=$(address_of "$1")
}

prepare_sqlite() { # EXAMPLE
    export APP_DB=$work/$1.db
    sqlite3 "$APP_DB" <"$root/examples/$1/schema.sql" && sqlite3 "$APP_DB" <"$root/examples/$1/rows.sql"
}

carry_out() { # ENGINE EXAMPLE PHASE that is the point of no return
    local engine=$1 example=$2
    [ "${LONG-}" ] || return
    if [ "$engine" = postgresql ] && [ -z "$can_serve" ]; then
        skip "$example: its runbook" 'no server can be started here'
        return
    fi
    gives 0 "prepare_$engine" "$example" && gives 0 "$example/runbook.sh" rehearse --yes --phrase "$3"
    result $? "$example: its runbook goes forward, back to the start, and forward to the end"
}

judge verified-email # `make demo` carries it out
judge wider-device-numbers
carry_out postgresql wider-device-numbers contract
judge coupon-reference
carry_out postgresql coupon-reference contract
judge framework-upgrade
carry_out postgresql framework-upgrade decommission
judge library-copies
carry_out sqlite library-copies contract
judge unique-login # runbook-mariadb.sh carries it out

for code in ORD001 ORD003 ORD004 ORD007 FLG003 CMP001 RBK010 VER001 VER002 RSK002; do
    gives 1 "$belay" lint "$root/examples/verified-email/broken.belay" && said "[$code]"
    result $? "the broken twin reports $code"
done
gives 1 "$belay" lint "$root/examples/verified-email/broken.belay" \
    && said "flag 'read_confirmed' is removed while 'web v2' asks it"
result $? 'and the flag with what is dropped under the version that asks it'
gives 1 "$belay" build "$root/examples/verified-email/broken.belay" -o "$work/broken" && [ ! -e "$work/broken" ]
result $? 'nothing is built of it'
gives 0 "$belay" build --no-lint "$root/examples/verified-email/broken.belay" -o "$work/broken"
result $? 'but with --no-lint'
finish
