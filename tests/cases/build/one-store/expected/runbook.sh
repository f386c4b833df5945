#!/usr/bin/env bash
# Runbook of the migration: orders.total in cents
# Made by belay of plan.belay (sha256 9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be): edit the plan instead.
#
# Needs bash 4.4, coreutils, grep, flock, and the client of the database:
# psql, mariadb or mysql, or sqlite3.
[ -n "${BASH_VERSION:-}" ] || { echo 'runbook: run it with bash' >&2; exit 64; }

set -u -o pipefail

title='orders.total in cents'
plan_id='orders-total-in-cents-6562d4a8'
plan_digest='9e58475b858bb229768b3c4cbb10c3ca5f179e61e19736dca5e5035d550930be'
has_sql=1
yes=0 non_interactive=0 rehearsal=0 phrase='' approver='' reason='' to='' words=() # what it is called with
mode=plan  # plan: says what would be done; check: looks for what is needed; run: does it;
           # scripts: notes what each step would run
failures=0 # of verifications
doubts=0   # the same, of those that are inconclusive
phase=''   # the one at hand
number=''  # its number
log=/dev/null
undoing=0 is_locked=0 holds_server_lock=0 ledger_is_there=0 ledger_sha=''
rows_done='' sqlstate='' # of the step at hand, for its row of the ledger
printf -v run_id '%(%Y%m%dT%H%M%S)T-%s' -1 "$$"
actor=${SUDO_USER:-${USER:-$(id -un)}}
host=${HOSTNAME:-unknown}
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 70
state_folder=${BELAY_STATE:-$here/state}
case $state_folder in /*) ;; *) state_folder=$PWD/$state_folder ;; esac

fail() { # STATUS MESSAGE
    printf 'runbook: %s\n' "$2" >&2
    exit "$1"
}

say() { # LINE
    case $mode in check | scripts) ;; *) printf '%s\n' "$1" ;; esac
}

# ---- signals

interrupted=0

# What is at work comes to its end (a client that got the signal too undoes its transaction);
# then the runbook stops. A second signal stops it at once.
interrupt() { # STATUS
    [ "$interrupted" = 0 ] || exit "$1"
    interrupted=$1
    printf 'runbook: a signal: stopping behind what is at work\n' >&2
}

stop_if_interrupted() {
    [ "$interrupted" = 0 ] \
        || fail "$interrupted" "interrupted at '$phase'; 'runbook.sh resume' goes on"
}

wait_while_paused() {
    [ ! -e "$state_folder/pause" ] || say "  paused; 'runbook.sh continue' goes on"
    while [ -e "$state_folder/pause" ]; do
        sleep 1
        stop_if_interrupted
    done
}

# ---- people

# Descriptor 5 is the input of the runbook, also where a step has one of its own.
can_ask() {
    [ "$non_interactive" = 0 ] && [ -t 5 ]
}

confirm() { # WHAT QUESTION: as far as the mode goes
    local answer=''
    if [ "$mode" = plan ] || [ "$mode" = scripts ]; then
        return
    elif [ "$yes" = 1 ]; then
        say '     yes (--yes)'
        return
    fi
    can_ask || fail 77 "a person must confirm '$1'; there is no terminal and no --yes"
    [ "$mode" = run ] || return 0
    read -r -p "     $2 [y/N] " answer <&5 || true
    stop_if_interrupted
    case $answer in
    [yY] | [yY][eE][sS]) ;;
    *) fail 77 "'$1' is not confirmed" ;;
    esac
}

# ---- databases

connect() { # STORE: finds its client and address, and fails where one is missing
    store "$1"
    client='' address='' mysql_program=''
    if [ "$store_engine" = own ]; then # no store of the plan has a client: a file of our own
        client=sqlite3 address=$state_folder/ledger.db
        command -v sqlite3 >/dev/null || fail 69 "there is no program 'sqlite3' for the ledger"
        return
    fi
    case $store_engine in
    postgresql | mysql | mariadb | sqlite | '') ;;
    *) return ;; # a person runs it
    esac
    address=${!store_variable:-}
    [ -n "$address" ] || fail 69 "$store_variable is not set: the address of store '$store_name'"
    case $store_engine:$address in
    postgresql:* | :postgresql://* | :postgres://*)
        client=psql
        (use_postgresql "$address") || fail 69 "$store_variable is no address of PostgreSQL"
        ;;
    mysql:* | mariadb:* | :mysql://* | :mariadb://*)
        client=mysql
        find_mysql
        return
        ;;
    *)
        client=sqlite3
        [ -f "$address" ] || fail 69 "$store_variable names no file: '$address'"
        ;;
    esac
    command -v "$client" >/dev/null || fail 69 "there is no program '$client'"
}

decode() { # TEXT: prints it with its %XX as bytes
    local text=${1//\\/\\\\} malformed='%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)'
    [[ $text =~ $malformed ]] && return 1
    printf '%b' "${text//%/\\x}"
}

# The address goes to psql in variables, where no other user sees it.
use_postgresql() { # postgresql://[USER[:PASSWORD]@][HOST[:PORT],...][/DATABASE][?NAME=VALUE&...]
    local rest host hosts='' ports='' pair name value variable
    [[ $1 =~ ^postgres(ql)?://([^/?]*)(/([^?]*))?(\?(.*))?$ ]] || return 1
    local authority=${BASH_REMATCH[2]} database=${BASH_REMATCH[4]} pairs=${BASH_REMATCH[6]}
    unset PGHOST PGHOSTADDR PGPORT PGSERVICE
    if [[ $authority == *@* ]]; then
        rest=${authority%@*}
        authority=${authority##*@}
        PGUSER=$(decode "${rest%%:*}") || return 1
        export PGUSER
        if [[ $rest == *:* ]]; then
            PGPASSWORD=$(decode "${rest#*:}") || return 1
            export PGPASSWORD
        fi
    fi
    while [ -n "$authority" ]; do
        host=${authority%%,*}
        authority=${authority#"$host"}
        authority=${authority#,}
        if [[ $host =~ ^(\[([0-9A-Fa-f:.]+)\]|[^:]*)(:([0-9]*))?$ ]]; then
            value=${BASH_REMATCH[2]:-${BASH_REMATCH[1]}}
            ports+=${ports:+,}${BASH_REMATCH[4]:-5432}
            hosts+=${hosts:+,}$(decode "$value") || return 1
        else
            return 1
        fi
    done
    [ -z "$hosts" ] || export PGHOST=$hosts PGPORT=$ports
    if [ -n "$database" ]; then
        PGDATABASE=$(decode "$database") || return 1
        export PGDATABASE
    fi
    while [ -n "$pairs" ]; do
        pair=${pairs%%&*}
        pairs=${pairs#"$pair"}
        pairs=${pairs#&}
        name=${pair%%=*}
        case $pair in
        host=* | hostaddr=* | port=* | user=* | password=* | passfile=* | options=*) ;;
        sslmode=* | sslcert=* | sslkey=* | sslrootcert=* | sslcrl=*) ;;
        gssencmode=* | krbsrvname=* | connect_timeout=*) ;;
        dbname=*) name=database ;;
        application_name=*) name=appname ;;
        client_encoding=* | channel_binding=* | target_session_attrs=*) name=${name//_/} ;;
        *) return 1 ;;
        esac
        value=$(decode "${pair#*=}") || return 1
        variable=PG${name^^}
        printf -v "$variable" '%s' "$value"
        export "${variable?}"
    done
}

run_sql() { # [OPTION...]: gives its input to the client that connect() found
    case $client in
    sqlite3)
        [ "${address#-}" = "$address" ] || address=./$address
        sqlite3 -init /dev/null -batch -bail -cmd '.timeout 5000' "$@" "$address"
        ;;
    psql)
        (use_postgresql "$address" \
            && exec psql -X -w -v ON_ERROR_STOP=1 -v VERBOSITY=verbose "$@" -f -)
        ;;
    mysql) run_mysql "$@" ;;
    esac
}

# A server that ends a session as soon as its client is gone leaves nobody at work unseen.
session_settings() {
    [ "$client" = psql ] || return 0
    # shellcheck disable=SC2016 # dollar quotes of SQL
    printf '%s' 'DO $belay$ BEGIN IF current_setting($$server_version_num$$)::int >= 140000 THEN' \
        ' PERFORM set_config($$client_connection_check_interval$$, $$500ms$$, false); END IF;' \
        ' END $belay$; '
}

# The client counts lines as the file does: there are empty ones instead of those before.
lines() { # FILE FIRST LAST
    local before
    printf -v before '%*s' "$(($2 - 1))" ''
    printf '%s' "${before// /$'\n'}"
    head -n "$3" -- "$here/$1" | tail -n "+$2"
}

span_of() { # FIRST LAST
    if [ "$1" = "$2" ]; then printf 'line %s' "$1"; else printf 'lines %s to %s' "$1" "$2"; fi
}

# Sets `literals`: texts as literals of SQL for the client that connect() found, each on one line.
quote() { # TEXT...
    local text quote="'"
    literals=()
    for text in "$@"; do
        text=${text//[[:cntrl:]]/ }
        [ "$client" != mysql ] || text=${text//\\/\\\\}
        literals+=("'${text//$quote/$quote$quote}'")
    done
}

quoted() { # TEXT
    quote "$1"
    printf '%s' "${literals[0]}"
}
# ---- MySQL and MariaDB

mysql_address='' mysql_option_text='' # the last one that was read

# The address as an option file, which the client reads from a descriptor: no other user sees it.
mysql_options() { # mysql://[USER[:PASSWORD]@][HOST[:PORT]]/DATABASE[?NAME=VALUE&...]
    local rest pair name value
    [[ $1 =~ ^(mysql|mariadb)://([^/?]*)/([^/?]+)(\?(.*))?$ ]] || return 1
    local authority=${BASH_REMATCH[2]} database=${BASH_REMATCH[3]} pairs=${BASH_REMATCH[5]}
    printf '[client]\ndefault-character-set=utf8mb4\n'
    if [[ $authority == *@* ]]; then
        rest=${authority%@*}
        authority=${authority##*@}
        mysql_option user "${rest%%:*}" || return 1
        [[ $rest != *:* ]] || mysql_option password "${rest#*:}" || return 1
    fi
    [[ $authority =~ ^(\[([0-9A-Fa-f:.]+)\]|[^:]*)(:([0-9]+))?$ ]] || return 1
    value=${BASH_REMATCH[2]:-${BASH_REMATCH[1]}} rest=${BASH_REMATCH[4]}
    [ -z "$value" ] || mysql_option host "$value" || return 1
    [ -z "$rest" ] || printf 'port=%s\nprotocol=tcp\n' "$rest"
    while [ -n "$pairs" ]; do
        pair=${pairs%%&*}
        pairs=${pairs#"$pair"}
        pairs=${pairs#&}
        name=${pair%%=*}
        case $pair in
        socket=* | protocol=* | connect-timeout=* | ssl-*=*) mysql_option "$name" "${pair#*=}" || return 1 ;;
        option-file=*) value=$(decode "${pair#*=}") && mysql_fits "$value" && printf '!include %s\n' "$value" || return 1 ;;
        *) return 1 ;;
        esac
    done
    # Quotes and backslashes mean what belay read; what does not fit is an error.
    printf '[mysql]\ninit-command="%s"\n' \
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"
    mysql_option database "$database"
}

mysql_option() { # NAME VALUE, with %XX
    local value quote='"'
    [[ $1 =~ ^[a-z-]+$ ]] && value=$(decode "$2") && mysql_fits "$value" || return 1
    value=${value//\\/\\\\}
    printf '%s="%s"\n' "$1" "${value//$quote/\\$quote}"
}

mysql_fits() { # VALUE
    [[ $1 != *[[:cntrl:]]* ]]
}

mysql_database() { # of the address at hand
    local rest=${address#*://}
    rest=${rest#*/}
    decode "${rest%%\?*}"
}

find_mysql() { # sets `mysql_program`: either engine's client talks to both
    local clients=(mariadb mysql)
    if [ "$mysql_address" != "$address" ]; then
        mysql_option_text=$(mysql_options "$address") || fail 69 "$store_variable is no address of MySQL or MariaDB"
        mysql_address=$address
    fi
    [ "$store_engine" != mysql ] || clients=(mysql mariadb)
    for mysql_program in "${clients[@]}"; do
        ! command -v "$mysql_program" >/dev/null || return 0
    done
    fail 69 "there is no program 'mysql' or 'mariadb'"
}

run_mysql() { # [OPTION...]: gives its input to the client; it knows no commands but DELIMITER
    "$mysql_program" --defaults-file=<(printf '%s\n' "$mysql_option_text") --binary-mode --skip-reconnect "$@"
}

# The values of a query, each with $value_end behind it: what is NULL is seen in XML alone. Two are
# enough to know that there is not one.
mysql_values() {
    local part value count=0 is_value=0
    while IFS= read -r -d '>' part; do
        case $is_value:$part in
        1:*'</field')
            value=${part%'</field'}
            value=${value//'&lt;'/'<'} value=${value//'&gt;'/'>'} value=${value//'&quot;'/'"'}
            printf '%s%s' "${value//'&amp;'/'&'}" "$value_end"
            is_value=0 count=$((count + 1))
            ;;
        0:*'<field '*'" xsi:nil="true" /')
            printf '%s%s' "$null_value" "$value_end"
            count=$((count + 1))
            ;;
        0:*'<field '*) is_value=1 ;;
        esac
        [ "$count" != 2 ] || break
    done
    cat >/dev/null
}

# ---- locks

# Of a server all of whose databases share their names.
mysql_lock() { # lock|work: an expression for the name
    printf "concat('belay:', md5(concat(database(), ':%s:%s')))" "$1" "$plan_id"
}

# What an earlier runbook left at work comes to its end first.
mysql_await_work() {
    printf '%s' "SET @belay = IF(coalesce(GET_LOCK($(mysql_lock work), 30), 0) = 1, 'DO 0'," \
        " 'SELECT \`belay: an earlier run is still at work\`');" \
        ' PREPARE belay FROM @belay; EXECUTE belay; DEALLOCATE PREPARE belay; '
}

# ---- the schema

# The schema of what is named, or of all but the ledger, a row for each part.
mysql_schema() { # NAMES: (schema, name) pairs, or nothing
    local names=$1
    {
        printf '%s\n' "SELECT 'table', table_name, table_type, engine, table_collation, create_options, table_comment
  FROM information_schema.tables WHERE $(mysql_among table) ORDER BY 2;
SELECT 'column', table_name, ordinal_position, column_name, column_type, is_nullable, column_default, extra,
       collation_name, column_comment, generation_expression
  FROM information_schema.columns WHERE $(mysql_among table) ORDER BY 2, 3;
SELECT 'index', table_name, index_name, seq_in_index, column_name, non_unique, collation, sub_part, index_type
  FROM information_schema.statistics WHERE $(mysql_among table) ORDER BY 2, 3, 4;
SELECT 'constraint', table_name, constraint_name, constraint_type
  FROM information_schema.table_constraints WHERE $(mysql_among table) ORDER BY 2, 3;
SELECT 'key', k.table_name, k.constraint_name, k.ordinal_position, k.column_name, k.referenced_table_schema,
       k.referenced_table_name, k.referenced_column_name, r.update_rule, r.delete_rule
  FROM information_schema.key_column_usage k LEFT JOIN information_schema.referential_constraints r
    ON r.constraint_schema = k.constraint_schema AND r.table_name = k.table_name AND r.constraint_name = k.constraint_name
 WHERE $(mysql_among k.table) ORDER BY 2, 3, 4;
SELECT 'check', c.constraint_name, c.check_clause
  FROM information_schema.check_constraints c JOIN information_schema.table_constraints t
    ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
 WHERE t.constraint_type = 'CHECK' AND $(mysql_among t.table) ORDER BY 2, 3;
SELECT 'view', table_name, view_definition FROM information_schema.views WHERE $(mysql_among table) ORDER BY 2;
SELECT 'trigger', event_object_table, trigger_name, action_timing, event_manipulation, action_statement
  FROM information_schema.triggers
 WHERE ($(mysql_among trigger) OR $(mysql_among event_object)) AND trigger_name NOT LIKE 'zz\\_belay\\_%' ORDER BY 2, 3;
SELECT 'routine', routine_name, routine_type, dtd_identifier, routine_definition
  FROM information_schema.routines WHERE $(mysql_among routine) ORDER BY 2, 3;
SELECT 'partition', table_name, partition_ordinal_position, partition_name, partition_method, partition_expression,
       partition_description
  FROM information_schema.partitions WHERE partition_name IS NOT NULL AND $(mysql_among table) ORDER BY 2, 3;"
    } | run_mysql -N -B
}

