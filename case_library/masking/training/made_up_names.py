"""Names of persons, small places and firms and numbers of houses, made up by chance to fill the slots of narratives.

Nobody is meant. What is put in is as various as what people are called: usual names, rare characters, surnames of two
characters, names of other peoples, and names that are words (高兴, 向阳, 应该), since only those teach to look around.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

_DATA = Path(__file__).parent.parent / "data"
_MOST_FREQUENT_WEIGHT = 20_000
_RARE = 3
_USUAL = 20
_CHARACTERS = 2_500


@dataclass(frozen=True, slots=True)
class _Stock:
    """What names are put together from (data/made_up_names.yaml, data/surnames.yaml and jieba's dictionary)."""

    common: str
    surnames: str
    doubles: tuple[str, ...]
    given: tuple[str, ...]
    given_characters: str
    any_characters: tuple[str, ...]
    words_like_names: tuple[str, ...]
    words_like_names_weights: tuple[float, ...]
    words: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]
    of_other_peoples: tuple[str, ...]


@cache
def _stock() -> _Stock:
    surnames = yaml.safe_load((_DATA / "surnames.yaml").read_text(encoding="utf-8"))
    lists = yaml.safe_load((_DATA / "made_up_names.yaml").read_text(encoding="utf-8"))
    single = "".join(surnames["single"])
    common = lists["common_surnames"]
    text = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    entries = [(word, int(count), tag) for word, count, tag in (line.split(" ") for line in text.splitlines())]
    persons = [word for word, _, tag in entries if tag == "nr" and len(word) in (2, 3) and word[0] in common]
    alike = [
        (word, count)
        for word, count, tag in entries
        if len(word) in (2, 3) and word[0] in single and not tag.startswith(("ns", "nt")) and count >= _RARE
    ]
    usual = [
        word
        for word, count, tag in entries
        if len(word) == len("两字") and tag in ("n", "a", "nz", "vn", "z", "an", "b") and count >= _USUAL
    ]
    signs = Counter(
        sign for word, count, _ in entries if count > _USUAL for sign in word if "\u4e00" <= sign <= "\u9fff"
    )
    return _Stock(
        common,
        single,
        tuple(surnames["double"]),
        tuple(word[1:] for word in persons if word[1:] not in surnames["titles"]),
        lists["given_characters"],
        tuple(sign for sign, _ in signs.most_common(_CHARACTERS)),
        tuple(word for word, _ in alike),
        tuple(min(count, _MOST_FREQUENT_WEIGHT) ** 0.5 for _, count in alike),
        tuple(usual),
        {name: tuple(value) for name, value in lists["lists"].items()},
        tuple(surnames["of_other_peoples"]),
    )


