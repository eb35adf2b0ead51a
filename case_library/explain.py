"""Saying in plain Chinese why a case was found: shared facts first, then shared words."""

import re
from collections.abc import Mapping
from typing import Any

from case_library.case_index import CaseIndex
from case_library.case_words import empty_words, whole_words
from case_library.precedent import Precedent
from case_library.ranking import Asked, nearness_of_sums, shared_numbers
from case_library.sound_alikes import Heard
from case_library.story_facts import facts_of
from case_library.wording import wording
from nlp import taxonomy

_MOST_WORDS = 5
NEAR = 0.5
"""From this nearness on two sums are called near."""
_TEN_THOUSAND = 10_000
_NUMBER = "零一二两三四五六七八九十百千万亿"
_UNIT = "元块角分个月日年天张条份次台笔岁位户周期名步"
_OF_COUNTS = re.compile(f"[{_NUMBER}{_UNIT}]+|第?[{_NUMBER}几半多]+[{_UNIT}成多]*|某.*")
"""Words that only count something (万元, 元分, 个月, 第一, 十多), or begin with a masked name's end (某家)."""
_TOLD_OF_MANY = 0.2
"""What stands in a larger share of a library's cases (申请, 法院) does not tell one from another there."""
_FEW_CASES = 100
"""Under so many cases no share says how common a word is."""


def why_found(asked: Asked, case: Precedent, index: CaseIndex) -> tuple[str, ...]:
    """Give the reasons, most telling first; words that stand in any case are none."""
    say = wording()["why"]
    reasons = []
    name = taxonomy.CATEGORIES[case.category]
    if case.category in asked.probable:
        if asked.subtype == case.subtype != taxonomy.OTHER:
            reasons.append(say["subtype"].format(name=name.subtypes[case.subtype]))
        else:
            reasons.append(say["category"].format(name=name.name))
    near = nearness_of_sums(asked.sum_yuan, case.claimed_yuan) >= NEAR
    if near:
        reasons.append(say["sum"].format(mine=in_yuan(asked.sum_yuan or 0), theirs=in_yuan(case.claimed_yuan or 0)))
    if facts := shared_facts(asked, case):
        names = wording()["fact_names"]
        reasons.append(say["fact"].format(facts="、".join(names[fact].format(value=facts[fact]) for fact in facts)))
    named = {f"{asked.sum_yuan:.0f}"} if near and asked.sum_yuan is not None else set()
    if numbers := shared_numbers(asked.text, case.story) - named:
        reasons.append(say["same_number"].format(numbers="、".join(sorted(numbers))))
    if alike := shared_by_sound(asked, case):
        written = (say["same_sound"].format(written=each.written, meant=each.meant) for each in alike[:_MOST_WORDS])
        reasons.append("、".join(written))
    if shared := shared_words(asked.text, case, index):
        reasons.append(say["words"].format(words="、".join(shared)))
    if not reasons and asked.text.strip():
        reasons.append(say["nothing_special"])
    return tuple(reasons)


def shared_facts(asked: Asked, case: Precedent) -> Mapping[str, Any]:
    """Give the facts that are the same here and there; what is false on both sides tells nothing."""
    told = {fact: value for fact in wording()["fact_names"] if (value := asked.facts.get(fact))}
    theirs = facts_of(case, told) if told else {}
    return {fact: value for fact, value in told.items() if value == theirs.get(fact)}


def shared_by_sound(asked: Asked, case: Precedent) -> list[Heard]:
    """Give the words of a case that the story probably means and writes with other characters of the same sound."""
    return [each for each in asked.heard if each.meant in whole_words(case.searchable_text)] if asked.heard else []


def all_shared_words(text: str, case: Precedent) -> frozenset[str]:
    """Give every word that text and case share and that tells something, long ones and the shorter ones in them."""
    shared = whole_words(text) & whole_words(case.searchable_text)
    empty = {word for word in shared if word in empty_words() or word.isascii() or _OF_COUNTS.fullmatch(word)}
    return frozenset(word for word in shared - empty if not any(word in longer for longer in empty))


def shared_words(text: str, case: Precedent, index: CaseIndex, most: int = _MOST_WORDS) -> tuple[str, ...]:
    """Give the words that text and case share, rarest in the library first, without parts of longer ones."""
    shared = all_shared_words(text, case)
    kept: list[str] = []
    for word in sorted(shared, key=lambda word: (-index.rarity("words", word), word)):
        part = any(word in longer for longer in shared if longer != word)
        if not part and not _told_of_many(word, index):
            kept.append(word)
        if len(kept) == most:
            break
    return tuple(kept)


def _told_of_many(word: str, index: CaseIndex) -> bool:
    return index.count() >= _FEW_CASES and index.share("words", word) > _TOLD_OF_MANY


def in_yuan(amount: float) -> str:
    """Write a sum as people say it: 800元, 3.5万元."""
    if amount >= _TEN_THOUSAND:
        return f"{amount / _TEN_THOUSAND:.2f}".rstrip("0").rstrip(".") + "万元"
    return f"{amount:.2f}".rstrip("0").rstrip(".") + "元"
