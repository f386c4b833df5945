#!/usr/bin/env bash
# Runbook of the migration: Move orders
# Made by belay of plan.belay (sha256 0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c): edit the plan instead.
#
# Needs bash 4.4, coreutils, and the client of the database: psql or sqlite3. No command of
# the plan is run and no database is opened but by `apply`, `verify` and `rollback`.

set -u -o pipefail

title='Move orders'
plan_digest='0cec159f4bd2f76c6d5c7bc992d11d493eb259ece22c7999e2e3ec6b4824eb9c'
has_sql=1
yes=0      # 1: --yes
mode=plan  # plan: says what would be done; check: looks for what is needed; run: does it
failures=0 # of verifications
phase=''   # the one at hand
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 70

fail() { # STATUS MESSAGE
    printf 'runbook: %s\n' "$2" >&2
    exit "$1"
}

say() { # LINE
    [ "$mode" = check ] || printf '%s\n' "$1"
}

heading() { # PHASE
    [ "$phase" = "$1" ] || say "$1"
    phase=$1
}

# ---- people

confirm() { # WHAT QUESTION: as far as the mode goes
    local answer=''
    if [ "$mode" = plan ]; then
        return
    elif [ "$yes" = 1 ]; then
        say '     yes (--yes)'
        return
    fi
    [ -t 0 ] || fail 77 "a person must confirm '$1'; there is no terminal and no --yes"
    [ "$mode" = run ] || return 0
    read -r -p "     $2 [y/N] " answer || true
    case $answer in
    [yY] | [yY][eE][sS]) ;;
    *) fail 77 "'$1' is not confirmed" ;;
    esac
}

task() { # TITLE: what a person does or knows; its parts follow, then person()
    what=$1
    say "  $what"
}

part() { # TEXT
    say "     - $1"
}

person() { # QUESTION
    confirm "$what" "$1"
}

# ---- steps

run_program() { # INTERPRETER: runs the program on standard input, up to its first failure
    "$1" -eu /dev/fd/3 3<&0 </dev/null
}

shell_step() { # TITLE INTERPRETER <PROGRAM
    say "  $1"
    say "     a command for $2"
    [ "$mode" = run ] || return 0
    run_program "$2" \
        || fail 70 "'$1' failed in $phase with status $?; what it did before it failed may stand"
}

# ---- verifications

passed() { # TITLE HOW
    say "     passed: $2"
}

failed() { # TITLE WHY
    printf "     FAILED: '%s': %s\n" "$1" "$2" >&2
    failures=$((failures + 1))
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

# ---- rollback

cannot_undo() { # REASON
    say "  cannot be undone: $1"
    [ "$mode" = plan ] || fail 78 "$phase cannot be undone: $1; nothing was done"
}

nothing_to_undo() { # REASON
    say "  nothing to undo: $1"
}

# ---- databases

connect() { # STORE: finds its client and address, and fails where one is missing
    store "$1"
    client='' address=''
    case $store_engine in
    postgresql | sqlite | '') ;;
    *) return ;; # a person runs it
    esac
    address=${!store_variable:-}
    [ -n "$address" ] || fail 69 "$store_variable is not set: the address of store '$store_name'"
    case $store_engine:$address in
    postgresql:* | :postgresql://* | :postgres://*)
        client=psql
        (use_postgresql "$address") || fail 69 "$store_variable is no address of PostgreSQL"
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
    esac
}

# The client counts lines as the file does: there are empty ones instead of those before.
lines() { # FILE FIRST LAST
    printf '%*s' "$(($2 - 1))" '' | tr ' ' '\n'
    head -n "$3" -- "$here/$1" | tail -n "+$2"
}

span_of() { # FIRST LAST
    if [ "$1" = "$2" ]; then printf 'line %s' "$1"; else printf 'lines %s to %s' "$1" "$2"; fi
}

# ---- steps and verifications in SQL

