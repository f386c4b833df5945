#!/bin/bash
# Plans that are kept aside, in ../shared: what is right in them is not taken for wrong. The Markdown
# ones are mended first, line by line, where lint is right.
# usage: tests/script/aside.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, root and work
. "$(dirname "$0")/tap.sh"
aside=$root/../shared
if [ ! -d "$aside/seeds" ]; then
    skip 'plans that are kept aside' '../shared is not here'
    finish
    exit
fi

for plan in plan postgresql; do
    gives 0 "$belay" lint --isolated --fail-on warning "$aside/design/example/$plan.belay"
    result $? "nothing but notes on the plan $plan.belay"
    gives 0 "$belay" lint --isolated --proof "$aside/design/example/$plan.belay" \
        && said ' 0 by inference, 0 violated, 0 not judged'
    result $? "and all of it is proved"
done
for seed in "$aside"/seeds/*.md; do
    gives 0 "$belay" lint --isolated "$seed"
    result $? "no error in ${seed##*/}, which is prose"
done

sed -e '125s/ LIMIT/ ORDER BY id LIMIT/; 125s/",$/ FOR SHARE",/' \
    -e '237s/$/, first copy the rows written since back/' \
    -e '244a 0. Take a backup, and have it approved by the head of data' \
    -e '248a **Validation:**\n\n- No connection for a day\n- The backup can be restored\n' \
    -e '269,270s/MD5.*FROM/COUNT(*) FROM/' "$aside/seeds/000.md" >000.md
sed -e '248s/$/, first copy the rows written since back/' \
    -e '255a\  0. Take a backup, and have it approved by the head of data' \
    -e '259a\\nValidation:\n\n  • No connection for a day\n  • The backup can be restored' \
    "$aside/seeds/002.md" >002.md
for plan in 000 002; do
    gives 0 "$belay" lint --isolated --fail-on warning $plan.md
    result $? "nothing but notes on $plan.md, once it is mended"
done
finish
