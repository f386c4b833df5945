"""Plans full of hostile strings, and what comes back from the files that belay writes of them.

usage: documents.py BELAY ICS_CHECK FOLDER; prints STATUS, NAME and REASON, separated by tabs
"""
import csv
import io
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml

BELAY, ICS_CHECK = sys.argv[1:3]
FOLDER = pathlib.Path(sys.argv[3], "hostile")
FOLDER.mkdir()

LONG = "ten thousand characters, é€😀; " * 330
STRINGS = {
    "quotes": "it's \"quoted\", ''twice'' and \"\"doubled\"\" `so` ``too``",
    "separators": "a,b;c\td|e,,;;\t\t||",
    "lines": "first\nsecond\n\n- third\r\nfourth\n=fifth\r+sixth",
    "directions": "left \u202eright\u202c \u2066isolated\u2069 \u200fmark",
    "a formula": "=cmd|' /C calc'!A0",
    "a formula behind a plus": "+1+1;=2+5+cmd|' /C calc'!A0",
    "a formula behind a minus": "-2+3;-1\t@SUM(1)\n=1",
    "a formula behind an at sign": "@SUM(1+9)*cmd|' /C calc'!A0",
    "a formula in full width": "＝1＋1;＠SUM(1)",
    "a formula behind blanks": "   =1+1",
    "a formula behind a tab": "\t=1+1",
    "a property": "x\r\nEND:VEVENT\nBEGIN:VALARM\r\nATTACH:http://e.example",
    "escapes": "\\n \\, \\; \\\\ %s %n {x} @x@ $x ${x} $(x) \x1b[31mred\x1b[0m\x7f\u0085\u2028",
    "Markdown": "# h\n- [ ] b | c | d\n<script>x</script> [l](http://e.example) ![i](u) <!-- c --> &amp;",
    "length": LONG,
    "one long word": "w" * 10000,
    "nothing": "",
}
PLAN = """\
plan TEXT {
  owner TEXT
  timezone TEXT
  start 2027-01-04
  store main { engine sqlite; connect env DB }
  audience NAME { by TEXT; tell TEXT }
  milestone T-1w TEXT
  phase expand as NAME TEXT {
    when 2027-02-06 22:00
    estimate 4h
    goal TEXT
    approve TEXT
    step TEXT T-3d { TEXT }
    check TEXT T-2h
    rollback none TEXT
    notify start TEXT to TEXT by TEXT
    notify end TEXT to TEXT
  }
  phase contract TEXT { when week 9; rollback impossible TEXT }
  risk TEXT { mitigation TEXT; mitigation TEXT }
  after week 12 TEXT
  notify TEXT to TEXT
}
"""
FORMULA_SIGNS = "=+-@＝＋－＠"