mysql_among() { # PREFIX of a column for the schema and one for the name; of `names`
    local schema=$1_schema name=$1_name
    [ "$1" != event_object ] || name=event_object_table
    if [ -n "$names" ]; then
        printf '(%s, %s) IN (%s)' "$schema" "$name" "$names"
    else
        printf "%s = database() AND (%s NOT LIKE 'belay\\\\_%%' OR %s = 'belay_control')" "$schema" "$name" "$name"
    fi
}

# ---- changes

# Begun, made and written down. Of one that an earlier run began, and of which nobody knows how it
# ended, the catalog tells whether it was made: it is as it was, or it is not.
run_change() { # STEP TITLE STORE FILE FIRST LAST MANNER NAMES
    local before='' try wait=5
    begin_change "$@" || return 0
    [[ $(lines "$4" "$5" "$6") != *'ALGORITHM=INSTANT'* ]] || wait='1 /*M!100301 - 1 */'
    for ((try = 1; ; try++)); do
        if {
            session_settings
            printf '%s' "SET SESSION lock_wait_timeout = $wait, SESSION innodb_lock_wait_timeout = 5; "
            mysql_await_work
            lines "$4" "$5" "$6"
        } | run_sql >"$log" 2>&1; then break; fi
        if ! is_blocked; then
            change_failed "$@"
        elif [ "$try" -ge 60 ]; then
            show_blockers
            step_failed "$1" "$2" 75 'undone: others hold a lock that it needs'
        fi
        stop_if_interrupted
        sleep "$(printf '%d.%03d' $((RANDOM % 2)) $((RANDOM % 500 + 500)))"
    done
    record "$1" 'done'
}

begin_change() { # the arguments of run_change(); fails where it is done. Sets `before`
    local said=${detail_of[$number/$1]:-} begun
    begun=$(state "$1")
    if [ "$8" = again ]; then # it drops what stands before it makes it
        record "$1" running
        connect "$3"
        ledger_names
        return
    fi
    [ -z "$8" ] || before=$(change_digest "$8") || {
        ! is_blocked || fail 75 "what an earlier run began is still at work on store '$store_name'"
        fail 69 "store '$store_name' cannot be reached in $phase"
    }
    if [ "$begun" = running ] && [ -n "$8" ]; then
        if [ "$before" != "$said" ]; then
            say '     it was made by an earlier run'
            record "$1" 'done'
            return 1
        fi
    elif [ "$begun" = running ] || [[ $said == *'may stand'* ]]; then
        ask_outcome "$1" "$2" || return 1
    fi
    record "$1" running "$before"
    connect "$3"
    ledger_names
}

change_digest() { # NAMES: behind what is still at work
    local rows
    rows=$(mysql_await_work | run_mysql -N -B 2>>"$log" && mysql_schema "$1" 2>>"$log") || return
    printf 'schema '
    digest <<<"$rows"
}

# A server that answered says that it was not made; one that was lost says nothing.
change_failed() { # the arguments of run_change()
    if ! grep -a -q -E '^ERROR [0-9]+ \(' -- "$log" || grep -a -q -E '^ERROR (1040|1045|1053|1317|1927|20[0-9][0-9]) ' -- "$log"; then
        show_log
        stop_if_interrupted
        fail 70 "'$2' in $phase: the server, or the way to it, was lost: 'runbook.sh resume' looks whether it was made (log: $log)"
    elif [ -n "$before" ] && [ "$(change_digest "$8")" = "$before" ]; then
        step_failed "$1" "$2" 70 'undone: the server refused it'
    fi
    step_failed "$1" "$2" 70 'what it did before it failed may stand'
}
# ---- locks

# Two runbooks on one host meet at the folder and at the database file, on two hosts at the
# server. A client that outlives its runbook holds the locks of the files until it ends.
lock() {
    [ "$is_locked" = 0 ] || return 0
    command -v flock >/dev/null || fail 69 "there is no program 'flock'"
    (umask 077 && mkdir -p "$state_folder/log") || fail 74 "cannot write to '$state_folder'"
    exec 9>>"$state_folder/lock" || fail 74 "cannot write to '$state_folder'"
    flock -n 9 || fail 75 "another runbook is at work here: $(<"$state_folder/owner")"
    connect "$home"
    if [ "$client" != sqlite3 ]; then
        lock_server
    elif [ -f "$address" ]; then
        exec 8<"$address"
        flock -n 8 || fail 75 "another runbook is at work on '$address'"
    fi
    printf '%s@%s, process %s, run %s\n' "$actor" "$host" "$$" "$run_id" >"$state_folder/owner" \
        || fail 74 "cannot write to '$state_folder'"
    is_locked=1
}

lock_server() {
    local answer='' query="SET application_name = 'belay'; SELECT pg_try_advisory_lock(hashtext('belay:$plan_id'));"
    [ "$client" = psql ] || query="SET SESSION wait_timeout = 31536000; SELECT coalesce(GET_LOCK($(mysql_lock lock), 0), 0);"
    coproc SERVER_LOCK {
        exec 5<&- 8>&- 9>&-
        if [ "$client" = psql ]; then
            use_postgresql "$address" && exec psql -X -w -q -A -t -v ON_ERROR_STOP=1 2>&1
        else
            exec "$mysql_program" --defaults-file=<(printf '%s\n' "$mysql_option_text") --skip-reconnect -N -B --unbuffered 2>&1
        fi
    }
    # shellcheck disable=SC2153 # coproc sets it
    exec 6<&"${SERVER_LOCK[0]}" 7>&"${SERVER_LOCK[1]}"
    printf '%s\n' "$query" >&7 2>/dev/null
    read -r -t 30 answer <&6 || true
    case $answer in
    t | 1) holds_server_lock=1 ;;
    f | 0) fail 75 'another runbook is at work on the database' ;;
    *) fail 69 "cannot open store '$store_name': ${answer:-no answer}" ;;
    esac
}

# Whoever lost its session may have lost its lock to another runbook.
keep_lock() {
    local answer=''
    [ "$holds_server_lock" = 1 ] || return 0
    ! printf 'SELECT 1;\n' >&7 2>/dev/null || read -r -t 30 answer <&6 || true
    [ "$answer" = 1 ] || fail 69 "the session that held the lock of the database is lost; 'runbook.sh resume' goes on"
}

# ---- the ledger

declare -A state_of=() attempt_of=() ended_of=() store_of=() detail_of=()
field=$'\037'

ledger_names() { # of the store that connect() found
    local prefix=belay_ quote='`'
    sqlstate_column=sqlstate
    now="strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
    case $client in
    psql) prefix=belay. now='clock_timestamp()' ;;
    mysql)
        prefix=$(mysql_database)
        prefix=$quote${prefix//$quote/$quote$quote}$quote.belay_ now='utc_timestamp(6)' sqlstate_column=${quote}sqlstate$quote
        ;;
    esac
    ledger=${prefix}ledger checkpoint=${prefix}checkpoint verification=${prefix}verification
    approval=${prefix}approval
}

ledger_run() { # TITLE SQL: gives it to the client, without its output
    local said sql=$2
    [ "$client" != psql ] || sql=$(session_settings)$sql
    if ! said=$(run_quietly 2>&1 <<<"$sql"); then
        fail 74 "cannot write the ledger of store '$store_name': $1: ${said##*$'\n'}"
    fi
}

run_quietly() {
    case $client in
    psql) run_sql -q -A -t -F "$field" -P null='' ;;
    mysql) run_sql -N -B --raw | tr '\t' "$field" ;; # no value of the ledger has a tab
    *) run_sql -list -noheader -separator "$field" ;;
    esac
}

ledger_create() { # STORE
    local time moment=text schema='' key=text options=''
    connect "$1"
    ledger_names
    case $client in
    psql) moment=timestamptz schema='SET client_min_messages = warning; CREATE SCHEMA IF NOT EXISTS belay;' ;;
    mysql) moment='datetime(6)' key='varchar(64)' options=' ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' ;;
    esac
    time="$moment NOT NULL DEFAULT ($now)"
    ledger_run 'its tables' "$schema
CREATE TABLE IF NOT EXISTS $ledger (
    plan_id $key, plan_sha char(64) NOT NULL, phase $key, step $key, attempt integer,
    state $key NOT NULL CHECK (state IN ('running', 'done', 'failed', 'verify_failed',
        'rolled_back', 'rollback_failed', 'skipped', 'committed')),
    script_sha char(64), run_id text, actor text, host text,
    started_at $time, finished_at $moment,
    rows_done bigint, $sqlstate_column char(5), detail text,
    PRIMARY KEY (plan_id, phase, step, attempt))$options;
CREATE TABLE IF NOT EXISTS $checkpoint (
    plan_id $key, phase $key, task $key, shard integer,
    last_key text, high_key text, rows_done bigint NOT NULL DEFAULT 0, batch_size integer,
    started_at $time, updated_at $moment, finished_at $moment,
    PRIMARY KEY (plan_id, phase, task, shard))$options;
CREATE TABLE IF NOT EXISTS $verification (
    plan_id text, check_id text, run_id text, at $time,
    got text, op text, want text, pass boolean)$options;
CREATE TABLE IF NOT EXISTS $approval (
    plan_id text, plan_sha char(64), gate text, actor text, at $time,
    expires_at $moment, reason text)$options;"
}

ledger_exists() { # of the store that connect() found
    local query="SELECT count(*) FROM sqlite_master WHERE name = 'belay_ledger'" answer
    case $client in
    psql) query="SELECT count(*) FROM pg_class WHERE oid = to_regclass('belay.ledger')" ;;
    mysql) query="SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name = 'belay_ledger'" ;;
    esac
    [ "$client" != sqlite3 ] || [ -f "$address" ] || return 1
    answer=$(run_quietly <<<"$query") || fail 69 "cannot open store '$store_name'"
    [ "$answer" != 0 ]
}

ledger_load() { # what every store knows of the plan
    local store
    state_of=() attempt_of=() ended_of=() store_of=() detail_of=() ran_script_of=()
    ledger_is_there=0
    for store in "${ledger_stores[@]}"; do
        connect "$store"
        ledger_names
        ! ledger_exists || ledger_read "$store"
    done
}

ledger_read() { # STORE
    local rows seconds="strftime('%s', finished_at)" name="phase || '/' || step" key attempt state ended sha script detail
    case $client in
    psql) seconds='extract(epoch FROM finished_at)::bigint' ;;
    mysql) seconds="timestampdiff(SECOND, '1970-01-01', finished_at)" name="concat(phase, '/', step)" ;;
    esac
    rows=$(run_quietly <<<"SELECT $name, attempt, state, coalesce($seconds, 0), plan_sha, coalesce(script_sha, ''), coalesce(detail, '')
        FROM $ledger WHERE plan_id = '$plan_id' ORDER BY attempt") \
        || fail 69 "cannot read the ledger of store '$store_name'"
    while IFS=$field read -r key attempt state ended sha script detail; do
        [ -n "$key" ] || continue
        [ "$1" != "$home" ] || [ "$key" != plan/begin ] || ledger_sha=$sha ledger_is_there=1
        [ "${attempt_of[$key]:-0}" -le "$attempt" ] || continue
        state_of[$key]=$state attempt_of[$key]=$attempt ended_of[$key]=$ended
        store_of[$key]=$1 detail_of[$key]=$detail ran_script_of[$key]=$script
    done <<<"$rows"
}

state() { # STEP: of the phase at hand; of a phase that is named, PHASE/STEP
    local key=$1
    [[ $key == */* ]] || key=$number/$key
    printf '%s' "${state_of[$key]:-pending}"
}

is_done() { # STEP
    local key=$1
    [[ $key == */* ]] || key=$number/$key
    case ${state_of[$key]:-} in done | skipped | committed) return 0 ;; *) return 1 ;; esac
}

# The row of an attempt; of a new one it fails where another session has written it already.
# `rows_done` and `sqlstate` are of the step at hand, where they are known.
row() { # PHASE STEP ATTEMPT STATE DETAIL new|any
    local ended=$now script=${script_of[$1/$2]:-} literals
    [ "$4" != running ] || ended=NULL
    quote "$1" "$2" "$actor" "$host" "$5"
    printf '%s' "INSERT INTO $ledger (plan_id, plan_sha, phase, step, attempt, state, run_id, actor, host," \
        " finished_at, detail, script_sha, rows_done, $sqlstate_column) VALUES ('$plan_id', '$plan_digest'," \
        " ${literals[0]}, ${literals[1]}, $3, '$4', '$run_id', ${literals[2]}, ${literals[3]}, $ended," \
        " ${literals[4]}, nullif('$script', ''), ${rows_done:-NULL}, nullif('$sqlstate', ''))"
    [ "$6" = new ] || row_again
    printf ';\n'
}

row_again() { # of an attempt that has a row
    local column said=''
    for column in state finished_at detail script_sha rows_done "$sqlstate_column" run_id actor host; do
        if [ "$client" = mysql ]; then said+=", $column = VALUES($column)"; else said+=", $column = excluded.$column"; fi
    done
    if [ "$client" = mysql ]; then printf ' ON DUPLICATE KEY UPDATE'; else
        printf ' ON CONFLICT (plan_id, phase, step, attempt) DO UPDATE SET'
    fi
    printf '%s' "${said#,}"
}

# Sets `attempt` to the one that comes next: the one that is open, or a new one.
next_attempt() { # STEP
    attempt=${attempt_of[$number/$1]:-0}
    [ "${state_of[$number/$1]:-}" = running ] || attempt=$((attempt + 1))
}

record() { # STEP STATE [DETAIL]: of the phase at hand, where its store is not at hand
    local attempt ended key=$number/$1
    next_attempt "$1"
    connect "${store_of[$key]:-$home}"
    ledger_names
    ledger_run "$1" "$(row "$number" "$1" "$attempt" "$2" "${3:-}" any)"
    printf -v ended '%(%s)T' -1
    state_of[$key]=$2 attempt_of[$key]=$attempt ended_of[$key]=$ended detail_of[$key]=${3:-}
    store_of[$key]=${store_of[$key]:-$home} ran_script_of[$key]=${script_of[$key]:-}
    rows_done='' sqlstate=''
    journal "$1" "$2" "${3:-}"
}

# A plan and its ledger belong together, until nothing of what was done stands any more.
ledger_begin() {
    local store kind=production
    [ "$rehearsal" = 0 ] || kind=rehearsal
    if [ "$ledger_is_there" = 1 ]; then
        check_ledger_kind
        if [ "$ledger_sha" != "$plan_digest" ] && anything_stands; then
            fail 65 "the ledger is of another version of this plan (sha256 $ledger_sha); build that one, or roll it back first"
        fi
    fi
    for store in "${ledger_stores[@]}"; do
        ledger_create "$store"
    done
    if [ "$ledger_is_there" = 0 ] || [ "$ledger_sha" != "$plan_digest" ]; then
        number=plan
        record begin 'done' "$kind"
    fi
}

check_ledger_kind() {
    case ${detail_of[plan/begin]:-}:$rehearsal in
    rehearsal:0) fail 78 'the ledger is of a rehearsal: this run is for production' ;;
    production:1) fail 78 'the ledger is of production: a rehearsal needs a copy' ;;
    esac
}

