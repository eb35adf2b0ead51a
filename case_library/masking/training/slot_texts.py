"""Narratives with slots for names, and how they are filled: texts with a tag for each character.

A slot is ``{人1}``: its kind and which of that kind. Other texts get slots where they speak of somebody masked (李某)
or by a word for a person (房东, 对方), so that many ways of saying a thing are seen with a name in them.
"""

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from case_library.illustrative import illustrative_cases
from case_library.masking.training.made_up_names import MadeUpNames

OWN_NARRATIVES = Path(__file__).parent.parent / "data" / "training_narratives.txt"
"""Narratives written for this purpose, one a line."""
ANNOTATED_NARRATIVES = OWN_NARRATIVES.with_name("annotated_narratives.jsonl")
"""Narratives without slots, with what must not stay in each; once they were for measuring, others are now."""
FIRST_TAG = {"人": 1, "地": 3, "企": 5, "号": 7}
"""The tag of a slot's first character; the next one is that of the others. Telephones and plates are found by form,
what people are called without a full name (称: 小王, 张师傅) may stay."""
UNKNOWN = -1
"""The tag of what is not learned from: names that stand in a text by themselves."""
_SLOT = re.compile(r"\{(人|称|地|企|号|电|牌)(\d+)\}")
_MASKED = re.compile(r"([\u4e00-\u9fff])某(?![些种个])(?:[甲乙丙丁戊己]|某(?!某))?")
_ROLE = re.compile(
    r"(?<![的大小老某])(老板(?!娘)|房东|(?<![双与反])对方|老公|老婆|男朋友|女朋友|朋友|邻居|前夫|前妻|同事|司机|丈夫|妻子|我爸|我妈"
    r"|我哥|我弟|我姐|我妹|(?<![其吉])他(?![们人妈])|她(?!们)|包工头|借款人|被告|原告|肇事者|租客|中介)(?!们|某|的人|圈|关系|家属)"
)
_BODY = re.compile(
    r"(?:一家|某|该)?某([\u4e00-\u9fff]{0,4}?(?:公司|厂|店|超市|酒店|宾馆|幼儿园|学校|小学|中学|医院|诊所|物流|商行|餐馆|饭店|门诊部|合作社|集团|培训机构|健身房|商场))"
)
_PLACE = re.compile(r"某(小区|村|社区|花园|组|广场|市场|大厦|苑)")
_FIRST_FREE = 6
_OF_ONE_FAMILY = 0.25
_CALLED = 0.3
_HOUSE = re.compile(r"[0-9０-９]|[一二三四五六七八九十](?:栋|号|单元|室|楼)")
_SLOT_OF_KIND = {"name": "人", "place": "地", "employer": "企", "phone": "电", "plate": "牌"}
Tagged = tuple[str, list[int]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A narrative, the full names of its parties, and what must not stay in it: (kind, text)."""

    text: str
    parties: tuple[str, ...]
    secrets: tuple[tuple[str, str], ...]


@cache
def _surnames() -> frozenset[str]:
    raw = yaml.safe_load((Path(__file__).parent.parent / "data" / "surnames.yaml").read_text(encoding="utf-8"))
    return frozenset("".join(raw["single"]))


def own_narratives() -> list[str]:
    """Give the narratives with slots that were written for this purpose."""
    lines = OWN_NARRATIVES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def annotated_narratives() -> list[Annotated]:
    """Give the narratives in which everything that must not stay was annotated."""
    rows = (json.loads(line) for line in ANNOTATED_NARRATIVES.read_text(encoding="utf-8").splitlines())
    return [
        Annotated(row["text"], tuple(row["parties"]), tuple((each["kind"], each["text"]) for each in row["secrets"]))
        for row in rows
    ]


def slots_for_secrets(narrative: Annotated) -> str:
    """Put slots where what must not stay stands in an annotated narrative; numbers stay, they are found by form."""
    slots: dict[str, str] = {}
    for kind, text in narrative.secrets:
        if slot := "号" if kind == "place" and _HOUSE.search(text) else _SLOT_OF_KIND.get(kind):
            slots[text] = f"{{{slot}{sum(each[1] == slot for each in slots.values()) + 1}}}"
    form = re.compile("|".join(re.escape(text) for text in sorted(slots, key=len, reverse=True)) or r"(?!)")
    return form.sub(lambda found: slots[found[0]], re.sub(r"\s+", " ", narrative.text)).strip()


def illustrative_texts() -> list[str]:
    """Give the texts of the composed cases, with slots for the masked persons and bodies in them."""
    texts = []
    for case in illustrative_cases().values():
        fields = (case.title, case.story, case.result, case.comment, *case.terms, *case.disputed, *case.methods)
        texts += [with_slots(text) for text in fields if text]
    return texts


def with_slots(text: str) -> str:
    """Put slots where a text has masked persons (李某, 王某甲), firms (某五金厂) and places (某小区)."""
    numbers: dict[str, int] = {}

    def person(found: re.Match[str]) -> str:
        if found[1] not in _surnames():
            return found[0]
        return f"{{人{numbers.setdefault(found[0], len(numbers) + 1)}}}"

    def body(found: re.Match[str]) -> str:
        numbers[f"body{len(numbers)}"] = 0
        return f"{{企{_FIRST_FREE + len(numbers)}}}{found[1]}"

    def place(found: re.Match[str]) -> str:
        numbers[f"place{len(numbers)}"] = 0
        return f"{{地{_FIRST_FREE + len(numbers)}}}{found[1]}"

    return _PLACE.sub(place, _BODY.sub(body, _MASKED.sub(person, text)))


def persons_for_roles(text: str, chance: random.Random, share: float = 0.7) -> str:
    """Put slots where a text speaks of somebody by a word for a person, most of the times that it does.

    Some of them are called by what may stay (小王, 张师傅), so that a place alone makes no name.
    """
    numbers: dict[str, int] = {}
    kinds: dict[str, str] = {}

    def person(found: re.Match[str]) -> str:
        if chance.random() > share:
            return found[0]
        if found[1] not in kinds:
            kinds[found[1]] = "称" if chance.random() < _CALLED else "人"
        return f"{{{kinds[found[1]]}{numbers.setdefault(found[1], len(numbers) + 1)}}}"

    return _ROLE.sub(person, text)


def some_by_word(text: str, chance: random.Random, share: float = 0.25) -> str:
    """Let some people of a text be called by what may stay: the same place, and no name."""
    persons = {slot[0] for slot in _SLOT.finditer(text) if slot[1] == "人"}
    for slot in sorted(persons):
        if chance.random() < share:
            text = text.replace(slot, slot.replace("人", "称"))
    return text


def filled(text: str, names: MadeUpNames, chance: random.Random) -> Tagged:
    """Fill the slots of a text; one slot gets the same name throughout, some people get a relative's surname."""
    given: dict[str, str] = {}
    pieces: list[str] = []
    tags: list[int] = []
    last = 0
    for slot in _SLOT.finditer(text):
        between = text[last : slot.start()]
        if slot[0] not in given:
            persons = [name for key, name in given.items() if key[1] == "人"]
            related = slot[1] == "人" and persons and "·" not in persons[0] and chance.random() < _OF_ONE_FAMILY
            given[slot[0]] = names.relative_of(persons[0]) if related else names.make(slot[1])
        name, first = given[slot[0]], FIRST_TAG.get(slot[1])
        pieces += [between, name]
        tags += [0] * len(between)
        tags += [0] * len(name) if first is None else [first] + [first + 1] * (len(name) - 1)
        last = slot.end()
    pieces.append(text[last:])
    return "".join(pieces), tags + [0] * (len(text) - last)


def joined(texts: Iterable[Tagged], chance: random.Random, shortest: int = 60, longest: int = 300) -> list[Tagged]:
    """Shuffle texts, put short ones together so that beginnings are various, and take the stops out of some."""
    waiting = list(texts)
    chance.shuffle(waiting)
    done: list[Tagged] = []
    while waiting:
        text, tags = waiting.pop()
        while len(text) < shortest and waiting and chance.random() < 0.5:
            next_text, next_tags = waiting.pop()
            text, tags = f"{text}。{next_text}", [*tags, 0, *next_tags]
        if chance.random() < 0.1:
            text, tags = _without_stops(text, tags)
        done += [(text[at : at + longest], tags[at : at + longest]) for at in range(0, len(text), longest)]
    return done


def _without_stops(text: str, tags: Sequence[int]) -> Tagged:
    kept = [at for at, sign in enumerate(text) if sign not in "，。、"]
    return "".join(text[at] for at in kept), [tags[at] for at in kept]
