#!/bin/bash
# `belay build` and the folder it writes: the same bytes every time, all files or none, and
# no file of anybody else. usage: tests/script/build.sh BELAY; prints TAP.
# shellcheck disable=SC1091,SC2154 # tap.sh gives belay, here, root, work and count
. "$(dirname "$0")/tap.sh"

cat >plan.belay <<'END'
plan "Add a column" {
  store main { engine sqlite; connect env DB }
  phase expand "Add it" {
    step "Add it" ```sql
      ALTER TABLE t ADD COLUMN c int;
    ```
    rollback none "nothing reads it"
  }
  phase contract "Drop the other" {
    step "Drop it" ```sql
      ALTER TABLE t DROP COLUMN b;
    ```
    rollback none "nothing reads it"
  }
}
END
sed '/phase contract/,/^  }/d' plan.belay >smaller.belay
build=("$belay" build --no-lint)

# ---- the same bytes

gives 0 "${build[@]}" plan.belay -o out
result $? 'it is built'
gives 0 "${build[@]}" plan.belay -o again
diff -r out again >why
result $? 'two runs write the same bytes'
mkdir -p elsewhere/deep
(cd elsewhere/deep && LC_ALL=C LANG=C TZ=Asia/Tokyo gives 0 "${build[@]}" ../../plan.belay -o "$work/other/folder")
diff -r out other/folder >why
result $? 'another folder, path, locale and time zone write the same bytes'
gives 0 "${build[@]}" "$work/plan.belay" -o out
diff -r out again >why
result $? 'a second run over the first changes nothing'
(cd out && sha256sum --check --quiet --strict <(tail -n +2 MANIFEST)) >why 2>&1
result $? 'MANIFEST has the digests that sha256sum computes'
[ "$(head -n 1 out/MANIFEST)" = "$(sha256sum plan.belay)" ]
result $? 'MANIFEST names the plan first'
diff <(tail -n +2 out/MANIFEST | cut -c 67-) <(cd out && find . -type f ! -name MANIFEST | sed 's,^\./,,' | sort) >why
result $? 'MANIFEST names every file in the order of its path'
[ "$(stat -c %a out/runbook.sh)" = 755 ] && [ "$(stat -c %a out/plan.md)" = 644 ]
result $? 'the runbook is executable, and nothing else is'
"${build[@]}" - -o from-stdin <plan.belay >why 2>&1
diff -r out from-stdin -x MANIFEST -I 'Made by belay' >why
result $? 'a plan from standard input is built'

# ---- --only and stale files

gives 0 "${build[@]}" smaller.belay -o out
[ ! -e out/sql/02-contract ] && [ -e out/sql/01-expand/main/deploy.sql ]
result $? 'files of phases that are gone are removed, with their folders'
gives 0 "${build[@]}" plan.belay -o out --only sql,schedule
diff <(cd out && find . -type f | sort) - >why <<'END'
./MANIFEST
./schedule.md
./sql/01-expand/main/deploy.sql
./sql/01-expand/main/precheck.sql
./sql/02-contract/main/deploy.sql
./sql/02-contract/main/precheck.sql
END
result $? '--only writes these kinds and keeps no others'
gives 2 "${build[@]}" plan.belay -o out --only sql,runbok && said "did you mean 'runbook'?"
result $? '--only knows its kinds'

# ---- --check