sql_step() { # TITLE STORE FILE FIRST LAST
    store "$2"
    say "  $1"
    say "     SQL on $store_name: $3, $(span_of "$4" "$5")"
    [ "$mode" != plan ] || return 0
    connect "$2"
    if [ -z "$client" ]; then
        confirm "$1" 'this runbook has no client for it; done by hand?'
    elif [ "$mode" = run ]; then
        lines "$3" "$4" "$5" | run_sql \
            || fail 70 "'$1' failed in $phase; what it did before it failed may stand"
    fi
}

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
    esac
}

show_rows() { # all that a query gives, for a person
    case $client in
    sqlite3) run_sql -readonly -header ;;
    psql) run_sql -q -c 'SET default_transaction_read_only = on' ;;
    esac
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

# ---- the databases of the plan

store() { # NUMBER: sets what is known of it
    case $1 in
    0) store_name='old' store_engine='mysql' store_variable=OLD_URL ;;
    1) store_name='New Store' store_engine='postgresql' store_variable=NEW_URL ;;
    2) store_name='New_Store' store_engine='sqlite' store_variable=BELAY_STORE_3 ;;
    3) store_name='cache' store_engine='' store_variable=BELAY_STORE_CACHE ;;
    *) fail 70 "no store $1" ;;
    esac
}

apply_0() {
    heading 'Phase 0 (prepare): Make room'
    sql_step '1. There' 1 'sql/00-prepare/new-store.2/deploy.sql' 7 7
    sql_step '2. And there' 2 'sql/00-prepare/new_store.3/deploy.sql' 7 7
    sql_step '3. And in the cache' 3 'sql/00-prepare/cache/deploy.sql' 7 8
}

verify_0() {
    heading 'Phase 0 (prepare): Make room'
}

rollback_0() {
    heading 'Phase 0 (prepare): Make room'
    sql_step '1. Run SQL' 3 'sql/00-prepare/cache/revert.sql' 7 7
    sql_step '2. Run SQL' 2 'sql/00-prepare/new_store.3/revert.sql' 7 7
    sql_step '3. Run SQL' 1 'sql/00-prepare/new-store.2/revert.sql' 7 7
}

apply_1() {
    heading 'Phase 1 (cutover): Switch'
    sql_step '1. Stop writes' 0 'sql/01-cutover-the-switch.2/old/deploy.sql' 7 7
}

verify_1() {
    heading 'Phase 1 (cutover): Switch'
    sql_check 'Nothing is open' 0 'sql/01-cutover-the-switch.2/old/verify.sql' 8 8 \
        '=' 'number' '0'
}

rollback_1() {
    heading 'Phase 1 (cutover): Switch'
    sql_step '1. Open it again' 0 'sql/01-cutover-the-switch.2/old/revert.sql' 7 7
}

apply_2() {
    heading 'Phase 2 (decommission): Remove the old one'
    task '1. Shut it down'
    person 'done?'
}

verify_2() {
    heading 'Phase 2 (decommission): Remove the old one'
}

rollback_2() {
    heading 'Phase 2 (decommission): Remove the old one'
    cannot_undo 'it is gone'
}

phases=(
    0
    1
    2
)

run_phase() { # apply|verify|rollback NUMBER
    case ${1}_$2 in
    apply_0) apply_0 ;;
    verify_0) verify_0 ;;
    rollback_0) rollback_0 ;;
    apply_1) apply_1 ;;
    verify_1) verify_1 ;;
    rollback_1) rollback_1 ;;
    apply_2) apply_2 ;;
    verify_2) verify_2 ;;
    rollback_2) rollback_2 ;;
    *) fail 70 "no phase $2" ;;
    esac
}

# ---- commands

