#!/bin/bash
# The examples: judged, compiled, run forward and back. usage: tests/script/examples.sh BELAY;
# prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

gives 0 "$belay" lint --profile strict --fail-on note "$root/examples/verified-email/plan.belay"
result $? 'nothing is said against the example, in the strictest profile'
for code in ORD001 ORD003 ORD004 ORD007 FLG003 FLG004 RBK010 VER001 VER002 RSK002; do
    gives 1 "$belay" lint "$root/examples/verified-email/broken.belay" && said "[$code]"
    result $? "the broken twin reports $code"
done
gives 1 "$belay" build "$root/examples/verified-email/broken.belay" -o "$work/broken" && [ ! -e "$work/broken" ]
result $? 'nothing is built of it'
gives 0 "$belay" build --no-lint "$root/examples/verified-email/broken.belay" -o "$work/broken"
result $? 'but with --no-lint'
finish
