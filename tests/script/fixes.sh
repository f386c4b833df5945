#!/bin/bash
# Fixes: what each rule offers is applied to its own examples, and files come out whole.
# usage: tests/script/fixes.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
unset BELAY_FORMAT GITHUB_ACTIONS CI
examples="$root/build/generated/examples"
lint=("$belay" lint --isolated --profile recommended --fail-on never)

# ---- every rule, in the plan language and in YAML

make --no-print-directory -C "$root" CI=1 build/release/as-yaml >/dev/null || exit 2
"$belay" rules --format markdown | awk -F ' *[|] *' '$5 ~ /safe/ { gsub("`", "", $3); print $3, $2 }' >fixing
mkdir rules once
while read -r rule code; do cp "$examples/$rule"-fails-*.belay rules 2>/dev/null; done <fixing
(cd rules && "$root/build/release/as-yaml" ./*.belay)

# NAME: NAME.findings is what is said of each file, as its name, code and message, without places
# and without phases that are counted; NAME.fixable the file and code of what has a fix.
judge_all() {
    "${lint[@]}" --format json-lines rules/* >"$1.json"
    sed -nE 's/^\{"code": ?"([A-Z0-9]+)".*"message": ?"(([^"\\]|\\.)*)", ?"spans": ?\[\{"file": ?"([^"]*)".*/\4 \1 \2/p' "$1.json" \
        | sed -E 's/phases? [0-9, and…more]+ (has|have)/phases have/; s/phase [0-9]+/phase/g' | sort >"$1.findings"
    grep '"safety": \?"' "$1.json" \
        | sed -nE 's/^\{"code": ?"([A-Z0-9]+)".*"spans": ?\[\{"file": ?"([^"]*)".*/\2 \1/p' | sort -u >"$1.fixable"
}

# fix_all RULE CODE: fixes the examples that have a fix, and once more what came out.
fix_all() {
    local files
    mapfile -t files < <(sed -nE "s,^(rules/$1-fails-[0-9]+\.(belay|yaml)) $2\$,\1,p" before.fixable)
    [ "${#files[@]}" -gt 0 ] || return 0
    gives 0 "${lint[@]}" --select "$1" --fix --unsafe-fixes "${files[@]}" && cp "${files[@]}" once \
        && gives 0 "${lint[@]}" --select "$1" --fix --unsafe-fixes "${files[@]}" || return
    for file in "${files[@]}"; do cmp "$file" "once/${file#rules/}" >why || return; done
}

# check_all RULE CODE: each fix took its finding away, or one of several, and brought no other.
check_all() {
    local file gone=0
    while read -r file _; do
        [[ $file == "rules/$1-fails-"* ]] || continue
        grep "^$file " before.findings >before
        grep "^$file " after.findings >after
        grep "^$file $2 " after >why || gone=$((gone + 1))
        if grep -q "^$file $2\$" after.fixable || cmp -s before after; then
            echo "$1 is still found in $file" >>why
            return 1
        fi
        if grep -q "^$file SYN" after || comm -13 before after | grep . >why; then
            { echo "the fix of $file brings what was not there:"; cat "$file"; } >>why
            return 1
        fi
        grep -qF "${file%.*}.yaml $2" before.fixable || [[ $1 == *suppression* ]] \
            || { echo "no fix in YAML: $file" >why; return 1; } # but comments, which as-yaml drops
    done < <(grep " $2\$" before.fixable)
    [ "$gone" -gt 0 ] || { echo 'no example is fixed as a whole' >why; return 1; }
}

judge_all before
while read -r rule code; do
    fix_all "$rule" "$code" || { mv why "$rule.why"; }
done <fixing
judge_all after
while read -r rule code; do
    if [ -e "$rule.why" ]; then mv "$rule.why" why; false; else check_all "$rule" "$code"; fi
    result $? "$rule: its fix takes the finding away and brings none ($(grep -c "rules/$rule-fails-.* $code\$" before.fixable) examples)"
done <fixing

# ---- all fixes of all plans