anything_stands() {
    local key
    for key in "${!state_of[@]}"; do
        [[ $key != plan/* ]] && [ "${state_of[$key]}" != rolled_back ] && return 0
    done
    return 1
}

check_ledger_is_of_plan() {
    [ "$ledger_is_there" = 1 ] || return 0
    [ "$ledger_sha" = "$plan_digest" ] \
        || fail 65 "the ledger is of another version of this plan (sha256 $ledger_sha)"
    check_ledger_kind
}

# Every step of the phase is as if it had never been; what is filled begins anew.
forget_phase() {
    local store stores=() key
    for store in "${ledger_stores[@]}"; do
        [ "$store" = "$home" ] || stores+=("$store")
    done
    for store in "${stores[@]}" "$home"; do
        connect "$store"
        ledger_names
        ledger_run 'its rollback' "BEGIN;
            UPDATE $ledger SET state = 'rolled_back' WHERE plan_id = '$plan_id' AND phase = '$number';
            DELETE FROM $checkpoint WHERE plan_id = '$plan_id' AND phase = '$number';
            COMMIT;"
    done
    for key in "${!state_of[@]}"; do
        [[ $key != "$number"/* ]] || state_of[$key]=rolled_back
    done
    journal phase rolled_back ''
}
# ---- the log

digest() { # of standard input, in hexadecimal
    local sum
    sum=$(sha256sum) || fail 74 'sha256sum gives nothing'
    printf '%s' "${sum%% *}"
}

# Sets `texts`: texts as JSON.
json_texts() { # TEXT...
    local text quote='"'
    texts=()
    for text in "$@"; do
        text=${text//\\/\\\\}
        text=${text//$quote/\\$quote}
        text=${text//$'\n'/\\n}
        text=${text//$'\t'/\\t}
        texts+=("\"${text//[[:cntrl:]]/ }\"")
    done
}

# Each line holds the hash of the one before it: what is edited, put in or taken out is seen,
# but for lines that are cut off at the end. The databases are the truth of what was done.
journal() { # STEP EVENT DETAIL
    local file=$state_folder/log.jsonl previous='' torn='' line moment texts
    exec 4>>"$file" || fail 74 "cannot write to '$state_folder'"
    flock 4
    if [ -s "$file" ]; then
        previous=$(tail -n 1 -- "$file"; printf .)
        previous=${previous%.}
        [[ $previous == *$'\n' ]] || torn=$'\n'
        previous=$(printf '%s' "${previous%$'\n'}" | digest)
    fi
    TZ=UTC0 printf -v moment '%(%Y-%m-%dT%H:%M:%SZ)T' -1
    json_texts "$actor" "$host" "$3"
    printf -v line '{"ts":"%s","run":"%s","actor":%s,"host":%s,"plan":"%s","event":"%s","phase":"%s","step":"%s","detail":%s,"prev":"%s"}' \
        "$moment" "$run_id" "${texts[0]}" "${texts[1]}" "$plan_digest" "$2" "$number" "$1" "${texts[2]}" "$previous"
    if ! printf '%s\n' "$torn$line" >&4 || ! sync -- "$file"; then
        fail 74 "cannot write to '$state_folder'"
    fi
    exec 4>&-
}

# A line that was not written to its end holds nothing, but the next one holds its hash.
check_log() { # fails where the lines do not hold each other
    local file=$state_folder/log.jsonl line before='' count=0 shape='"prev":"([0-9a-f]*)"}$'
    [ -s "$file" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        count=$((count + 1))
        if [[ $line =~ $shape ]] && [ "${BASH_REMATCH[1]}" != "$before" ]; then
            printf "runbook: line %s of '%s' does not follow from the one before it: the log was changed\n" "$count" "$file" >&2
            return 1
        fi
        before=$(printf '%s' "$line" | digest)
    done <"$file"
}

# ---- what the steps ran

declare -A script_of=() ran_script_of=() # of the plan, and of the ledger; by PHASE/STEP
plan_steps=()                            # PHASE/STEP, in order, where mode is `scripts`

note_script() { # STEP: what it runs is on standard input
    case $mode in run | scripts) script_of[$number/$1]=$(digest) ;; esac
}

# Every step of the plan, without running one.
read_scripts() {
    local each mode=scripts
    plan_steps=()
    for each in "${phases[@]}"; do
        run_phase apply "$each"
    done
    phase='' number=''
}

# What the plan says otherwise than what was done: a line each, into `differences`.
compare_scripts() {
    local key each wanted
    declare -A known=()
    differences=()
    read_scripts
    for each in "${plan_steps[@]}"; do
        known[$each]=1
        wanted=${script_of[$each]:-}
        if [ -n "${state_of[$each]:-}" ] && has_effect "$each"; then
            [ -z "$wanted" ] || [ -z "${ran_script_of[$each]:-}" ] || [ "$wanted" = "${ran_script_of[$each]}" ] \
                || differences+=("step $each has changed since it ran")
        elif is_done "${each%%/*}/phase"; then
            differences+=("step $each is new, in a phase that is done: it is not run")
        fi
    done
    for key in "${!state_of[@]}"; do
        [[ $key =~ ^[0-9]+/[sc] && -z ${known[$key]:-} ]] || continue
        ! has_effect "$key" || differences+=("step $key ran, and is not in this plan")
    done
}
# ---- steps

heading() { # NUMBER TITLE
    number=$1
    [ "$phase" = "$2" ] || say "$2"
    phase=$2
}

# True where the step is still to be run, or looked at.
begin_step() { # STEP TITLE HOW
    if [ "$mode" = plan ]; then
        say "  $2"
        [ -z "$3" ] || say "     $3"
        return 1
    elif [ "$mode" = scripts ]; then
        plan_steps+=("$number/$1")
        return 1
    fi
    is_done "$1" && return 1
    [ "$mode" != check ] || return 0
    stop_if_interrupted
    wait_while_paused
    keep_lock
    say "  $2"
    [ -z "$3" ] || say "     $3"
    log=$state_folder/log/$run_id-$number-$1
}

show_log() {
    [ ! -s "$log" ] || tail -n 20 -- "$log" >&2
}

step_failed() { # STEP TITLE STATUS WHY
    show_log
    stop_if_interrupted
    sqlstate=$(sqlstate_of_log)
    record "$1" failed "$4${sqlstate:+ (SQLSTATE $sqlstate)}"
    fail "$3" "'$2' failed in $phase: $4; 'runbook.sh resume' goes on from here (log: $log)"
}

sqlstate_of_log() {
    local said
    said=$(grep -a -E 'ERROR: +[0-9A-Z]{5}:|^ERROR [0-9]+ \([0-9A-Z]{5}\)' -- "$log" 2>/dev/null | tail -n 1)
    [[ ! $said =~ ERROR:\ +([0-9A-Z]{5}):|^ERROR\ [0-9]+\ \(([0-9A-Z]{5})\) ]] \
        || printf '%s' "${BASH_REMATCH[1]}${BASH_REMATCH[2]}"
}

statement() { # TEXT: says what is true from here on; nothing is done
    say "  $1"
}

# ---- SQL

sql_step() { # STEP TITLE STORE FILE FIRST LAST MANNER SEEN-BY
    store "$3"
    note_script "$1" < <(lines "$4" "$5" "$6")
    begin_step "$1" "$2" "SQL on $store_name: $4, $(span_of "$5" "$6")" || return 0
    connect "$3"
    if [ -z "$client" ]; then
        confirm "$2" 'this runbook has no client for it; done by hand?'
        [ "$mode" != run ] || record "$1" 'done'
        return
    fi
    [ "$mode" = run ] || return 0
    ledger_names
    store_of[$number/$1]=$3
    case $7 in
    alone) run_alone "$@" ;;
    change) run_change "$@" ;;
    *) run_transaction "$@" ;;
    esac
}

# The effect and its row are one transaction: either both stand, or nothing does. It begins
# behind one that an earlier runbook left at work.
transaction() { # STEP ATTEMPT FILE FIRST LAST MANNER
    local wait=50ms limit=15min rows='total_changes() - 1' # without the row of the ledger
    session_settings
    case $client in
    psql)
        [ "$6" = schema ] || wait=5s limit=0
        rows="(SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables WHERE schemaname <> 'belay')"
        # shellcheck disable=SC2016 # dollar quotes of SQL
        printf '%s' "BEGIN; SET LOCAL lock_timeout = '30s'; SET LOCAL statement_timeout = '60s'; " \
            'DO $belay$ BEGIN PERFORM pg_advisory_xact_lock(hashtext($$belay work:'"$plan_id"'$$)); END $belay$; ' \
            "SET LOCAL lock_timeout = '$wait'; SET LOCAL statement_timeout = '$limit'; " \
            "SET LOCAL idle_in_transaction_session_timeout = '30s'; "
        ;;
    mysql)
        mysql_await_work
        printf '%s' 'SET SESSION lock_wait_timeout = 5, SESSION innodb_lock_wait_timeout = 5; START TRANSACTION; '
        rows=NULL
        ;;
    *) printf 'BEGIN IMMEDIATE; ' ;;
    esac
    printf '%s' "$(row "$number" "$1" "$2" 'done' '' new)"
    lines "$3" "$4" "$5"
    printf '%s\n' "UPDATE $ledger SET finished_at = $now, rows_done = $rows WHERE plan_id = '$plan_id'" \
        " AND phase = '$number' AND step = '$1' AND attempt = $2;" 'COMMIT;'
}

run_transaction() { # STEP TITLE STORE FILE FIRST LAST MANNER
    local attempt try
    next_attempt "$1"
    for ((try = 1; ; try++)); do
        if transaction "$1" "$attempt" "$4" "$5" "$6" "$7" | run_sql >"$log" 2>&1; then break; fi
        stop_if_interrupted
        attempt_stands "$1" "$attempt" && break
        if ! is_blocked; then
            step_failed "$1" "$2" 70 'undone: its transaction failed'
        elif [ "$try" -ge 60 ]; then
            show_blockers
            step_failed "$1" "$2" 75 'undone: others hold a lock that it needs'
        fi
        sleep "$(printf '%d.%03d' $((RANDOM % 2)) $((RANDOM % 500 + 500)))"
    done
    state_of[$number/$1]='done' attempt_of[$number/$1]=$attempt ran_script_of[$number/$1]=${script_of[$number/$1]:-}
    journal "$1" 'done' ''
}

# A client that fails may have been too late: its server says what stands, as soon as the
# transaction that it may have left behind has ended.
attempt_stands() { # STEP ATTEMPT
    local answer wait=''
    # shellcheck disable=SC2016 # dollar quotes of SQL
    case $client in
    psql) wait="SET lock_timeout = '60s'; "'DO $belay$ BEGIN PERFORM pg_advisory_xact_lock(hashtext($$belay work:'"$plan_id"'$$)); END $belay$; ' ;;
    mysql) wait=$(mysql_await_work) ;;
    esac
    answer=$(run_quietly 2>>"$log" <<<"${wait}SELECT count(*) FROM $ledger WHERE plan_id = '$plan_id'
        AND phase = '$number' AND step = '$1' AND attempt = $2 AND state = 'done'") \
        || { show_log; fail 69 "store '$store_name' cannot be reached in $phase; 'runbook.sh resume' goes on from here"; }
    [ "$answer" = 1 ]
}

is_blocked() {
    grep -a -q -E 'ERROR: +(55P03|40P01|40001):|^ERROR (1205|1213|3572) |^ERROR [0-9]+ \(55P03\)|database is locked|belay: an earlier run is still at work' "$log"
}

show_blockers() {
    case $client in
    psql)
        run_sql -q >&2 <<<"SELECT pid, usename, application_name, state, now() - xact_start AS since, left(query, 60) AS query
        FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 5"
        ;;
    mysql)
        run_sql --table >&2 <<<"SELECT p.id, p.user, p.host, t.trx_state, timediff(now(), t.trx_started) AS since, left(p.info, 60) AS query
        FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
        ORDER BY t.trx_started LIMIT 5"
        ;;
    esac
}

# What refuses a transaction is begun, looked for, run and then written down.
run_alone() { # STEP TITLE STORE FILE FIRST LAST MANNER INDEX
    local begun
    begun=$(state "$1")
    record "$1" running
    connect "$3"
    ledger_names
    if ! was_made "$begun" "$8"; then
        { session_settings; lines "$4" "$5" "$6"; } | run_sql >"$log" 2>&1 \
            || step_failed "$1" "$2" 70 'what it did before it failed may stand'
    fi
    record "$1" 'done'
}

# An index that could not be finished is dropped; of one that a run before this one began,
# the catalog tells whether it was finished.
was_made() { # STATE INDEX: +NAME is created, -NAME dropped
    local name=${2#?} valid
    [ "$client" = psql ] && [ -n "$2" ] || return 1
    valid=$(run_quietly <<<"SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($(quoted "$name"))") \
        || fail 69 "store '$store_name' cannot be reached in $phase"
    case $2:$valid in
    +*:f)
        say "     dropping what is left of an index that was not finished"
        run_sql -q <<<"DROP INDEX CONCURRENTLY IF EXISTS $name" \
            || fail 70 "the index $name is not valid and cannot be dropped"
        return 1
        ;;
    +*:t | -*:) [ "$1" = running ] ;;
    *) return 1 ;;
    esac
}

# ---- commands

# The program has no input, no lock and no descriptor of the runbook; its parent keeps them
# until it ends, also where the runbook is gone by then.
run_program() { # INTERPRETER: runs the program on standard input, up to its first failure
    (
        # shellcheck disable=SC2030 # of this program alone
        connect "$home"
        [ "$client" != psql ] || use_postgresql "$address"
        export BELAY_STATE="$state_folder"
        export_backups
        "$1" -eu /dev/fd/3 3<&0 </dev/null 5<&- 6<&- 7>&- 8<&- 9>&-
        exit "$?"
    )
}

export_backups() {
    local path name
    for path in "$state_folder"/backup/*; do
        name=${path##*/}
        [[ ! $name =~ ^[A-Za-z_0-9]+$ ]] || export "BELAY_BACKUP_$name=$path"
    done
}

# A command is no transaction: it is begun, run, and then written down. Whoever waits for it
# writes down in a file how it ended, also where no runbook is left to read that at once.
command_mark() { # STEP ATTEMPT
    printf '%s/log/ended-%s-%s-%s-%s' "$state_folder" "$plan_id" "$number" "$1" "$2"
}

# True where it is to be run. What a run before this one did not see the end of, it does not
# run again by itself.
begin_command() { # STEP TITLE
    local attempt mark status=''
    if [ "$(state "$1")" = running ]; then
        next_attempt "$1"
        mark=$(command_mark "$1" "$attempt")
        [ ! -e "$mark" ] || status=$(<"$mark")
        if [ "$status" = 0 ]; then
            say '     it was ended by an earlier run'
            record "$1" 'done'
            return 1
        elif is_known_status "$status"; then
            record "$1" failed "its command ended with status $status"
        else
            ask_outcome "$1" "$2" || return 1
        fi
    fi
    record "$1" running
}

# A command that was killed may be done, half done, or not at all.
is_known_status() { # STATUS
    [ -n "$1" ] && [ "$1" -le 128 ]
}

# Not for --yes: whoever answers has looked.
ask_outcome() { # STEP TITLE: fails where it counts as done
    local answer='' command="runbook.sh mark $number/$1"
    say '     an earlier run was stopped during it: it may be done, half done, or not at all'
    can_ask || fail 77 "nobody knows whether '$2' was done: look, then '$command done --reason TEXT', or '$command failed --reason TEXT' to run it again"
    read -r -p "     type 'done' if it was, or 'again' to run it again: " answer <&5 || true
    stop_if_interrupted
    case $answer in
    'done') record "$1" 'done' 'a person says that it was done'; return 1 ;;
    again) record "$1" failed 'a person says to run it again' ;;
    *) fail 77 "whether '$2' was done is not said" ;;
    esac
}

run_command() { # STEP TITLE INTERPRETER [VARIABLE=VALUE...] <PROGRAM: what begin_command() began
    local step=$1 title=$2 interpreter=$3 mark setting status=0
    shift 3
    mark=$(command_mark "$step" "${attempt_of[$number/$step]}")
    (
        status=0
        for setting in "$@"; do
            export "${setting?}"
        done
        run_program "$interpreter" >"$log" 2>&1 || status=$?
        printf '%s\n' "$status" >"$mark.new" && mv -f -- "$mark.new" "$mark"
        exit "$status"
    ) || status=$?
    [ "$status" != 0 ] || return 0
    is_known_status "$status" || was_killed "$title" "$status"
    step_failed "$step" "$title" 70 "its command ended with status $status"
}

was_killed() { # TITLE STATUS
    show_log
    stop_if_interrupted
    fail 70 "'$1' in $phase: its command was killed, or lost what it talked to (status $2): nobody knows whether it was done; 'runbook.sh resume' asks (log: $log)"
}

shell_step() { # STEP TITLE HOW INTERPRETER [VARIABLE=VALUE...] <PROGRAM
    local program
    program=$(cat)
    note_script "$1" < <(printf '%s\n' "${@:4}" "$program")
    begin_step "$1" "$2" "$3" || return 0
    [ "$mode" = run ] || return 0
    begin_command "$1" "$2" || return 0
    run_command "$1" "$2" "${@:4}" <<<"$program"
    cat -- "$log"
    record "$1" 'done'
}

