#!/bin/bash
# What cannot be read or written: one clear message, the right exit status, bounded time.
# usage: tests/script/bad-input.sh BELAY
set -u
belay=$(realpath "$1")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C.UTF-8 HOME="$work"
unset BELAY_FORMAT
count=0 failed=0

# expect NAME STATUS PATTERN [SECONDS]: of what stands in the files status, out and err.
expect() {
    local why=''
    count=$((count + 1))
    [ "$(cat status)" = "$2" ] || why="status $(cat status), not $2; "
    cat out err | grep -qE -- "$3" || why+="no line matches '$3'; "
    [ "$took" -le "${4-10}" ] || why+="it took $took seconds"
    if [ -z "$why" ]; then
        echo "ok $count - $1"
        return
    fi
    echo "not ok $count - $1"
    failed=$((failed + 1))
    echo "# $why"
    head -c 600 out err | sed 's/^/# /'
}

# run ARGUMENT...: a process may take 2 GB.
run() {
    local before=$SECONDS
    (ulimit -v "${LIMIT-2000000}"; "$belay" "$@") >out 2>err </dev/null
    echo $? >status
    took=$((SECONDS - before))
}

lines() { wc -l <"$1" | tr -d ' '; }

# Memory limits are of no use to address sanitizers, which map terabytes.
if grep -q __asan_init "$belay"; then LIMIT=unlimited; fi

# ---- text that is none

head -c 4000 "$(command -v bash)" >binary.belay
run lint --format concise binary.belay
expect 'a binary file is no text' 2 '^binary.belay:1:[0-9]+: error: .*NUL byte.*SYN009'

printf 'plan "a" {\n  owner "x\0y"\n}\n' >nul.belay
run lint --format concise nul.belay
expect 'a NUL byte has a place' 2 '^nul.belay:2:11: error: .*SYN009'

printf 'plan "caf\xe9" { }\n' >latin1.belay
run lint --format concise latin1.belay
expect 'invalid UTF-8 has a place' 2 '^latin1.belay:1:10: error: a byte that is not UTF-8'

printf '\xff\xfep\0l\0a\0n\0' >utf16.belay
run lint --format concise utf16.belay
expect 'UTF-16 is named' 2 '^utf16.belay:1:1: error: the file is UTF-16'

: >empty.belay
run lint --format concise empty.belay
expect 'an empty file holds no plan' 2 '^empty.belay:1:1: error: there is no plan'

printf 'Dear all,\n' >letter
run lint --format concise letter
expect 'a file in no notation' 2 "^letter:1:1: error: 'letter' is in no notation"

# ---- sizes and depths

head -c 100000000 /dev/zero | tr '\0' a >line.belay
run lint --format concise line.belay
expect 'a file over --max-size' 2 'larger than 16777216 bytes \(--max-size\)' 2
run lint --max-size 200MB --format full line.belay
expect 'a line of 100 MB' 2 'SYN00[12]' 30
rm line.belay

{ printf 'plan "x" {\n'; head -c 10000 /dev/zero | tr '\0' '{'; } >deep.belay
run lint --format concise deep.belay
expect '10,000 nested braces' 2 'more than 32 blocks inside each other' 2
{ for _ in $(seq 10000); do printf 'plan "x" {'; done; } >deep.belay
run lint --format concise deep.belay
expect '10,000 nested blocks' 2 'more than 32 blocks inside each other' 2

