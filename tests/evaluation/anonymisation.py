"""How much of what tells who somebody is stays in narratives after masking.

    python -m tests.evaluation.anonymisation [--part record] [--sure-alone] [--show]

Counts, for each kind, the annotated secrets that still stand in the masked text, how much of the rest was kept, and how many words were
hidden in doubt, of which a person may put back what is no name. Nobody puts anything back here. `--sure-alone` leaves the doubts
standing. `--show` lists what stands, for the development part alone.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from case_library.masking.anonymise import anonymise
from case_library.masking.hidden import DOUBT, hidden_words, put_back
from case_library.precedent import Origin, Precedent

NARRATIVES = Path(__file__).with_name("narratives.jsonl")
TEXT_ALONE = "name_in_text_alone"
"""Names of narratives that come without a list of parties."""
SERIOUS = ("name", TEXT_ALONE, "phone", "number")


@dataclass
class Score:
    """Secrets and leaks by kind, and the share of the text that was masked."""

    secrets: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    narratives: int = 0
    characters: int = 0
    kept: int = 0
    doubts: int = 0

    def as_row(self) -> dict[str, Any]:
        other = sum(count for kind, count in self.secrets.items() if kind not in SERIOUS)
        leaked = sum(count for kind, count in self.leaks.items() if kind not in SERIOUS)
        return {
            "secrets": dict(self.secrets),
            "leaks": dict(self.leaks),
            "leaks_other_percent": round(100 * leaked / max(1, other), 2),
            "text_kept_percent": round(100 * self.kept / max(1, self.characters), 1),
            "doubts_a_narrative": round(self.doubts / max(1, self.narratives), 1),
        }


def score(part: str, *, sure_alone: bool = False) -> Score:
    """Mask the narratives of a part (development, record) and count what stays."""
    result = Score()
    for line in NARRATIVES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if part != row["part"]:
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
        hidden = hidden_words(done.case, done.masked)
        result.narratives += 1
        result.doubts += len(hidden)
        entry = put_back(done.case, done.masked, {each.number for each in hidden})[0] if sure_alone else done.case
        story = entry.story
        result.characters += len(row["text"])
        secret = sum(len(each["text"]) * row["text"].count(each["text"]) for each in row["secrets"])
        masked = sum(
            len(each.before)
            for each in done.masked
            if each.field == "story" and not (sure_alone and each.kind == DOUBT)
        )
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
    parser.add_argument("--part", choices=("development", "record"), default="development")
    parser.add_argument("--sure-alone", action="store_true")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    result = score(arguments.part, sure_alone=arguments.sure_alone)
    if arguments.show and arguments.part == "development":
        print("\n".join(result.shown), file=sys.stderr)
    print(json.dumps(result.as_row(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
