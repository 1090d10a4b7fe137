"""How well the reader does on ads with known answers: precision, recall and F1 per kind, accuracy of the fields."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from assistant.rules.ads import AdDetails, Channel, read_ad

Miss = Callable[[str, dict[str, Any], Any], None]


def phones(text: str, region: str | None = None) -> list[str]:
    """The phone numbers that are read in an ad."""
    return [point.value for point in read_ad(text, region=region).points if point.channel is Channel.PHONE]


def f1(counts: Counter[str]) -> tuple[float, float, float]:
    """(precision, recall, F1) of right, extra and missed."""
    precision = counts["right"] / max(1, counts["right"] + counts["extra"])
    recall = counts["right"] / max(1, counts["right"] + counts["missed"])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def score(examples: Iterable[dict[str, Any]], miss: Miss | None = None) -> dict[str, Any]:
    """Figures over `examples`; `miss` hears of each mistake."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    fields: dict[str, Counter[bool]] = defaultdict(Counter)
    silent = Counter[bool]()
    for example in examples:
        day = date.fromisoformat(example["today"]) if "today" in example else None
        details = read_ad(example["text"], region=example.get("region"), today=day)
        for what, wanted, got in _compared(example, details):
            right, extra, missed = len(wanted & got), len(got - wanted), len(wanted - got)
            for name in (what, f"{what}:{example['kind']}") if what == "phones" else (what,):
                counts[name].update(right=right, extra=extra, missed=missed)
            if miss and (extra or missed):
                miss(what, example, sorted(got))
        if not example["phones"]:
            silent[any(point.channel is Channel.PHONE for point in details.points)] += 1
        for field in ("alias", "town", "language"):
            if field not in example:
                continue
            right_field = getattr(details, field) == example[field]
            fields[field][right_field] += 1
            if miss and not right_field:
                miss(field, example, getattr(details, field))
    figures: dict[str, Any] = {
        name: tuple(round(value, 4) for value in f1(counts[name])) for name in ("phones", "emails", "handles")
    }
    kinds = {
        name.split(":")[1]: round(f1(count)[2], 4)
        for name, count in counts.items()
        if ":" in name and not name.endswith(":none")
    }
    figures["kinds"] = kinds
    figures["mean F1 over kinds"] = round(sum(kinds.values()) / max(1, len(kinds)), 4)
    figures["number where there is none"] = round(silent[True] / max(1, sum(silent.values())), 4)
    figures |= {field: round(count[True] / sum(count.values()), 4) for field, count in fields.items()}
    return figures


def _compared(example: dict[str, Any], details: AdDetails) -> list[tuple[str, set[str], set[str]]]:
    points = details.points
    handles = {
        f"{point.channel.value}:{point.value}".lower()
        for point in points
        if point.channel not in (Channel.PHONE, Channel.EMAIL)
    }
    return [
        ("phones", set(example["phones"]), {point.value for point in points if point.channel is Channel.PHONE}),
        ("emails", set(example["emails"]), {point.value for point in points if point.channel is Channel.EMAIL}),
        ("handles", {f"{one['channel']}:{one['value']}".lower() for one in example["handles"]}, handles),
    ]


if __name__ == "__main__":
    from tests.rules.make_ads import ads

    split, count, show = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    only = sys.argv[4].split(",") if len(sys.argv) > 4 else None
    shown: Counter[str] = Counter()

    def report(what: str, example: dict[str, Any], got: Any) -> None:
        if (only and what not in only) or shown[what] >= show:
            return
        shown[what] += 1
        wanted = example[what]
        sys.stdout.write(
            f"--- {what} [{example['kind']} {example['language']} {example.get('region')}] wanted {wanted} got {got}\n{example['text']}\n"
        )

    for name, value in score(ads(split, int(sys.argv[5]) if len(sys.argv) > 5 else 1, count), report).items():
        sys.stdout.write(f"{name} {value}\n")