# ---- people

ask() { # TITLE QUESTION: what is asked each time
    say "  $1"
    confirm "$1" "$2"
}

task() { # STEP TITLE: what a person does or knows; its parts follow, then person()
    task_step=$1 task_title=$2
    note_script "$1" <<<"$2"
    task_is_open=0
    ! begin_step "$1" "$2" '' || task_is_open=1
}

part() { # TEXT
    if [ "$mode" = plan ] || [ "$mode$task_is_open" = run1 ]; then say "     - $1"; fi
}

person() { # QUESTION
    [ "$task_is_open" = 1 ] || return 0
    confirm "$task_title" "$1"
    [ "$mode" != run ] || record "$task_step" 'done'
}
# ---- backups

backup_step() { # STEP TITLE NAME STORE
    local path=$state_folder/backup/$3
    begin_step "$1" "$2" "into $path" || return 0
    connect "$4"
    [ "$client" != psql ] || command -v pg_dump >/dev/null || fail 69 "there is no program 'pg_dump'"
    [ "$client" != mysql ] || find_mysql_dump
    if [ -z "$client" ]; then
        confirm "$2" 'this runbook has no client for it; done by hand?'
    elif [ "$mode" = run ]; then
        (make_backup "$3") >"$log" 2>&1 || step_failed "$1" "$2" 70 'the backup is not whole'
    fi
    [ "$mode" != run ] || record "$1" 'done' "$path"
}

# It has its name only when it was found to be readable.
make_backup() { # NAME
    local folder=$state_folder/backup
    mkdir -p "$folder" && rm -f -- "$folder/.$1" || return
    case $client in
    sqlite3)
        address=$(realpath -- "$address") && cd -- "$folder" && run_sql <<<".backup .$1" || return
        [ "$(on_file ".$1" -readonly <<<'PRAGMA integrity_check')" = ok ] || return
        ;;
    psql)
        dump "$folder/.$1" || return
        pg_restore --list "$folder/.$1" >/dev/null || return
        ;;
    mysql)
        dump_mysql >"$folder/.$1" || return
        [[ $(tail -n 1 -- "$folder/.$1") == '-- Dump completed'* ]] || return
        ;;
    esac
    sync -- "$folder/.$1" && mv -f -- "$folder/.$1" "$folder/$1"
}

dump() { # FILE [OPTION...]: of PostgreSQL, without the ledger
    (use_postgresql "$address" && exec pg_dump -w -Fc --exclude-schema=belay -f "$@")
}

# Of MySQL or MariaDB, without the ledger; what is written meanwhile is not in it.
dump_mysql() {
    local database table ignored=()
    database=$(mysql_database)
    for table in ledger checkpoint verification approval; do
        ignored+=("--ignore-table=$database.belay_$table")
    done
    "$mysql_dump_program" --defaults-file=<(printf '%s\n' "$mysql_option_text") --single-transaction --quick --hex-blob \
        --routines --triggers --events "${ignored[@]}" "$database"
}

find_mysql_dump() { # sets `mysql_dump_program`
    mysql_dump_program=mysqldump
    [ "$mysql_program" != mariadb ] || ! command -v mariadb-dump >/dev/null || mysql_dump_program=mariadb-dump
    command -v "$mysql_dump_program" >/dev/null || fail 69 "there is no program '$mysql_dump_program'"
}

backup_command() { # STEP TITLE NAME INTERPRETER <PROGRAM
    local path=$state_folder/backup/$3 program
    program=$(cat)
    note_script "$1" <<<"$4"$'\n'"$program"
    begin_step "$1" "$2" "a command that writes $path" || return 0
    [ "$mode" = run ] || return 0
    if begin_command "$1" "$2"; then
        mkdir -p "$state_folder/backup" && rm -f -- "$path"
        run_command "$1" "$2" "$4" BELAY_BACKUP="$path" <<<"$program"
    fi
    [ -s "$path" ] || step_failed "$1" "$2" 70 "it wrote nothing to \$BELAY_BACKUP"
    record "$1" 'done' "$path"
}

# ---- the way back

restore_phrase() { # PHRASE
    local what='what was written since the backup is lost'
    [ "$mode" != plan ] || say "  the phrase is '$1': $what"
    [ "$mode" = plan ] || [ "$phrase" = "$1" ] \
        || fail 78 "$phase is undone from a backup, and $what: with --phrase '$1' that is done; nothing was done"
}

restore_step() { # STEP TITLE NAME STORE
    local path=$state_folder/backup/$3 attempt
    begin_step "$1" "$2" "from $path" || return 0
    connect "$4"
    [ "$mode" = plan ] || [ -z "$client" ] || [ -r "$path" ] || fail 65 "the backup $path is not there"
    [ "$client" != psql ] || command -v pg_restore >/dev/null || fail 69 "there is no program 'pg_restore'"
    if [ -z "$client" ] || [ "$client" = mysql ]; then
        [ -z "$client" ] || say "     MySQL and MariaDB cannot restore one as a whole or not at all: a person feeds it to the client, without the ledger's tables"
        confirm "$2" 'done by hand?'
        [ "$mode" != run ] || record "$1" 'done' "$path"
        return
    fi
    [ "$mode" = run ] || return 0
    ledger_names
    store_of[$number/$1]=$4
    next_attempt "$1"
    (restore_backup "$path" "$1" "$attempt") >"$log" 2>&1 || attempt_stands "$1" "$attempt" \
        || step_failed "$1" "$2" 70 'undone: the backup was not restored'
    grep '^newer than the backup' -- "$log"
    state_of[$number/$1]='done' attempt_of[$number/$1]=$attempt
    journal "$1" 'done' "$path"
}

# What it brings back and its row of the ledger stand together, or neither does.
restore_backup() { # FILE STEP ATTEMPT
    case $client in
    psql) restore_postgresql "$@" ;;
    sqlite3) restore_sqlite "$@" ;;
    esac
}

# In one transaction, everything that is there now is dropped, in the order in which its own
# dump would, and then made as the backup has it: nothing stays that is newer.
restore_postgresql() {
    local present=$state_folder/backup/.present
    dump "$present" --schema-only && show_newer "$present" "$1" || return
    {
        session_settings
        # shellcheck disable=SC2016 # dollar quotes of SQL
        printf '%s\n' 'BEGIN;' 'DO $belay$ BEGIN PERFORM pg_advisory_xact_lock(hashtext($$belay work:'"$plan_id"'$$)); END $belay$;'
        drops_of "$present" && pg_restore --clean --if-exists -f - "$1" \
            && row "$number" "$2" "$3" 'done' "$1" new && printf 'COMMIT;\n'
    } | run_sql -q && rm -f -- "$present"
}

# The statements of a dump up to the first object that it makes. The restrictions of its first
# line would end with its last one.
drops_of() { # FILE
    local line
    pg_restore --clean --if-exists --schema-only -f "$1.sql" "$1" || return
    while IFS= read -r line; do
        case $line in
        '-- Name: '*) break ;;
        '\restrict '*) ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$1.sql"
    rm -f -- "$1.sql"
}

show_newer() { # PRESENT BACKUP
    local line
    objects_of "$1" >"$1.list" && objects_of "$2" >"$1.kept" || return
    while read -r line; do
        printf 'newer than the backup, and dropped: %s\n' "$line"
    done < <(comm -23 "$1.list" "$1.kept")
    rm -f -- "$1.list" "$1.kept"
}

objects_of() { # FILE: "TABLE public accounts owner" and so on, without what belongs to another
    pg_restore --list "$1" | cut -d ' ' -f 4- | {
        grep -v -E '^$|^(TABLE DATA|SEQUENCE SET|ACL|COMMENT|DEFAULT|BLOB|BLOBS|BLOB METADATA) ' || true
    } | LC_ALL=C sort
}

on_file() { # FILE [OPTION...]: gives its input to sqlite3
    local address=$1
    shift
    run_sql "$@"
}

# The ledger is not that of the backup: it goes on.
restore_sqlite() {
    local database file=$state_folder/backup/.restored table tables="$ledger $checkpoint $verification $approval"
    database=$(realpath -- "$address") && rm -f -- "$file" && cp -- "$1" "$file" \
        && cd -- "$state_folder/backup" || return
    {
        printf 'BEGIN;\n'
        for table in $tables; do
            printf 'DROP TABLE IF EXISTS main.%s;\n' "$table"
        done
        printf 'COMMIT;\n'
    } | on_file .restored || return
    for table in $tables; do
        printf '.dump %s\n' "$table"
    done | on_file "$database" | on_file .restored || return
    row "$number" "$2" "$3" 'done' "$1" new | on_file .restored || return
    on_file "$database" <<<'.restore .restored' && rm -f -- "$file"
}
# ---- filling

backfill_step() { # STEP TITLE STORE FILE FIRST LAST PROCEDURE PAUSE [METRIC OPERATOR KIND EXPECTED SAID]
    store "$3"
    note_script "$1" < <(lines "$4" "$5" "$6")
    begin_step "$1" "$2" "in batches on $store_name: $4, $(span_of "$5" "$6")" || return 0
    connect "$3"
    [ "$mode" = run ] || return 0
    store_of[$number/$1]=$3
    record "$1" running
    connect "$3"
    ledger_names
    blocked=0 told=$SECONDS watched=$SECONDS
    watch_begin
    fill "$@"
    rows_done=$filled
    record "$1" 'done'
    drop_fill "$3" "$7"
    say "     filled: $filled rows"
}

fill() { # the arguments of backfill_step()
    until prepare_fill "$@"; do
        is_blocked || step_failed "$1" "$2" 70 'it could not be prepared'
        fill_failed "$@"
    done
    while :; do
        stop_if_interrupted
        wait_while_paused
        keep_lock
        [ $# -lt 9 ] || wait_for_metric "${@:9}"
        if [ $((SECONDS - watched)) -ge 10 ]; then
            watched=$SECONDS
            watch_phase triggers
        fi
        if fill_some "$@" >"$log" 2>&1; then blocked=0; else fill_failed "$@"; fi
        read_checkpoint "$1"
        [ "$filled_all" = 0 ] || return 0
        if [ $((SECONDS - told)) -ge 5 ]; then
            told=$SECONDS
            say "     $filled rows changed, at key $filled_to of $filled_end"
        fi
    done
}

prepare_fill() {
    [ "$client" != mysql ] || { prepare_fill_mysql "$@"; return; }
    [ "$client" = psql ] || return 0
    { session_settings; lines "$4" "$5" "$6"; } | run_sql -q >"$log" 2>&1
}

# Where nothing was filled yet, what an earlier run left is not gone on with.
prepare_fill_mysql() {
    local drop=''
    read_checkpoint "$1"
    [ -n "$filled_end" ] || drop="DROP TABLE IF EXISTS $7; "
    { printf '%s' "SET SESSION lock_wait_timeout = 5; $drop" && lines "$4" "$5" "$6"; } | run_sql >"$log" 2>&1
}

drop_fill() { # STORE PROCEDURE: where it cannot, it stays, and harms nobody
    connect "$1"
    [ "$client" = mysql ] || return 0
    run_sql >>"$log" 2>&1 <<<"SET SESSION lock_wait_timeout = 5; DROP PROCEDURE IF EXISTS $2; DROP TABLE IF EXISTS $2;" || true
}

# A few seconds of it. It gives way before the server looks for deadlocks, after a second, and
# may end the other side of one.
fill_some() {
    local batch program
    if [ "$client" = psql ]; then
        { session_settings; printf "SET lock_timeout = '500ms'; CALL belay.%s(3);\n" "$7"; } | run_sql -q
        return
    fi
    if [ "$client" = mysql ]; then
        run_sql <<<"SET SESSION innodb_lock_wait_timeout = 1, SESSION lock_wait_timeout = 5; CALL $7(3);"
        return
    fi
    program=$(head -n "$6" -- "$here/$4" | tail -n "+$5")
    for ((batch = 1; batch <= 8; batch++)); do
        [ "$8" = 0 ] || printf '.shell sleep %s\n' "$8"
        printf '%s\n' "$program"
    done | run_sql
}

fill_failed() {
    stop_if_interrupted
    read_checkpoint "$1"
    is_blocked || is_overtaken || step_failed "$1" "$2" 70 'a batch failed; those before it stand'
    blocked=$((blocked + 1))
    if [ "$blocked" -ge 60 ]; then
        show_blockers
        step_failed "$1" "$2" 75 'others hold a lock that it needs; the batches before it stand'
    fi
    sleep 0.5
}

# Somebody added the row that the batch was about to add: the next one sees it.
is_overtaken() {
    [ "$blocked" -lt 5 ] && grep -a -q '^ERROR 1062 ' "$log"
}

read_checkpoint() { # STEP
    local line
    line=$(run_quietly 2>>"$log" <<<"SELECT rows_done, CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END, last_key, high_key
        FROM $checkpoint WHERE plan_id = '$plan_id' AND phase = '$number' AND task = '$1'") \
        || { show_log; fail 69 "store '$store_name' cannot be reached in $phase; 'runbook.sh resume' goes on from here"; }
    IFS=$field read -r filled filled_all filled_to filled_end <<<"$line"
    filled=${filled:-0} filled_all=${filled_all:-0}
}

# No query tells when to wait: whoever watches it has `pause`.
pause_by_hand() { # STEP CONDITION
    is_done "$1" && return
    say "  to be watched while it is filled: $2; then 'runbook.sh pause', and 'continue'"
    confirm "somebody watches for '$2' and pauses the filling" 'does somebody watch it?'
}

wait_for_metric() { # METRIC OPERATOR KIND EXPECTED SAID
    local value expected status is_told=0
    while :; do
        status=0
        judge_metric "$@" || status=$?
        [ "$status" != 1 ] || return 0
        [ "$is_told" = 1 ] || say "     waiting: the metric is ${value:-unknown}, to go on when it is not $expected"
        is_told=1
        nap 1
    done
}
# ---- verifications

value_end=$'\037'
null_value=$'\036NULL'

query() { # every value, each with $value_end behind it
    case $client in
    sqlite3)
        run_sql -readonly -list -noheader -nullvalue "$null_value" \
            -separator "$value_end" -newline "$value_end"
        ;;
    psql)
        run_sql -q -A -t -P "null=$null_value" -F "$value_end" -R "$value_end" \
            -c 'SET default_transaction_read_only = on'
        ;;
    mysql) { printf 'SET SESSION TRANSACTION READ ONLY; ' && cat; } | run_sql --xml | mysql_values ;;
    esac
}

show_rows() { # all that a query gives, for a person
    case $client in
    sqlite3) run_sql -readonly -header ;;
    psql) run_sql -q -c 'SET default_transaction_read_only = on' ;;
    mysql) { printf 'SET SESSION TRANSACTION READ ONLY; ' && cat; } | run_sql --table ;;
    esac
}

results=() # of verifications that were made: title, what was got, true|false|NULL

passed() { # TITLE HOW
    say "     passed: $2"
    note_result "$1" "$2" true
}

failed() { # TITLE WHY
    printf "     FAILED: '%s': %s\n" "$1" "$2" >&2
    failures=$((failures + 1))
    note_result "$1" "$2" false
}

inconclusive() { # TITLE WHY
    printf "     INCONCLUSIVE: '%s': %s\n" "$1" "$2" >&2
    doubts=$((doubts + 1))
    note_result "$1" "$2" NULL
}

note_result() { # TITLE GOT true|false|NULL
    results+=("$number: $1" "$2" "$3")
}

