"""Measure the four text commands on the judged sets: written by a stranger who had not seen the word lists.

    python -m tests.rules.score_judged [replies|lint|pairs|ads …] [--half a|b] [--failures]

Figures per code, kind or language follow CHECKS.md. Look at the failures of half a only: half b is the held-out part.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from assistant.rules.lint import LintReport
from assistant.rules.lint import lint as check

DATA = Path(__file__).parent / "data"
Row = dict[str, Any]


class Tally:
    """True positives, false positives and false negatives per name; precision, recall and F1 of each and of all."""

    def __init__(self) -> None:
        self.hit: Counter[str] = Counter()
        self.false: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    def add(self, name: str, want: Iterable[object], got: Iterable[object]) -> bool:
        wanted, found = set(want), set(got)
        self.hit[name] += len(wanted & found)
        self.false[name] += len(found - wanted)
        self.missed[name] += len(wanted - found)
        return wanted == found

    def line(self, name: str | None = None) -> str:
        tp, fp, fn = (c[name] if name else c.total() for c in (self.hit, self.false, self.missed))
        precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
        f1 = 2 * tp / max(2 * tp + fp + fn, 1)
        return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}  (tp {tp} fp {fp} fn {fn})"

    def names(self) -> list[str]:
        return sorted(self.hit.keys() | self.false.keys() | self.missed.keys())


def rate(good: int, total: int) -> str:
    return f"{good}/{total} = {good / total:.3f}" if total else "none"


def replies(rows: list[Row], fail: Callable[[Row, object], None]) -> None:
    from assistant.rules.consent import read_consent
    from assistant.rules.signals import read_signals

    seen: Counter[tuple[str, str]] = Counter()
    danger: Counter[tuple[bool, bool]] = Counter()
    topics = Tally()
    for row in rows:
        stop = str(read_consent(row["text"]).stop)
        signals = read_signals(row["text"])
        got = {str(topic) for topic in signals.topics}
        seen[row["stop"], stop] += 1
        danger[row["danger"], signals.danger] += 1
        right = stop == row["stop"] and signals.danger == row["danger"]
        exact = [topics.add(t, {t} & set(row["topics"]), {t} & got) for t in got | set(row["topics"])]
        if not (right and all(exact)):
            fail(row, (stop, sorted(got), signals.danger))
    wanted = {s: sum(n for (w, _), n in seen.items() if w == s) for s in ("yes", "no", "unclear")}
    print(
        "stop recall ", rate(seen["yes", "yes"], wanted["yes"]), " read as no", rate(seen["yes", "no"], wanted["yes"])
    )
    print(
        "false stops ",
        rate(seen["no", "yes"], wanted["no"]),
        " unclear",
        rate(seen["unclear", "unclear"], wanted["unclear"]),
    )
    print("no read unclear", rate(seen["no", "unclear"], wanted["no"]))
    print(
        "danger recall",
        rate(danger[True, True], danger[True, True] + danger[True, False]),
        " false alarms",
        rate(danger[False, True], danger[False, True] + danger[False, False]),
    )
    print("topics micro", topics.line())
    for name in topics.names():
        print(f"  {name:16}", topics.line(name))


def looked_at(row: Row) -> LintReport:
    """What the check says of a judged message."""
    return check(row["text"], language=row["language"], channel=row["channel"], kind=row["message_kind"],
                 sender=row["sender"], organisation=row["organisation"])  # fmt: skip


def lint(rows: list[Row], fail: Callable[[Row, object], None]) -> None:
    codes = Tally()
    clean, good, per_language = 0, 0, Counter[str]()
    for row in rows:
        report = looked_at(row)
        got, want = {str(p.code) for p in report.problems}, set(row["codes"])
        for code in got | want:
            codes.add(code, {code} & want, {code} & got)
        good += not want
        clean += not want and not got
        if want - got or (not want and got):
            per_language[row["language"]] += 1
            fail(row, [(str(p.code), p.quote) for p in report.problems])
    print("clean", rate(clean, good), " failures per language", dict(per_language))
    recalls = [codes.hit[c] / (codes.hit[c] + codes.missed[c]) for c in codes.names() if codes.hit[c] + codes.missed[c]]
    print(f"recall, mean of codes {sum(recalls) / len(recalls):.3f}")
    for name in codes.names():
        print(f"  {name:12}", codes.line(name))


def pairs(rows: list[Row], fail: Callable[[Row, object], None]) -> None:
    from assistant.rules.changes import compare

    right, kinds = 0, Tally()
    for row in rows:
        got = {str(change.what) for change in compare(row["old"], row["new"], region=row["region"])}
        for what in got | set(row["changes"]):
            kinds.add(what, {what} & set(row["changes"]), {what} & got)
        right += got == set(row["changes"])
        if got != set(row["changes"]):
            fail(row, sorted(got))
    print("exact", rate(right, len(rows)))
    for name in kinds.names():
        print(f"  {name:14}", kinds.line(name))


def ads(rows: list[Row], fail: Callable[[Row, object], None]) -> None:
    from assistant.rules.ads import read_ad

    points, kinds, right = Tally(), Tally(), Counter[str]()
    for row in rows:
        seen = read_ad(row["text"], region=row["region"])
        found: dict[str, set[object]] = {"phone": set(), "email": set(), "handle": set()}
        for point in seen.points:
            channel = str(point.channel)
            found[channel if channel in found else "handle"].add(
                point.value if channel in found else (channel, point.value)
            )
        handles = {(h["channel"], h["value"]) for h in row["handles"]}
        fields = [
            seen.alias == row["alias"],
            seen.town == row["town"] or (seen.town is not None and seen.town in row.get("town_also", ())),
            seen.language == row["language"],
        ]
        exact = [
            points.add("phone", row["phones"], found["phone"]),
            points.add("email", row["emails"], found["email"]),
            points.add("handle", handles, found["handle"]),
        ]
        kinds.add(row["kind"], row["phones"], found["phone"])
        right.update(name for name, ok in zip(("alias", "town", "language"), fields, strict=True) if ok)
        if not all(exact + fields):
            fail(row, (found, seen.alias, seen.town, seen.language))
    for name in points.names():
        print(f"{name:8}", points.line(name))
    for name in ("alias", "town", "language"):
        print(f"{name:8}", rate(right[name], len(rows)))
    for name in kinds.names():
        print(f"  {name:10}", kinds.line(name))


SETS = {"replies": replies, "lint": lint, "pairs": pairs, "ads": ads}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=list(SETS))
    parser.add_argument("--half", default="a", choices=("a", "b"))
    parser.add_argument("--failures", action="store_true", help="print what went wrong (half a only)")
    given = parser.parse_args()
    if given.failures and given.half == "b":
        parser.error("the failures of half b are not looked at")

    def fail(row: Row, got: object) -> None:
        if given.failures:
            want = {k: v for k, v in row.items() if k not in ("text", "sender", "organisation", "language", "channel")}
            print("  !", repr(row.get("text") or (row["old"], row["new"])), "\n      want", want, "\n      got", got)

    for name in given.what:
        path = DATA / f"judged_{name}_{given.half}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"== {name} {given.half} ({len(rows)})")
        SETS[name](rows, fail)


if __name__ == "__main__":
    main()
