#!/bin/bash
# Which files are read: folders, links, what git ignores, configuration on the way up.
# usage: tests/script/inputs.sh BELAY
set -u
belay=$(realpath "$1")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 HOME="$work/home"
mkdir "$HOME"
cd "$work" || exit 1
count=0 failed=0

check() { # check NAME WANTED: against what --show-files printed
    count=$((count + 1))
    if [ "$got" = "$2" ]; then
        echo "ok $count - $1"
        return
    fi
    echo "not ok $count - $1"
    failed=$((failed + 1))
    printf 'wanted:\n%s\ngot:\n%s\n' "$2" "$got" | sed 's/^/# /'
}
files() { got=$("$belay" lint --show-files "$@" 2>&1); }
plan() {
    local path
    for path; do
        mkdir -p "$(dirname "$path")"
        echo 'plan "p" { }' >"$path"
    done
}

# ---- what git ignores

mkdir -p repository/.git
plan repository/{a,build/b,out/keep/c,out/d,sub/build/e,sub/x.tmp,sub/y,deep/er/z}.belay
plan repository/.git/hook.belay
cat >repository/.gitignore <<'END'
# comments and blank lines say nothing

/build/
out/*
!out/keep
*.tmp.belay
deep/**
END
printf 'y.belay\n' >repository/sub/.gitignore
cd repository || exit 1
files
check 'what git ignores is left out' 'a.belay
out/keep/c.belay
sub/build/e.belay'
files sub
check 'rules hold in a folder below the root' 'sub/build/e.belay'
files build/b.belay
check 'a file that is named is read all the same' 'build/b.belay'
cd ..

plan loose/a.belay loose/b.belay
printf 'b.belay\n' >loose/.gitignore
printf 'a.belay\n' >.gitignore
files loose
check 'outside of a repository only the folders searched count' 'loose/a.belay'
rm .gitignore

# ---- links, and what is no file

plan real/a.belay
ln -s ../real linked
mkdir links
ln -s ../real links/folder
ln -s ../real/a.belay links/a.belay
mkfifo links/pipe.belay
files links
check 'links and pipes are not searched' "belay: no plan files under 'links': expected *.belay, or what 'include' in .belay.yaml names"
got=$(timeout 5 "$belay" lint --format concise links/pipe.belay 2>/dev/null; echo $?)
check 'a pipe that is named is not waited for' "$(printf "links/pipe.belay:1:1: error: cannot read 'links/pipe.belay': it is a named pipe; '-' reads standard input [SYN020]\n2")"
mkfifo real/.belay.yaml
got=$(timeout 5 "$belay" lint real/a.belay 2>&1; echo $?)
check 'nor one that stands for the configuration' "$(printf "belay: cannot read 'real/.belay.yaml': it is a named pipe; '-' reads standard input\n2")"
rm real/.belay.yaml
got=$("$belay" lint --format concise <(cat real/a.belay) 2>&1 | head -n 1 | grep -o '^/dev/fd')
check 'the output of a command is read' /dev/fd
ln -s real named
files named
check 'a link that is named is followed' 'named/a.belay'
files real named real/a.belay ./real//a.belay
check 'a file is read once, however it is reached' 'named/a.belay'
loop=loop
mkdir loop
ln -s . loop/again
plan loop/a.belay
files "$loop"
check 'a link to its own folder is no loop' 'loop/a.belay'

# ---- configuration on the way up

mkdir -p above/inner/.git above/inner/plans
printf 'exclude: ["*"]\n' >above/.belay.yaml
plan above/inner/plans/a.belay above/b.belay
files above/inner
check 'the search for configuration ends at the root of a repository' 'above/inner/plans/a.belay'
printf 'include: ["**/*.md"]\n' >"$HOME/.belay.yaml"
mkdir -p "$HOME/team"
plan "$HOME/team/a.md"
cd "$HOME/team" || exit 1
files
check 'the configuration of the home folder is the last one' 'a.md'
cd "$work" || exit 1
printf 'exclude: ["*"]\n' >.belay.yaml
cd "$HOME/team" || exit 1
rm ../.belay.yaml
plan b.belay
files
check 'nothing above the home folder counts' 'b.belay'
cd "$work" || exit 1
rm .belay.yaml

# ---- many files, the same bytes for any number of processes

mkdir many
for i in $(seq 200); do
    printf 'plan "p" {\n  fase %d\n}\n' "$i" >"many/$i.belay"
