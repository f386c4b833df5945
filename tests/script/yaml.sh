#!/bin/bash
# Plans in YAML: every plan of the tests and examples is written in YAML; it is the same document,
# has the same findings, and the same files are built from it.
# usage: tests/script/yaml.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
unset BELAY_FORMAT GITHUB_ACTIONS CI
make --no-print-directory -C "$root" CI=1 build/release/as-yaml >/dev/null || exit 2

findings() { # FILE...: name, code and message, without their places
    "$belay" lint --isolated --no-inline-suppressions --profile recommended --fail-on never --format json-lines "$@" \
        | sed -nE 's/^\{"code": ?"([A-Z0-9]+)".*"message": ?"(([^"\\]|\\.)*)", ?"spans": ?\[\{"file": ?"([^"]*)\.(belay|yaml)".*/\4 \1 \2/p' \
        | sort
}

# ---- every plan

mkdir plans
for file in "$root"/build/generated/examples/*.belay $(find "$root/tests/cases" "$root/examples" -name '*.belay' -not -path '*/expected/*'); do
    name=${file#"$root/"}
    cp "$file" "plans/${name//\//-}"
done
cd plans || exit 2
findings ./*.belay >../of-dsl
grep ' SYN' ../of-dsl | cut -d ' ' -f 1 | sort -u >../unreadable
while read -r name; do rm "$name.belay"; done <../unreadable
"$root/build/release/as-yaml" ./*.belay >why
result $? "$(find . -name '*.belay' | wc -l) plans come back from YAML as they were"

# Those that as-yaml leaves out could not be read, or hold more than a plan.
for file in *.belay; do [ -e "${file%.belay}.yaml" ] || echo "${file%.belay}"; done >../missing
[ "$(wc -l <../missing)" -lt 10 ] || { cat ../missing >why; false; }
result $? 'all but a few of them can be written in YAML'

findings ./*.yaml >../of-yaml
grep -vE ' (SYN|SUP)' ../of-dsl | awk 'NR == FNR { skip[$1]; next } !($1 in skip)' <(cat ../unreadable ../missing) - | diff - ../of-yaml >why
result $? "the $(wc -l <../of-yaml) findings are the same"
cd "$work" || exit 2

# ---- what is built

same_build() { # FOLDER
    local name
    name=$(basename "$1")
    mkdir -p "dsl/$name" "yaml/$name"
    cp "$1"/* "dsl/$name"
    cp "$1"/*.sql "yaml/$name"
    "$root/build/release/as-yaml" "dsl/$name/plan.belay" >why && mv "dsl/$name/plan.yaml" "yaml/$name/plan.yaml" || return
    findings "dsl/$name/plan.belay" | sed 's/^dsl//' >before
    findings "yaml/$name/plan.yaml" | sed 's/^yaml//' | diff before - >why || return
    "$belay" build "dsl/$name/plan.belay" -o "dsl/$name/out" >why 2>&1 || return
    "$belay" build "yaml/$name/plan.yaml" -o "yaml/$name/out" >why 2>&1 || return
    # But for the plan's name, its digest and the lines of the plan.
    find "dsl/$name/out" "yaml/$name/out" -type f -exec sed -i -E \
        's/plan\.(belay|yaml)/plan/g; s/[0-9a-f]{64}/DIGEST/g; s/\(line [0-9]+ of/(line of/g; s/UID:[0-9a-f]{16}/UID:/; s/^(--|#) line [0-9]+/\1 line/' {} +
    sort -o "dsl/$name/out/plan.md" "dsl/$name/out/plan.md" # what a version uses stands by keyword
    sort -o "yaml/$name/out/plan.md" "yaml/$name/out/plan.md"
    diff -r "dsl/$name/out" "yaml/$name/out" >why
}
for folder in "$root"/examples/*/; do
    same_build "$folder"
    result $? "the same is found and built of $(basename "$folder") in YAML"
done

finish