gives 0 "${build[@]}" plan.belay -o out
gives 0 "${build[@]}" plan.belay -o out --check && [ ! -s why ]
result $? '--check is silent where nothing is stale'
gives 1 "${build[@]}" smaller.belay -o out --check
diff why - >difference <<'END'
out/MANIFEST
out/plan.md
out/runbook.sh
out/schedule.csv
out/schedule.md
out/sql/01-expand/main/deploy.sql
out/sql/01-expand/main/precheck.sql
out/stakeholders.md
out/sql/02-contract/main/deploy.sql
out/sql/02-contract/main/precheck.sql
END
mv difference why
[ ! -s why ]
result $? '--check lists what is stale, and what would go'
echo more >>out/plan.md && rm out/stakeholders.md && chmod -x out/runbook.sh
gives 1 "${build[@]}" plan.belay -o out --check
[ "$(cat why)" = $'out/plan.md\nout/runbook.sh\nout/stakeholders.md' ]
result $? '--check sees changed, missing and no longer executable files'
[ "$(tail -n 1 out/plan.md)" = more ] && [ ! -e out/stakeholders.md ]
result $? '--check writes nothing'
gives 0 "${build[@]}" plan.belay -o out && diff -r out again >why
result $? 'what belay wrote is written anew'
gives 1 "${build[@]}" plan.belay -o nowhere --check && [ ! -e nowhere ]
result $? '--check of a folder that is not there lists all of it'

# ---- files of others

unchanged() { diff -r "$1" before >why; }

rm -rf out && mkdir out && echo mine >out/plan.md && cp -r out before
gives 2 "${build[@]}" plan.belay -o out && said "cannot write 'out/plan.md': a file is there that belay did not write"
result $? 'a file of somebody else is left alone, with one message'
[ "$(grep -c . why 2>/dev/null || echo 1)" = 1 ] && unchanged out
result $? 'and nothing else is written'
gives 0 "${build[@]}" plan.belay -o out --force && diff -r out again >why
result $? '--force writes over it'

rm -rf out before && mkdir out && echo 'include *.py' >out/MANIFEST && cp -r out before
gives 2 "${build[@]}" plan.belay -o out && said "cannot write 'out/MANIFEST'" && unchanged out
result $? 'a MANIFEST of somebody else is left alone'

printf '# Add a column\n\n## Phase 1: Expand\n\n1. Add it\n\n## Phase 2: Contract\n\n1. Drop it\n' >prose.md
rm -rf out before && mkdir out && cp prose.md out/plan.md
gives 2 "${build[@]}" --force out/plan.md -o out && said 'it is the plan itself' && cmp prose.md out/plan.md
result $? 'the plan itself is never overwritten'

rm -rf out before outside && mkdir out outside && ln -s ../outside out/sql
gives 2 "${build[@]}" --force plan.belay -o out && said "cannot write 'out/sql/01-expand/main/deploy.sql'"
[ -z "$(ls outside)" ] && [ "$(ls out)" = sql ]
result $? 'no link leads out of the folder'
rm out/sql && echo precious >outside/file && ln -s ../outside/file out/plan.md
gives 0 "${build[@]}" --force plan.belay -o out
[ "$(cat outside/file)" = precious ] && [ ! -L out/plan.md ]
result $? '--force replaces a link, not what it leads to'

digest=$(sha256sum outside/file | cut -c 1-64)
for path in ../outside/file "$work/outside/file" sql/../../outside/file ./plan.md sql//x '' '..\0/outside/file'; do
    rm -rf out && gives 0 "${build[@]}" plan.belay -o out
    printf '%s  %b\n' "$digest" "$path" >>out/MANIFEST
    gives 2 "${build[@]}" smaller.belay -o out && said "cannot write 'out/MANIFEST'" \
        && [ -e outside/file ]
    result $? "a MANIFEST with the path '$path' is none of belay's"
done

mkdir -p folder/plan.md
gives 2 "${build[@]}" --force plan.belay -o folder && said 'a folder is there' && [ "$(ls folder)" = plan.md ]
result $? 'a folder is never replaced'
echo file >file
gives 2 "${build[@]}" plan.belay -o file && said "cannot write 'file'"
result $? 'a file is no folder to write to'
gives 2 "${build[@]}" plan.belay && said '-o DIR is missing'
result $? 'without -o it says so'
gives 2 "${build[@]}" plan.belay smaller.belay -o out && said 'one plan is built at a time'
result $? 'one plan at a time'

# ---- all or nothing

