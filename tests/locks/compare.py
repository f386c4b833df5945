"""Compares what belay says that statements lock with what was measured on real servers.

usage: compare.py LOCKS-TABLE DIRECTORY-OF-MEASUREMENTS

Every form of the measurements must stand in postgresql.forms or mysql.forms. Where belay says
something else, or its grammar does not read the form, that is listed there with the reason; what
is listed and agrees is a mistake as well. Prints TAP, one line for each server.
"""
import collections
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MODES = ["no lock", "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE",
         "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"]
SCANS, BUILDS, REWRITES = 1, 2, 4
# What these read is their own matter, and the new file of a TRUNCATE holds nothing.
WITHOUT_WORK = {"update", "delete", "select", "merge", "truncate", "truncate-cascade",
                "refresh-matview-with-no-data", "select-for-update"}
# About several statements in one transaction.
OF_SEVERAL = {"alter-type-add-value-then-use", "create-type-then-add-value-then-use",
              "update-then-alter-same-tx", "update-fk-then-alter-same-tx",
              "deferred-fk-pending-trigger-then-alter"}
GENERATED = ("ALTER TABLE parcel ADD COLUMN heavier_seen int AS (weight + 1) VIRTUAL, "
             "ADD COLUMN heavier_kept int AS (weight + 1) STORED")

tests = 0
failures = 0
Ours = collections.namedtuple("Ours", "is_read is_known is_alone waits algorithm asked tables")
Lock = collections.namedtuple("Lock", "mode indexes work may")


def report(name, problems):
    global tests, failures
    tests += 1
    failures += bool(problems)
    print(f"{'not ok' if problems else 'ok'} {tests} - {name}")
    for problem in problems:
        print(f"# {problem}")


class Forms:
    """A table of forms: what is listed in it beside the SQL."""

    def __init__(self, name):
        self.path = os.path.join(HERE, name)
        self.names, self.listed, self.unread, self.empty = {}, [], {}, set()
        for line in open(self.path, encoding="utf-8"):
            words = line.split()
            if line.startswith("= "):
                self.names[words[1]] = words[2]
            elif line.startswith("0 "):
                self.empty.update(words[1:])
            elif line.startswith("! "):
                self.listed.append((words[1], words[2].split(","), " ".join(words[3:])))
            elif line.startswith("~ "):
                self.unread[words[1]] = " ".join(words[2:])

    def is_listed(self, key, version):
        return any(key == name and (versions == ["*"] or version in versions)
                   for name, versions, _ in self.listed)


def ask(program, engine, version, schema, forms, *statement):
    run = subprocess.run([program, engine, version, os.path.join(HERE, schema), forms.path,
                          *statement], stdout=subprocess.PIPE, text=True, check=True)
    answers = {}
    for line in run.stdout.splitlines():
        key, read, known, alone, waits, algorithm, asked, *tables = line.split("\t")
        locks = {}
        for table in tables:
            name, mode, indexes, work, may = table.split(":")
            locks[name] = Lock(MODES.index(mode), MODES.index(indexes), int(work), int(may))
        answers[key] = Ours(read == "read", known == "known", alone == "alone", waits == "waits",
                            algorithm, dict(a.split("=") for a in asked.split(",") if a), locks)
    return answers


class Judge:
    """Collects what disagrees on one server, less what is listed."""

    def __init__(self, forms, version):
        self.forms, self.version = forms, version
        self.problems, self.agreed, self.unread, self.excused, self.refused = [], 0, 0, 0, 0
        self.doubtful = 0

    def take(self, key, listed_as, differences):
        if self.forms.is_listed(listed_as, self.version):
            self.excused += 1
            if not differences:
                self.problems.append(f"{listed_as}: is listed, and agrees")
        elif differences:
            self.problems += [f"{key}: {difference}" for difference in differences]
        else:
            self.agreed += 1

    def finish(self, name):
        report(f"{name}: {self.agreed} forms agree ({self.doubtful} with a doubt), "
               f"{self.refused} refused by the server, {self.excused} listed, "
               f"{self.unread} not read", self.problems)


# ---- PostgreSQL


def mode_of(name):
    return MODES.index(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).upper())


def compare_locks(forms, key, measured, ours):
    modes, indexes = {}, 0
    for name, kind, mode, age in measured["locks"]:
        if age != "old":
            continue
        if kind in "iI":
            indexes = max(indexes, mode_of(mode))
        else:
            name = forms.names.get(name, name)
            modes[name] = max(modes.get(name, 0), mode_of(mode))
    differences = []
    for name in sorted(modes.keys() | ours.keys()):
        mine = ours[name].mode if name in ours else 0
        if mine != modes.get(name, 0):
            differences.append(f"{name or '(unknown)'}: {MODES[mine]}, measured "
                               f"{MODES[modes.get(name, 0)]}")
    mine = max((lock.indexes for lock in ours.values()), default=0)
    if max(modes.values(), default=0) < MODES.index("ACCESS EXCLUSIVE") \
            and indexes >= MODES.index("SHARE UPDATE EXCLUSIVE") and mine != indexes:
        differences.append(f"indexes: {MODES[mine]}, measured {MODES[indexes]}")
    return differences


def compare_work(forms, key, measured, ours):
    differences = []
    rewritten = {forms.names.get(name, name) for name in measured["rewrite"]}
    scanned = {forms.names.get(name, name) for name, _ in measured["scan"]}
    for name, lock in ours.items():
        if name in forms.empty:
            continue
        rewrites, scans = name in rewritten, name in scanned or name in rewritten
        if not rewrites and lock.work & REWRITES or \
                rewrites and not (lock.work | lock.may) & REWRITES:
            differences.append(f"{name}: {'is' if rewrites else 'is not'} rewritten")
        elif not scans and lock.work or scans and not lock.work | lock.may:
            differences.append(f"{name}: {'is' if scans else 'is not'} scanned")
    return differences