record_results() {
    local index rows=''
    [ "${#results[@]}" != 0 ] || return 0
    connect "$home"
    ledger_names
    for ((index = 0; index < ${#results[@]}; index += 3)); do
        rows+="${rows:+, }('$plan_id', $(quoted "${results[index]}"), '$run_id', $(quoted "${results[index + 1]}"), ${results[index + 2]})"
    done
    ledger_run 'its verifications' "INSERT INTO $verification (plan_id, check_id, run_id, got, pass) VALUES $rows;"
    results=()
}

# A decimal number without exponent, as sign, whole digits and fraction.
decimal() { # NUMBER
    local exponent
    [[ $1 =~ ^([+-]?)([0-9]*)\.?([0-9]*)([eE]([+-]?)0*([0-9]{1,3}))?$ ]] || return 1
    sign=${BASH_REMATCH[1]#+} whole=${BASH_REMATCH[2]} fraction=${BASH_REMATCH[3]}
    exponent=${BASH_REMATCH[6]:-0}
    [ -n "$whole$fraction" ] || return 1
    for (( ; exponent > 0; exponent--)); do
        if [ "${BASH_REMATCH[5]}" = - ]; then
            [ -n "$whole" ] || whole=0
            fraction=${whole: -1}$fraction whole=${whole%?}
        else
            [ -n "$fraction" ] || fraction=0
            whole+=${fraction:0:1} fraction=${fraction:1}
        fi
    done
    while [[ $whole == 0* ]]; do whole=${whole#0}; done
    while [[ $fraction == *0 ]]; do fraction=${fraction%0}; done
    [ -n "$whole$fraction" ] || sign=''
}

# Sets `order` to -1, 0 or 1; fails where one is no number.
order_numbers() { # A B
    local sign whole fraction a_sign a_whole a_fraction
    decimal "$1" || return 1
    a_sign=$sign a_whole=$whole a_fraction=$fraction
    decimal "$2" || return 1
    if [ "$a_sign" != "$sign" ]; then
        order=1
        [ "$a_sign" != - ] || order=-1
        return
    fi
    if [ "${#a_whole}" != "${#whole}" ]; then
        order=1
        [ "${#a_whole}" -gt "${#whole}" ] || order=-1
    else
        order_texts "$a_whole.$a_fraction" "$whole.$fraction"
    fi
    [ "$sign" != - ] || order=$((-order))
}

order_texts() { # A B: by bytes
    local LC_ALL=C
    order=0
    if [[ $1 < $2 ]]; then order=-1; elif [[ $1 > $2 ]]; then order=1; fi
}

holds() { # VALUE OPERATOR number|text EXPECTED
    local order
    if [ "$3" = number ]; then
        order_numbers "$1" "$4" || return 1
    else
        order_texts "$1" "$4"
    fi
    case $2 in
    '=') [ "$order" = 0 ] ;;
    '!=') [ "$order" != 0 ] ;;
    '<') [ "$order" = -1 ] ;;
    '<=') [ "$order" != 1 ] ;;
    '>') [ "$order" = 1 ] ;;
    '>=') [ "$order" != -1 ] ;;
    *) return 1 ;;
    esac
}

compare() { # TITLE VALUE OPERATOR number|text EXPECTED
    local got expected
    printf -v got '%q' "$2"
    printf -v expected '%q' "$5"
    if holds "$2" "$3" "$4" "$5"; then
        passed "$1" "$got $3 $expected"
    else
        failed "$1" "got $got, expected $3 $expected"
    fi
}

judge_rows() { # TITLE ROWS OPERATOR TYPE EXPECTED
    local value=${2%"$value_end"}
    if [ "$3" = empty ]; then
        if [ -z "$2" ]; then passed "$1" 'no row'; else failed "$1" 'expected no row'; fi
    elif [ -z "$2" ]; then
        failed "$1" 'got no row, expected one value'
    elif [[ $value == *"$value_end"* ]]; then
        failed "$1" 'got more than one row or column, expected one value'
    elif [ "$value" = "$null_value" ]; then
        failed "$1" "got NULL, expected $3 $5"
    else
        compare "$1" "$value" "$3" "$4" "$5"
    fi
}

look_at_rows() { # TITLE STORE FILE FIRST LAST
    if [ "$mode" = run ] && ! lines "$3" "$4" "$5" | show_rows; then
        failed "$1" 'its query failed'
    else
        confirm "$1" 'is that right?'
    fi
}

sql_check() { # TITLE STORE FILE FIRST LAST OPERATOR|empty|person TYPE EXPECTED
    local rows status
    store "$2"
    say "  verify: $1"
    say "     SQL on $store_name: $3, $(span_of "$4" "$5")"
    [ "$mode" != plan ] || return 0
    connect "$2"
    if [ -z "$client" ]; then
        confirm "$1" 'this runbook has no client for it; does it hold?'
        return
    fi
    if [ "$6" = person ]; then
        look_at_rows "$@"
        return
    fi
    [ "$mode" = run ] || return 0
    rows=$(
        lines "$3" "$4" "$5" | query
        status=$?
        printf 'end'
        exit "$status"
    )
    status=$?
    rows=${rows%end}
    [ "$client" != psql ] || [ -z "$rows" ] || rows=${rows%$'\n'}$value_end
    if [ "$status" != 0 ]; then
        failed "$1" 'its query failed'
    else
        judge_rows "$1" "$rows" "$6" "$7" "$8"
    fi
}

shell_check() { # TITLE INTERPRETER OPERATOR|empty|status TYPE EXPECTED <PROGRAM
    local printed
    say "  verify: $1"
    say "     a command for $2"
    [ "$mode" = run ] || return 0
    if ! printed=$(run_program "$2"); then
        failed "$1" 'its command failed'
    elif [ "$3" = status ]; then
        passed "$1" 'its command succeeded'
    elif [ "$3" = empty ]; then
        if [ -z "$printed" ]; then passed "$1" 'no output'; else failed "$1" 'expected no output'; fi
    else
        compare "$1" "${printed##*$'\n'}" "$3" "$4" "$5"
    fi
}
# ---- verifications of belay's own

# What a query needs to know beside its text, as SQL in front of it.
given() { # VALUE
    session_settings
    case $client in
    psql)
        printf '%s' "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';" \
            " SET bytea_output = 'hex'; SET extra_float_digits = 1; "
        [ -z "$1" ] || printf 'SET belay.given = %s; ' "$(quoted "$1")"
        ;;
    mysql) printf 'SET SESSION TRANSACTION READ ONLY; ' ;;
    sqlite3) [ -z "$1" ] || printf "INSERT INTO temp.sqlite_parameters VALUES (':belay_given', %s); " "$(quoted "$1")" ;;
    esac
}

# One row, its columns with blanks between; nothing where there is a NULL, or no row.
answer() { # GIVEN FILE FIRST LAST
    local row options=() value
    case $client in
    psql) options=(-q -A -t -F "$field" -P "null=$null_value" -c 'SET default_transaction_read_only = on') ;;
    mysql) options=(-N -B) ;;
    sqlite3) options=(-cmd '.parameter init' -readonly -list -noheader -separator "$field" -nullvalue "$null_value") ;;
    esac
    row=$({ given "$1"; lines "$2" "$3" "$4"; } | run_sql "${options[@]}") || return
    if [ "$client" = mysql ]; then # numbers, and names of tables
        row=${row//$'\t'/"$field"}
        [[ $field$row$field != *"${field}NULL$field"* ]] || row=$null_value
    fi
    [[ $row != *"$null_value"* ]] || return 0
    while IFS= read -r -d "$field" value; do printf '%s ' "$value"; done <<<"$row$field"
}

# All rows, in any order, as one number; nothing where there is no row.
content() { # lines|rows GIVEN FILE FIRST LAST
    local options=() sum
    case $client in
    psql) options=(-q -A -t -c 'SET default_transaction_read_only = on') ;;
    sqlite3)
        options=(-cmd '.parameter init' -readonly -noheader -list)
        [ "$1" = lines ] || options+=(-quote)
        ;;
    esac
    sum=$({ given "$2"; lines "$3" "$4" "$5"; } | run_sql "${options[@]}" | LC_ALL=C sort | sha256sum) || return
    sum=${sum%% *}
    [ "$sum" = "$(sha256sum </dev/null | head -c 64)" ] || printf '%s' "$sum"
}

# ---- both sides of a move

sides_check() { # TITLE rows|values STORE FILE FIRST LAST
    local row old new lost added
    store "$3"
    say "  verify: $1"
    say "     SQL on $store_name: $4, $(span_of "$5" "$6")"
    [ "$mode" != plan ] || return 0
    connect "$3"
    [ "$mode" = run ] || return 0
    if ! row=$(answer '' "$4" "$5" "$6"); then
        failed "$1" 'its query failed'
        return
    fi
    read -r old new lost added <<<"$row"
    if [[ ! $row =~ ^([0-9]+ ){2}(([0-9]+ ){2})?$ ]]; then
        failed "$1" "got no numbers: $(printf '%q' "$row")"
    elif [ "$2" = values ] && [ "$old$new" = 00 ]; then
        inconclusive "$1" 'there is no row to compare'
    elif [ "$old" != "$new" ] || [ "${lost:-0}${added:-0}" != 00 ]; then
        failed "$1" "the old side has $old, the new side $new${lost:+; $lost of the old side are not so on the new one${added:+, $added of the new side not on the old one}}"
    else
        passed "$1" "$old on both sides${lost:+, all the same}"
    fi
}

# What is asked on one side, after what is given to both.
side_answer() { # ANSWER GIVEN STORE FILE FIRST LAST
    connect "$3"
    case $1 in
    lines) content lines "${@:2:1}" "${@:4}" ;;
    *) answer "${@:2:1}" "${@:4}" ;;
    esac
}

# Both sides are asked one after the other: what is written meanwhile may be seen on one of them
# alone, so that what differs is asked again.
across_check() { # TITLE count|sum|lines OLD FILE FIRST LAST FIRST LAST NEW FILE FIRST LAST
    local given='' old='' new='' try
    store "$3"
    say "  verify: $1"
    say "     SQL on $store_name: $4, $(span_of "$7" "$8")"
    store "$9"
    say "     SQL on $store_name: ${10}, $(span_of "${11}" "${12}")"
    [ "$mode" != plan ] || return 0
    connect "$3"
    connect "$9"
    [ "$mode" = run ] || return 0
    for try in 1 2 3; do
        [ "$try" = 1 ] || nap 1
        connect "$3"
        if { [ "$5" != 0 ] && ! given=$(answer '' "$4" "$5" "$6"); } \
            || ! old=$(side_answer "$2" "${given% }" "$3" "$4" "$7" "$8") \
            || ! new=$(side_answer "$2" "${given% }" "$9" "${10}" "${11}" "${12}"); then
            failed "$1" 'its query failed'
            return
        fi
        [ "$old" != "$new" ] || break
    done
    if [ "$2" = count ] && [[ ! $old$new =~ ^[0-9]+\ [0-9]+\ $ ]]; then
        failed "$1" "got no number: $(printf '%q, %q' "$old" "$new")"
    elif [ -z "$old$new" ]; then
        inconclusive "$1" 'there is no row to compare'
    elif [ "$old" != "$new" ]; then
        failed "$1" "the old side gives '${old% }', the new side '${new% }'"
    else
        passed "$1" "'${old% }' on both sides"
    fi
}

# ---- nothing is written

no_writes_check() { # TITLE counters|sum|rows STORE FILE FIRST LAST FIRST LAST SECONDS
    local wait
    store "$3"
    say "  verify: $1"
    say "     SQL on $store_name: $4, $(span_of "$5" "${8}")"
    [ "$mode" != plan ] || return 0
    connect "$3"
    [ "$mode" = run ] || return 0
    waiting "$9"
    case $2 in
    counters) watch_counters "$@" ;;
    *) watch_content "$@" ;;
    esac
}

# A server counts what a session wrote up to ten seconds later: what it counts in the first
# twelve may be from before, so that only the rows themselves tell of those.
watch_counters() { # the arguments of no_writes_check(); `wait` is how long
    local since first now rows newer begun=$SECONDS late=12
    now=$(answer '' "$4" "$5" "$6") || { failed "$1" 'its query failed'; return; }
    rows=$(answer "${now%% *}" "$4" "$7" "$8") || { failed "$1" 'its query failed'; return; }
    since=${now%% *} first=$now
    while [ -n "$now" ] && [ $((SECONDS - begun)) -lt "$wait" ]; do
        nap 1
        now=$(answer '' "$4" "$5" "$6") || { failed "$1" 'its query failed'; return; }
        [ $((SECONDS - begun)) -gt "$late" ] || first=$now
        [ "${now#* }" = "${first#* }" ] || break
    done
    newer=$(answer "$since" "$4" "$7" "$8") || { failed "$1" 'its query failed'; return; }
    if [ -z "$first" ] || [ -z "$now" ]; then
        inconclusive "$1" 'the server does not count what is written (track_counts)'
    elif [ "${rows%% *} 0 " != "$newer" ]; then
        failed "$1" "it had ${rows%% *} rows, and has ${newer%% *}; $(cut -d ' ' -f 2 <<<"$newer") were written since"
    elif [ "${now#* }" != "${first#* }" ]; then
        failed "$1" "the server counted writes: from $(printf '%q to %q' "${first#* }" "${now#* }")"
    else
        passed "$1" "the server counted none in $(duration "$wait"), and no row is newer"
    fi
}

watch_content() { # the arguments of no_writes_check(); `wait` is how long
    local first now
    first=$(one_content "$@") || { failed "$1" 'its query failed'; return; }
    if [ "$client" = mysql ] && [ -z "$first" ]; then # CHECKSUM of what is not there is NULL
        failed "$1" 'its query gave nothing'
        return
    fi
    nap "$wait"
    connect "$3"
    now=$(one_content "$@") || { failed "$1" 'its query failed'; return; }
    if [ "$first" != "$now" ]; then
        failed "$1" 'its content has changed'
    else
        passed "$1" "its content is the same after $(duration "$wait")"
    fi
}

one_content() { # the arguments of no_writes_check()
    case $2 in
    rows) content rows '' "$4" "$5" "$6" ;;
    *) answer '' "$4" "$5" "$6" ;;
    esac
}
# ---- the schema

# Each line of the answer is a difference, the last one says that everything was looked at.
schema_check() { # TITLE STORE FILE FIRST LAST
    local rows row differences=()
    store "$2"
    say "  verify: $1"
    say "     SQL on $store_name: $3, $(span_of "$4" "$5")"
    [ "$mode" != plan ] || return 0
    connect "$2"
    if [ -z "$client" ]; then
        confirm "$1" 'this runbook has no client for it; does it hold?'
        return
    fi
    [ "$mode" = run ] || return 0
    if ! rows=$(lines "$3" "$4" "$5" | rows_of) || [ "${rows##*$'\n'}" != checked ]; then
        failed "$1" 'its query failed'
        return
    fi
    while IFS= read -r row; do
        [ "$row" = checked ] || differences+=("${row//[[:cntrl:]]/?}")
    done <<<"$rows"
    case ${#differences[@]} in
    0) passed "$1" "nothing of $store_name differs" ;;
    1) failed "$1" "$store_name differs: ${differences[0]}" ;;
    *)
        printf '     differs: %s\n' "${differences[@]:0:50}" >&2
        failed "$1" "$store_name differs in ${#differences[@]} places: ${differences[0]}, …"
        ;;
    esac
}
# ---- before the first action of a phase

# What the phase needs on a store: each line of the answer is what is not so, the last one says
# that everything was looked at.
precheck() { # STORE FILE FIRST LAST
    local row rows problems=() later=0
    store "$1"
    if [ "$mode" = plan ]; then
        say "  before it begins: what it needs on $store_name: $2, $(span_of "$3" "$4")"
        return
    fi
    is_next_phase || return 0
    connect "$1"
    rows=$(lines "$2" "$3" "$4" | rows_of) || fail 69 "what $phase needs on store '$store_name' cannot be asked ($2)"
    while IFS= read -r row; do
        [[ $row != 'later: '* ]] || later=$((later + 1))
        [ "$row" = checked ] || problems+=("${row#later: }")
    done <<<"$rows"
    [ "${rows##*$'\n'}" = checked ] || fail 69 "what $phase needs on store '$store_name' cannot be asked ($2)"
    [ "$client" != sqlite3 ] || [ -w "$address" ] || problems+=("its file cannot be written: '$address'")
    [ "${#problems[@]}" != 0 ] || return 0
    printf 'runbook: %s\n' "${problems[@]}" >&2
    [ "$later" != "${#problems[@]}" ] || fail 75 "$phase cannot begin on store '$store_name' yet; nothing of it was done"
    fail 65 "$phase cannot begin on store '$store_name'; nothing of it was done ($2)"
}

rows_of() {
    case $client in
    psql) run_sql -q -A -t -c 'SET default_transaction_read_only = on' ;;
    mysql) { printf 'SET SESSION TRANSACTION READ ONLY; ' && cat; } | run_sql -N -B --raw ;;
    sqlite3) run_sql -readonly -list -noheader ;;
    esac
}

