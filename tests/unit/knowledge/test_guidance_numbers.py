"""A number that guidance names (days, years, yuan, age) stands in one of the articles that the sentence cites.

Only sentences are looked at whose cited articles are all in the library; a sum or a step of reasoning is an exception
and is written down with its reason.
"""

import re
from datetime import date

import pytest

from knowledge.article_labels import read_number
from knowledge.guidance import GuidanceBook
from knowledge.identifiers import ArticleRef
from knowledge.statutes import StatuteLibrary
from knowledge.time_limits import TimeLimits

TODAY = date(2026, 11, 25)
_NUMBER = re.compile(r"([零〇一二三四五六七八九十百千万]+|[0-9]+)个?(工作日|天|日|年|月|元|周岁|岁)")
_UNITS = {"天": "日", "工作日": "日", "岁": "周岁"}

REASONED = {
    "不满十六岁不能开直播账号，十六岁到十八岁要父母同意": "未成年 means under eighteen (未成年人保护法 2)",
    "满八岁的孩子受伤，学校没有尽到教育、管理职责的要赔": "限制民事行为能力人 means from eight (民法典 19)",
    "一个月内要签书面合同。超过一个月没签，从第二个月起每月给两倍工资，最多算到满一年": "after one month is the second",
}


def numbers(text: str) -> set[tuple[int, str]]:
    """Numbers with their unit; one of a thing is no figure of the law."""
    found = set()
    for digits, unit in _NUMBER.findall(re.sub(r"\s", "", text.replace("两", "二"))):
        hundreds, wan, rest = digits.partition("万")
        value = (read_number(hundreds) or 1) * 10_000 + (read_number(rest) or 0) if wan else read_number(digits)
        if value and value > 1:
            found.add((value, _UNITS.get(unit, unit)))
    return found


@pytest.fixture(scope="module")
def library() -> StatuteLibrary:
    return StatuteLibrary.open()


def texts(library: StatuteLibrary, cites: tuple[ArticleRef, ...]) -> list[str]:
    articles = [library.article(ref, TODAY) for ref in cites]
    return [article.text if article else "" for article in articles]


def test_the_reader_of_numbers_reads() -> None:
    assert numbers("三十天内、两 年、六个月、一千元、二十万元、满七十周岁、15日") == {
        (30, "日"),
        (2, "年"),
        (6, "月"),
        (1000, "元"),
        (200_000, "元"),
        (70, "周岁"),
        (15, "日"),
    }


def test_every_number_stands_in_a_cited_article(library: StatuteLibrary) -> None:
    looked_at, unfounded = 0, []
    for guidance in GuidanceBook.load():
        for statement in guidance.statements():
            named = numbers(statement.text)
            law = texts(library, statement.cites)
            if not named or not law or not all(law) or statement.text in REASONED:
                continue
            looked_at += 1
            if missing := named - numbers("。".join(law)):
                unfounded.append((guidance.category, guidance.subtype, statement.text, missing))
    assert unfounded == []
    assert looked_at > 60


def test_the_length_of_every_time_limit_stands_in_a_cited_article(library: StatuteLibrary) -> None:
    looked_at = 0
    units = {"years": "年", "months": "月", "days": "日", "working_days": "日"}
    for limit in TimeLimits.load():
        law = texts(library, limit.cites)
        if limit.length is None or not all(law) or limit.length.count == 1:
            continue
        looked_at += 1
        assert (limit.length.count, units[limit.length.unit]) in numbers("。".join(law)), limit.id
    assert looked_at > 25


def test_no_exception_is_left_over() -> None:
    said = {statement.text for guidance in GuidanceBook.load() for statement in guidance.statements()}
    assert set(REASONED) <= said
