"""Validates the reports of `belay lint` for machines: against their schemas, and against the
sources that they speak of, with columns and hashes computed anew. Prints TAP."""

import copy
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

import jsonschema

import awkward

BELAY, SCHEMAS = sys.argv[1:3]
OWN = json.load(open("docs/diagnostics.schema.json"))
SARIF = json.load(open(os.path.join(SCHEMAS, "sarif-2.1.0.json")))
results = []


def check(name, problems):
    problems = list(problems)
    results.append(not problems)
    print(f"{'not ok' if problems else 'ok'} {len(results)} - {name}")
    for problem in problems[:10]:
        print("# " + str(problem).replace("\n", " ")[:300])


def own_errors(document, definition):
    schema = {"allOf": [{"$ref": f"#/definitions/{definition}"}], "definitions": OWN["definitions"]}
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(document)]


def sarif_errors(document):
    return [error.message for error in jsonschema.Draft4Validator(SARIF).iter_errors(document)]


class Source:
    """The bytes of a file, and where its lines begin: after LF, CR LF and a lone CR."""

    def __init__(self, path):
        self.bytes = open(path, "rb").read() if os.path.isfile(path) else b""
        self.starts = [0]
        for end in re.finditer(rb"\r\n|\n|\r", self.bytes):
            self.starts.append(end.end())

    def line(self, number):
        end = self.starts[number] if number < len(self.starts) else len(self.bytes)
        start = self.starts[number - 1]
        if number == 1 and self.bytes.startswith(b"\xef\xbb\xbf"):
            start = 3
        return start, self.bytes[start:end].rstrip(b"\r\n")

    def offset(self, line, column, units):
        """The offset of a column, from 1, of which a character takes units(character)."""
        start, text = self.line(line)
        text = text.decode("utf-8", "surrogateescape")
        at = 1
        for index, character in enumerate(text):
            if at >= column:
                return start + len(text[:index].encode("utf-8", "surrogateescape"))
            at += units(character)
        return start + len(text.encode("utf-8", "surrogateescape"))


def code_points(_):
    return 1


def utf16(character):
    return 2 if ord(character) > 0xFFFF else 1


def line_hashes(text):
    """The uploader's hash of each line, as its own source has it."""
    block, base, mask = 100, 37, (1 << 64) - 1
    first = pow(base, block, 1 << 64)
    window, starts = [0] * block, [0] * block
    found, counts = {}, {}
    state = {"hash": 0, "at": 0, "line": 0, "start": True, "cr": False}

    def complete():
        if starts[state["at"]]:
            digest = f"{state['hash']:x}"
            counts[digest] = counts.get(digest, 0) + 1
            found[starts[state["at"]]] = f"{digest}:{counts[digest]}"
            starts[state["at"]] = 0

    def update(unit):
        begin, window[state["at"]] = window[state["at"]], unit
        state["hash"] = (base * state["hash"] + unit - first * begin) & mask
        state["at"] = (state["at"] + 1) % block

    def add(unit):
        if unit in (32, 9) or (state["cr"] and unit == 10):
            state["cr"] = False
            return
        state["cr"] = unit == 13
        unit = 10 if unit == 13 else unit
        complete()
        if state["start"]:
            state["line"] += 1
            starts[state["at"]] = state["line"]
        state["start"] = unit == 10
        update(unit)

    units = text.decode("utf-8").encode("utf-16-le")
    for index in range(0, len(units), 2):
        add(units[index] | units[index + 1] << 8)
    add(65535)
    for _ in range(block):
        complete()
        update(0)
    return found


def lint(folder, paths, *options):
    command = [BELAY, "lint", "--isolated", "--fail-on", "never", "--profile", "strict",
               *options, "--", *paths]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)


def reports(folder, paths, work):
    """The reports of one run in all three formats."""
    names = {name: os.path.join(work, name) for name in ("json", "json-lines", "sarif")}
    formats = [part for name, path in names.items() for part in ("--format", f"{name}={path}")]
    done = lint(folder, paths, "--show-suppressed", *formats)
    if done.returncode not in (0, 2):
        raise SystemExit(f"belay ended with {done.returncode}: {done.stderr.decode()}")
    lines = [json.loads(line) for line in open(names["json-lines"], encoding="utf-8")]
    return json.load(open(names["json"])), lines, json.load(open(names["sarif"]))


