#!/bin/bash
# The documents, the spreadsheet and the calendar that `belay build` writes, by those who read
# them: cmark-gfm, Python's csv, libical. usage: tests/script/documents.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"
make --no-print-directory -C "$root" build/release/ics-check >/dev/null || exit 2
ics_check=$root/build/release/ics-check
python=/usr/bin/python3
build=("$belay" build --isolated --no-lint)

# ---- a calendar

cat >plan.belay <<'END'
plan "TITLE" {
  owner "team"
  timezone "Europe/Berlin"
  start 2027-01-04
  zero 2027-02-06
  audience support { by "chat"; tell "all" }
  store main { engine sqlite; connect env DB }
  milestone T-1w "Freeze"
  milestone T-2w "Freeze of the schema"
  phase expand "First TITLE" {
    when week 1
    step "Lower it" T-3d { "part" }
    check "A backup is there" T-2h
    rollback none "x"
    notify start "TITLE begins" to "support"
    notify end "TITLE is there" to "support"
    notify end "TITLE is there, too" to "support"
    notify end "TITLE" to "Support!"
  }
  phase expand "Second TITLE" { when week 2; rollback none "x" }
  phase cutover "TITLE" { when 2027-02-06 22:00; estimate 4h; rollback none "x" }
  phase contract as last "TITLE" { rollback none "x" }
  after week 9 "Clean up"
  notify T-1d "Go or no go" to "support"
}
END
gives 0 "${build[@]}" plan.belay -o out && gives 0 "$ics_check" out/schedule.ics
result $? 'libical and RFC 5545 have nothing against a calendar'
"$ics_check" --uids out/schedule.ics >uids
[ "$(wc -l <uids)" = 14 ]
result $? 'every phase, message, milestone and timed item is an event'

uids_stay() { # NAME: of the plan that was changed
    gives 0 "${build[@]}" plan.belay -o changed && gives 0 "$ics_check" changed/schedule.ics
    "$ics_check" --uids changed/schedule.ics | diff uids - >why
    result $? "UIDs are the same with other $1"
}
cp plan.belay original.belay
sed -i 's/TITLE/quite another title/' plan.belay
uids_stay titles
sed -i 's/2027-01-04/2028-06-01/; s/2027-02-06 22/2028-09-09 23/; s/2027-02-06/2028-09-10/; s/week 2/week 5/; s/T-3d/T-4d/' plan.belay
uids_stay dates
sed -i 's/"team"/"others"/; s,Europe/Berlin,Asia/Tokyo,; s/rollback none "x"/rollback none "y"/' plan.belay
uids_stay 'owners, zones and rollbacks'
sed -i 's/^  phase contract/  phase observe "Between" { estimate 1d; rollback none "x" }\n&/' plan.belay
gives 0 "${build[@]}" plan.belay -o changed
"$ics_check" --uids changed/schedule.ics | grep -v '\.phase\.observe$' | diff uids - >why
result $? 'UIDs are the same beside a new phase'
cp original.belay other.belay
gives 0 "${build[@]}" other.belay -o changed
! "$ics_check" --uids changed/schedule.ics | grep -qFxf uids
result $? 'another plan has other UIDs'
sed -i 's/^plan.*/&\n  meta id "the-same"/' original.belay && cp original.belay other.belay
gives 0 "${build[@]}" original.belay -o out && gives 0 "${build[@]}" other.belay -o changed
diff out/schedule.ics changed/schedule.ics >why
result $? 'but not where a plan states its id'

gives 0 env TZ=Asia/Tokyo LC_ALL=C SOURCE_DATE_EPOCH=86400 "${build[@]}" original.belay -o changed
diff out/schedule.ics changed/schedule.ics >why
result $? 'neither the time zone nor the clock of the machine shows in it'

mkdir broken && echo 'no library' >broken/libical.so.3
gives 2 env LD_LIBRARY_PATH=broken "${build[@]}" original.belay -o never \
    && said 'belay: cannot build: a calendar needs libical: ' && [ ! -e never ]
result $? 'without libical, nothing is built, and why is said'
gives 0 env LD_LIBRARY_PATH=broken "${build[@]}" --only plan-document,schedule original.belay -o never
result $? 'but what needs no libical is'

# Every zone as libical reads it, and as the time zone database of the machine has it, where
# that is of the release from which the table was made: countries change their rules.
zones='every time zone is read by libical and has the offsets of the time zone database'
made_from=$(sed -n 's/.*tools\/time-zones from release \(.*\)\.$/\1/p' "$root/backends/time-zones.def")
installed=$(sed -n '1s/^# version //p' /usr/share/zoneinfo/tzdata.zi 2>/dev/null)
if [ -n "$made_from" ] && [ "$made_from" = "$installed" ]; then
    "$python" -B "$here/zones.py" "$belay" "$ics_check" "$root/backends/time-zones.def" >why 2>&1
    result $? "$zones"
else
    skip "$zones" "the table is of release '$made_from', and the machine has '$installed'"
fi

# ---- a spreadsheet and documents with hostile strings

"$python" -B "$here/documents.py" "$belay" "$ics_check" "$work" >results 2>why
result $? 'hostile strings were tried'
while IFS=$'\t' read -r status name reason; do
    echo "$reason" >why
    result "$status" "$name"
done <results

# ---- the seed documents

seeds=$root/../shared/seeds
for seed in 000 003 004; do
    if [ ! -e "$seeds/$seed.md" ]; then
        skip "the documents of a seed keep all of it" '../shared/seeds is not there'
        continue
    fi
    gives 0 "${build[@]}" "$seeds/$seed.md" -o "seed-$seed"
    result $? "seed $seed is built"
    "$belay" lint --isolated --dump document "$seeds/$seed.md" >dump 2>/dev/null
    "$python" -B "$here/kept.py" dump "seed-$seed" >why
    result $? "the documents of seed $seed keep every phase, step, rollback and risk"
done

corpus=$root/../shared/corpus
if [ -e "$corpus" ]; then
    kept=0
    for plan in "$corpus"/*.md; do
        rm -rf real
        "${build[@]}" --quiet "$plan" -o real >/dev/null 2>&1 || continue # what is no plan
        "$belay" lint --isolated --dump document "$plan" >dump 2>/dev/null
        "$python" -B "$here/kept.py" dump real >lost || { sed "s,^,${plan##*/}: ," lost >>losses; kept=1; }
        [ ! -e real/schedule.ics ] || "$ics_check" real/schedule.ics >>losses || kept=1
    done
    [ ! -e losses ] || mv losses why
    result $kept 'the documents of real plans keep all of them'
else
    skip 'the documents of real plans keep all of them' '../shared/corpus is not there'
fi
finish
