"""What a draft of an agreement is checked for: findings with their words and articles, from `data/drafting.yaml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

RULES = Path(__file__).parent / "data" / "drafting.yaml"


@dataclass(frozen=True, slots=True)
class FindingRule:
    """One kind of finding.

    Attributes:
        code: Stable name.
        grade: ``must``, ``should`` or ``note``.
        text: What to tell, in plain Chinese, with places for values.
        article: The citation it rests on; empty where it is no matter of law.
        patterns: Wordings that bring it about; empty where code looks at the draft's parts.
        exceptions: Wordings that do not count though a pattern fits.
    """

    code: str
    grade: str
    text: str
    article: str = ""
    patterns: tuple[re.Pattern[str], ...] = ()
    exceptions: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class DraftingRules:
    """All rules; `on_paper_kinds` are categories whose papers are never signed electronically (电子签名法 3)."""

    findings: Mapping[str, FindingRule]
    on_paper_kinds: frozenset[str]
    on_paper_words: tuple[re.Pattern[str], ...]
    money: re.Pattern[str]
    transfer: re.Pattern[str]
    delivery: re.Pattern[str]


@cache
def drafting_rules() -> DraftingRules:
    """Return the rules; the file is read on the first call."""
    raw = yaml.safe_load(RULES.read_text("utf-8"))
    paper = raw["on_paper_only"]
    return DraftingRules(
        findings={
            code: FindingRule(
                code,
                entry["grade"],
                entry["text"],
                entry.get("article", ""),
                tuple(map(re.compile, entry.get("patterns", ()))),
                tuple(map(re.compile, entry.get("except", ()))),
            )
            for code, entry in raw["findings"].items()
        },
        on_paper_kinds=frozenset(paper["kinds"]),
        on_paper_words=tuple(map(re.compile, paper["words"])),
        money=re.compile(raw["money_words"]),
        transfer=re.compile(raw["transfer_words"]),
        delivery=re.compile(raw["delivery_words"]),
    )
