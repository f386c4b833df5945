#!/bin/bash
# Pictures of plans: what is wrong with a command line, SVG that is XML and holds nothing but
# belay's own tags and, with LONG=1, Mermaid's own parser.
# usage: tests/script/drawings.sh BELAY
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root and work
. "$(dirname "$0")/tap.sh"

cases=$root/tests/cases/drawing
plan=$cases/plan/input.belay
cp "$plan" mine.belay

gives 2 "$belay" graph --to png "$plan" && said "no notation 'png'" && said 'svg'
result $? 'a notation that is not there is named, with those that are'
gives 2 "$belay" timeline && said 'one plan is drawn at a time'
result $? 'a plan must be named'
gives 2 "$belay" graph "$plan" "$cases/relative/input.belay" && said 'one plan is drawn at a time'
result $? 'two plans are one too many'
gives 2 "$belay" graph missing.belay && said 'cannot read'
result $? 'a plan that is not there is an error'
gives 2 "$belay" graph -o ./mine.belay mine.belay && said 'it is the plan itself' && cmp mine.belay "$plan"
result $? 'a drawing is not written over its plan'
gives 2 "$belay" graph -o none/x.svg "$plan" && said "cannot write 'none/x.svg'" && [ ! -e none ]
result $? 'a folder that is not there is an error'
if [ -e /dev/full ]; then
    "$belay" graph --to svg "$plan" >/dev/full 2>why
    [ $? = 2 ]
    result $? 'a full disk is an error'
fi
gives 0 "$belay" graph --to svg -o g.svg "$plan" && "$belay" graph --to svg "$plan" | cmp - g.svg >why 2>&1
result $? 'a file holds what standard output would get'
LC_ALL=C "$belay" graph "$plan" | grep -qP '[^\x00-\x7F]'
result $? 'into a pipe the bytes do not depend on the locale'

for name in plan prose hostile relative empty; do
    for kind in graph timeline; do
        "$belay" $kind --to svg "$cases/$name"/input.* >picture.svg
        python3 - picture.svg >why 2>&1 <<'END'
import sys
import xml.etree.ElementTree as tree

own = {'svg', 'title', 'style', 'defs', 'marker', 'path', 'text', 'rect', 'line'}
plain = {'x', 'y', 'x1', 'x2', 'y1', 'y2', 'd', 'class', 'width', 'height', 'rx', 'role', 'viewBox',
         'id', 'refX', 'refY', 'markerWidth', 'markerHeight', 'orient', 'fill', 'marker-end'}
root = tree.parse(sys.argv[1]).getroot()
for node in root.iter():
    assert node.tag.split('}')[1] in own, node.tag
    assert set(node.attrib) <= plain, node.attrib
for box in root.iter('{http://www.w3.org/2000/svg}rect'):
    assert 0 <= float(box.get('x')) <= float(root.get('width')), box.attrib
    assert float(box.get('y')) + float(box.get('height')) <= float(root.get('height')), box.attrib
END
        result $? "$kind of $name as SVG: well-formed, belay's own tags, within the page"
    done
done

if [ "${LONG-}" ]; then
    mermaid=$root/build/mermaid
    [ -e "$mermaid/node_modules/mermaid" ] \
        || npm install --silent --prefix "$mermaid" mermaid@11 jsdom >/dev/null 2>&1
    if [ -e "$mermaid/node_modules/mermaid" ]; then
        cp "$here/mermaid.mjs" "$mermaid/"
        for name in plan prose hostile relative empty; do
            for kind in graph timeline; do
                "$belay" $kind --to mermaid "$cases/$name"/input.* >picture.mmd
                node "$mermaid/mermaid.mjs" picture.mmd >why 2>&1
                result $? "$kind of $name is Mermaid to Mermaid's own parser"
            done
        done
    else
        skip 'Mermaid' 'npm has no mermaid'
    fi
fi
finish
