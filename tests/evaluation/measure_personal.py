"""How well personal data are found: recall and precision overall and a kind, on both halves of `personal.jsonl`.

`python3 -m tests.evaluation.measure_personal` prints the figures, `--failures` also what went wrong on the development half.
A datum is found when an answer of the same kind overlaps it and nothing of it stays readable once the answers are masked; an answer
that touches no datum is a false one. Where the readers differ on a row, the row is left out.
"""

import argparse
from collections.abc import Mapping
from typing import Any

from nlp import personal_data
from tests.evaluation.agreement import read_pairs
from tests.evaluation.rows import HALVES, HEADER, Count, half_of

KIND_OF = {
    "landline": "phone",
    "bank_number": "bank_card",
    "messenger": "wechat_or_qq",
}
"""Our finer or older names for the kinds of the README; every other kind bears the same name."""

Mark = tuple[str, int, int]


def answers_of(text: str) -> list[Mark]:
    """What is found in a text, by the names of the README."""
    return [
        (KIND_OF.get(datum.kind, datum.kind), datum.span.start, datum.span.end) for datum in personal_data.find(text)
    ]


def compare(text: str, noted: list[Mapping[str, Any]], answers: list[Mark]) -> list[tuple[str, str, str]]:
    """Return (verdict, kind, words) for every datum noted and for every answer that touches none."""
    verdicts: list[tuple[str, str, str]] = []
    hidden = {place for _, start, end in answers for place in range(start, end)}
    for mark in noted:
        start, end = mark["start"], mark["end"]
        readable = any(place not in hidden for place in range(start, end) if not _is_filler(text[place]))
        same = any(kind == mark["kind"] and one < end and start < other for kind, one, other in answers)
        verdicts.append(("right" if same and not readable else "missed", mark["kind"], text[start:end]))
    for kind, start, end in answers:
        if not any(mark["start"] < end and start < mark["end"] for mark in noted):
            verdicts.append(("false", kind, text[start:end]))
    return verdicts


def _is_filler(character: str) -> bool:
    """A space or a sign says nothing that would have to be masked."""
    return not character.isalnum()


def _marks(row: Mapping[str, Any]) -> set[Mark]:
    return {(mark["kind"], mark["start"], mark["end"]) for mark in row["personal"]}


def measure() -> tuple[dict[str, dict[str, Count]], list[str]]:
    """Return counts by half and kind (``all`` sums them), and the failures on the development half as lines."""
    counts: dict[str, dict[str, Count]] = {half: {"all": Count()} for half in HALVES}
    failures: list[str] = []
    for first, second in read_pairs("personal"):
        if _marks(first) != _marks(second):
            continue
        half = half_of(first["id"])
        verdicts = compare(first["text"], first["personal"], answers_of(first["text"]))
        for verdict, kind, _ in verdicts:
            for name in ("all", kind):
                counts[half].setdefault(name, Count()).add(**{verdict: 1})
        wrong = [f"    {verdict} {kind}: {words}" for verdict, kind, words in verdicts if verdict != "right"]
        if wrong and half == HALVES[0]:
            found = ", ".join(f"{kind} {first['text'][start:end]}" for kind, start, end in answers_of(first["text"]))
            failures += [f"- {first['id']} {first['text']}", *wrong, f"    (found: {found or 'nothing'})"]
    return counts, failures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How well personal data are found")
    parser.add_argument("--failures", action="store_true", help="also print the failures on the development half")
    asked = parser.parse_args()
    counts, failures = measure()
    for half, of_half in counts.items():
        print(f"{half} half")
        print(HEADER)
        for kind in sorted(of_half):
            print(of_half[kind].line(kind))
    if asked.failures:
        print("\n".join(failures))


if __name__ == "__main__":
    main()
