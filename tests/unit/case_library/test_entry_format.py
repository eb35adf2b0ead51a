"""The entry as JSON: reads what it writes, names every mistake, and agrees with the published schema."""

import json
import math
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from case_library.entry_format import from_json, restored, stored, to_json
from case_library.errors import InvalidEntryError
from case_library.illustrative import illustrative_cases
from knowledge.opening_hours import CHINA

SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[3] / "docs/schemas/case-entry.schema.json").read_text(encoding="utf-8"))
)
ROW: dict[str, Any] = {"id": "a", "title": "标题", "category": "labour", "story": "案情"}
BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"story": None}, "story"),
    ({"story": 5}, "story"),
    ({"title": "长" * 201}, "title"),
    ({"category": "divorce"}, "category"),
    ({"category": "criminal"}, "category"),
    ({"outcome": "won"}, "outcome"),
    ({"year": 1900}, "year"),
    ({"year": 2020.5}, "year"),
    ({"claimed_yuan": "三万"}, "claimed_yuan"),
    ({"settled_yuan": -1}, "settled_yuan"),
    ({"months_taken": True}, "months_taken"),
    ({"terms": "一次付清"}, "terms"),
    ({"facts": ["a"]}, "facts"),
    ({"dialogue": [{"speaker": "a"}]}, "dialogue"),
    ({"organisation_kind": "ministry"}, "organisation_kind"),
    ({"colour": "red"}, "colour"),
    ({"schema_version": 9}, "9"),
]


def test_an_entry_is_read_as_it_was_written(samples: Any) -> None:
    for case in (samples.wages, *illustrative_cases().values()):
        written = to_json(case)
        assert from_json(json.loads(json.dumps(written, ensure_ascii=False))) == case
        SCHEMA.validate(written)


def test_what_is_shown_holds_neither_dialogue_nor_parties(samples: Any) -> None:
    assert {"dialogue", "parties", "external_id"} & to_json(samples.wages, with_dialogue=False).keys() == set()


@pytest.mark.parametrize(("change", "named"), BROKEN)
def test_a_mistake_is_named_and_the_schema_agrees(change: dict[str, Any], named: str) -> None:
    row = {**ROW, **change}
    with pytest.raises(InvalidEntryError, match=named):
        from_json(row)
    assert not SCHEMA.is_valid(row)


@pytest.mark.parametrize(("year", "good"), [(1948, False), (1949, True), (2026, True), (2027, False), (2099, False)])
def test_a_case_is_of_no_year_to_come(year: int, good: bool) -> None:
    today = date(2026, 11, 25)
    if good:
        assert from_json({**ROW, "year": year}, today).year == year
        return
    with pytest.raises(InvalidEntryError, match=f"^“年份 year”应当在1949年到今年（2026年）之间，写的是{year}$"):
        from_json({**ROW, "year": year}, today)


def test_without_a_day_the_clock_tells_the_year() -> None:
    with pytest.raises(InvalidEntryError, match="今年"):
        from_json({**ROW, "year": datetime.now(CHINA).year + 1})
    for nonsense in (math.inf, math.nan):
        with pytest.raises(InvalidEntryError, match="year"):
            from_json({**ROW, "year": nonsense})


def test_a_subtype_must_belong_to_its_category() -> None:
    with pytest.raises(InvalidEntryError, match="subtype"):
        from_json({**ROW, "subtype": "leak"})
    assert from_json({**ROW, "subtype": "unpaid_wages"}).subtype == "unpaid_wages"


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(InvalidEntryError) as caught:
        from_json({**ROW, "year": 1, "outcome": "won", "terms": 3})
    assert len(caught.value.problems) == 3


def test_control_characters_are_refused() -> None:
    with pytest.raises(InvalidEntryError, match="控制字符"):
        from_json({**ROW, "story": "案情\x00简介"})


def test_what_is_kept_comes_back_whole_and_holds_nothing_empty() -> None:
    for case in illustrative_cases().values():
        kept = stored(case)
        assert restored(json.loads(json.dumps(kept, ensure_ascii=False))) == case
        assert not [name for name, value in kept.items() if value in (None, "", [], {})]
