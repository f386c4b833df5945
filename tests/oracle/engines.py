"""The databases on which plans are carried out: SQLite in memory, PostgreSQL on a socket of ours.

Both undo DDL with their transactions, so that one transaction and its savepoints hold a whole
simulation: what is tried out from a state is taken back to it.
"""
import contextlib
import glob
import os
import shutil
import sqlite3
import subprocess
import tempfile


class Refused(Exception):
    """The engine does not take a statement."""


class Database:
    """Runs SQL, and remembers what it ran since it was empty: that is what a backup holds."""

    def __init__(self):
        self.history = []
        self.depth = 0

    def change(self, statement):
        self.run(statement)
        self.history.append(statement)

    @contextlib.contextmanager
    def fork(self):
        """What is done inside is undone at its end."""
        history = list(self.history)
        self.depth += 1
        name = "at%d" % self.depth
        self.run("SAVEPOINT " + name)
        try:
            yield
        finally:
            self.run("ROLLBACK TO SAVEPOINT " + name)
            self.run("RELEASE SAVEPOINT " + name)
            self.depth -= 1
            self.history = history

    def restore(self, history):
        self.empty()
        self.history = []
        for statement in history:
            self.change(statement)


class Sqlite(Database):
    DIFFERS = "IS NOT"
    ID = "id INTEGER PRIMARY KEY"
    VERSION = "sqlite 3.40"

    def __init__(self):
        super().__init__()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)

    def run(self, statement):
        try:
            return self.connection.execute(statement).fetchall()
        except sqlite3.Error as error:
            raise Refused(str(error)) from error

    def empty(self):
        for (table,) in self.run("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            self.run("DROP TABLE " + table)

    def schema(self):
        tables = self.run("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        columns = [(table, row[1]) + row[2:6] for (table,) in tables
                   for row in self.run("PRAGMA table_xinfo(%s)" % table)]
        return sorted(map(str, columns)), self.run(
            "SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY 1, 2")

    def close(self):
        self.connection.close()


class Postgresql(Database):
    """One session of psql. Its server: see serve()."""
    DIFFERS = "IS DISTINCT FROM"
    ID = "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    VERSION = "postgresql 15"
    folder = None # of the server's socket; None where there is no server

    def __init__(self):
        super().__init__()
        self.psql = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-h", self.folder, "-U", "tester", "-d", "postgres"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.run("\\pset null ~\nSET client_min_messages = error;")
        self.run("BEGIN")
        self.empty()

    def run(self, statement):
        self.psql.stdin.write(statement + ";\n\\echo ~~ :ERROR :LAST_ERROR_MESSAGE\n")
        self.psql.stdin.flush()
        rows = []
        while not (line := self.psql.stdout.readline().rstrip("\n")).startswith("~~ "):
            if not line and self.psql.poll() is not None:
                raise EOFError("psql ended")
            rows.append(tuple(self.value(field) for field in line.split("|")))
        if line.startswith("~~ true"):
            raise Refused(line[8:])
        return rows

    @staticmethod
    def value(field):
        if field == "~":
            return None
        return int(field) if field.lstrip("-").isdigit() else field

    def empty(self):
        self.run("DROP SCHEMA IF EXISTS public CASCADE")
        self.run("CREATE SCHEMA public")

    def schema(self):
        return self.run(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
            " pg_get_expr(d.adbin, d.adrelid) FROM pg_class c JOIN pg_attribute a ON"
            " a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON"
            " d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r'"
            " AND c.relnamespace = 'public'::regnamespace"
            " UNION ALL SELECT 'index', indexname, indexdef, NULL, NULL FROM pg_indexes"
            " WHERE schemaname = 'public'"
            " UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid), convalidated, NULL"
            " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " UNION ALL SELECT 'trigger', tgname, tgrelid::regclass::text, NULL, NULL"
            " FROM pg_trigger WHERE NOT tgisinternal"
            " UNION ALL SELECT 'function', proname, NULL, NULL, NULL FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2")

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()


ENGINES = {"sqlite": Sqlite, "postgresql": Postgresql}


@contextlib.contextmanager
def serve():
    """A PostgreSQL server for as long as it lasts; without the programs there is none."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found or not shutil.which("psql"):
        yield
        return
    programs = os.path.dirname(found[-1])
    user = [] if os.getuid() else ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)

        def call(program, *arguments):
            subprocess.run([*user, programs + "/" + program, "-D", folder + "/data", *arguments],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        call("initdb", "-U", "tester", "--auth=trust", "--no-sync", "--no-instructions")
        call("pg_ctl", "-w", "-l", folder + "/log", "-o",
             "-k %s -c listen_addresses= -c fsync=off -c max_connections=8" % folder, "start")
        Postgresql.folder = folder
        try:
            yield
        finally:
            Postgresql.folder = None
            call("pg_ctl", "-m", "immediate", "stop")
