# A MariaDB server of the tests' own in the scratch folder, on a socket. Sourced behind tap.sh.
# It is never started as root: as nobody then.
# shellcheck shell=bash disable=SC2154 # tap.sh gives work
mariadb_as=()
[ "$(id -u)" != 0 ] || mariadb_as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
mariadb_folder=${work}/mariadb

start_mariadb() { # fails where there is none
    local mariadbd try
    mariadbd=$(PATH=$PATH:/usr/sbin command -v mariadbd) && command -v mariadb-install-db >/dev/null || return 1
    mkdir -p "$mariadb_folder" && chmod 777 "$mariadb_folder" && chmod a+rx "$work"
    if [ ! -e "$mariadb_folder/data" ]; then
        "${mariadb_as[@]}" mariadb-install-db --no-defaults --datadir="$mariadb_folder/data" --skip-test-db \
            --auth-root-authentication-method=normal --skip-name-resolve >mariadb.log 2>&1 || return 1
    fi
    "${mariadb_as[@]}" "$mariadbd" --no-defaults --datadir="$mariadb_folder/data" \
        --socket="$mariadb_folder/socket" --pid-file="$mariadb_folder/pid" --skip-networking \
        --skip-name-resolve --tmpdir="$mariadb_folder" --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M \
        --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci >>mariadb.log 2>&1 &
    disown # it is killed in the end, and that is no news
    for try in $(seq 100); do
        [ -S "$mariadb_folder/socket" ] && ask_mariadb '' 'SELECT 1' >/dev/null 2>&1 && return
        sleep 0.1
    done
    return 1
}

stop_mariadb() {
    [ ! -s "$mariadb_folder/pid" ] || kill -KILL "$(cat "$mariadb_folder/pid")" 2>/dev/null
}

ask_mariadb() { # DATABASE [QUERY]: the query, or what stands on standard input
    mariadb --no-defaults --batch --raw --skip-column-names --default-character-set=utf8mb4 \
        -u root -S "$mariadb_folder/socket" ${2+-e "$2"} ${1:+"$1"}
}
