"""How far two readers agree who labelled the evaluation sets without sight of each other.

`python3 tests/evaluation/agreement.py` prints the figures, `--differences` also the rows on which the readers differ. Nothing is written.
The measuring command imports `agree_on_category`, `agree_on_red` and `agree_on_fact` to leave out what two careful readers see differently.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
Pair = tuple[Row, Row]

FOLDER = Path(__file__).parent
DATES = frozenset({"start_date", "end_date", "event_date", "deadline_date"})
NAMES = frozenset({"place", "organisation", "other_party", "relation"})


def read_rows(path: Path) -> dict[str, Row]:
    """Read a JSON Lines file into rows by their identifier."""
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, lines)}


def read_pairs(name: str) -> list[Pair]:
    """Pair the first reader's row with the second reader's of the set `name`; rows that only one has read are left out."""
    first, second = read_rows(FOLDER / f"{name}.jsonl"), read_rows(FOLDER / f"second_reader_{name}.jsonl")
    return [(row, second[row_id]) for row_id, row in first.items() if row_id in second]


def accepts_category(reader: Row, category: str) -> bool:
    """Whether `category` is the reader's best code or one that the reader accepts besides it."""
    return category in {reader["category"], *reader["also"]}


def agree_on_category(first: Row, second: Row) -> bool:
    """Whether each reader accepts the other's best code."""
    return accepts_category(first, second["category"]) and accepts_category(second, first["category"])


def agree_on_red(first: Row, second: Row) -> bool:
    """Whether both readers see danger, or neither does."""
    return bool((first["risk"] == "red") == (second["risk"] == "red"))


def agree_on_fact(key: str, first: Any, second: Any) -> bool:
    """Whether two noted values of the fact `key` mean the same: dates at the coarser precision, names when one holds the other."""
    if key in DATES:
        return bool(first.startswith(second) or second.startswith(first))
    if key in NAMES:
        return first in second or second in first
    if key == "steps_taken":
        return set(first) == set(second)
    return bool(first == second)


def kappa(labels: Iterable[tuple[Any, Any]]) -> float:
    """Cohen's kappa, 1 for full agreement and 0 for that of chance (Cohen 1960, Educational and Psychological Measurement 20)."""
    pairs = list(labels)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    seen = sum(one == other for one, other in pairs) / len(pairs)
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def share(name: str, verdicts: Iterable[bool]) -> str:
    """One printed line: how many of the verdicts are yes."""
    counted = list(verdicts)
    return f"  {name:<26}{sum(counted):>4} of {len(counted):<4}{sum(counted) / max(len(counted), 1):7.1%}"


def report_red(pairs: list[Pair]) -> Iterator[str]:
    """Agreement on danger: the second reader of `danger2` said no more than red or not."""
    red = [(first["risk"] == "red", second["risk"] == "red") for first, second in pairs]
    yield share("red or not", (agree_on_red(*pair) for pair in pairs)) + f"  kappa {kappa(red):.3f}"
    yield f"  red to the first reader only {red.count((True, False))}, to the second only {red.count((False, True))}"


def report_risk(pairs: list[Pair]) -> Iterator[str]:
    """Agreement on red and on the whole grade."""
    yield from report_red(pairs)
    yield share("grade", (first["risk"] == second["risk"] for first, second in pairs))


def report_category(pairs: list[Pair]) -> Iterator[str]:
    """Agreement on category, and on the subtype where the best codes are the same."""
    codes = [(first["category"], second["category"]) for first, second in pairs]
    accepted = [
        (accepts_category(one, other["category"]), accepts_category(other, one["category"])) for one, other in pairs
    ]
    same = [pair for pair in pairs if pair[0]["category"] == pair[1]["category"]]
    yield share("category, strict", (one == other for one, other in codes)) + f"  kappa {kappa(codes):.3f}"
    yield share("accepted by either", map(any, accepted))
    yield share("accepted by both", map(all, accepted))
    yield share("subtype, same category", (first["subtype"] == second["subtype"] for first, second in same))


def report_facts(pairs: list[Pair]) -> Iterator[str]:
    """Agreement on each fact among the rows in which either reader noted it; `role` party is the rule and not counted."""
    verdicts: dict[str, list[bool]] = {}
    for first, second in ((one["facts"], other["facts"]) for one, other in pairs):
        for key in first.keys() | second.keys():
            both = key in first and key in second
            verdicts.setdefault(key, []).append(both and agree_on_fact(key, first[key], second[key]))
    yield share("all facts", (verdict for of_key in verdicts.values() for verdict in of_key))
    yield from (share(key, of_key) for key, of_key in sorted(verdicts.items()))


def report_personal(pairs: list[Pair]) -> Iterator[str]:
    """Agreement on personal data: same kind at the same characters, among all that either reader marked."""
    verdicts: list[bool] = []
    for marks in (
        tuple({(m["kind"], m["start"], m["end"]) for m in row["personal"]} for row in pair) for pair in pairs
    ):
        verdicts += [mark in marks[0] and mark in marks[1] for mark in marks[0] | marks[1]]
    yield share("kind and characters", verdicts)
    yield share("some datum or none", (bool(one["personal"]) == bool(other["personal"]) for one, other in pairs))


REPORTS = {
    "hard": (report_category, report_risk),
    "danger": (report_risk,),
    "danger2": (report_red,),
    "facts": (report_facts,),
    "personal": (report_personal,),
}


def differs(name: str, first: Row, second: Row) -> bool:
    """Whether a row of the set `name` holds anything that the measuring command has to leave out."""
    if name == "facts":
        one, other = first["facts"], second["facts"]
        return one.keys() != other.keys() or not all(agree_on_fact(key, one[key], other[key]) for key in one)
    if name == "personal":
        places = [{(mark["kind"], mark["start"], mark["end"]) for mark in row["personal"]} for row in (first, second)]
        return places[0] != places[1]
    return not agree_on_red(first, second) or (name == "hard" and not agree_on_category(first, second))


def main() -> None:
    """Print the agreement on every set that both have read."""
    parser = argparse.ArgumentParser(description="Agreement of the two readers of the evaluation sets")
    parser.add_argument("--differences", action="store_true", help="also print the rows on which they differ")
    asked = parser.parse_args()
    for name, reports in REPORTS.items():
        pairs = read_pairs(name)
        print(f"{name}: {len(pairs)} rows")
        for report in reports:
            print("\n".join(report(pairs)))
        if asked.differences:
            for first, second in (pair for pair in pairs if differs(name, *pair)):
                print("  -", first["id"], first["text"])
                for reader in (first, second):
                    print(
                        "     ",
                        json.dumps(
                            {k: v for k, v in reader.items() if k not in {"id", "text", "today"}}, ensure_ascii=False
                        ),
                    )


if __name__ == "__main__":
    main()