# The plan's own verifications, once more, before the point of no return.
return_checks_begin() {
    if [ "$mode" = plan ]; then
        say '  before the point of no return, what holds for the whole plan:'
        return
    fi
    is_next_phase || return
    [ "$mode" = check ] || say '  before the point of no return, what holds for the whole plan:'
    failures=0 doubts=0
}

return_checks_end() {
    [ "$mode" = run ] || return 0
    record_results
    judge_phase ' before its first action; nothing of it was done'
}

# Every phase before it is done, and nothing of this one was begun: neither by a runbook nor by
# a person who marked a step.
is_next_phase() {
    local each
    for each in "${phases[@]}"; do
        [ "$each" != "$number" ] || break
        is_done "$each/phase" || return 1
    done
    ! stands "$number"
}
# ---- time

duration() { # SECONDS
    local seconds=$1 text='' unit size
    for unit in 604800:w 86400:d 3600:h 60:min 1:s; do
        size=${unit%:*}
        [ "$seconds" -lt "$size" ] || text+="${text:+ }$((seconds / size))${unit#*:}"
        seconds=$((seconds % size))
    done
    printf '%s' "${text:-0s}"
}

# Of a rehearsal a second, with the time that production would wait.
waiting() { # SECONDS: sets `wait`
    wait=$1
    if [ "$rehearsal" = 1 ] && [ "$1" -gt 1 ]; then
        say "     rehearsal: 1 s, in production $(duration "$1")"
        wait=1
    fi
}

nap() { # SECONDS, while pausing and signals are heard
    local end=$((SECONDS + $1))
    while [ "$SECONDS" -lt "$end" ]; do
        sleep 1
        stop_if_interrupted
        wait_while_paused
    done
}

# Is run again as a whole where it was interrupted.
hold() { # STEP TITLE SECONDS: this phase's metrics and triggers are watched meanwhile
    local wait interval end
    begin_step "$1" "$2" '' || return 0
    [ "$mode" = run ] || return 0
    waiting "$3"
    interval=$((wait / 60))
    [ "$interval" -ge 1 ] || interval=1
    [ "$interval" -le 60 ] || interval=60
    end=$((SECONDS + wait))
    watch_begin
    while :; do
        watch_phase hold
        [ "$SECONDS" -lt "$end" ] || [ "${#held[@]}" != 0 ] || break
        nap "$interval"
    done
    ask_triggers
    record "$1" 'done'
}

# ---- before a phase begins

# The first of its actions, or a wait for them, has begun: nobody is asked again.
is_begun() {
    [ "$(state phase)" = running ] || [ "$(state phase)" = committed ]
}

soak() { # SECONDS NUMBER TITLE
    local wait ended
    if [ "$mode" = plan ]; then say "  $3"; fi
    [ "$mode" = run ] && ! is_begun || return 0
    say "  $3"
    waiting "$1"
    ended=${ended_of[$2/phase]:-0}
    if [ $((ended + wait)) -gt "$(date +%s)" ]; then
        [ "$rehearsal" = 0 ] || nap $((ended + wait - $(date +%s)))
        [ "$rehearsal" = 1 ] \
            || fail 75 "$phase begins at $(date -u -d "@$((ended + wait))" +%Y-%m-%dT%H:%M:%SZ) at the earliest: $3"
    fi
}

need() { # NUMBER TITLE
    [ "$mode" != plan ] || say "  before it begins: done is $2"
    [ "$mode" != run ] || is_done "$1/phase" || fail 65 "$phase needs that $2 is done"
}

gate() { # CONDITION: a person says whether it is so
    if [ "$mode" = plan ] || [ "$mode" = check ]; then
        say "  before it begins: $1"
        is_begun || confirm "$1" 'is it so?'
    elif ! is_begun; then
        say "  before it begins: $1"
        confirm "$1" 'is it so?'
    fi
}

# An approval is of one plan, by its hash: of another version it says nothing.
approval() { # GATE TEXT
    local by
    [ "$mode" != plan ] || say "  before it begins: approved by $2"
    [ "$mode" = run ] && ! is_begun || return 0
    [ -z "$approver" ] || approve "$1" "$approver" 'given with --approver'
    by=$(approved_by "$1") || fail 69 'cannot read the approvals'
    [ -n "$by" ] || fail 77 "$phase needs an approval by '$2': runbook.sh approve $1 --approver NAME"
    say "  approved by $2: $by"
}

approve() { # GATE APPROVER REASON
    connect "$home"
    ledger_names
    ledger_run 'an approval' "INSERT INTO $approval (plan_id, plan_sha, gate, actor, reason)
        VALUES ('$plan_id', '$plan_digest', '$1', $(quoted "$2"), $(quoted "$3"));"
    journal "approval-$1" approved "by $2: $3"
}

approved_by() { # GATE
    connect "$home"
    ledger_names
    run_quietly <<<"SELECT actor FROM $approval WHERE plan_id = '$plan_id'
        AND plan_sha = '$plan_digest' AND gate = '$1' ORDER BY at DESC LIMIT 1"
}

typed_phrase() { # PHRASE WHAT: before what cannot be undone
    local answer=$phrase
    [ "$mode" != plan ] || say "  point of no return: $2; the phrase is '$1'"
    [ "$mode" = run ] && ! is_begun || return 0
    say "  point of no return: $2"
    if [ -z "$answer" ] && can_ask; then
        read -r -p "     behind it there is no rollback; type '$1' to go on: " answer <&5 || true
    fi
    [ "$answer" = "$1" ] || fail 77 "the point of no return needs its phrase: --phrase '$1'"
}

begin_phase() { # behind all gates, before the first action
    [ "$mode" = run ] || return 0
    is_begun || record phase running
}

# ---- metrics

metric_value() { # NUMBER: the last line that its query prints, or nothing
    local printed
    printed=$(metric_query "$1" 2>>"$state_folder/log/$run_id-metrics") || return
    printf '%s' "${printed##*$'\n'}"
}

scaled() { # NUMBER: in millionths
    local sign whole fraction
    decimal "$1" && [ "${#whole}" -le 12 ] || return 1
    fraction=${fraction}000000
    printf '%s' "$((${sign}1 * (10#0$whole * 1000000 + 10#${fraction:0:6})))"
}

from_scaled() { # MILLIONTHS
    local value=$1 sign=''
    [ "$value" -ge 0 ] || sign=- value=$((-value))
    printf '%s%d.%06d' "$sign" $((value / 1000000)) $((value % 1000000))
}

# The value from before the first phase, unless the plan says one.
baseline() { # METRIC SAID
    local value=$2
    [ -n "$value" ] || value=${detail_of[plan/baseline-$1]:-}
    [ -n "$value" ] || return 1
    scaled "$value"
}

capture_baseline() { # METRIC
    local value
    [ "$(state "plan/baseline-$1")" = pending ] || return 0
    value=$(metric_value "$1")
    scaled "$value" >/dev/null || fail 69 "a metric whose value from before is needed gives no number"
    number=plan
    record "baseline-$1" 'done' "$value"
}

# 0: it holds; 1: it does not; 2: nobody knows. Sets `value` and `expected`.
judge_metric() { # METRIC OPERATOR KIND EXPECTED SAID
    local base wanted order
    expected="$2 $4"
    value=$(metric_value "$1") && scaled "$value" >/dev/null || return 2
    case $3 in
    number) holds "$value" "$2" number "$4" ;;
    any) ! holds "$value" = number 0 ;;
    times)
        base=$(baseline "$1" "$5") && wanted=$(scaled "$4") || return 2
        expected="$2 $(from_scaled $((base * (wanted / 1000) / 1000)))"
        holds "$value" "$2" number "${expected#* }"
        ;;
    unchanged)
        base=$(baseline "$1" "$5") || return 2
        [ "$base" -ge 0 ] || base=$((-base))
        wanted=$(($(scaled "$value") - $(baseline "$1" "$5")))
        expected="within 10 % of $(from_scaled "$(baseline "$1" "$5")")"
        [ "${wanted#-}" -le $((base / 10)) ]
        ;;
    esac
}

metric_check() { # TITLE METRIC OPERATOR KIND EXPECTED SAID SECONDS
    local wait value expected status end interval samples=0
    say "  verify: $1"
    [ "$mode" = run ] || return 0
    waiting "$7"
    interval=$((wait / 30))
    [ "$interval" -ge 1 ] || interval=1
    [ "$interval" -le 60 ] || interval=60
    end=$((SECONDS + wait))
    while :; do
        status=0
        judge_metric "$2" "$3" "$4" "$5" "$6" || status=$?
        samples=$((samples + 1))
        if [ "$status" != 0 ] || [ "$SECONDS" -ge "$end" ]; then break; fi
        nap "$interval"
    done
    case $status in
    0) passed "$1" "$(printf '%q' "$value") $expected, in each of $samples samples" ;;
    1) failed "$1" "got $(printf '%q' "$value"), expected $expected" ;;
    *) inconclusive "$1" "its query gave no number: $(printf '%q' "$value")" ;;
    esac
}

# ---- triggers

# `watching` is what is looked at: `hold` all that is measured, `triggers` without the metrics
# of the phase, `ask` what a person has to tell.
watching=''

watch_begin() {
    declare -gA held=()
}

watch_phase() { # hold|triggers|ask
    [ "$undoing" = 0 ] || return 0 # what would be done about it is what is being done
    watching=$1
    run_phase watch "$number"
    watching=''
}

# Behind the actions of a phase: a bound that is passed is watched until it is not, or until
# its time is over.
settle_triggers() {
    watch_begin
    while :; do
        watch_phase triggers
        [ "${#held[@]}" != 0 ] || break
        nap 1
    done
    ask_triggers
}

watch_trigger() { # TITLE METRIC OPERATOR KIND EXPECTED SAID SECONDS REACTION NAME
    local value expected status=0 wait=$7
    [ "$mode" != plan ] || say "  watched: $1"
    [ "$watching" = hold ] || [ "$watching" = triggers ] || return 0
    judge_metric "$2" "$3" "$4" "$5" "$6" || status=$?
    if [ "$status" != 0 ]; then
        # shellcheck disable=SC2016 # else bash would run what stands in the title
        unset 'held[$1]'
        [ "$status" = 1 ] || say "     '$1' cannot be seen: its query gives no number"
        return
    fi
    [ "$rehearsal" = 0 ] || wait=0
    held[$1]=${held[$1]:-$SECONDS}
    [ $((SECONDS - ${held[$1]})) -ge "$wait" ] || return 0
    react "'$1' in $phase ($value)" "$8" "$9"
}

# No query tells it, and it is not left unseen: a person is asked, for all of them at once.
ask_trigger() { # TITLE REACTION NAME
    [ "$mode" != plan ] || say "  asked: did this stay away: $1?"
    [ "$mode" != check ] || confirm "$1" 'did it stay away?'
    [ "$watching" != ask ] || asked+=("$1" "$2" "$3")
}

stayed_away() { # QUESTION: of what stands above it
    local answer=''
    if [ "$yes" = 1 ]; then
        say '     it stayed away (--yes)'
        return
    fi
    can_ask || fail 77 'a person must say which triggers happened; there is no terminal and no --yes'
    read -r -p "     $1 [y/n] " answer <&5 || true
    stop_if_interrupted
    case $answer in
    [yY] | [yY][eE][sS]) ;;
    [nN] | [nN][oO]) return 1 ;;
    *) fail 77 'which triggers happened is not said' ;;
    esac
}

ask_triggers() {
    local index asked=()
    watch_phase ask
    for ((index = 0; index < ${#asked[@]}; index += 3)); do
        say "  trigger: ${asked[index]}"
    done
    [ "${#asked[@]}" != 0 ] && ! stayed_away 'did all of that stay away?' || return 0
    for ((index = 0; index < ${#asked[@]}; index += 3)); do
        say "  trigger: ${asked[index]}"
        stayed_away 'did this stay away?' || react "'${asked[index]}' in $phase" "${asked[@]:index + 1:2}"
    done
}

react() { # WHAT investigate|rollback|stop NAME
    case $2 in
    investigate) fail 2 "$1: investigate; 'runbook.sh resume' goes on" ;;
    rollback) undo_for_trigger "$1" "$3" ;;
    *) fail 1 "$1: stopped" ;;
    esac
}

# The phase at hand is undone when its name is typed, or with --yes.
undo_for_trigger() { # WHAT NAME
    local target answer='' command
    target=$(before "$number")
    command="'runbook.sh rollback --to $target'"
    if [ "$yes" = 0 ]; then
        can_ask || fail 77 "$1: run $command; there is no terminal, and no --yes, to do it at once"
        printf 'runbook: %s: the plan says to roll back\n' "$1" >&2
        read -r -p "     type '$2' to roll back $phase: " answer <&5 || true
        [ "$answer" = "$2" ] || fail 77 "$1: not rolled back: the answer was not '$2'; run $command"
    fi
    undo_phases "$target"
    fail 1 "$1: rolled back to the end of phase $target"
}

watch_metric() { # TITLE METRIC OPERATOR KIND EXPECTED SAID: of this phase, behind each hold
    local value expected status=0
    [ "$watching" = hold ] || return 0
    judge_metric "$2" "$3" "$4" "$5" "$6" || status=$?
    case $status in
    0) ;;
    1) fail 1 "'$1' does not hold in $phase: got $value, expected $expected" ;;
    *) fail 2 "'$1' in $phase: its query gives no number" ;;
    esac
}

before() { # NUMBER: of the phase before it
    local each last=$((phases[0] - 1))
    for each in "${phases[@]}"; do
        [ "$each" != "$1" ] || break
        last=$each
    done
    printf '%s' "$last"
}

# ---- rollback

# True where the action may have an effect that stands; in a list of what is to do, always.
was_begun() { # STEP, or the first word of the steps that it has
    local key
    [ "$mode" != plan ] || return 0
    for key in "${!state_of[@]}"; do
        [[ $key == "$number/$1" || $key == "$number/$1".* ]] || continue
        ! has_effect "$key" || return 0
    done
    return 1
}

has_effect() { # PHASE/STEP
    case ${state_of[$1]} in
    rolled_back) return 1 ;;
    failed) [[ ${detail_of[$1]} != undone* ]] ;;
    esac
}

cannot_undo() { # REASON
    say "  cannot be undone: $1"
    [ "$mode" = plan ] || fail 78 "$phase cannot be undone: $1; nothing was done"
}

nothing_to_undo() { # REASON
    say "  nothing to undo: $1"
}
# ---- what the plan says

store() { # NUMBER: sets what is known of it
    case $1 in
    0) store_name='shop' store_engine='postgresql' store_variable=SHOP_URL ;;
    -1) store_name='the ledger' store_engine=own store_variable='' ;;
    *) fail 70 "no store $1" ;;
    esac
}
ledger_stores=(
    0
)
home=${ledger_stores[0]}
# The point of no return, and what leads back behind it: a backup, actions of the plan, none.
return_phase='5' return_step=2 return_phrase='drop' return_way=backup
backup_steps=(
    '5/s1'
)
approvals=(
    '5.1'
)

metric_query() { # NUMBER
    case $1 in
    *) fail 70 "no metric $1" ;;
    esac
}

baselines() {
    number=plan
}

name_1() {
    heading 1 'Phase 1 (expand): Add the column'
}

apply_1() {
    heading 1 'Phase 1 (expand): Add the column'
    precheck 0 'sql/01-expand/shop/precheck.sql' 7 29
    begin_phase
    sql_step 's1' '1. Add it' 0 'sql/01-expand/shop/deploy.sql' 12 12 'schema' ''
    sql_step 's2' '2. Index it' 0 'sql/01-expand/shop/deploy.sql' 17 17 'alone' '+orders_cents'
    shell_step 's3' '3. Tell the cache' 'a command for bash' bash <<'END_'
  cachectl flush orders
END_
}

verify_1() {
    heading 1 'Phase 1 (expand): Add the column'
    sql_check 'Nothing has written it' 0 'sql/01-expand/shop/verify.sql' 8 8 \
        '=' 'number' '0'
    sql_check 'The index is whole' 0 'sql/01-expand/shop/verify.sql' 12 12 \
        '=' 'text' 't'
    shell_check 'The cache answers' sh 'status' 'text' '' <<'END_'
  cachectl ping
END_
}

watch_1() {
    heading 1 'Phase 1 (expand): Add the column'
}