rm -rf out before && gives 0 "${build[@]}" smaller.belay -o out && cp -r out before
(ulimit -f 4 && gives 2 "${build[@]}" plan.belay -o out && said 'File too large') && unchanged out
result $? 'a file that cannot be finished leaves everything as it was'
(ulimit -f 4 && gives 2 "${build[@]}" plan.belay -o fresh/deep) && [ ! -e fresh ]
result $? 'a folder that could not be filled is not there'

if mkdir small && mount -t tmpfs -o size=512k none small 2>/dev/null; then
    gives 0 "${build[@]}" smaller.belay -o small/out && cp -r small/out small-before
    dd if=/dev/zero of=small/filler bs=1k 2>/dev/null
    gives 2 "${build[@]}" plan.belay -o small/out && said 'No space left on device' && diff -r small/out small-before >why
    result $? 'a full disk leaves everything as it was'
    umount small
else
    skip 'a full disk leaves everything as it was' 'no file system can be mounted here'
fi

rm -rf out && gives 0 "${build[@]}" smaller.belay -o out && rm -rf before && cp -r out before
if [ "$(id -u)" = 0 ]; then
    as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod -R a+rX "$work"
else
    as_nobody=()
    chmod -R a-w out
fi
gives 2 "${as_nobody[@]}" "${build[@]}" plan.belay -o out && said 'Permission denied' && unchanged out
result $? 'a folder that cannot be written to is left as it was'
chmod -R u+w out

# Ends the build, or lets it fail, at its changes one by one.
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
    broken=0
    for call in renameat linkat mkdirat; do
        for number in 1 2 3 5 8 11; do
            rm -rf out && gives 0 "${build[@]}" smaller.belay -o out
            (strace -o /dev/null -e trace="$call" -e inject="$call":signal=KILL:when="$number" \
                "${build[@]}" plan.belay -o out) >/dev/null 2>&1
            gives 0 "${build[@]}" plan.belay -o out || broken=1
            diff -r out again >>whys || broken=1
            rm -rf out && gives 0 "${build[@]}" smaller.belay -o out && rm -rf before && cp -r out before
            if ! strace -o /dev/null -e trace="$call" -e inject="$call":error=EIO:when="$number" \
                "${build[@]}" plan.belay -o out >/dev/null 2>&1; then
                diff -r out before >>whys || broken=1
            fi
        done
    done 2>/dev/null
    mv whys why
    result $broken 'a build that is ended or fails at any change leaves all or nothing, and the next one mends it'
    rm -rf out && strace -y -o calls -e trace=fsync "${build[@]}" plan.belay -o out >/dev/null 2>&1
    files=$(find out -type f | wc -l) folders=$(find out -type d | wc -l)
    [ "$(grep -c '^fsync' calls)" = $((files + folders)) ] && [ -z "$(grep '^fsync' calls | sort | uniq -d)" ]
    result $? 'each file and each folder is brought to the disk once'
else
    skip 'a build that is ended half-way' 'there is no strace'
fi

# ---- errors

sed 's/rollback none.*//' plan.belay >unsafe.belay
gives 1 "$belay" build --isolated unsafe.belay -o unsafe && [ ! -e unsafe ] && said 'error[RBK001]'
result $? 'a plan with errors is not built'
gives 0 "${build[@]}" unsafe.belay -o unsafe
result $? 'but with --no-lint'
"$belay" build --isolated smaller.belay -o warned >output 2>why && said 'warning[' \
    && [ "$(cat output)" = "8 files written to 'warned'" ]
result $? 'warnings go to standard error, and do not fail'
cat >wrong.belay <<'END'
plan "p" {
  store main { engine sqlite }
  phase expand "Add" { step "x" on mian ```sql
    SELECT 1;
    ```
  }
}
END
gives 2 "${build[@]}" wrong.belay -o wrong && [ ! -e wrong ] && said "no store is called 'mian'"
result $? 'what cannot be compiled is refused under --no-lint too'
sed -i "s/mian/main/; s/sqlite }/sqlite; connect env \`A B\` }/" wrong.belay
gives 2 "${build[@]}" wrong.belay -o wrong && said 'an environment variable'
result $? 'an address stands in a variable that a shell knows'

finish