done
"$belay" lint --format json --jobs 1 many >one
for jobs in 2 3 8 200; do
    "$belay" lint --format json --jobs "$jobs" many >other 2>errors
    got=$(cmp one other 2>&1; cat errors)
    check "$jobs processes print what one does" ''
done
got=$("$belay" lint --format concise many | cut -d: -f1 | LC_ALL=C sort -c 2>&1)
check 'findings are in the order of the paths' ''
cd many || exit 1
"$belay" lint --format concise --path-base .. . >../from-within
cd ..
"$belay" lint --format concise many >from-above
got=$(cmp from-within from-above 2>&1)
check 'the same bytes from another folder, with --path-base' ''
got=$(LANG=C LC_ALL='' "$belay" lint --format full many | cmp - <(LC_ALL=de_DE.UTF-8 "$belay" lint many) 2>&1)
check 'the same bytes in every locale' ''

# ---- colours

got=$(FORCE_COLOR=1 "$belay" lint many/1.belay | grep -c "$(printf '\033')")
[ "$got" -gt 0 ] && got=some
check 'FORCE_COLOR colours a pipe' some
got=$(FORCE_COLOR=1 NO_COLOR=1 "$belay" lint many/1.belay | grep -c "$(printf '\033')")
check 'NO_COLOR wins' 0
got=$(NO_COLOR=1 "$belay" lint --color always many/1.belay | grep -c "$(printf '\033')")
[ "$got" -gt 0 ] && got=some
check '--color wins over both' some
got=$("$belay" lint many/1.belay | grep -c "$(printf '\033')")
check 'a pipe has no colours' 0
FORCE_COLOR=1 "$belay" lint --format full=report many/1.belay
got=$(grep -c "$(printf '\033')" report)
check 'a report in a file has no colours' 0

# ---- report files

printf 'old\n' >kept
chmod 640 kept
"$belay" lint --format concise=kept many/1.belay
got="$(stat -c %a kept) $(wc -l <kept | tr -d ' ')"
check 'a report that is replaced keeps its permissions' '640 1'
mkfifo pipe
cat pipe >copy &
"$belay" lint --format concise=pipe many/1.belay
wait
got=$(cmp copy kept 2>&1)
check 'a pipe is written in place' ''
cp many/1.belay plan.belay
got=$("$belay" lint --format json=./plan.belay plan.belay 2>&1; cmp plan.belay many/1.belay 2>&1)
check 'a report never takes the place of a plan' "belay: cannot write './plan.belay': it is the plan itself"
name=$'a\nb\x1b[31m\u009b\u202e'
got=$("$belay" lint --format "concise=$name/x" plan.belay 2>&1 | grep -cP '^belay: [^\x00-\x1f\x7f\x{9b}\x{202e}]*$')
check 'a message turns no direction and holds no control character' 1
ln -s target link
echo old >target
"$belay" lint --format concise=link many/1.belay
got="$(readlink link) $(cmp target kept 2>&1)"
check 'a link leads to what is written' 'target '

# ---- the file of a store's schema

mkdir -p beside/below
echo 'CREATE TABLE t (id integer);' | tee schema.sql beside/below/schema.sql >beside/schema.sql
ln -s below/schema.sql beside/inside.sql
ln -s ../schema.sql beside/outside.sql
mkfifo beside/pipe.sql
reads_schema() { # PATH: how lint takes it
    printf 'plan "p" {\n  store main { engine sqlite 3.40; schema "%s" }\n}\n' "$1" >beside/plan.belay
    got=$("$belay" lint --select SYN --format concise beside/plan.belay | grep -v '^1 error'
        echo "${PIPESTATUS[0]}")
}
for path in schema.sql below/schema.sql ./schema.sql inside.sql; do
    reads_schema "$path"
    check "schema \"$path\" is read" 0
done
for problem in \
    'outside.sql: it is a link that leads out of the plan'\''s folder' \
    "$work/schema.sql: it is not in the plan's folder" \
    'below: it is a directory' 'nowhere.sql: No such file or directory' \
    'pipe.sql: it is a named pipe; '\''-'\'' reads standard input'; do
    reads_schema "${problem%%: *}"
    check "schema \"${problem%%: *}\" is refused" "beside/plan.belay:2:44: error: \
cannot read schema '${problem%%: *}': ${problem#*: } [SYN026]
2"
done

echo "1..$count"
[ "$failed" -eq 0 ]