def wrong_places(report, sources):
    for finding in report["diagnostics"]:
        for span in finding["spans"]:
            source = sources[span["file"]]
            for end in ("start", "end"):
                place = span[end]
                offset = source.offset(place["line"], place["column"], code_points)
                if offset != place["offset"]:
                    yield f"{span['file']}: {finding['code']} {place}, not {offset}"


def regions(result):
    for location in result["locations"] + result.get("relatedLocations", []):
        yield location["physicalLocation"]


def wrong_regions(report, sarif, sources):
    """SARIF's places are those of JSON, in UTF-16; the first is cut to one line."""
    for finding, result in zip(report["diagnostics"], sarif["runs"][0]["results"]):
        for number, (span, place) in enumerate(zip(finding["spans"], regions(result))):
            region, source = place["region"], sources[span["file"]]
            start = source.offset(region["startLine"], region["startColumn"], utf16)
            end = source.offset(region["endLine"], region["endColumn"], utf16)
            want = span["end"]["offset"]
            if number == 0:
                if region["startLine"] != region["endLine"]:
                    yield f"{finding['code']}: the first region has more than one line"
                line_start, line = source.line(span["start"]["line"])
                want = min(want, line_start + len(line))
            if (start, end) != (span["start"]["offset"], want):
                yield f"{finding['code']}: {region} is {start}-{end}, not {span['start']} {want}"


