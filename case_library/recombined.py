"""Any number of made-up cases for measuring: the composed cases' sentences, names and sums dealt out anew.

They read like cases and mean nothing; they are never shown to anyone and never belong in a real library.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from case_library.illustrative import illustrative_cases
from case_library.precedent import Origin, Outcome, Precedent

_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_PERSON = re.compile(r"[\u4e00-\u9fff]某")
_SUM = re.compile(r"(?<![\d.])\d{3,}(?=元)")
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
)
_LEAST_SENTENCES, _MOST_SENTENCES = 3, 6
_OWN_WORDS = 0.3
_LEAST_FACTOR, _MOST_FACTOR = 0.3, 3.0


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the composed cases of one category offer to deal from."""

    code: str
    subtypes: tuple[str, ...]
    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    results: tuple[str, ...]
    disputes: tuple[str, ...]
    methods: tuple[str, ...]


def recombined_cases(count: int, seed: int = 0) -> Iterator[Precedent]:
    """Make cases one by one; the same count and seed give the same cases.

    Args:
        count: how many.
        seed: of the random numbers.
    """
    chance = random.Random(seed)
    kinds = _kinds(tuple(illustrative_cases().values()))
    outcomes = list(Outcome)
    for number in range(count):
        kind = chance.choice(kinds)
        people: dict[str, str] = {}
        factor = chance.uniform(_LEAST_FACTOR, _MOST_FACTOR)
        told = chance.sample(kind.sentences, chance.randint(_LEAST_SENTENCES, _MOST_SENTENCES))
        story = _dealt("".join(told), people, factor, chance)
        sums = [int(found) for found in _SUM.findall(story)]
        yield Precedent(
            id=f"re-{seed}-{number:07d}",
            external_id=f"recombined-{seed}-{number}",
            title=_dealt(chance.choice(kind.titles), people, factor, chance),
            category=kind.code,
            subtype=chance.choice(kind.subtypes),
            story=story,
            disputed=(chance.choice(kind.disputes),),
            result=_dealt(chance.choice(kind.results), people, factor, chance),
            origin=Origin.IMPORTED,
            methods=tuple(_own_words(method, chance) for method in chance.sample(kind.methods, chance.randint(0, 3))),
            outcome=chance.choice(outcomes),
            year=chance.randint(2010, 2026),
            claimed_yuan=max(sums, default=None),
        )


def _kinds(cases: Sequence[Precedent]) -> list[_Kind]:
    codes = sorted({case.category for case in cases})
    return [
        _Kind(
            code,
            tuple(case.subtype for case in mine),
            tuple(case.title for case in mine),
            tuple(sentence for case in mine for sentence in _SENTENCE.findall(case.story)),
            tuple(sentence for case in mine for sentence in _SENTENCE.findall(case.result)),
            tuple(dispute for case in mine for dispute in case.disputed),
            tuple(dict.fromkeys(method for case in mine for method in case.methods)),
        )
        for code in codes
        if (mine := [case for case in cases if case.category == code])
    ]


def _own_words(method: str, chance: random.Random) -> str:
    """Give some methods in words of their own, as people write them: a large library has very many different ones."""
    if chance.random() >= _OWN_WORDS:
        return method
    return f"与{chance.choice(_SURNAMES)}某{method}{chance.randint(2, 9)}次"


def _dealt(text: str, people: dict[str, str], factor: float, chance: random.Random) -> str:
    """Give the people of a text other surnames, the same throughout a case, and its sums another size."""

    def renamed(found: re.Match[str]) -> str:
        if found[0] not in people:
            people[found[0]] = f"{chance.choice(_SURNAMES)}某"
        return people[found[0]]

    return _SUM.sub(lambda found: str(round(int(found[0]) * factor)), _PERSON.sub(renamed, text))