rollback_1() {
    heading 1 'Phase 1 (expand): Add the column'
    sql_step 'r1' '1. Drop the index' 0 'sql/01-expand/shop/revert.sql' 8 8 'alone' '-orders_cents'
    sql_step 'r2' '2. Drop the column' 0 'sql/01-expand/shop/revert.sql' 16 16 'schema' ''
}

name_2() {
    heading 2 'Phase 2 (dual-write): Write both'
}

apply_2() {
    heading 2 'Phase 2 (dual-write): Write both'
    begin_phase
    task 's1' '1. Deploy till v2 to 5%, 50%, 100%, each held for 30min'
    person 'done?'
    statement '2. From here on, writes of cents reach both sides, and the old side is trusted'
}

verify_2() {
    heading 2 'Phase 2 (dual-write): Write both'
    ask 'verify: wrong totals = 0 over 1d' 'does it hold?'
}

watch_2() {
    heading 2 'Phase 2 (dual-write): Write both'
    ask_trigger 'wrong totals > 0' 'rollback' 'dual-write'
}

rollback_2() {
    heading 2 'Phase 2 (dual-write): Write both'
    task 'r1' '1. Deploy till v1'
    person 'done?'
}

name_3() {
    heading 3 'Phase 3 (backfill): Fill it'
}

apply_3() {
    heading 3 'Phase 3 (backfill): Fill it'
    precheck 0 'sql/03-backfill/shop/precheck.sql' 7 21
    begin_phase
    task 's1' '1. Backfill cents: orders.cents from orders.total, 5_000 rows in the first batch'
    part $'belay does not do it: the key of \'orders\' is not known; table orders { key COLUMN } says it'
    part 'orders.cents gets: round(total * 100)'
    part 'only in the rows that its condition in plan.md names'
    part 'go through the rows by ranges of their key, each range and how far it came in one transaction; overwrite every row that differs'
    person 'done?'
}

verify_3() {
    heading 3 'Phase 3 (backfill): Fill it'
    sql_check 'Both say the same' 0 'sql/03-backfill/shop/verify.sql' 8 8 \
        'empty' 'text' ''
    ask 'verify: The report of last month is right (by billing)' 'does it hold?'
    # Of the whole plan: after every phase through which all that it names is there, and before the point of no return
    sql_check 'Sums agree' 0 'sql/03-backfill/shop/verify.sql' 13 13 \
        '=' 'number' '0'
}

watch_3() {
    heading 3 'Phase 3 (backfill): Fill it'
}

rollback_3() {
    heading 3 'Phase 3 (backfill): Fill it'
    nothing_to_undo 'the old column is untouched'
}

name_4() {
    heading 4 'Phase 4 (cutover): Read it'
}

apply_4() {
    heading 4 'Phase 4 (cutover): Read it'
    soak 259200 3 'before it begins: wait 3d since the end of phase 3'
    gate 'Nobody is on leave'
    gate 'The report is off'
    begin_phase
    task 's1' '1. Ramp cents to 10%, 100%, each held for 1h, with flag read_cents'
    person 'done?'
    task 'c2' 'The report is on again'
    person 'done?'
}

verify_4() {
    heading 4 'Phase 4 (cutover): Read it'
    # Of the whole plan: after every phase through which all that it names is there, and before the point of no return
    sql_check 'Sums agree' 0 'sql/04-cutover/shop/verify.sql' 9 9 \
        '=' 'number' '0'
}

watch_4() {
    heading 4 'Phase 4 (cutover): Read it'
}

rollback_4() {
    heading 4 'Phase 4 (cutover): Read it'
    task 'r1' '1. Set flag read_cents to 0%'
    person 'done?'
}

name_5() {
    heading 5 'Phase 5 (contract): Drop the old column'
}

apply_5() {
    heading 5 'Phase 5 (contract): Drop the old column'
    soak 1209600 4 'before it begins: wait 2w since the end of phase 4'
    need 3 'phase 3'
    precheck 0 'sql/05-contract-drop/shop/precheck.sql' 7 27
    approval '5.1' 'head of billing'
    if return_checks_begin; then
    # Of the whole plan: after every phase through which all that it names is there, and before the point of no return
    sql_check 'Sums agree' 0 'sql/05-contract-drop/shop/precheck.sql' 32 32 \
        '=' 'number' '0'
        return_checks_end
    fi
    typed_phrase 'drop' 'Phase 5 (contract): Drop the old column'
    begin_phase
    backup_step 's1' $'1. Take backup \'last\' of shop' 'last' 0
    sql_step 's2' '2. Drop it' 0 'sql/05-contract-drop/shop/deploy.sql' 12 12 'schema' ''
}

verify_5() {
    heading 5 'Phase 5 (contract): Drop the old column'
    schema_check 'The schema is the one that this phase leads to' 0 'sql/05-contract-drop/shop/verify.sql' 9 201
}

watch_5() {
    heading 5 'Phase 5 (contract): Drop the old column'
}

rollback_5() {
    heading 5 'Phase 5 (contract): Drop the old column'
    restore_phrase 'drop'
    restore_step 'r1' $'restore backup \'last\'' 'last' 0
    schema_check 'The schema is the one from before the phase' 0 'sql/05-contract-drop/shop/revert.sql' 10 202
}

phases=(
    1
    2
    3
    4
    5
)

run_phase() { # name|apply|verify|watch|rollback NUMBER
    case ${1}_$2 in
    name_1) name_1 ;;
    apply_1) apply_1 ;;
    verify_1) verify_1 ;;
    watch_1) watch_1 ;;
    rollback_1) rollback_1 ;;
    name_2) name_2 ;;
    apply_2) apply_2 ;;
    verify_2) verify_2 ;;
    watch_2) watch_2 ;;
    rollback_2) rollback_2 ;;
    name_3) name_3 ;;
    apply_3) apply_3 ;;
    verify_3) verify_3 ;;
    watch_3) watch_3 ;;
    rollback_3) rollback_3 ;;
    name_4) name_4 ;;
    apply_4) apply_4 ;;
    verify_4) verify_4 ;;
    watch_4) watch_4 ;;
    rollback_4) rollback_4 ;;
    name_5) name_5 ;;
    apply_5) apply_5 ;;
    verify_5) verify_5 ;;
    watch_5) watch_5 ;;
    rollback_5) rollback_5 ;;
    *) fail 70 "no phase $2" ;;
    esac
}
# ---- the ledger for people

show_status() {
    local each key next=''
    ledger_load
    say "$title"
    [ "$ledger_is_there" = 0 ] || say "a ${detail_of[plan/begin]}, of the plan with sha256 ${ledger_sha:0:12}…"
    [ "$ledger_is_there" = 0 ] || [ "$ledger_sha" = "$plan_digest" ] || say 'THIS RUNBOOK IS OF ANOTHER VERSION OF THE PLAN'
    show_holder
    show_differences || true
    mode=check
    for each in "${phases[@]}"; do
        run_phase name "$each"
        printf '%-12s %s\n' "$(state "$each/phase")" "$phase"
        is_done "$each/phase" || next=${next:-$each}
        for key in "${!state_of[@]}"; do
            [[ $key != "$each"/* ]] || [[ $key == */phase ]] || is_done "$key" || [ "${state_of[$key]}" = rolled_back ] \
                || printf '  %-10s step %s%s\n' "${state_of[$key]}" "$key" "${detail_of[$key]:+: ${detail_of[$key]}}"
        done
    done
    [ ! -e "$state_folder/pause" ] || printf 'paused\n'
    if [ "$ledger_is_there" = 1 ] && [ "$ledger_sha" != "$plan_digest" ]; then
        printf "next: runbook.sh adopt %s --reason TEXT goes on with this plan\n" "${ledger_sha:0:12}"
        return
    fi
    if [ -n "$(unfinished_rollback)" ]; then printf "next: runbook.sh resume, the rollback is not finished\n"
    elif [ -n "$next" ]; then printf 'next: runbook.sh apply --to %s\n' "$next"
    else printf 'next: nothing, every phase is done\n'; fi
}

# Who holds the lock of the server, if anybody does.
show_holder() {
    connect "$home"
    [ "$client" != mysql ] || mysql_holders "concat('locked by session ', id, ' of ', user)"
    [ "$client" != psql ] || run_quietly <<<"SELECT format('locked by session %s of %s, since %s', pid, usename, backend_start::timestamptz(0))
        FROM $lock_holders" || fail 69 "store '$store_name' cannot be reached"
}

show_differences() {
    local line differences=()
    [ "$ledger_is_there" = 1 ] || return 0
    compare_scripts
    for line in ${differences[@]+"${differences[@]}"}; do
        printf '%s\n' "$line"
    done
    [ "${#differences[@]}" = 0 ]
}

show_log_of_plan() {
    local store name rows
    for store in "${ledger_stores[@]}"; do
        connect "$store"
        ledger_names
        name="phase || '/' || step" rows="rows_done || ' rows'"
        [ "$client" != mysql ] || name="concat(phase, '/', step)" rows="concat(rows_done, ' rows')"
        ! ledger_exists || run_quietly <<<"SELECT coalesce(finished_at, started_at), actor, host, $name, attempt, state,
            coalesce($rows, ''), coalesce($sqlstate_column, ''), coalesce(detail, '')
            FROM $ledger WHERE plan_id = '$plan_id' ORDER BY 1" | tr "$field" '\t'
    done
    check_log || exit 65
}

doctor() {
    check_files
    say "bash $BASH_VERSION"
    connect "$home"
    case $client in
    psql)
        say "$(psql --version)"
        run_sql -q <<<"SELECT version(); SHOW TimeZone;
            SELECT has_database_privilege(current_database(), 'CREATE') AS may_create_its_schema;" || fail 69 'the database cannot be reached'
        show_blockers 2>&1
        ;;
    mysql)
        say "$("$mysql_program" --version)"
        run_sql --table <<<'SELECT version(), @@global.time_zone, @@global.binlog_format, database();' || fail 69 'the database cannot be reached'
        show_blockers 2>&1
        ;;
    sqlite3) say "sqlite3 $(sqlite3 --version)" ;;
    esac
    ledger_load
    check_log || exit 65
    [ "$ledger_is_there" = 0 ] || [ "$ledger_sha" = "$plan_digest" ] \
        || printf 'the ledger is of another version of this plan (sha256 %s)\n' "$ledger_sha"
    show_differences || fail 65 'what was done is not what the plan says'
    check_phases verify "${phases[@]}"
    say 'done: what the runbook needs is there'
}

mark() { # PHASE/STEP done|skipped
    [[ $1 =~ ^([0-9]+)/([src][0-9.hd]+|phase|rollback)$ ]] || misused "no step '$1'; status names them"
    number=${BASH_REMATCH[1]}
    is_phase "$number" || misused "no phase $number"
    case $2 in 'done' | skipped | failed) ;; *) misused "a step is marked 'done', 'skipped' or 'failed'" ;; esac
    [ -n "$reason" ] || misused 'mark needs --reason TEXT'
    check_files
    open_ledger
    check_ledger_is_of_plan
    [ "$ledger_is_there" = 1 ] || ledger_begin
    number=${1%/*}
    record "${1#*/}" "$2" "$reason"
    say "marked: $1 is $2"
}

# Nothing but a session can hold it: it ends with its session.
lock_holders="pg_stat_activity JOIN pg_locks USING (pid)
    WHERE locktype = 'advisory' AND granted AND objid::bigint = (hashtext('belay:$plan_id')::bigint & 4294967295)"

unlock() { # ID
    connect "$home"
    [ "$client" != mysql ] || { unlock_mysql "$1"; return; }
    [ "$client" = psql ] || fail 65 'only a process holds the lock of a file: end that'
    [ -n "$1" ] || {
        run_sql -q <<<"SELECT pid AS id, usename, client_addr, backend_start FROM $lock_holders" \
            || fail 69 "store '$store_name' cannot be reached"
        return
    }
    [[ $1 =~ ^[0-9]{1,9}$ ]] || misused "no session '$1'; status and 'unlock' show who holds the lock"
    [ "$(run_quietly <<<"SELECT pg_terminate_backend(pid) FROM $lock_holders AND pid = $1")" = t ] \
        || fail 65 "session $1 does not hold the lock"
    note_unlocked "$1"
}

mysql_holders() { # COLUMNS
    run_quietly <<<"SELECT $1 FROM information_schema.processlist WHERE id = IS_USED_LOCK($(mysql_lock lock))" \
        || fail 69 "store '$store_name' cannot be reached"
}

unlock_mysql() { # ID
    [ -n "$1" ] || { mysql_holders 'id, user, host' | tr "$field" '\t'; return; }
    [[ $1 =~ ^[0-9]{1,18}$ ]] || misused "no session '$1'; status and 'unlock' show who holds the lock"
    if [ "$(mysql_holders id)" != "$1" ] || ! run_sql <<<"KILL $1"; then
        fail 65 "session $1 does not hold the lock"
    fi
    note_unlocked "$1"
}

note_unlocked() { # ID
    mkdir -p "$state_folder"
    number=plan
    journal lock unlocked "session $1"
    say "ended: session $1"
}

# ---- another version of the plan

# What was done stays as it is; what is left is that of this plan.
adopt() { # SHA256, or its beginning: of the plan that the ledger is of
    local line differences=() kind old
    check_files
    open_ledger
    [ "$ledger_is_there" = 1 ] || fail 65 'there is no ledger yet'
    [ "$ledger_sha" != "$plan_digest" ] || { say 'done: the ledger is of this plan'; return; }
    [[ $1 =~ ^[0-9a-f]{12,64}$ && $ledger_sha == "$1"* ]] \
        || misused "the ledger is not of '$1'; status shows of which plan it is"
    [ -n "$reason" ] || misused 'adopt needs --reason TEXT'
    check_ledger_kind
    [ -z "$(unfinished_rollback)" ] || fail 65 "a rollback is not finished: the plan that began it ends it"
    compare_scripts
    for line in ${differences[@]+"${differences[@]}"}; do
        say "  $line"
    done
    [ "${#differences[@]}" = 0 ] || confirm 'a plan that differs in what was done' 'go on with it all the same?'
    number=plan kind=${detail_of[plan/begin]} old=$ledger_sha
    record begin 'done' "$kind"
    record adopt 'done' "in place of $old: $reason"
    say 'done: the ledger is of this plan; approvals of the other one do not count'
}
# ---- a rehearsal of everything

rehearse() {
    local last first file=$state_folder/rehearsal
    rehearsal=1
    check_files
    open_ledger
    check_ledger_is_of_plan
    ! anything_stands || fail 65 "something of the plan stands already: take a fresh copy, or 'runbook.sh rollback --to $((phases[0] - 1)) --rehearsal'"
    connect "$home"
    [ "$client" != psql ] || command -v pg_dump >/dev/null || fail 69 "there is no program 'pg_dump'"
    say "a rehearsal changes the databases of this plan, behind the point of no return as well"
    confirm 'the databases are copies' 'are they copies that nobody needs?'
    first=${phases[0]} last=$(last_with_return)
    approver=${approver:-rehearsal} phrase=$return_phrase
    fingerprint_all before
    control_fingerprint
    if [ -n "$last" ]; then
        say "rehearsal: forward to the end of phase $last"
        apply "$last"
        say "rehearsal: back to the start"
        undo_phases "$((first - 1))"
        fingerprint_all after
        compare_fingerprints
        say 'rehearsal: the schema is what it was'
    fi
    say 'rehearsal: forward to the end'
    apply ''
    rm -f -- "$file".*
    say 'done: the rehearsal passed'
}

last_with_return() { # the phase before the point of no return; nothing where that is the first
    local each last=''
    for each in "${phases[@]}"; do
        [ "$each" != "$return_phase" ] || break
        last=$each
    done
    printf '%s' "$last"
}

# ---- fingerprints of the schema

# One that is empty would be equal to every other one.
fingerprint_all() { # NAME
    local store
    : >"$file.$1" || fail 74 "cannot write to '$state_folder'"
    for store in "${ledger_stores[@]}"; do
        connect "$store"
        [ "$store_engine" != own ] || continue
        if ! fingerprint >"$file.one" 2>"$file.log" || [ ! -s "$file.one" ]; then
            cat -- "$file.log" >&2
            fail 70 "the schema of store '$store_name' cannot be read, or is empty"
        fi
        cat -- "$file.one" >>"$file.$1"
    done
}

