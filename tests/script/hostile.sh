#!/bin/bash
# What `belay build` writes of a hostile plan, by those who read it: bash, shellcheck, sqlite3
# and cmark-gfm. usage: tests/script/hostile.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

text=$'\'"$(touch canary)`touch canary`\n$(touch canary)\n; touch canary #\n--\n; DROP TABLE t; $$ */ /* \\'
text+=$' *a* _b_ **c** __d__ [l](http://e.example) ![i](http://e.example) <b>h</b> <!-- c -->'
text+=$' <http://e.example> | cell | &amp; http://e.example www.e.example me@e.example ~~s~~ `` ```'
text+=$' # h\n# h\n- [ ] i\n1. n\n> q\n---\n===\n| a |\n| --- |\n[r]: http://e.example\n\tc\n'
text+=$'\u202e\u2066\u200f\u2019 -n @x@ %s %% ${x} !x \x1b[31m \x7f END_ END__\\'
# shellcheck disable=SC1003,SC2016 # they are to be hostile
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

# The blocks of a document without their text: a plan's text must not change them.
skeleton() { # FILE
    cmark-gfm -t xml -e table -e autolink -e strikethrough -e tasklist "$1" \
        | grep -oE '<(html_|link|image|emph|strike|block_quote|thematic|heading|table|list|item|code_block|softbreak|linebreak|footnote)[a-z_]*'
}

hostile_plan 'plain text' >plain.belay
"$belay" build --no-lint --quiet plain.belay -o plain 2>/dev/null
runbook_of_none plain/runbook.sh >rest
[ "$(wc -l <rest)" -gt 1000 ]
result $? 'most of a runbook has nothing from its plan'

for index in "${!texts[@]}"; do
    mkdir "hostile-$index" && cd "hostile-$index" || exit 2
    hostile_plan "${texts[index]}" >plan.belay
    gives 0 "$belay" build --no-lint plan.belay -o out
    result $? "hostile $index: it is built"
    gives 0 bash -n out/runbook.sh
    result $? "hostile $index: bash can read the runbook"
    if [ "$index" = 0 ]; then # the whole of it
        gives 0 shellcheck -S style out/runbook.sh
    else
        shellcheck_runbook out/runbook.sh
    fi
    result $? "hostile $index: shellcheck finds nothing"
    runbook_of_none out/runbook.sh | diff ../rest - >why
    result $? "hostile $index: the rest of the runbook is that of a plain plan"
    quoted=${name//\"/\"\"}
    sqlite3 db "CREATE TABLE u (id integer, \"$quoted\" text, \"${quoted}2\" text);
        INSERT INTO u (id, \"${quoted}2\") VALUES (1, '${texts[index]//\'/\'\'}'); CREATE TABLE \"$quoted\" (id integer)"
    gives 0 out/runbook.sh plan
    result $? "hostile $index: plan"
    HOSTILE_DB=db gives 0 out/runbook.sh apply --to 1 --yes --approver 'it'"'"'s' --rehearsal
    result $? "hostile $index: apply"
    HOSTILE_DB=db gives 70 out/runbook.sh apply --yes --rehearsal
    result $? "hostile $index: a program that is no program fails alone"
    HOSTILE_DB=db gives 0 out/runbook.sh rollback --to -1 --yes --rehearsal
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
    [ -n "${texts[index]}" ] || { cd .. && continue; } # what is empty is left out
    for document in plan schedule stakeholders; do
        if ! command -v cmark-gfm >/dev/null; then
            skip "hostile $index: $document.md" 'there is no cmark-gfm'
            continue
        fi
        diff <(skeleton "../plain/$document.md") <(skeleton "out/$document.md") >why
        result $? "hostile $index: $document.md has the blocks of a plain plan, and no others"
    done
    cd .. || exit 2
done
finish
