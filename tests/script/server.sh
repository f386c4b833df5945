# A PostgreSQL server of the tests' own in the scratch folder, on a socket. Sourced behind tap.sh.
# shellcheck shell=bash disable=SC2154 # tap.sh gives work
postgres=$(find /usr/lib/postgresql -name initdb -path '*/bin/*' 2>/dev/null | sort -V | tail -n 1)
postgres=${postgres%/initdb}
# Debian's own psql is a script that looks for the newest one, which takes four times as long as a
# query; with LONG=1 it is run all the same.
[ -z "$postgres" ] || [ "${LONG-}" ] || PATH=$postgres:$PATH
server=()
[ "$(id -u)" != 0 ] || server=(setpriv --reuid=65534 --regid=65534 --clear-groups)
port=$((20000 + RANDOM % 20000))

start_server() { # fails where there is none
    [ -n "$postgres" ] && command -v psql >/dev/null || return 1
    mkdir -p server && chmod 777 server && chmod a+rx "$work"
    if [ ! -e server/data ]; then
        "${server[@]}" "$postgres/initdb" -D server/data -U tester --auth=trust >server.log 2>&1 || return 1
    fi
    "${server[@]}" "$postgres/pg_ctl" -D server/data -l server/log -w start \
        -o "-p $port -k $work/server -c listen_addresses= -c fsync=off -c max_connections=40" >>server.log 2>&1
}

stop_server() {
    [ -z "$postgres" ] || "${server[@]}" "$postgres/pg_ctl" -D server/data -m immediate stop >/dev/null 2>&1
}

# Of a database, for the runbook and for the tests.
address_of() { # DATABASE
    printf 'postgresql://tester@/%s?host=%s/server&port=%s' "$1" "$work" "$port"
}

ask_server() { # DATABASE [QUERY]: the query, or what stands on standard input
    psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$work/server" -p "$port" -U tester -d "$1" ${2+-c "$2"}
}