def literal(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    special = [c for c in set(out) if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or ord(c) in (0x2028, 0x2029)]
    for c in special:
        out = out.replace(c, f"\\u{{{ord(c):X}}}")
    return f'"{out}"'


def shown(text, keeps_lines):
    """What may be shown of a text: belay's own definition, printable.h."""
    out = ""
    for c in text:
        code = ord(c)
        if keeps_lines and c in "\n\t":
            out += c
        elif c in "\n\r\v\f\t\u0085\u2028\u2029":
            out += " "
        elif code < 32 or 0x7F <= code < 0xA0 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
            out += "\ufffd"
        else:
            out += c
    return out


def guarded(text):
    """A cell: an apostrophe before what a spreadsheet would take for a formula."""
    out, at_head = "", True
    for c in text:
        if at_head and c in FORMULA_SIGNS:
            out += "'"
        at_head = c in ";\t\n" or (at_head and c == " ")
        out += c
    return out


def result(problem, name):
    print(int(bool(problem)), name, str(problem or "").replace("\n", " ")[:300], sep="\t")


def build(name, folder):
    plan = FOLDER / f"{name}.belay"
    subprocess.run([BELAY, "build", "--isolated", "--no-lint", "-q", plan, "-o", folder], check=True)


def unfolded(path):
    """The properties of a calendar: name and value, escapes resolved."""
    text = path.read_bytes().decode().replace("\r\n ", "")
    for line in text.split("\r\n"):
        name, _, value = line.partition(":")
        out, rest = "", iter(value)
        for c in rest:
            if c == "\\":
                c = next(rest)
                c = "\n" if c in "nN" else c
            out += c
        yield name, out


def check_calendar(out, text):
    found = subprocess.run([ICS_CHECK, out / "schedule.ics"], capture_output=True, text=True, check=False)
    if found.returncode:
        return found.stdout
    properties = list(unfolded(out / "schedule.ics"))
    summaries = [value for name, value in properties if name == "SUMMARY"]
    line = shown(text, False)
    expected = ["Phase 1: 22:00 " + line, "Phase 2: " + line if line else "Phase 2"]
    expected += [line] if line else []
    for summary in expected:
        if summary not in summaries:
            return f"no summary {summary!r}"
    if not any(summary.startswith("Message") and summary.endswith(line) for summary in summaries):
        return "no message"
    if [value for name, value in properties if name == "NAME"] != [shown(text, True)] * (text != ""):
        return "another name"
    names = [name for name, _ in properties if name.startswith("BEGIN") or name == "ATTACH"]
    return "an extra component" if "ATTACH" in names or len(names) != 9 else None


def check_spreadsheet(out, text):
    data = (out / "schedule.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(data, newline=""), strict=True))
    cell = guarded(shown(text, True))
    if len({row["id"] for row in rows}) != len(rows) or len(rows) != 9:
        return f"{len(rows)} rows"
    for row in rows:
        if None in row or None in row.values():
            return "a row of another length"
        for column in ("subject", "owner"):
            if row[column] != cell:
                return f"{column} {row[column]!r} is not {cell!r}"
        if row["event"] == "message" and row["audience"] != cell:
            return f"audience {row['audience']!r} is not {cell!r}"
        for value in row.values():
            if value.lstrip(" ")[:1] in tuple(FORMULA_SIGNS):
                return f"a formula: {value!r}"
    # As a spreadsheet reads it whose cells end at semicolons, and its lines inside of quotes.
    for line in data.replace("\r\n", "\n").split("\n"):
        for value in line.replace("\t", ";").split(";"):
            if value.lstrip(" ")[:1] in tuple(FORMULA_SIGNS):
                return f"a formula behind a semicolon: {value!r}"
    return None


def check_markdown(out, text):
    words = "".join(shown(text, False).split())
    for path in sorted(out.glob("*.md")):
        command = ["cmark-gfm", "-t", "xml", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist"]
        tree = xml.fromstring(subprocess.run([*command, path], capture_output=True, check=True).stdout)
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        if tags & {"link", "image", "html_block", "html_inline", "strikethrough", "emph"}:
            return f"{path.name} has {sorted(tags)}"
        read = "".join("".join(element.text or "" for element in tree.iter()).split())
        if words not in read:
            return f"{path.name} lacks the text"
    return None


for number, (name, text) in enumerate(STRINGS.items()):
    safe = name.replace(" ", "-")
    hostile_name = "`" + "".join(c for c in text if c not in "`\n\r" and ord(c) >= 32)[:60].strip() + "`"
    if len(hostile_name) < 3:
        hostile_name = "`n`"
    plan = PLAN.replace("TEXT", literal(text)).replace("NAME", hostile_name)
    (FOLDER / f"{safe}.belay").write_text(plan, encoding="utf-8", newline="")
    out = FOLDER / safe
    try:
        build(safe, out)
        build(safe, FOLDER / "again")
    except subprocess.CalledProcessError as error:
        result(error, f"{name}: it is built")
        continue
    result(None, f"{name}: it is built")
    result(check_calendar(out, text), f"{name}: the calendar says it")
    result(check_spreadsheet(out, text), f"{name}: the spreadsheet says it, and nothing is a formula")
    result(check_markdown(out, text), f"{name}: the documents say it, and nothing else is meant")
    same = subprocess.run(["diff", "-r", out, FOLDER / "again"], capture_output=True, text=True, check=False)
    result(same.stdout, f"{name}: two runs write the same bytes")
