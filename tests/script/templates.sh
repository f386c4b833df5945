#!/bin/bash
# Templates: what the generator refuses, which is what would not be escaped or never be written;
# and blocks of the documents that --templates replaces, or refuses to. Both with file and line.
# usage: tests/script/templates.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154,SC2016 # tap.sh gives belay, here, root and work; backquotes are text
. "$(dirname "$0")/tap.sh"
make --no-print-directory -C "$root" build/tools/templates >/dev/null || exit 2
generator=$root/build/tools/templates
cat >plan.belay <<'END'
plan "users | *and* <b>more</b>" {
  owner "team"
  store main { engine sqlite; connect env DB }
  phase expand "Add it" {
    step "Look" { "twice" }
    rollback none "nothing reads it"
  }
  risk "It is slow" { probability low; impact high; mitigation "wait" }
}
END
build=("$belay" build --isolated --no-lint --quiet plan.belay)
gives 0 "${build[@]}" -o plain

# ---- the language: the same words from the generator and from belay

refuses() { # LINE MESSAGE TEMPLATE
    mkdir -p wrong && printf '%s\n' "$3" >wrong/markdown.tmpl
    gives 1 "$generator" c wrong/markdown.tmpl && said "wrong/markdown.tmpl:$1: $2"
    result $? "the generator: $2"
    gives 2 "${build[@]}" --templates wrong -o out && said "wrong/markdown.tmpl:$1: $2" && [ ! -e out ]
    result $? "--templates: $2"
}

head=$'%% language markdown\n'
refuses 2 'text outside a block' "${head}text"
refuses 3 "block 'a' has no hole 'x'" "$head"$'%% block a()\n@x@\n%% end'
refuses 4 "block 'a' never uses its hole 'x'" "$head"$'%% block a(x: text)\nplain\n%% end'
refuses 3 'a lone @' "$head"$'%% block a()\nme@e.example\n%% end'
refuses 3 'a lone @' "$head"$'%% block a(x: text)\n@x\n%% end'
refuses 3 "block 'a' is still open" "$head"$'%% block a()\n%% block b()\n%% end'
refuses 4 "block 'a' is there already" "$head"$'%% block a()\n%% end\n%% block a()\n%% end'
refuses 2 'expected `%% block NAME(HOLE: TYPE, ...)`' "$head%% block a"
refuses 2 'expected `%% block NAME(HOLE: TYPE, ...)`' "$head%% block A()"
refuses 2 "expected HOLE: TYPE, not 'x'" "$head"$'%% block a(x)\n@x@\n%% end'
refuses 2 "expected HOLE: TYPE, not ''" "$head"$'%% block a(x: text, , y: text)\n@x@\n%% end'
refuses 2 "block 'a' has the hole 'x' twice" "$head"$'%% block a(x: text, x: number)\n@x@\n%% end'
refuses 1 'no `%% language` yet' '%% block a()'
refuses 2 'the language is named already' "$head${head%?}"
refuses 2 "block 'a' is not closed" "$head%% block a()"
refuses 2 'no block is open' "$head%% end"

# ---- the generator

printf '%s' "$head"$'%% block a(x: text, n: number, p: listing)\n@x@ has @n@ \\ "@@" ??/ →\n@p@\n%% end\n' >page.tmpl
"$generator" h page.tmpl >why
said 'void page_a(struct page *page, struct str x, long n, struct listing p);'
result $? 'a hole is an argument of the type that its escaper takes'
"$generator" c page.tmpl >why
said '" \\ \""' && said '"\" \?\?/ →"' && said 'markdown_number(out, *(const long *)value);'
result $? 'the text around it stands as it is'
printf '%s' $'%% language shell\n%% block a(x: program)\n@x@\n%% end\n' >page.tmpl
"$generator" h page.tmpl >why
said 'void page_a(struct output *out, struct program x);'
result $? 'a program has a type of its own'

# ---- replaced blocks

gives 2 "${build[@]}" --templates "$root/templates" -o out && said 'tmpl:1: no template of shell can be replaced'
result $? 'templates of shell cannot be replaced'
mkdir sql && printf '%s' $'%% language markdown\n' >sql/sql.tmpl
gives 2 "${build[@]}" --templates sql -o out && said 'sql/sql.tmpl:1: no template of sql can be replaced'
result $? 'nor those of SQL, whatever they say'
mkdir own && cp "$root"/templates/{markdown,plan-document,stakeholders,schedule-document}.tmpl own
gives 0 "${build[@]}" --templates own -o out && diff -r out plain >why
result $? "belay's own templates change nothing"

