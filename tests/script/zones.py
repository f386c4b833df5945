"""Times in every zone, as belay's calendars have them and as the time zone database has them.

usage: zones.py BELAY ICS_CHECK TIME_ZONES_DEF
"""
import datetime
import pathlib
import re
import subprocess
import sys
import tempfile
import zoneinfo

BELAY, ICS_CHECK, TABLE = sys.argv[1:]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def rule_days(rule, year):
    """The day of a year on which a rule holds, for the rules that belay writes."""
    parts = dict(part.split("=") for part in rule.split(";"))
    count, weekday = re.fullmatch(r"(-?\d)?([A-Z]{2})", parts["BYDAY"]).groups()
    new_year = datetime.date(year + 1, 1, 1)
    if "BYYEARDAY" in parts:
        days = [new_year + datetime.timedelta(days=int(day)) for day in parts["BYYEARDAY"].split(",")]
        return [day for day in days if DAYS[day.weekday()] == weekday][0]
    first = datetime.date(year, int(parts["BYMONTH"]), 1)
    days = [first + datetime.timedelta(days=n) for n in range(31)]
    days = [day for day in days if day.month == first.month and DAYS[day.weekday()] == weekday]
    return days[int(count) - (int(count) > 0)]


def minutes(text):
    sign = -1 if text[0] == "-" else 1
    return sign * (int(text[1:3]) * 60 + int(text[3:5]))


def offsets(text, year):
    """Begin (in local time before it) and offset of each part of the calendar's zone."""
    for part in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)\r\n(.*?)END", text.replace("\r\n ", ""), re.S):
        values = dict(line.partition(":")[::2] for line in part.strip().split("\r\n"))
        time = datetime.datetime.strptime(values["DTSTART"], "%Y%m%dT%H%M%S")
        first = rule_days(values["RRULE"], 1970) if "RRULE" in values else time.date()
        if first != time.date():
            sys.exit(f"{values}: its first day is {first}")
        day = rule_days(values["RRULE"], year) if "RRULE" in values else datetime.date(year, 1, 1)
        yield datetime.datetime.combine(day, time.time()), minutes(values["TZOFFSETFROM"]), minutes(values["TZOFFSETTO"])


def check(zone, folder, year):
    plan = folder / "plan.belay"
    plan.write_text(f'plan "p" {{ timezone "{zone}"; phase cutover "c" {{ when {year}-07-01 22:00; rollback none "x" }} }}')
    subprocess.run([BELAY, "build", "--isolated", "--no-lint", "-q", "--only", "calendar", plan, "-o", folder / "out"], check=True)
    text = (folder / "out" / "schedule.ics").read_bytes().decode()
    subprocess.run([ICS_CHECK, folder / "out" / "schedule.ics"], check=True)
    utc = re.search(r"^DTSTART:.*Z\r$", text, re.M)
    known = zoneinfo.ZoneInfo(zone)
    if utc:
        if known.utcoffset(datetime.datetime(year, 7, 1)) or known.utcoffset(datetime.datetime(year, 1, 1)):
            sys.exit(f"{zone}: is not UTC")
        return
    for begin, before, after in offsets(text, year):
        moment = begin - datetime.timedelta(minutes=before)
        for second, expected in ((-1, before), (0, after)):
            at = (moment + datetime.timedelta(seconds=second)).replace(tzinfo=datetime.timezone.utc)
            offset = at.astimezone(known).utcoffset().total_seconds() / 60
            if offset != expected:
                sys.exit(f"{zone}: {at} is {offset} minutes from UTC, not {expected}")


with open(TABLE, encoding="ascii") as table, tempfile.TemporaryDirectory() as name:
    entries = re.findall(r"^(?:FIXED|CHANGING)\((.*?)\)$", table.read(), re.M | re.S)
    zones = [" ".join(re.findall(r'"([^"]*)"', entry)).split() for entry in entries]
    for number, names in enumerate(zones):
        known = [zone for zone in names if zone in zoneinfo.available_timezones()]
        for zone in sorted(known)[:1]:
            check(zone, pathlib.Path(name), 2027 + number % 3)
print(f"{len(zones)} rules")