def wrong_uris(report, sarif):
    for finding, result in zip(report["diagnostics"], sarif["runs"][0]["results"]):
        for span, place in zip(finding["spans"], regions(result)):
            uri = place["artifactLocation"]["uri"]
            if not re.fullmatch(r"(?!/|[.]/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri):
                yield uri
            if urllib.parse.unquote(uri) != span["file"].lstrip("./"):
                yield f"{uri} is not {span['file']}"


def wrong_rules(sarif):
    run = sarif["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    used = {result["ruleId"] for result in run["results"]}
    if [rule["id"] for rule in rules] != sorted(used):
        yield "the rules are not those that occur"
    for rule in rules:
        for text in (rule["shortDescription"]["text"], rule["fullDescription"]["text"]):
            if not 0 < len(text) <= 1024:
                yield f"{rule['id']}: a description of {len(text)} characters"
        if not re.fullmatch(r"([A-Z][a-z0-9]*)+", rule["name"]):
            yield rule["name"]
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            yield f"{result['ruleId']} has the index of another rule"


def wrong_links(sarif):
    for result in sarif["runs"][0]["results"]:
        text = result["message"]["text"]
        ids = {related["id"] for related in result.get("relatedLocations", [])}
        unescaped = re.sub(r"\\[\\\[\]]", "", text)
        for target in re.findall(r"\]\(([^)]*)\)", unescaped):
            if not target.isdigit() or int(target) not in ids:
                yield f"a link to {target}: {text}"
        if re.search(r"(?<!\{)\{[0-9]+\}(?!\})", text):
            yield f"a placeholder: {text}"


def wrong_hashes(sarif, sources):
    hashes = {}
    for result in sarif["runs"][0]["results"]:
        if not result["locations"]:
            continue
        place = result["locations"][0]["physicalLocation"]
        path = urllib.parse.unquote(place["artifactLocation"]["uri"])
        if path not in hashes:
            try:
                hashes[path] = line_hashes(sources[path].bytes)
            except UnicodeDecodeError:
                continue
        got = result["partialFingerprints"]["primaryLocationLineHash"]
        if hashes[path][place["region"]["startLine"]] != got:
            yield f"{path}:{place['region']['startLine']}: {got}"


def check_reports(name, report, lines, sarif, sources):
    findings = report["diagnostics"]
    check(f"{name}: {len(findings)} findings as JSON", own_errors(report, "report"))
    check(f"{name}: JSON lines are the same",
          (own_errors(lines[-1], "last-line"), lines[-1:])
          if lines != findings + [{"summary": report["summary"]}] else ())
    check(f"{name}: keys are unique", [] if len({f["key"] for f in findings}) == len(findings)
          else ["two findings have one key"])
    check(f"{name}: offsets are at their columns", wrong_places(report, sources))
    check(f"{name}: SARIF", sarif_errors(sarif))
    check(f"{name}: SARIF has every finding",
          [] if len(sarif["runs"][0]["results"]) == len(findings) else ["another number"])
    check(f"{name}: SARIF regions", wrong_regions(report, sarif, sources))
    check(f"{name}: SARIF addresses", wrong_uris(report, sarif))
    check(f"{name}: SARIF rules", wrong_rules(sarif))
    check(f"{name}: SARIF links", wrong_links(sarif))
    check(f"{name}: SARIF line hashes", wrong_hashes(sarif, sources))


def check_run(name, folder, paths):
    with tempfile.TemporaryDirectory() as work:
        report, lines, sarif = reports(folder, paths, work)
    sources = {path: Source(os.path.join(folder, path)) for path in paths}
    sources |= {"./" + path: source for path, source in sources.items()}
    check_reports(name, report, lines, sarif, sources)
    return report, sarif, sources


def check_rejections(report, sarif, sources):
    """The schemas must be able to say no."""
    def without_message(document):
        del document["diagnostics"][0]["message"]

    def with_new_key(document):
        document["diagnostics"][0]["spans"][0]["lable"] = "x"

    def at_line_zero(document):
        document["diagnostics"][0]["spans"][0]["start"]["line"] = 0

    for change in (without_message, with_new_key, at_line_zero):
        broken = copy.deepcopy(report)
        change(broken)
        check(f"JSON {change.__name__.replace('_', ' ')} is rejected",
              [] if own_errors(broken, "report") else ["it is not"])
    broken = copy.deepcopy(sarif)
    broken["runs"][0]["results"][0]["level"] = "fatal"
    del broken["runs"][0]["results"][0]["message"]
    check("SARIF with a broken result is rejected",
          [] if len(sarif_errors(broken)) == 2 else ["it is not"])
    broken = copy.deepcopy(sarif)
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] += 1
    check("a region beside its place is seen",
          [] if list(wrong_regions(report, broken, sources)) else ["it is not"])


COMMAND = re.compile(r"::(error|warning|notice) [a-zA-Z]+=[^,:\r\n]*(,[a-zA-Z]+=[^,:\r\n]*)*"
                     r"::[^\r\n]*")


def check_texts(folder, paths):
    """Nothing of a plan commands a terminal or a CI."""
    for options in (("full",), ("full", "--width", "24"), ("concise",)):
        text = lint(folder, paths, "--format", *options).stdout.decode("utf-8")
        check(" ".join(options) + ": no control characters",
              re.findall(r".*[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069].*", text))
        check(" ".join(options) + ": no command of a CI",
              re.findall(r"^[ \t]*::.*|.*##\[.*|.*##vso\[.*", text, re.MULTILINE))
    text = lint(folder, paths, "--format", "github").stdout.decode("utf-8")
    lines = text.removesuffix("\n").split("\n")
    check("github: every line is a command", [x for x in lines if not COMMAND.fullmatch(x)])
    for level in ("error", "warning", "notice"):
        count = sum(line.startswith(f"::{level} ") for line in lines)
        check(f"github: at most ten of {level}", [count] if count > 10 else [])


def check_golden():
    """The reports of the unit tests, which hold what no rule has yet."""
    for path in sorted(glob.glob("tests/unit/golden/*.json")):
        check(path, own_errors(json.load(open(path, encoding="utf-8")), "report"))
    for path in sorted(glob.glob("tests/unit/golden/*.sarif")):
        check(path, sarif_errors(json.load(open(path, encoding="utf-8"))))


def check_awkward():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in awkward.PLANS.items():
            with open(os.path.join(folder, name), "wb") as plan:
                plan.write(text)
        paths = sorted(awkward.PLANS)
        report, sarif, sources = check_run("awkward plans", folder, paths)
        findings = report["diagnostics"]
        check("awkward plans have suppressed findings",
              [] if any(finding["suppressed"] for finding in findings) else ["none"])
        check("awkward plans have a finding with two places",
              [] if any(len(finding["spans"]) > 1 for finding in findings) else ["none"])
        check_rejections(report, sarif, sources)
        check_texts(folder, paths)


def main():
    check_golden()
    check_awkward()
    check_run("cases", ".", sorted(glob.glob("tests/cases/**/input.*", recursive=True)))
    for name in ("seeds", "corpus"):
        check_run(name, f"../shared/{name}",
                  sorted(os.path.basename(path) for path in glob.glob(f"../shared/{name}/*.md")))
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


sys.exit(main())