# A change that must show, and then is taken back.
control_fingerprint() {
    local store
    for store in "${ledger_stores[@]}"; do
        connect "$store"
        [ "$store_engine" != own ] || continue
        run_sql >"$file.log" 2>&1 <<<'CREATE TABLE belay_control (n integer);' || fail 70 "no table can be made on store '$store_name'"
    done
    fingerprint_all control
    for store in "${ledger_stores[@]}"; do
        connect "$store"
        [ "$store_engine" = own ] || run_sql >"$file.log" 2>&1 <<<'DROP TABLE belay_control;' || fail 70 "a table cannot be dropped on store '$store_name'"
    done
    [ ! -s "$file.control" ] || ! is_same "$file.before" "$file.control" \
        || fail 70 'a table that was made is not seen in the schema: nothing can be compared'
}

is_same() { # FILE FILE
    [ "$(digest <"$1")" = "$(digest <"$2")" ]
}

compare_fingerprints() {
    ! is_same "$file.before" "$file.after" || return 0
    LC_ALL=C sort -- "$file.before" >"$file.one"
    LC_ALL=C sort -- "$file.after" | LC_ALL=C comm -3 -- "$file.one" - | head -n 20 >&2
    fail 1 "the way back does not lead to the start: the schema differs (above, on the right: what is there now)"
}

fingerprint() { # of the store at hand
    case $client in
    sqlite3) fingerprint_sqlite ;;
    psql) fingerprint_postgresql ;;
    mysql) mysql_schema '' ;;
    esac
}

# Not as it was written: the engine puts names of its own text into quotes.
fingerprint_sqlite() {
    run_sql -readonly -list -noheader <<'END'
SELECT 'schema', m.type, m.name, m.tbl_name,
       replace(replace(replace(replace(replace(m.sql, '"', ''), '`', ''), ' ', ''), char(9), ''), char(10), '')
  FROM sqlite_schema AS m WHERE m.tbl_name NOT LIKE 'belay\_%' ESCAPE '\' OR m.name = 'belay_control' ORDER BY 2, 3;
SELECT 'column', m.name, c.*
  FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS c
 WHERE m.type = 'table' AND m.tbl_name NOT LIKE 'belay\_%' ESCAPE '\' ORDER BY 2, 3;
END
}

# What a dump leaves out: indexes that are not valid, and columns by their place.
fingerprint_postgresql() {
    local line
    (use_postgresql "$address" && exec pg_dump -w -s --exclude-schema=belay -f "$file.dump") || return
    while IFS= read -r line; do
        case $line in
        '' | --* | '\restrict '* | '\unrestrict '*) ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$file.dump"
    run_quietly <<'END'
SELECT 'index', indexrelid::regclass, indisvalid, pg_get_indexdef(indexrelid)
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
 WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^(pg_|information_schema$|belay$)') ORDER BY 2;
SELECT 'column', attrelid::regclass, rank() OVER (PARTITION BY attrelid ORDER BY attnum), attname,
       format_type(atttypid, atttypmod), attnotnull
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
 WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND attnum > 0 AND NOT attisdropped
   AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^(pg_|information_schema$|belay$)') ORDER BY 2, 3;
END
}

# ---- commands

usage() {
    cat <<'END'
usage: runbook.sh COMMAND [OPTION...]

  plan                    lists phases and steps; does nothing
  status                  which phases and steps are done, and what comes next
  doctor                  looks for clients, addresses, approvals and long transactions
  check                   looks for all that `apply` needs; does nothing
  apply [--to N]          runs what is left of the phases up to N, and verifies each phase
  verify [N]              verifies phase N, or the last one that is done
  rollback --to N         undoes the phases behind N, the last first
  resume                  goes on with what was interrupted
  approve GATE --approver NAME [--reason TEXT]   approves phase GATE, or its approval N.M
  pause, continue         stops between batches and steps, and goes on
  mark PHASE/STEP done|skipped|failed --reason TEXT   corrects the ledger by hand: what
                          failed is run again
  unlock [ID]             shows who holds the lock of the server; ends that session
  adopt SHA256 --reason TEXT   goes on with this version of the plan, in the ledger of another
  rehearse                on a copy: forward, back, the schema compared, and forward to the end
  log                     what was done, by whom and when
  help                    prints this

  --yes               answers yes wherever a person is asked; never an approval or the phrase
  --phrase TEXT       the phrase of the point of no return
  --approver NAME     who approves what is to be approved
  --non-interactive   asks nobody
  --rehearsal         waits seconds in place of hours, in a ledger of its own kind

The state folder is $BELAY_STATE, or `state` beside the runbook.

Exit status: 0 done, 1 a verification failed, 2 one is inconclusive, 64 usage, 65 the files or
the ledger are of another plan, or something is missing, 69 a client or a database cannot be
reached, 70 a step failed, 74 the ledger cannot be written, 75 locked, or too early, 77 an
approval or confirmation is missing, 78 there is no way back, 129, 130, 143 a signal.
END
}

misused() { # MESSAGE
    fail 64 "$1; try 'runbook.sh help'"
}

is_phase() { # NUMBER
    local each
    for each in "${phases[@]}"; do
        [ "$each" != "$1" ] || return 0
    done
    return 1
}

# The SQL is run by its lines: a file that was changed is not run.
check_files() {
    local digest path
    { read -r digest path <"$here/MANIFEST"; } 2>/dev/null \
        || fail 65 "there is no MANIFEST beside the runbook"
    [ "$digest" = "$plan_digest" ] || fail 65 "MANIFEST is of another plan; build it again"
    [ "$has_sql" = 1 ] || return 0
    while read -r digest path; do
        case $path in
        sql/*) printf '%s  %s\n' "$digest" "$path" ;;
        esac
    done <"$here/MANIFEST" | (cd -- "$here" && sha256sum --check --quiet --strict) >&2 \
        || fail 65 "SQL is not as belay wrote it; edit the plan and build it again"
}

show_plan() {
    local each
    say "$title"
    for each in "${phases[@]}"; do
        say ''
        phase=''
        run_phase apply "$each"
        run_phase watch "$each"
        run_phase verify "$each"
        say '  to undo it:'
        run_phase rollback "$each"
    done
}

# ---- apply

check_phases() { # apply|verify|rollback NUMBER...
    local part=$1 each
    shift
    mode=check
    for each in "$@"; do
        run_phase "$part" "$each"
        [ "$part" != apply ] || { run_phase watch "$each"; run_phase verify "$each"; }
    done
    mode=run phase=''
}

verify_phase() { # NUMBER
    failures=0 doubts=0
    run_phase verify "$1"
}

judge_phase() { # COMMAND
    [ "$failures" = 0 ] || fail 1 "a verification failed in $phase$1"
    [ "$doubts" = 0 ] || fail 2 "a verification is inconclusive in $phase$1"
}

apply_phase() { # NUMBER
    local again="; 'runbook.sh resume' verifies it again"
    run_phase apply "$1"
    begin_phase
    settle_triggers
    verify_phase "$1"
    record_results
    [ "$failures$doubts" = 00 ] || record phase verify_failed
    judge_phase "$again"
    if [ "$1" = "$return_phase" ]; then record phase committed; else record phase 'done'; fi
}

unfinished_rollback() { # prints its phase and target
    local each
    for each in "${phases[@]}"; do
        case $(state "$each/rollback") in
        running | rollback_failed) printf '%s %s' "$each" "${detail_of[$each/rollback]}" ;;
        esac
    done
}

apply() { # TO
    local each chosen=() unfinished
    check_files
    open_ledger
    unfinished=$(unfinished_rollback)
    [ -z "$unfinished" ] || fail 65 "the rollback of phase ${unfinished% *} is not finished; 'runbook.sh resume' goes on with it"
    for each in "${phases[@]}"; do
        [ "$each" -gt "${1:-$each}" ] || is_done "$each/phase" || chosen+=("$each")
    done
    [ "${#chosen[@]}" != 0 ] || { say 'done: nothing is left'; return; }
    check_phases apply "${chosen[@]}"
    ledger_begin
    baselines
    for each in "${chosen[@]}"; do
        apply_phase "$each"
    done
    say 'done: every step was run and every verification passed'
}

# The locks first: what is read of the ledger then stays so.
open_ledger() {
    lock
    ledger_load
}

# ---- verify and rollback

verify() { # [NUMBER]
    local each wanted=$1
    check_files
    ledger_load
    check_ledger_kind_of_verify
    for each in "${phases[@]}"; do
        [ -n "$1" ] || ! is_done "$each/phase" || wanted=$each
    done
    [ -n "$wanted" ] || misused 'no phase is done yet; name one'
    check_phases verify "$wanted"
    mkdir -p "$state_folder/log"
    verify_phase "$wanted"
    judge_phase ''
    say 'done: every verification passed'
}

check_ledger_kind_of_verify() {
    [ "$ledger_is_there" = 0 ] || [ "$ledger_sha" = "$plan_digest" ] \
        || fail 65 "the ledger is of another version of this plan (sha256 $ledger_sha)"
}

# True where an effect of the phase, or a part of it, may stand.
stands() { # NUMBER
    local key
    for key in "${!state_of[@]}"; do
        [[ $key != "$1"/* ]] || ! has_effect "$key" || return 0
    done
    return 1
}

# Of a phase that was begun, and whose steps never had an effect, nothing is undone; nor of
# one that only took a backup.
has_steps_to_undo() { # NUMBER
    local key backups=" ${backup_steps[*]} "
    [ "$(state "$1/phase")" = running ] || return 0
    for key in "${!state_of[@]}"; do
        [[ $key == "$1"/[sc]* && $backups != *" $key "* ]] || continue
        ! has_effect "$key" || return 0
    done
    return 1
}

# Behind the point of no return what is lost is lost, or comes from a backup that lacks what
# was written since: nothing is done without the phrase.
guard_return() { # NUMBER... to undo
    local each behind
    is_past_return || return 0
    for each in "$@"; do
        [ "$each" = "$return_phase" ] || continue
        [ "$return_way" = none ] || [ "$phrase" != "$return_phrase" ] || return 0
        mode=plan behind="there is no rollback behind the point of no return; nothing was done"
        say "Phase $each is behind the point of no return. What leads back:"
        run_phase rollback "$each"
        case $return_way in
        backup) fail 78 "$behind. With --phrase '$return_phrase' the backup is restored, and what was written since is lost" ;;
        actions) fail 78 "$behind. With --phrase '$return_phrase' that is done, and what was destroyed does not come back by it" ;;
        *) fail 78 "$behind" ;;
        esac
    done
}

# Its step has begun: nobody can say that nothing of it was done.
is_past_return() {
    local key step
    [ -n "$return_phase" ] || return 1
    for key in "${!state_of[@]}"; do
        [[ $key == "$return_phase"/s* ]] || continue
        step=${key#*/s}
        [ "${step%%[.hd]*}" -ge "$return_step" ] || continue
        ! has_effect "$key" || return 0
    done
    is_done "$return_phase/phase"
}

rollback() { # TO
    [ -n "$1" ] || misused 'rollback needs --to N: the phase whose end is to be the state'
    check_files
    open_ledger
    check_ledger_is_of_plan
    undo_phases "$1"
}

undo_phases() { # TO
    local index each chosen=() undone=()
    for ((index = ${#phases[@]} - 1; index >= 0; index--)); do
        each=${phases[index]}
        [ "$each" -le "$1" ] || ! stands "$each" || chosen+=("$each")
    done
    [ "${#chosen[@]}" != 0 ] || { say 'done: nothing is to be undone'; return; }
    for each in "${chosen[@]}"; do
        ! has_steps_to_undo "$each" || undone+=("$each")
    done
    guard_return ${undone[@]+"${undone[@]}"}
    check_phases rollback ${undone[@]+"${undone[@]}"}
    undoing=1 failures=0 doubts=0
    for each in "${chosen[@]}"; do
        number=$each
        record rollback running "$1"
        ! has_steps_to_undo "$each" || run_phase rollback "$each"
        record_results
        forget_phase
    done
    undoing=0
    [ "$failures" = 0 ] || fail 1 'the phases were undone, but the schema is not what it was (above)'
    say 'done: the phases were undone'
}

resume() { # TO
    local each unfinished
    ledger_load
    unfinished=$(unfinished_rollback)
    if [ -n "$unfinished" ]; then
        rollback "${unfinished#* }"
        return
    fi
    for each in "${phases[@]}"; do
        ! stands "$each" && [ "$(state "$each/phase")" != failed ] || is_done "$each/phase" || { apply "$1"; return; }
    done
    fail 65 "nothing is interrupted; 'runbook.sh apply' begins what comes next"
}

# ---- before it begins

check() {
    local each
    check_files
    ledger_load
    check_ledger_is_of_plan
    for each in "${phases[@]}"; do
        is_done "$each/phase" || check_phases apply "$each"
    done
    say 'done: what the runbook needs is there'
}

give_approval() { # GATE
    local gate found=0
    [ -n "$approver" ] || misused 'approve needs --approver NAME'
    check_files
    mkdir -p "$state_folder" || fail 74 "cannot write to '$state_folder'"
    for gate in "${approvals[@]}"; do
        [ "$gate" = "$1" ] || [ "${gate%.*}" = "$1" ] || continue
        [ "$found" = 1 ] || ledger_create "$home"
        found=1
        approve "$gate" "$approver" "$reason"
        say "approved: $gate by $approver"
    done
    [ "$found" = 1 ] || misused "nothing is to be approved as '$1'"
}

# ---- what it is called with

read_arguments() {
    words=()
    while [ $# != 0 ]; do
        case $1 in
        --yes) yes=1 ;;
        --non-interactive) non_interactive=1 ;;
        --rehearsal) rehearsal=1 ;;
        --to | --phrase | --approver | --reason)
            [ -n "${2:-}" ] || misused "$1 needs a value"
            case $1 in
            --to)
                [[ $2 =~ ^-?[0-9]{1,9}$ ]] || misused "$1 needs a number"
                to=$2
                ;;
            --phrase) phrase=$2 ;;
            --approver) approver=$2 ;;
            --reason) reason=$2 ;;
            esac
            shift
            ;;
        -*) misused "no option '$1'" ;;
        *) words+=("$1") ;;
        esac
        shift
    done
}

expect_words() { # COMMAND LEAST MOST
    [ "${#words[@]}" -ge "$2" ] || misused "$1 needs more than that"
    [ "${#words[@]}" -le "$3" ] || misused "one argument too many: '${words[$3]}'"
}

main() {
    local command=${1:-}
    { exec 5<&0; } 2>/dev/null || exec 5</dev/null
    [ $# = 0 ] || shift
    read_arguments "$@"
    case $command in
    plan | help | --help | -h) ;;
    *)
        case $- in
        *x*) fail 64 'bash -x would show addresses and passwords' ;;
        esac
        umask 077
        trap 'interrupt 129' HUP
        trap 'interrupt 130' INT
        trap 'interrupt 143' TERM
        mode=run
        ;;
    esac
    case $command in
    verify | approve | unlock) expect_words "$command" 0 1 ;;
    adopt) expect_words adopt 1 1 ;;
    mark) expect_words mark 2 2 ;;
    *) expect_words "$command" 0 0 ;;
    esac
    case $command in
    plan | --dry-run) show_plan ;;
    status) show_status ;;
    doctor) doctor ;;
    check) check ;;
    apply | resume)
        [ -z "$to" ] || is_phase "$to" || misused "no phase $to"
        "$command" "$to"
        ;;
    verify)
        [ -z "${words[0]:-}" ] || is_phase "${words[0]}" || misused "no phase '${words[0]}'"
        verify "${words[0]:-}"
        ;;
    rollback) rollback "$to" ;;
    approve) give_approval "${words[0]:-}" ;;
    pause | continue) mark_pause "$command" ;;
    mark) mark "${words[@]}" ;;
    unlock) unlock "${words[0]:-}" ;;
    adopt) adopt "${words[0]}" ;;
    rehearse) rehearse ;;
    log) show_log_of_plan ;;
    help | --help | -h) usage ;;
    '') misused 'a command is missing' ;;
    *) misused "no command '$command'" ;;
    esac
}

mark_pause() { # pause|continue
    mkdir -p "$state_folder" || fail 74 "cannot write to '$state_folder'"
    if [ "$1" = pause ]; then : >"$state_folder/pause"; else rm -f -- "$state_folder/pause"; fi
}
main "$@"
