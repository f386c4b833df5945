# What a PostgreSQL database's schema is. Sourced behind server.sh.
# shellcheck shell=bash disable=SC2154 # tap.sh gives work and here, server.sh port

# Without belay's own, as a dump and as what the catalog says: a dump leaves out what is not
# valid. Fails rather than to be empty.
fingerprint_of() { # DATABASE
    {
        pg_dump -s -N belay -h "$work/server" -p "$port" -U tester "$1" >"$work/dump" || return
        grep -v -E '^--|^$|^.(un)?restrict ' "$work/dump"
        ask_server "$1" <"$here/fingerprint.sql" || return
        echo 'end of the fingerprint'
    } >"$work/fingerprint" && [ "$(grep -c '|' "$work/fingerprint")" -ge 3 ] && cat "$work/fingerprint"
}