repeat() { yes "$1" | tr -d '\n' | head -c 16000000; }
{ printf 'plan "x" {'; repeat 'note "x"; '; printf '}'; } >many.belay
run lint --format concise many.belay
expect 'a million statements' 2 'more than 100000 statements'
{ printf 'plan "x" { note '; repeat '1 '; printf '}'; } >many.belay
run lint --format concise many.belay
expect 'millions of words' 2 'more than 1000000 words'
repeat '@' >many.belay
run lint --format concise many.belay
expect 'millions of characters that mean nothing' 2 'more than 1000 mistakes'
repeat '}' >many.belay
run lint --format concise many.belay
expect 'millions of closing braces' 2 'more than 1000 mistakes'
{ printf 'plan "x" {\nwhat "'; repeat '\q'; printf '"\n}'; } >many.belay
run lint --format sarif many.belay
expect 'millions of escapes that are none' 2 'more than 1000 mistakes'
{ printf 'plan "x" {\nphase expand "y" { needs '; repeat 'z,' | head -c 900000; printf 'z }\n}'; } >many.belay
run lint --format sarif many.belay
expect 'half a million names that nothing has' 2 'more than 10000 findings'
{ yes '# belay: disable[missing-owner]' | head -c 16000000; echo 'plan "x" { }'; } >many.belay
run lint --format concise many.belay
expect 'half a million suppressions' 2 'more than 1000 suppressed rules'
{ printf 'plan "'; head -c 15000000 /dev/zero | tr '\0' x; printf '" {\n'; yes 'fase' | head -n 5000; printf '}'; } >many.belay
run lint --format json many.belay
expect 'a title of megabytes, and thousands of findings' 2 'unknown-statement'
rm many.belay

{
    for ((number = 1; number <= 14000; number++)); do echo "## Phase $number: Step $number"; done
    echo '## Rollback'
    for ((number = 1; number <= 14000; number++)); do printf '\n### Phase 1-14000 Rollback\n\n1. do %s\n' $number; done
} >many.md
LIMIT=700000 run lint --format concise many.md
expect 'thousands of ways back for thousands of phases' 0 ': warning: ' 10
rm many.md

# ---- files that are not there

run lint --format concise missing.belay
expect 'a missing file' 2 "cannot read 'missing.belay': No such file or directory"
mkdir folder
run lint folder
expect 'a folder without plans' 2 "no plan files under 'folder'"
run lint --allow-empty folder
expect 'a folder without plans, allowed' 0 'no problems'
run lint --format concise /proc/self/mem
expect 'a file that cannot be read' 2 "cannot read '/proc/self/mem': Input/output error"
echo 'plan "x" { }' >good.belay
if [ "$(id -u)" -eq 0 ]; then
    count=$((count + 1))
    echo "ok $count - a file without permission # SKIP root reads everything"
else
    cp good.belay closed.belay
    chmod 000 closed.belay
    run lint --format concise closed.belay
    expect 'a file without permission' 2 "cannot read 'closed.belay': Permission denied"
fi

# ---- output that cannot be written

{ echo 'plan "x" {'; for _ in $(seq 5000); do echo '  fase'; done; echo '}'; } >long.belay
"$belay" lint --format concise long.belay 2>err | head -n 1 >out
echo "${PIPESTATUS[0]}" >status
took=0
expect 'a pipe that closes keeps the status' 2 '^long.belay:2:3'
count=$((count + 1))
if [ "$(lines err)" -eq 0 ]; then
    echo "ok $count - a pipe that closes is no message"
else
    echo "not ok $count - a pipe that closes is no message"
    failed=$((failed + 1))
fi
"$belay" lint --ignore ALL good.belay >/dev/full 2>err
echo $? >status
: >out
expect 'a full disk' 2 'cannot write standard output: No space left on device'
"$belay" --help >/dev/full 2>err
echo $? >status
expect 'a full disk, for help' 2 'No space left on device'
run lint --ignore ALL --format json=/dev/full good.belay
expect 'a full disk, for a report' 2 "cannot write '/dev/full': No space left on device"
run lint --ignore ALL --format json=nowhere/report.json good.belay
expect 'a report in no folder' 2 "cannot write 'nowhere/report.json': No such file or directory"
run lint --ignore ALL --format full --format json=/dev/null good.belay
expect 'a report to a device' 0 'no problems'
count=$((count + 1))
if [ -c /dev/null ]; then echo "ok $count - /dev/null is there"; else
    echo "not ok $count - /dev/null is there"
    failed=$((failed + 1))
fi

echo "1..$count"
[ "$failed" -eq 0 ]
