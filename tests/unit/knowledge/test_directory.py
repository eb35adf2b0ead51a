"""The directory of organisations: who is found, when it is open, and what a broken file is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.directory import (
    SAMPLE,
    Directory,
    DirectoryError,
    UnknownOrganisationError,
    is_open,
    next_opening,
    organisation_kinds,
)
from knowledge.opening_hours import CHINA
from nlp.findings import Risk
from nlp.taxonomy import CATEGORIES, MEDIABLE

DIRECTORY = Directory.load()


def at(*parts):
    """A moment in Changsha."""
    return datetime(*parts, tzinfo=CHINA)


def test_the_sample_is_sound_and_says_that_it_is_a_sample():
    assert Directory.check(SAMPLE) == ()
    assert DIRECTORY.sample
    assert "示例" in DIRECTORY.area
    assert all("示例" in organisation.address for organisation in DIRECTORY.organisations)


def test_the_sample_names_no_person_and_no_telephone_number():
    text = SAMPLE.read_text(encoding="utf-8")
    assert not re.search(r"\d{5,}", text)
    assert "电话" not in text


@pytest.mark.parametrize(
    ("kind", "place", "risk", "category", "expected"),
    [
        ("community", "麓谷小镇", None, "neighbour", "lujing-community"),
        ("community", "麓景", None, "neighbour", "lujing-community"),
        ("group", "麓景苑一期", None, "neighbour", "lujingyuan-group"),
        ("group", "白鹤苑", None, "neighbour", "baihe-community"),
        ("group", "麓景苑一期", None, "contract", "lujing-community"),
        ("community", "麓谷", None, None, "lugu-street"),
        ("community", "火星", None, None, "district-committee"),
        ("community", None, None, None, "district-committee"),
        ("street", "白鹤苑", None, "family", "baima-street"),
        ("industry_labour", "麓谷", None, "labour", "labour-committee"),
        ("industry_traffic", None, None, "traffic", "traffic-stationed"),
        ("stationed_police", "雷锋镇", None, "injury", "leifeng-police-stationed"),
        ("stationed_police", "白马", None, "injury", "baima-street"),
        ("lawyer_window", "麓谷", None, "criminal", "lugu-lawyer-window"),
        ("lawyer_window", "白马", None, "criminal", "district-lawyer-window"),
        ("community", "麓景社区", Risk.ORANGE, "family", "lugu-street"),
        ("group", "麓景苑", Risk.RED, "family", "lugu-street"),
        ("community", "麓景社区", Risk.YELLOW, "family", "lujing-community"),
        ("no_such_kind", "麓谷", None, None, "district-committee"),
    ],
)
def test_find_falls_back_from_near_to_far(kind, place, risk, category, expected):
    assert DIRECTORY.find(kind, place, risk, category).id == expected


def test_every_kind_place_and_category_finds_somebody_who_takes_it():
    for kind in organisation_kinds():
        for place in (None, *DIRECTORY.places()):
            for category in MEDIABLE:
                assert DIRECTORY.find(kind, place, None, category).takes(category)


def test_places_resolve_to_official_names():
    assert DIRECTORY.place("麓谷").name == "麓谷街道"
    assert DIRECTORY.place("延农三组").community == "延农社区"
    assert DIRECTORY.place("北京") is None
    assert DIRECTORY.place(None) is None
    assert {"麓谷街道", "麓谷", "麓景苑", "麓景社区"} <= set(DIRECTORY.places())


def test_competent_bodies_go_from_special_to_far():
    ladder = [organisation.id for organisation in DIRECTORY.competent("neighbour", "麓景苑一期")]
    assert ladder.index("property-committee") < ladder.index("lujingyuan-group") < ladder.index("lujing-community")
    assert ladder.index("lujing-community") < ladder.index("lugu-street") < ladder.index("district-committee")
    assert [o.id for o in DIRECTORY.competent("labour", "麓谷")] == [
        "labour-committee",
        "lugu-street",
        "district-committee",
    ]
    assert DIRECTORY.competent("criminal", "麓谷") == ()
    assert "family-studio" in {o.id for o in DIRECTORY.competent("family", "东方红")}


def test_a_body_that_mediates_takes_only_what_may_be_mediated():
    kinds = organisation_kinds()
    for organisation in DIRECTORY.organisations:
        if kinds[organisation.kind].mediates:
            assert organisation.categories <= MEDIABLE
        else:
            assert organisation.categories == frozenset(CATEGORIES)


def test_an_enterprise_is_found_by_its_name_only():
    assert DIRECTORY.named("示例重工").id == "machinery-enterprise"
    assert DIRECTORY.named("麓谷") is None


def test_an_unknown_id_is_refused_clearly():
    with pytest.raises(UnknownOrganisationError, match="no organisation 'mars'"):
        DIRECTORY.organisation("mars")


@pytest.mark.parametrize(
    ("organisation_id", "moment", "is_it"),
    [
        ("lugu-street", at(2026, 11, 25, 9, 0), True),  # a Wednesday
        ("lugu-street", at(2026, 11, 25, 12, 0), False),  # the end is exclusive
        ("lugu-street", at(2026, 11, 28, 10, 0), False),  # a Saturday
        ("leifeng-street", at(2026, 11, 28, 10, 0), True),
        ("lugu-street", at(2026, 10, 1, 10, 0), False),  # National Day
        ("leifeng-street", at(2026, 10, 3, 10, 0), False),  # a Saturday within the holiday
        ("lugu-police-stationed", at(2026, 10, 1, 10, 0), True),
        ("lugu-street", at(2026, 10, 10, 10, 0), True),  # a Saturday that is worked
        ("leifeng-street", at(2026, 10, 10, 15, 0), True),  # full hours on it
        ("family-studio", at(2026, 11, 25, 20, 0), True),
    ],
)
def test_opening_hours_follow_holidays_and_makeup_days(organisation_id, moment, is_it):
    assert is_open(DIRECTORY.organisation(organisation_id), moment) is is_it


def test_next_opening_skips_the_holiday():
    lugu = DIRECTORY.organisation("lugu-street")
    assert next_opening(lugu, at(2026, 9, 30, 18, 0)) == at(2026, 10, 8, 9, 0)
    now = at(2026, 11, 25, 10, 30)
    assert next_opening(lugu, now) == now
    assert next_opening(lugu, at(2026, 11, 25, 12, 30)) == at(2026, 11, 25, 13, 30)


def test_moments_of_other_time_zones_are_read_in_china():
    lugu = DIRECTORY.organisation("lugu-street")
    assert is_open(lugu, datetime(2026, 11, 25, 1, 30, tzinfo=UTC))  # 09:30 in Changsha
    opening = next_opening(lugu, datetime(2026, 11, 25, 18, 0, tzinfo=UTC))
    assert opening.utcoffset() == timedelta(hours=8)
    assert (opening.day, opening.hour) == (26, 9)
    assert is_open(lugu, at(2026, 11, 25, 9, 30).replace(tzinfo=None))


def test_a_year_without_calendar_is_read_as_weekdays_with_a_warning(caplog):
    from knowledge import working_days

    working_days._warn_of_year.cache_clear()
    lugu = DIRECTORY.organisation("lugu-street")
    assert is_open(lugu, at(2031, 1, 1, 10, 0))  # a Wednesday
    assert not is_open(lugu, at(2031, 1, 4, 10, 0))  # a Saturday
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "2031" in caplog.text


def test_hours_are_said_in_plain_words():
    said = DIRECTORY.organisation("leifeng-street").hours.describe()
    assert said.startswith("周一至周五 09:00—12:00、13:30—17:30；周六 09:00—12:00")


GOOD = """\
area: 测试区
organisations:
  - {id: a, name: 区调委会, kind: district, address: 某处, hours: {monday: ["09:00-12:00"]}, categories: mediable, number_prefix: 甲}
  - {id: b, name: 街道调委会, kind: street, street: 东街, parent: a, address: 某处, hours: {monday: ["09:00-12:00"]}, categories: [labour], number_prefix: 乙}
