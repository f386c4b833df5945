#!/bin/bash
# The README and docs/model.md show what belay really says: their plans are judged, and the
# findings compared.
# usage: tests/script/readme.sh BELAY
set -u
belay=$(realpath "$1")
root=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

# The text of the first block that opens with a fence line.
block() { # FENCE FILE
    awk -v begin="$1" '$0 == begin { inside = 1; end = begin; sub(/[a-z]*$/, "", end); next }
        inside && $0 == end { exit }
        inside' "$2"
}

count=0 failed=0
result() { # STATUS NAME
    count=$((count + 1))
    if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else
        echo "not ok $count - $2"
        failed=$((failed + 1))
        sed 's/^/# /' why
    fi
}

block '````belay' "$root/README.md" >plan.belay
block '```text' "$root/README.md" >shown
"$belay" lint --isolated --quiet --select ORD003 plan.belay >said 2>why
diff -u shown <(sed '$ { /^$/d }' said) >why
result $? "the finding in the README is what belay says"
[ "$(wc -l <plan.belay)" -le 20 ]
result $? "the plan in the README has at most twenty lines"
block '```yaml' "$root/README.md" >plan.yaml
"$belay" lint --isolated --quiet --select ORD003 plan.yaml >said 2>why
diff <(grep '^error' shown) <(grep '^error' said) >why
result $? "the plan in YAML has the same finding"
"$belay" build plan.belay -o out >why 2>&1
[ $? -eq 1 ] && [ ! -e out ]
result $? "a plan with errors is not built"
cp "$root/examples/verified-email/"{broken.belay,schema.sql} .
block '```text' "$root/docs/model.md" >shown
"$belay" lint --isolated --quiet --select CMP001 broken.belay >said 2>why
diff -u shown <(sed '$ { /^$/d }' said) >why
result $? "the finding in docs/model.md is what belay says"
echo "1..$count"
[ "$failed" -eq 0 ]
