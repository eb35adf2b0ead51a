"""Names of laws: what people write (民诉法, 《劳动合同法》) → the full name; misspelt names → suggestions."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import fuzz, process

from knowledge.data_files import read_yaml

_LAST_BRACKET = re.compile(r"[（(][^（）()《》]*[）)]$")
_IGNORED = re.compile(r"[《》〈〉<>“”\"'\s　、，,·.。]")
_ORDINAL = re.compile(r"^[（(][一二三四五六七八九十]+[）)]$")
COUNTRY = "中华人民共和国"
SUGGESTION_SCORE = 72.0


def name_key(name: str) -> str:
    """What two spellings of one name share: without marks, brackets' width, 中华人民共和国 and the court's name."""
    plain = _IGNORED.sub("", name).replace("（", "(").replace("）", ")")
    return plain.replace(COUNTRY, "").replace("最高人民法院", "").replace("最高人民检察院", "")


def short_name(law: str) -> str:
    """The name as people say it: 劳动合同法; the country and a version in brackets are left out."""
    bracket = _LAST_BRACKET.search(law)
    if bracket and not _ORDINAL.match(bracket[0]):
        law = law[: bracket.start()]
    return law.removeprefix(COUNTRY)


@cache
def written_aliases() -> Mapping[str, str]:
    """Alias → full name, from law_names.yaml (also names that were changed)."""
    aliases: dict[str, str] = {}
    for full, names in read_yaml("law_names.yaml").items():
        aliases.update(dict.fromkeys(names, full))
    return aliases


class LawNames:
    """All names that are known; immutable after it is made."""

    def __init__(self, laws: Iterable[str], aliases: Mapping[str, str] | None = None) -> None:
        self._laws = tuple(dict.fromkeys(laws))
        self._by_key: dict[str, str] = {}
        for law in self._laws:
            self._by_key.setdefault(name_key(law), law)
            self._by_key.setdefault(name_key(short_name(law)), law)
        self._aliases = {**written_aliases(), **(aliases or {})}
        for alias, law in self._aliases.items():
            self._by_key.setdefault(name_key(alias), law)
        self._keys = tuple(self._by_key)
        self._spoken = self._spoken_names()

    def _spoken_names(self) -> re.Pattern[str]:
        """Names that count as a citation without 《》: short names of laws and aliases, longest first."""
        spoken = {short_name(law) for law in self._laws} | set(self._laws) | set(self._aliases)
        usable = sorted((n for n in spoken if 2 <= len(n) <= 40), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, usable)) or r"(?!)")

    @property
    def laws(self) -> tuple[str, ...]:
        """Full names, in the order they were given."""
        return self._laws

    @property
    def spoken(self) -> re.Pattern[str]:
        """Pattern of the names that may stand without 《》."""
        return self._spoken

    def resolve(self, written: str) -> str | None:
        """Full name of what is written, or None; a year or version in brackets behind the name is no part of it."""
        name = written.strip()
        found = self._by_key.get(name_key(name))
        if found is None and (bracket := _LAST_BRACKET.search(name)) and not _ORDINAL.match(bracket[0]):
            found = self._by_key.get(name_key(name[: bracket.start()]))
        return found

    def suggest(self, written: str, limit: int = 1) -> tuple[str, ...]:
        """Full names most like what is written, best first; none where nothing is near."""
        key = name_key(written)
        if len(key) < 2:
            return ()
        near = process.extract(key, self._keys, scorer=fuzz.ratio, limit=limit * 4, score_cutoff=SUGGESTION_SCORE)
        return tuple(dict.fromkeys(self._by_key[found] for found, _, _ in near))[:limit]