"""


def check(tmp_path, text):
    path = tmp_path / "directory.yaml"
    path.write_text(text, encoding="utf-8")
    return [(problem.line, problem.message) for problem in Directory.check(path)]


def test_a_sound_file_has_no_problems(tmp_path):
    assert check(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: b", "id: a", 4, "和第 3 行的组织重复"),
        ("number_prefix: 乙", "number_prefix: 甲", 4, "number_prefix “甲”和第 3 行"),
        ("kind: street", "kind: strete", 4, "是不是“street”"),
        ("parent: a", "parent: z", 4, "“b”的上级“z”不存在"),
        (", number_prefix: 乙", "", 4, "缺少键“number_prefix”"),
        ("[labour]", "[labor]", 4, "是不是“labour”"),
        ("[labour]", "[]", 4, "至少要写一种"),
        ("street: 东街, ", "", 4, "要写“street”"),
        ("kind: street", "kind: community", 4, "要写“community”"),
        ("parent: a", "parent: b", 4, "绕成了一个圈"),
        ("kind: district", "kind: lawyer_window", 3, "没有类别是 district 的组织"),
        ('"09:00-12:00"]}, categories: [', '"25:00-26:00"]}, categories: [', 4, "不是时间"),
        ('"09:00-12:00"]}, categories: [', '"12:00-09:00"]}, categories: [', 4, "结束早于开始"),
        ('"09:00-12:00"]}, categories: [', '"09:00-12:00", "11:00-13:00"]}, categories: [', 4, "重叠"),
        ('{monday: ["09:00-12:00"]}, categories: [', '{mondy: ["09:00-12:00"]}, categories: [', 4, "不认识的日子"),
        ('{monday: ["09:00-12:00"]}, categories: [', "office, categories: [", 4, "不是写好的时间表"),
    ],
)
def test_each_problem_is_named_with_its_line(tmp_path, old, new, line, message):
    assert GOOD.count(old) == 1
    problems = check(tmp_path, GOOD.replace(old, new))
    assert any(found_line == line and message in found for found_line, found in problems), problems


def test_all_problems_are_named_at_once(tmp_path):
    text = GOOD.replace("kind: street", "kind: strete").replace("[labour]", "[labor]")
    assert len(check(tmp_path, text)) == 2


def test_loading_a_broken_file_says_where(tmp_path):
    path = tmp_path / "directory.yaml"
    path.write_text(GOOD.replace("parent: a", "parent: z"), encoding="utf-8")
    with pytest.raises(DirectoryError, match=r"directory\.yaml:4: “b”的上级“z”"):
        Directory.load(path)
    with pytest.raises(DirectoryError, match="读不了"):
        Directory.load(tmp_path / "missing.yaml")


def test_midnight_closes_the_day(tmp_path):
    path = tmp_path / "directory.yaml"
    path.write_text(
        GOOD.replace(
            'street: 东街, parent: a, address: 某处, hours: {monday: ["09:00-12:00"]}',
            'street: 东街, parent: a, address: 某处, hours: {monday: ["18:00-24:00"]}',
        ),
        encoding="utf-8",
    )
    late = Directory.load(path).organisation("b")
    assert is_open(late, at(2026, 11, 23, 23, 59))
    assert not is_open(late, at(2026, 11, 24, 0, 0))
