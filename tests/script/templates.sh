#!/bin/bash
# The generator of templates refuses what would not be escaped or never be written, with file
# and line. usage: tests/script/templates.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154,SC2016 # tap.sh gives belay, here, root and work; backquotes are text
. "$(dirname "$0")/tap.sh"

refuses() { # LINE MESSAGE TEMPLATE
    printf '%s\n' "$3" >page.tmpl
    gives 1 awk -f "$root/tools/templates.awk" -v want=c page.tmpl && said "page.tmpl:$1: $2"
    result $? "$2"
}

head=$'%% language markdown\n'
refuses 2 'text outside a block' "${head}text"
refuses 3 "block 'a' has no hole 'x'" "$head"$'%% block a()\n@x@\n%% end'
refuses 4 "block 'a' never uses its hole 'x'" "$head"$'%% block a(x: text)\nplain\n%% end'
refuses 3 'a lone @' "$head"$'%% block a()\nme@e.example\n%% end'
refuses 3 "block 'a' is still open" "$head"$'%% block a()\n%% block b()\n%% end'
refuses 4 "block 'a' is there already" "$head"$'%% block a()\n%% end\n%% block a()\n%% end'
refuses 2 'expected `%% block NAME(HOLE: TYPE, ...)`' "$head%% block a"
refuses 2 "expected HOLE: TYPE, not 'x'" "$head"$'%% block a(x)\n@x@\n%% end'
refuses 1 'no `%% language` yet' '%% block a()'
refuses 2 "block 'a' is not closed" "$head%% block a()"

printf '%s' "$head"$'%% block a(x: text, n: number, p: listing)\n@x@ has @n@ \\ "@@" →\n@p@\n%% end\n' >page.tmpl
awk -f "$root/tools/templates.awk" -v want=h page.tmpl >why
said 'void page_a(struct output *out, struct str x, long n, struct listing p);'
result $? 'a hole is an argument of the type that its escaper takes'
awk -f "$root/tools/templates.awk" -v want=c page.tmpl >why
said '    output_str(out, STR(" \\ \"@\" →" "\n"));' && said '    markdown_number(out, n);'
result $? 'the text around it stands as it is'
finish