usage() {
    cat <<'END'
usage: runbook.sh COMMAND [OPTION...]

  plan                         lists phases and steps; does nothing
  apply [--from N] [--to N]    runs the steps of the phases and verifies each phase
  verify [N]                   verifies phase N, or the last one
  rollback --from N --to M     undoes phases N down to M+1
  help                         prints this

  --yes    answers yes wherever a person is asked (for rehearsals)

Exit status: 0 done, 1 a verification failed, 64 usage, 65 files were changed, 69 a client
or an address is missing, 70 a step failed, 77 a person did not confirm, 78 a phase cannot
be undone.
END
}

misused() { # MESSAGE
    fail 64 "$1; try 'runbook.sh help'"
}

is_phase() { # NUMBER
    local number
    for number in "${phases[@]}"; do
        [ "$number" != "$1" ] || return 0
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

each_phase() { # apply|verify|rollback NUMBER...
    local part=$1 number
    shift
    for number in "$@"; do
        phase=''
        run_phase "$part" "$number"
        [ "$part" != apply ] || run_phase verify "$number"
        [ "$failures" = 0 ] || fail 1 "a verification failed in $phase"
    done
}

# Looks for all that is needed before anything is done.
run() { # apply|verify|rollback NUMBER...
    check_files
    mode=check
    each_phase "$@"
    mode=run
    each_phase "$@"
}

show_plan() {
    local number
    say "$title"
    for number in "${phases[@]}"; do
        say ''
        run_phase apply "$number"
        run_phase verify "$number"
        say '  to undo it:'
        run_phase rollback "$number"
    done
}

apply() { # FROM TO
    local number chosen=()
    for number in "${phases[@]}"; do
        if [ "$number" -ge "${1:-$number}" ] && [ "$number" -le "${2:-$number}" ]; then
            chosen+=("$number")
        fi
    done
    [ "${#chosen[@]}" != 0 ] || misused 'no phase lies there'
    run apply "${chosen[@]}"
    say 'done: every step was run and every verification passed'
}

rollback() { # FROM TO
    local index number chosen=()
    [ -n "$1" ] || misused 'rollback needs --from N'
    [ -n "$2" ] || misused 'rollback needs --to M'
    [ "$2" -lt "$1" ] || misused '--to lies below --from: phases N down to M+1 are undone'
    for ((index = ${#phases[@]} - 1; index >= 0; index--)); do
        number=${phases[index]}
        if [ "$number" -le "$1" ] && [ "$number" -gt "$2" ]; then
            chosen+=("$number")
        fi
    done
    run rollback "${chosen[@]}"
    say 'done: the phases were undone'
}

main() {
    local command=${1:-} from='' to='' argument=''
    [ $# = 0 ] || shift
    while [ $# != 0 ]; do
        case $1 in
        --yes) yes=1 ;;
        --from | --to)
            [[ ${2:-} =~ ^-?[0-9]{1,9}$ ]] || misused "$1 needs a number"
            if [ "$1" = --from ]; then from=$2; else to=$2; fi
            shift
            ;;
        -*) misused "no option '$1'" ;;
        *)
            [ -z "$argument" ] || misused "one argument too many: '$1'"
            argument=$1
            ;;
        esac
        shift
    done
    [ -z "$argument" ] || [ "$command" = verify ] || misused "one argument too many: '$argument'"
    case $command in
    plan | help | --help | -h) ;;
    *)
        case $- in
        *x*) fail 64 'bash -x would show addresses and passwords' ;;
        esac
        [ -z "$from" ] || is_phase "$from" || misused "no phase $from"
        ;;
    esac
    case $command in
    plan) show_plan ;;
    apply)
        [ -z "$to" ] || is_phase "$to" || misused "no phase $to"
        apply "$from" "$to"
        ;;
    verify)
        [ -n "$argument" ] || [ "${#phases[@]}" = 0 ] || argument=${phases[-1]}
        is_phase "$argument" || misused "no phase '$argument'"
        run verify "$argument"
        say 'done: every verification passed'
        ;;
    rollback) rollback "$from" "$to" ;;
    help | --help | -h) usage ;;
    '') misused 'a command is missing' ;;
    *) misused "no command '$command'" ;;
    esac
}

main "$@"
