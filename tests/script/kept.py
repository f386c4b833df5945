"""Whether the documents keep what a plan has. usage: kept.py DUMP FOLDER; says what is missing.

DUMP is the plan's statements (`belay lint --dump document`); the documents are read by cmark-gfm.
"""
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

STATEMENT = re.compile(r"^ *\d*~? +(?P<words>.*)$")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPE = re.compile(r"\\(u\{([0-9A-F]+)\}|.)")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def unescaped(text):
    return ESCAPE.sub(lambda m: chr(int(m[2], 16)) if m[2] else ESCAPES.get(m[1], m[1]), text)


class Statement:
    def __init__(self, words):
        self.words = words
        self.keyword = words.split(" ", 1)[0]
        self.texts = [unescaped(text) for text in TEXT.findall(words)]
        self.block = []

    def all(self, *keywords):
        return [statement for statement in self.block if statement.keyword in keywords]


def read_dump(path):
    root = Statement("")
    stack = [root]
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip() == "}":
            stack.pop()
            continue
        words = STATEMENT.match(line)["words"]
        statement = Statement(words.removesuffix(" {"))
        stack[-1].block.append(statement)
        if words.endswith(" {"):
            stack.append(statement)
    return root.all("plan")[0]


def plain(text):
    return " ".join(text.split())


def text_of(element):
    return plain("".join(part.text or "" for part in element.iter()))


def tag(element):
    return element.tag.rpartition("}")[2]


def read_document(path):
    command = ["cmark-gfm", "-t", "xml", "-e", "table", "-e", "tasklist", path]
    return xml.fromstring(subprocess.run(command, capture_output=True, check=True).stdout)


missing = 0


def need(holds, what):
    global missing
    if not holds:
        print(f"missing: {what}")
        missing += 1


def sections(document, level):
    """The elements below each heading of a level, by the heading's text."""
    found, current = {}, None
    for element in document:
        if tag(element) == "heading" and int(element.get("level")) <= level:
            current = found.setdefault(text_of(element), []) if int(element.get("level")) == level else None
        elif current is not None:
            current.append(element)
    return found


def rows(elements):
    """The rows of the tables among the elements, each as the texts of its cells."""
    for element in elements:
        if tag(element) == "table":
            for row in list(element)[1:]:
                yield [text_of(cell) for cell in row]


def actions_of(phase):
    return phase.all("step", "deploy", "retire", "ramp", "flag", "backfill", "backup")


def check_phase(phase, title, elements):
    """In plan.md: the steps as numbered items in their order, and every text and code."""
    lists = [e for e in elements if tag(e) == "list" and e.get("type") == "ordered"]
    labels = {id(e): text_of(elements[i - 1]) for i, e in enumerate(elements) if i > 0}
    steps = [item for e in lists if labels.get(id(e)) == "Steps:" for item in e]
    need(len(steps) == len(actions_of(phase)), f"{title}: {len(steps)} steps of {len(actions_of(phase))}")
    for item, step in zip(steps, actions_of(phase)):
        need(not step.texts or plain(step.texts[0]) in text_of(item), f"{title}: step {step.words}")
    body = " ".join(text_of(e) for e in elements)
    rollback = phase.all("rollback")
    need(("Rollback:" in body) == bool(rollback), f"{title}: its rollback")
    for statement in walk(phase):
        for text in statement.texts[: None if statement is not phase else 0]:
            if statement.keyword != "trigger" and statement.keyword != "notify":
                need(plain(text) in body, f"{title}: {statement.keyword} {text!r}")


def walk(statement):
    yield statement
    for child in statement.block:
        yield from walk(child)


def rollback_texts(phase):
    """What an announcement says of a rollback: what is done, what is noticed, what is lost."""
    for rollback in phase.all("rollback"):
        code = "```" in rollback.words
        yield from rollback.texts[:1] if not code or len(rollback.texts) > 1 else []
        for claim in rollback.all("run", "loses", "impact"):
            if "```" not in claim.words or len(claim.texts) > 1:
                yield from claim.texts[:1]


def check_tables(plan, phases, document, name, has_rollbacks):
    found = list(rows(document))
    for title, phase in phases.items():
        mine = [row for row in found if row[0] == title]
        need(mine, f"{name}: {title}")
        if has_rollbacks:
            said = " ".join(" ".join(row) for row in mine)
            for text in rollback_texts(phase):
                need(plain(text) in said, f"{name}: {title}: rollback {text!r}")
    if has_rollbacks:
        for risk in plan.all("risk"):
            if not risk.texts:
                continue
            mine = [" ".join(row) for row in found if row[0] == plain(risk.texts[0])]
            need(mine, f"{name}: risk {risk.texts[0]!r}")
            for mitigation in risk.all("mitigation"):
                need(mine and plain(mitigation.texts[0]) in mine[0], f"{name}: {mitigation.words}")


def main(dump, folder):
    plan = read_dump(dump)
    documents = {path.name: read_document(path) for path in pathlib.Path(folder).glob("*.md")}
    phases, number = {}, 0
    for phase in plan.all("phase"):
        stated = re.match(r"phase (-?\d+)", phase.words)
        number = int(stated[1]) if stated else number + 1
        title = plain(phase.texts[0])
        phases[f"Phase {number}: {title}" if title else f"Phase {number}"] = phase
    need(len(phases) == len(plan.all("phase")), "phases of different names")

    found = sections(documents["plan.md"], 3)
    for title, phase in phases.items():
        mine = [elements for heading, elements in found.items() if re.sub(r" \([^()]*\)$", "", heading) == title or heading == title]
        need(len(mine) == 1, f"plan.md: a section {title!r}")
        if mine:
            check_phase(phase, title, mine[0])
    whole = text_of(documents["plan.md"])
    for statement in walk(plan):
        for text in statement.texts:
            need(plain(text) in whole, f"plan.md: {statement.keyword} {text!r}")
    check_tables(plan, phases, documents["plan.md"], "plan.md", True)
    check_tables(plan, phases, documents["stakeholders.md"], "stakeholders.md", True)
    check_tables(plan, phases, documents["schedule.md"], "schedule.md", False)
    steps = sum(len(actions_of(phase)) for phase in phases.values())
    print(f"{len(phases)} phases, {steps} steps, {len(plan.all('risk'))} risks")
    return missing > 0


sys.exit(main(*sys.argv[1:]))
