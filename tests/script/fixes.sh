#!/bin/bash
# Fixes: what each rule offers is applied to its own examples, and files come out whole.
# usage: tests/script/fixes.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
unset BELAY_FORMAT GITHUB_ACTIONS CI
examples="$root/build/generated/examples"
lint=("$belay" lint --isolated --profile recommended --fail-on never)

# ---- every rule

findings() { # FILE: as code and message, without their places and without phases that are counted
    "${lint[@]}" --format json-lines "$1" \
        | sed -nE 's/^\{"code": ?"([A-Z0-9]+)".*"message": ?"(([^"\\]|\\.)*)", ?"spans".*/\1 \2/p' \
        | sed -E 's/phases? [0-9, and…more]+ (has|have)/phases have/; s/phase [0-9]+/phase/g' | sort
}

fixable() { # RULE FILE: its findings that have a fix
    "${lint[@]}" --select "$1" --format json-lines "$2" | grep -c '"safety": \?"'
}

# fix_example RULE CODE FILE: 0 where its fix takes the finding away and brings no other. What
# else the rule found stays, where it had no fix.
fix_example() {
    cp "$3" plan.belay
    findings plan.belay >before
    gives 0 "${lint[@]}" --select "$1" --fix --unsafe-fixes plan.belay || return
    cp plan.belay once.belay
    findings plan.belay >after
    grep "^$2 " after >why
    if [ "$(fixable "$1" plan.belay)" != 0 ] || cmp -s before after; then
        echo "$1 is still found in $3" >>why
        return 1
    fi
    [ -s why ] || gone=$((gone + 1))
    if grep -q '^SYN' after || comm -13 before after | grep . >why; then
        { echo "the fix of $3 brings what was not there:"; cat plan.belay; } >>why
        return 1
    fi
    gives 0 "${lint[@]}" --select "$1" --fix --unsafe-fixes plan.belay && cmp plan.belay once.belay >why
}

while read -r rule code; do
    fixed=0 gone=0 tried=0 problem=0
    for file in "$examples/$rule"-fails-*.belay; do
        [ -e "$file" ] || continue
        tried=$((tried + 1))
        [ "$(fixable "$rule" "$file")" != 0 ] || continue
        fixed=$((fixed + 1))
        fix_example "$rule" "$code" "$file" || problem=1
        [ "$problem" = 0 ] || break
    done
    [ "$problem" = 1 ] || [ "$gone" -gt 0 ] \
        || { problem=1; echo "none of $tried examples is fixed as a whole" >why; }
    result $problem "$rule: its fix takes the finding away and brings none ($fixed of $tried examples)"
done < <("$belay" rules --format markdown | awk -F ' *[|] *' '$5 ~ /safe/ { gsub("`", "", $3); print $3, $2 }')

# ---- all fixes of all plans

# A fix that its rule does not announce, that leaves its file or that breaks the plan is exit 3.
all_plans() {
    local file name problem=0
    mkdir plans
    for file in "$examples"/*.belay $(find "$root/tests/cases" "$root/examples" -name '*.belay' -not -path '*/expected/*'); do
        name=${file#"$root/"}
        cp "$file" "plans/${name//\//-}"
    done
    "$belay" lint --isolated --fix --unsafe-fixes --quiet --format json=after.json plans >said 2>&1
    [ $? -le 2 ] || problem=1
    grep -q 'mistake in belay\|internal error' said && problem=1
    [ "$problem" = 0 ] || tail -n 20 said >why
    return $problem
}
all_plans
result $? "all fixes of $(find plans -name '*.belay' | wc -l) plans leave plans that can be read"

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