class MadeUpNames:
    """Makes names up; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._makers: Mapping[str, Callable[[], str]] = {
            "人": self.person,
            "称": self.called,
            "地": self.place,
            "企": self.firm,
            "号": self.house,
            "电": self.phone,
            "牌": self.plate,
        }

    def make(self, kind: str) -> str:
        """Make up what a slot of a kind (人, 称, 地, 企, 号, 电, 牌) is filled with."""
        return self._makers[kind]()

    def relative_of(self, name: str) -> str:
        """Make up a name with the surname of another."""
        return name[0] + self.given()

    def person(self) -> str:
        """Make up the name of a person."""
        stock, pick = _stock(), self._pick
        surname = pick(stock.common) if self._chance.random() < 0.7 else pick(stock.surnames)
        share = self._chance.random()
        if share < 0.52:
            return surname + self.given()
        if share < 0.60:
            return pick(stock.surnames) + self._characters(
                stock.any_characters, 1 if self._chance.random() < 0.35 else 2
            )
        if share < 0.71:
            return self._chance.choices(stock.words_like_names, stock.words_like_names_weights)[0]
        if share < 0.77:
            return surname + pick(stock.words)
        if share < 0.82:
            return pick(stock.doubles) + self.given()
        if share < 0.94:
            return self._of_other_peoples()
        if share < 0.98:
            return self._given_of_two()
        return surname + pick(stock.common) + self.given()

    def called(self) -> str:
        """Make up what somebody is called without his full name, which may stay: 小王, 李家, 张师傅, 刘某, 岳母."""
        surname, share = self._pick(_stock().common), self._chance.random()
        if share > 0.6:
            return self._pick(_stock().lists["by_word"])
        if share < 0.2:
            return self._pick(("小", "老", "阿", "大")) + surname
        return surname + self._pick(_stock().lists["called"])

    def given(self) -> str:
        """Make up a given name of one or two characters."""
        stock, share = _stock(), self._chance.random()
        if share < 0.55:
            return self._pick(stock.given)
        if share < 0.9:
            return self._characters(stock.given_characters, 1 if self._chance.random() < 0.2 else 2)
        return self._characters(stock.any_characters, 1 if self._chance.random() < 0.25 else 2)

    def _given_of_two(self) -> str:
        given = self.given()
        return given if len(given) > 1 else self._pick(_stock().words)

    def _of_other_peoples(self) -> str:
        stock, pick, share = _stock(), self._pick, self._chance.random()
        lists = stock.lists
        if share < 0.3:
            return pick(stock.of_other_peoples)
        if share < 0.5:
            return pick(stock.of_other_peoples) + pick(lists["of_other_peoples_ends"])
        if share < 0.75:
            return f"{pick(stock.of_other_peoples)}·{pick(stock.of_other_peoples)}"
        name = self._characters(lists["syllables"], self._chance.randint(2, 5))
        return name if share < 0.9 else f"{name}·{self._characters(lists['syllables'], self._chance.randint(2, 5))}"

    def place(self) -> str:
        """Make up the own name of a small place, without 小区 or 村 behind it."""
        stock, pick, share = _stock(), self._pick, self._chance.random()
        lists = stock.lists
        if share < 0.35:
            return self._characters(lists["place_characters"], self._chance.randint(1, 2)) + pick(lists["place_ends"])
        if share < 0.5:
            middle = "家" if self._chance.random() < 0.6 else pick(lists["place_characters"])
            return pick(stock.common) + middle + (pick(lists["place_ends"]) if self._chance.random() < 0.7 else "")
        if share < 0.75:
            return pick(lists["quarters"]) + pick(lists["quarter_ends"])
        if share < 0.88:
            return pick(stock.words) + (pick(lists["place_ends"]) if self._chance.random() < 0.5 else "")
        return self._characters(stock.any_characters, self._chance.randint(2, 3))

    def firm(self) -> str:
        """Make up the own name of a firm, without 公司 or 厂 behind it."""
        stock, pick, share = _stock(), self._pick, self._chance.random()
        lists = stock.lists
        if share < 0.15:
            return pick(lists["firms"] + lists["firm_nicknames"]) + pick(lists["trades"])
        if share < 0.55:
            return self._characters(lists["firm_characters"], 2 if self._chance.random() < 0.75 else 3)
        if share < 0.75:
            return pick(lists["firms"])
        if share < 0.88:
            return pick(stock.words)
        if share < 0.94:
            return pick(stock.common) + pick(("记", "氏", "家", "府"))
        return self._characters(stock.any_characters, self._chance.randint(2, 3))

    def house(self) -> str:
        """Make up the number of a house, a building or a flat."""
        share, number, pick = self._chance.random(), self._chance.randint, self._pick
        if share < 0.25:
            return f"{number(1, 40)}栋{number(1, 4)}单元{number(101, 3305)}室"
        if share < 0.4:
            return f"{number(1, 40)}{pick(('号楼', '栋', '幢', '座'))}{number(101, 3305)}{pick(('室', '号', '房', ''))}"
        if share < 0.6:
            return f"{number(1, 400)}号{pick(('', '', '', '', '之一', f'附{number(1, 9)}', f'-{number(1, 9)}'))}"
        if share < 0.7:
            return f"{number(1, 20)}-{number(1, 4)}-{number(101, 3305)}"
        if share < 0.8:
            return f"{number(101, 3305)}{pick(('室', '室', ''))}"
        if share < 0.9:
            digits = [pick("一二三四五六七八九") for _ in range(4)]
            return f"{digits[0]}栋{digits[1]}单元{digits[2]}零{digits[3]}"
        return f"{pick('ABCDEF')}{pick(('座', '栋', '区'))}{number(101, 2805)}"

    def phone(self) -> str:
        """Make up a mobile number."""
        return f"1{self._pick('3578')}{self._chance.randint(10**8, 10**9 - 1)}"

    def plate(self) -> str:
        """Make up a plate."""
        sign = self._pick(_stock().lists["plates"]) + self._pick("ABCDEFG") + self._pick(("", "·"))
        return sign + self._characters("0123456789ABCDEFGHJK", 5)

    def _pick(self, stock: str | tuple[str, ...]) -> str:
        return self._chance.choice(stock)

    def _characters(self, stock: str | tuple[str, ...], count: int) -> str:
        return "".join(self._chance.choice(stock) for _ in range(count))
