"""How much of what tells who somebody is stays in narratives after masking.

    python -m tests.evaluation.anonymisation [--part record] [--set second] [--show]

Counts, for each kind, the annotated secrets that still stand in the masked text, and how much of the rest was kept. `--show` lists what
stands, for the development part alone.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from case_library.masking.anonymise import anonymise
from case_library.precedent import Origin, Precedent

SETS = {
    name: Path(__file__).with_name(file)
    for name, file in (("first", "narratives.jsonl"), ("second", "narratives2.jsonl"))
}
TEXT_ALONE = "name_in_text_alone"
"""Names of narratives that come without a list of parties."""
SERIOUS = ("name", TEXT_ALONE, "phone", "number")


@dataclass
class Score:
    """Secrets and leaks by kind, and the share of the text that was masked."""

    secrets: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    characters: int = 0
    kept: int = 0

    def as_row(self) -> dict[str, Any]:
        other = sum(count for kind, count in self.secrets.items() if kind not in SERIOUS)
        leaked = sum(count for kind, count in self.leaks.items() if kind not in SERIOUS)
        return {
            "secrets": dict(self.secrets),
            "leaks": dict(self.leaks),
            "leaks_other_percent": round(100 * leaked / max(1, other), 2),
            "text_kept_percent": round(100 * self.kept / max(1, self.characters), 1),
        }


def score(part: str, sets: Iterable[str] = tuple(SETS)) -> Score:
    """Mask the narratives of a part (development, record, both) and count what stays."""
    result = Score()
    lines = (line for name in sets for line in SETS[name].read_text(encoding="utf-8").splitlines())
    for line in lines:
        row = json.loads(line)
        if part not in ("both", row["part"]):
            continue
        case = Precedent(
            id=row["id"],
            title="纠纷",
            category="contract",
            story=row["text"],
            origin=Origin.OWN_DOCKET,
            parties=tuple(row["parties"]),
        )
        done = anonymise(case)
        story = done.case.story
        result.characters += len(row["text"])
        secret = sum(len(each["text"]) * row["text"].count(each["text"]) for each in row["secrets"])
        masked = sum(len(each.before) for each in done.masked if each.field == "story")
        result.kept += len(row["text"]) - max(0, masked - secret)
        for each in row["secrets"]:
            kind = each["kind"] if row["parties"] or each["kind"] != "name" else TEXT_ALONE
            result.secrets[kind] += 1
            if each["text"] in story:
                result.leaks[kind] += 1
                result.shown.append(f"{row['id']} {each['kind']} {each['text']}: {story}")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("development", "record", "both"), default="development")
    parser.add_argument("--set", choices=tuple(SETS), action="append", help="both if none is named")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    result = score(arguments.part, arguments.set or tuple(SETS))
    if arguments.show and arguments.part == "development":
        print("\n".join(result.shown), file=sys.stderr)
    print(json.dumps(result.as_row(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
