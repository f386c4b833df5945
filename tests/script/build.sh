#!/bin/bash
# What `belay build` writes, by those who read it: bash, shellcheck, sqlite3 and belay
# itself. usage: tests/script/build.sh BELAY; prints TAP.
set -u
belay=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) && trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8 HOME="$work"
count=0 failed=0

result() { # STATUS NAME
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

# ---- hostile strings

text=$'\'"$(touch canary)`touch canary`\n$(touch canary)\n; touch canary #\n--\n; DROP TABLE t; $$ */ /* \\'
text+=$' *a* _b_ **c** __d__ [l](http://e.example) ![i](http://e.example) <b>h</b> <!-- c -->'
text+=$' <http://e.example> | cell | &amp; http://e.example www.e.example me@e.example ~~s~~ `` ```'
text+=$' # h\n# h\n- [ ] i\n1. n\n> q\n---\n===\n| a |\n| --- |\n[r]: http://e.example\n\tc\n'
text+=$'\u202e\u2066\u200f\u2019 -n @x@ %s %% ${x} !x \x1b[31m \x7f END_ END__\\'
texts=("$text" '-rf --help' '@x@ %s%n' '# shellcheck disable=all' $'END_\nEND__\n}' '$(touch canary)' "'" '\' '')
name="a'\"\$(touch canary);touch canary #| <b>*y*[l](u)\\-- @x@ %s"

escape() { # TEXT: as a text of the plan language
    local escaped=${1//\\/\\\\}
    escaped=${escaped//\"/\\\"}
    escaped=${escaped//$'\n'/\\n}
    escaped=${escaped//$'\t'/\\t}
    escaped=${escaped//$'\x1b'/\\u\{1B\}}
    printf '%s' "${escaped//$'\x7f'/\\u\{7F\}}"
}

hostile_plan() { # TEXT
    local plan literal escaped
    plan=$(cat "$here/hostile.belay")
    escaped=$(escape "$1")
    literal="'${1//\'/\'\'}'"
    literal=${literal//$'\n'/$'\n    '} # the fence's indentation is taken off every line
    plan=${plan//SELECT VALUE/SELECT "$literal"}
    plan=${plan//\"TEXT\"/\""$escaped"\"}
    printf '%s\n' "${plan//NAME/"$name"}"
}

for index in "${!texts[@]}"; do
    mkdir "hostile-$index" && cd "hostile-$index" || exit 2
    hostile_plan "${texts[index]}" >plan.belay
    gives 0 "$belay" build --no-lint plan.belay -o out
    result $? "hostile $index: it is built"
    gives 0 bash -n out/runbook.sh
    result $? "hostile $index: bash can read the runbook"
    gives 0 shellcheck -S style out/runbook.sh
    result $? "hostile $index: shellcheck finds nothing"
    sqlite3 db 'CREATE TABLE u (id integer)'
    gives 0 out/runbook.sh plan
    result $? "hostile $index: plan"
    HOSTILE_DB=db gives 0 out/runbook.sh apply --to 1 --yes
    result $? "hostile $index: apply"
    HOSTILE_DB=db gives 70 out/runbook.sh apply --from 2 --yes
    result $? "hostile $index: a program that is no program fails alone"
    HOSTILE_DB=db gives 0 out/runbook.sh rollback --from 2 --to -1 --yes
    result $? "hostile $index: rollback"
    for file in out/sql/*/*/deploy.sql out/sql/*/*/verify.sql out/sql/*/*/revert.sql; do
        gives 0 sqlite3 -batch -bail db ".read '$file'"
        result $? "hostile $index: sqlite3 reads ${file#out/sql/}"
    done
    find . -name 'canary*' >why
    [ ! -s why ]
    result $? "hostile $index: nothing was run"
    grep -rlP '\x{202e}|\x{2066}|\x1b|\x7f' out --include='*.md' >why
    [ ! -s why ]
    result $? "hostile $index: documents turn no direction and hold no control character"
    cd .. || exit 2
done

echo "1..$count"
[ "$failed" -eq 0 ]
