# What the scripts share: a scratch folder, and results as TAP. Sourced with BELAY as $1.
# shellcheck shell=bash disable=SC2034 # some of it is for the scripts alone
set -u
belay=$(realpath "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d) && trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8 HOME="$work"
count=0 failed=0

result() { # STATUS NAME: a file `why` tells more of a failure
    count=$((count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $count - $2"
    else
        echo "not ok $count - $2"
        failed=$((failed + 1))
        [ ! -e why ] || sed 's/^/# /' why
    fi
    rm -f why
}

skip() { # NAME REASON
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

gives() { # STATUS COMMAND...: its output goes to `why`
    local expected=$1 status
    shift
    "$@" >why 2>&1 </dev/null
    status=$?
    [ "$status" = "$expected" ] && return
    echo "exit status $status, expected $expected: $*" >>why
    return 1
}

said() { # TEXT: the command before said it
    grep -qF -- "$1" why && return
    echo "this is missing: $1" >>why
    return 1
}

# What a runbook has from its plan, and the rest, without the lines that name the plan.
runbook_of_plan() { sed -n '1,/^$/p; /^# ---- what the plan says/,/^# ---- the ledger for people/p' "$1"; }
runbook_of_none() {
    sed -e '1,/^$/d; /^# ---- what the plan says/,/^# ---- the ledger for people/d' \
        -e '/^title=/d; /^plan_id=/d; /^plan_digest=/d' "$1"
}

# The rest is the same in every runbook, and shellcheck takes seconds for it: hostile.sh has it
# looked at, and with LONG=1 every script.
shellcheck_runbook() { # RUNBOOK
    if [ "${LONG-}" ]; then
        gives 0 shellcheck -S style "$1"
        return
    fi
    runbook_of_plan "$1" >part.sh
    gives 0 shellcheck -S style -e SC2034,SC2154 part.sh && grep -q '^run_phase()' part.sh
}

# Runs a command at a terminal on which the answers were typed.
at_terminal() { # ANSWERS COMMAND...
    python3 -c '
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
os.write(terminal, sys.argv[1].encode())
try:
    while (said := os.read(terminal, 4096)):
        sys.stdout.buffer.write(said)
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))' "$@"
}

finish() {
    echo "1..$count"
    [ "$failed" -eq 0 ]
}