replaces() { # NAME TEMPLATE FILE LINE...: the lines stand in the file
    local name=$1 file=$3 line
    rm -rf words out && mkdir words && printf '%s\n' "$2" >words/markdown.tmpl && echo note >words/README
    shift 3
    gives 0 "${build[@]}" --templates words -o out || { result 1 "$name"; return; }
    cp "out/$file" why
    for line; do
        grep -qxF -- "$line" why || { echo "this line is missing: $line" >>why; result 1 "$name"; return; }
    done
    result 0 "$name"
}
title=$'%% block title(title: text, plan: text, digest: text)\n'
replaces "a heading in words of one's own" \
    "$head$title"$'# ACME @@ @title@\n\nFrom @plan@, @digest@. Ask @@ops &amp; &lt;us>\n%% end' \
    plan.md '# ACME @ Migration Plan: users \| \*and\* \<b>more\</b>' "From plan.belay, $(sha256sum plan.belay | cut -c 1-64). Ask @ops &amp; &lt;us>"
replaces 'holes in another order, and twice' \
    "$head"$'%% block fact(label: text, value: text)\r\n* @value@ (@label@, @label@)\r\n%% end\r' \
    plan.md '* team (Owner, Owner)'
replaces 'a block of another document' "$head"'%% nothing but a comment' plan.md '- **Owner:** team'
diff -r out plain >why
result $? 'a file without blocks changes nothing'
mkdir rows && printf '%s' "$head"$'%% block risk_row(title: text, probability: text, impact: text, mitigation: text)\n| @title@ | @impact@/@probability@ | | @mitigation@ |\n%% end\n' >rows/stakeholders.tmpl
gives 0 "${build[@]}" --templates rows -o out && grep -qxF '| It is slow | high/low | | wait |' out/stakeholders.md
result $? 'a row of one document'
diff out/plan.md plain/plan.md >why
result $? 'is not that of another'
gives 1 "${build[@]}" --check -o out && gives 0 "${build[@]}" --templates rows --check -o out
result $? '--check compares with the same templates'

# ---- blocks that are not replaced

rejects() { # NAME LINE MESSAGE TEMPLATE [FILE]
    rm -rf wrong && mkdir wrong && printf '%s' "$4" >"wrong/${5:-markdown.tmpl}"
    gives 2 "${build[@]}" --templates wrong -o never && said "wrong/${5:-markdown.tmpl}:$2: $3" && [ ! -e never ]
    result $? "$1"
}
fact='%% block fact(label: text, value: text)'
rejects 'a block that is not there' 2 "belay's template has no block 'facts'; did you mean 'fact'?" \
    "$head"$'%% block facts(label: text)\n@label@\n%% end\n'
rejects 'a hole less' 2 "block 'fact' has the holes (label: text, value: text), not (label: text)" \
    "$head"$'%% block fact(label: text)\n@label@\n%% end\n'
rejects 'a hole of another type' 2 "block 'fact' has the holes (label: text, value: text), not (label: text, value: listing)" \
    "$head"$'%% block fact(label: text, value: listing)\n@label@ @value@\n%% end\n'
rejects 'holes of other names' 2 "block 'fact' has the holes (label: text, value: text), not (value: text, label: text)" \
    "$head"$'%% block fact(value: text, label: text)\n@label@ @value@\n%% end\n'
rejects 'HTML around a hole' 3 'HTML cannot stand around holes' "$head$fact"$'\n<b>@label@</b> @value@\n%% end\n'
rejects 'HTML that a later value would stand in' 4 'HTML cannot stand around holes' \
    "$head"$'%% block risks_begin()\n| a |\n<div>\n%% end\n' plan-document.tmpl
rejects 'a hole in an address' 2 'a hole cannot stand in an address' "$head$fact"$'\n[@label@](https://e.example/@value@)\n%% end\n'
rejects 'a hole in an address below' 2 'a hole cannot stand in an address' "$head$fact"$'\n[x]: @value@ "@label@"\n%% end\n'
rejects 'a hole in an address on the next line' 2 'a hole cannot stand in an address' "$head$fact"$'\n[@label@](\n@value@)\n%% end\n'
rejects 'another language' 1 'expected `%% language markdown`' $'%% language shell\n'
rejects 'a template that is not there' 1 "belay has no template 'markdwn'; did you mean 'markdown'?" "$head" markdwn.tmpl
rejects 'bytes that are no text' 2 'this is not UTF-8' "$head"$'\xff'
rm -rf wrong && mkdir wrong && head -c 1100000 /dev/zero >wrong/markdown.tmpl
gives 2 "${build[@]}" --templates wrong -o never && said 'wrong/markdown.tmpl:1: cannot be read'
result $? 'a file that is too large'
rm -rf wrong && mkdir wrong
gives 2 "${build[@]}" --templates wrong -o never && said "no template in 'wrong'"
result $? 'a folder without templates'
gives 2 "${build[@]}" --templates nowhere -o never && said "cannot read 'nowhere': No such file or directory"
result $? 'a folder that is not there'
finish
