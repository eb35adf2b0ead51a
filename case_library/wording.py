"""The Chinese wording of the library, read from data/wording.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.taxonomy import OTHER, category_name, subtype_name

_FILE = Path(__file__).parent / "data" / "wording.yaml"


@cache
def wording() -> Mapping[str, Mapping[str, str]]:
    """Give all wording by section; the file is read on the first call."""
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def complain(key: str, **places: Any) -> str:
    """Say what is wrong with a field of an entry, by its Chinese name and the one that programs write."""
    if (code := str(places.get("field", ""))) and (name := field_name(code)) != code:
        places["field"] = f"{name} {code}"
    return wording()["complaints"][key].format(**places)


def _in_chinese(places: Mapping[str, Any]) -> dict[str, Any]:
    return {**places, **({"field": field_name(str(places["field"]))} if "field" in places else {})}


def outcome_name(code: str) -> str:
    """Give the Chinese name of an outcome."""
    return wording()["outcomes"][code]


def origin_name(code: str) -> str:
    """Give the words that mark where a case comes from; illustrative ones must always be shown with it."""
    return wording()["origins"][code]


def origin_mark(code: str) -> str:
    """Give the short mark of where a case comes from, for lists that explain it once."""
    return wording()["origin_marks"][code]


def origin_note(code: str) -> str:
    """Give the sentence that explains such a mark."""
    return wording()["origin_notes"][code]


def no_result() -> str:
    """Say that an entry does not tell how it ended."""
    said: Any = wording()["no_result"]
    return str(said)


def draft_title(category: str, subtype: str, outcome: str, claimed: str) -> str:
    """Give the title that a draft has until somebody writes a better one: who, about what, how it ended; no names."""
    say: Mapping[str, Any] = wording()["drafts"]
    parties = say["parties"].get(f"{category}/{subtype}") or say["parties"].get(category) or say["any_parties"]
    told = subtype != OTHER
    about = subtype_name(category, subtype) if told else category_name(category).removesuffix("争议")
    title: str = say["title" if told else "title_of_a_kind"].format(parties=parties, dispute=about)
    if claimed:
        title += say["sum"].format(sum=claimed)
    if end := say["ends"][outcome]:
        title += say["end"].format(end=end)
    return title


def move_name(code: str) -> str:
    """Give the Chinese name of what was done to a case."""
    return wording()["moves"][code]


def field_name(code: str) -> str:
    """Give the Chinese name of a field of an entry."""
    return wording()["fields"].get(code, code)


def mask_kind_name(code: str) -> str:
    """Give the Chinese name of a kind of what is masked."""
    return wording()["mask_kinds"].get(code, code)


def review_words(key: str, **places: str) -> str:
    """Say what stands in the way of a step."""
    return wording()["review"][key].format(**places)


def import_words(key: str, **places: Any) -> str:
    """Say what an import did, or what is wrong with a row."""
    return wording()["imports"][key].format(**_in_chinese(places))


def citation_state_words(code: str) -> str:
    """Say why an article may not be cited."""
    return wording()["citation_states"][code]


def not_for_others() -> str:
    """Say that an entry that is not published may name people."""
    words: str = wording()["review"]["not_for_others"]
    return words


def review_state_name(code: str) -> str:
    """Give the Chinese name of how far an entry has come."""
    return wording()["review_states"][code]


def outcome_names() -> Mapping[str, str]:
    """Give the Chinese names of all outcomes by code."""
    return wording()["outcomes"]