def compare_postgresql(program, directory):
    forms = Forms("postgresql.forms")
    everything = json.load(open(os.path.join(directory, "postgresql-locks-measured.json")))
    alone = json.load(open(os.path.join(directory,
                                        "postgresql-not-in-transaction-measured.json")))
    for version, measured in everything.items():
        answers = ask(program, "postgresql", version, "postgresql.sql", forms)
        judge = Judge(forms, version)
        for key, form in measured.items():
            if key.startswith("#"):
                continue
            ours = answers.get(key)
            if ours is None:
                judge.problems.append(f"{key}: has no SQL")
            elif form["err"]:
                judge.refused += 1
            elif not ours.is_read:
                judge.unread += 1
                if key not in forms.unread:
                    judge.problems.append(f"{key}: is not read")
            elif key in forms.unread:
                judge.problems.append(f"{key}: is listed as not read, and is read")
            else:
                judge.doubtful += any(lock.may for lock in ours.tables.values())
                differences = [] if ours.is_known else ["is not known"]
                differences += compare_locks(forms, key, form, ours.tables)
                if key not in WITHOUT_WORK:
                    differences += compare_work(forms, key, form, ours.tables)
                judge.take(key, key, differences)
        judge.finish(f"PostgreSQL {version}")
        compare_alone(forms, version, alone[version], answers)
        compare_inside(forms, version, measured["#refuse"], answers)


def compare_alone(forms, version, measured, answers):
    judge = Judge(forms, version)
    for key, form in measured.items():
        ours = answers.get("alone " + key)
        if ours is None:
            judge.problems.append(f"{key}: has no SQL")
            continue
        if any(seen["err"] for seen in form.values()):
            judge.refused += 1
            continue
        modes = {}
        for seen in form.values():
            for name, kind, mode in re.findall(r"(\w+)\((\w)\):(\w+)(?: |$)(?!WAIT)",
                                               " ".join(seen["states"])):
                if kind in "rp":
                    name = forms.names.get(name, name)
                    modes[name] = max(modes.get(name, 0), mode_of(mode))
        differences = [] if ours.is_alone else ["is taken for a statement of transactions"]
        for name, mode in modes.items():
            if name not in ours.tables or ours.tables[name].mode != mode:
                differences.append(f"{name}: measured {MODES[mode]}")
        strongest = max((lock.mode for lock in ours.tables.values()), default=0)
        waited = form["reader"]["blocked"] > 0.5
        if strongest < MODES.index("ACCESS EXCLUSIVE") and waited != ours.waits:
            differences.append(f"{'waits' if waited else 'does not wait'} for older snapshots")
        judge.take(key, "alone:" + key, differences)
    judge.finish(f"PostgreSQL {version}, outside of transactions")


def compare_inside(forms, version, measured, answers):
    judge = Judge(forms, version)
    for key, answer in measured.items():
        ours = answers.get("inside " + key)
        if key in OF_SEVERAL:
            continue
        if ours is None:
            judge.problems.append(f"{key}: has no SQL")
            continue
        differences = []
        if ours.is_alone != (answer != "ok"):
            differences.append(f"the server says: {answer}")
        judge.take(key, "inside:" + key, differences)
    judge.finish(f"PostgreSQL {version}, inside of a transaction")


# ---- MySQL and MariaDB

LOCKS = {"NONE": "SHARE UPDATE EXCLUSIVE", "SHARED": "SHARE", "EXCLUSIVE": "ACCESS EXCLUSIVE"}


def compare_algorithms(form, ours):
    differences = []
    for algorithm, lock in form.items():
        said = ours.asked.get(algorithm, "not known")
        if lock.startswith("NO:"):
            if said != "refused":
                differences.append(f"{algorithm}: {said}, measured {lock[:70]}")
        elif said == "refused" or lock in LOCKS and said != LOCKS[lock]:
            differences.append(f"{algorithm}: {said}, measured LOCK={lock}")
    return differences


def compare_mysql(program, directory, table, name, *statement):
    forms = Forms("mysql.forms")
    for version, measured in json.load(open(os.path.join(directory, name))).items():
        engine = "mariadb" if version.startswith("M") else "mysql"
        answers = ask(program, engine, version.lstrip("M"), "mysql.sql", forms,
                               *statement)
        judge = Judge(forms, version)
        for key, form in measured.items():
            ours = answers.get(key)
            if ours is None:
                judge.problems.append(f"{key}: has no SQL")
            elif all("1064" in answer or "1911" in answer for answer in form.values()):
                judge.refused += 1  # no statement of this server
            elif not ours.is_read:
                judge.unread += 1
                if key not in forms.unread:
                    judge.problems.append(f"{key}: is not read")
            else:
                best = next((a for a, lock in form.items() if not lock.startswith("NO:")),
                            "refused")
                differences = compare_algorithms(form, ours)
                if ours.algorithm != best:
                    differences.append(f"{ours.algorithm}, measured {best}")
                listed = key if forms.is_listed(key, version) else f"{table}:{key}"
                judge.take(key, listed, differences)
        judge.finish(f"{'MariaDB' if engine == 'mariadb' else 'MySQL'} {version.lstrip('M')}, "
                     f"{table} generated columns")


def main():
    program, directory = sys.argv[1:3]
    compare_postgresql(program, directory)
    compare_mysql(program, directory, "with", "mysql-online-ddl-measured.json", GENERATED)
    compare_mysql(program, directory, "without", "mysql-default-ddl-measured.json")
    print(f"1..{tests}")
    sys.exit(failures > 0)


main()