# A fix that its rule does not announce, that leaves its file or that breaks the plan is exit 3.
all_plans() {
    local file name problem=0
    mkdir plans
    for file in "$examples"/*.belay $(find "$root/tests/cases" "$root/examples" -name '*.belay' -not -path '*/expected/*'); do
        name=${file#"$root/"}
        cp "$file" "plans/${name//\//-}"
    done
    (cd plans && "$root/build/release/as-yaml" ./*.belay >/dev/null)
    "$belay" lint --isolated --fix --unsafe-fixes --quiet --format json=after.json plans plans/*.yaml >said 2>&1
    [ $? -le 2 ] || problem=1
    grep -q 'mistake in belay\|internal error' said && problem=1
    [ "$problem" = 0 ] || tail -n 20 said >why
    return $problem
}
all_plans
result $? "all fixes of $(find plans -name '*.belay' | wc -l) plans and $(find plans -name '*.yaml' | wc -l) in YAML leave plans that can be read"

# ---- files

unused='# belay: ignore[missing-rollback] -- agreed in OPS-412'
small() { printf '%s\nplan "p" { owner "team" }\n' "$unused"; }
fixed() { small | tail -n +2; }

small >plan.belay
chmod 640 plan.belay
gives 0 "$belay" lint --isolated --fix plan.belay && said '1 fixed' && cmp plan.belay <(fixed) >why \
    && [ "$(stat -c %a plan.belay)" = 640 ]
result $? 'a fixed file keeps its mode'

small | sed 's/$/\r/' >plan.belay
gives 0 "$belay" lint --isolated --fix plan.belay && cmp plan.belay <(fixed | sed 's/$/\r/') >why
result $? 'a fixed file keeps its line ends'

{ printf '\xef\xbb\xbf'; fixed; small | head -n 1; } >plan.belay
gives 0 "$belay" lint --isolated --fix plan.belay && cmp plan.belay <(printf '\xef\xbb\xbf'; fixed) >why
result $? 'a fixed file keeps its byte order mark'

mkdir folder
small >folder/plan.belay
ln -sf folder/plan.belay link.belay
gives 0 "$belay" lint --isolated --fix link.belay && [ -L link.belay ] && cmp folder/plan.belay <(fixed) >why
result $? 'a link stays, and what it leads to is fixed'

small >one.belay
small >two.belay
chmod 444 one.belay
gives 2 "$belay" lint --isolated --fix one.belay two.belay && said "cannot write 'one.belay': it is read-only" \
    && said '1 fixed; 1 fixable' && cmp one.belay <(small) >why && cmp two.belay <(fixed) >why
result $? 'of two files, one that is read-only stays as it was'

small >one.belay 2>/dev/null || { chmod 644 one.belay; small >one.belay; }
chmod 644 one.belay
small >two.belay
"$belay" lint --isolated --diff one.belay two.belay >all.patch 2>report
git apply all.patch 2>why && cmp one.belay <(fixed) >why && cmp two.belay <(fixed) >why && grep -q 'the patch fixes 2' report
result $? 'git takes the patch of two files'

mkdir 'a "folder"'
small >'a "folder"/p q.belay'
small >'with blank.belay'
"$belay" lint --isolated --diff 'a "folder"/p q.belay' 'with blank.belay' 2>/dev/null | git apply 2>why \
    && cmp 'a "folder"/p q.belay' <(fixed) >why && cmp 'with blank.belay' <(fixed) >why
result $? 'git takes a patch of files with blanks and quotes in their names'

small >plan.belay
GITHUB_ACTIONS=true "$belay" lint --isolated --diff plan.belay 2>/dev/null | cat >all.patch
head -n 1 all.patch | grep -q '^::stop-commands::[0-9a-f]*$' && git apply all.patch 2>why && cmp plan.belay <(fixed) >why
result $? 'the runner of a workflow obeys no line of a patch'

small >plan.belay
"$belay" lint --isolated --diff plan.belay >/dev/full 2>why
[ $? = 2 ] && said 'cannot write standard output: No space left on device' && cmp plan.belay <(small) >why
result $? 'a full disk, for a patch'

if mkdir full && mount -t tmpfs -o size=16k none full 2>/dev/null; then
    small >full/plan.belay
    head -c 16k /dev/zero >full/rest 2>/dev/null
    gives 2 "$belay" lint --isolated --fix full/plan.belay && said 'No space left on device' \
        && cmp full/plan.belay <(small) >why && [ "$(ls full)" = $'plan.belay\nrest' ]
    result $? 'a full disk leaves the file as it was'
    umount full
else
    skip 'a full disk leaves the file as it was' 'no file system can be mounted here'
fi

finish
