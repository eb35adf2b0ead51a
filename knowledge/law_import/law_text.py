"""One law as running lines → its articles, and the dates that it states of itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from knowledge.article_labels import NUMERAL, canonical_label

_LABEL = rf"第\s*{NUMERAL}\s*条(?:之\s*{NUMERAL})?"
_ARTICLE = re.compile(rf"^(?:\*\*)?(?P<label>{_LABEL})(?:\*\*)?(?:[\s　:：]+|(?=\S))(?P<text>.*)$", re.DOTALL)
_HEADING = re.compile(rf"^第\s*{NUMERAL}\s*(?:分编|编|章|节)(?:[\s　]+\S.*|\s*\S{{0,30}})?$")
_YEAR = r"(?P<y>\d{4}|[二一][〇零○一二三四五六七八九]{3})"
_MONTH = r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = rf"{_YEAR}年{_MONTH}月(?P<d>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日"
_DATE = re.compile(_DAY)
_BEGINS = re.compile(rf"自\s*{_DAY}\s*起(?:施行|实施|执行|生效)")
_BEGIN_FIELDS = ("施行日期", "生效日期", "effective_from")
_END_FIELDS = ("失效日期", "废止日期", "repealed_on")
_FIELD = re.compile(rf"^(?P<name>{'|'.join((*_BEGIN_FIELDS, *_END_FIELDS))})\s*[:：]\s*(?P<day>\S+)\s*$")
_CHANGED = re.compile(r"修正|修订|修改")
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """A row or a file that could not be read as it is; `line` is 0 where the whole file is meant."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Label, chapter and text of one article."""

    label: str
    chapter: str
    text: str


@dataclass(slots=True)
class LawText:
    """A law as read: without a first day it is unknown when it holds."""

    law: str
    path: Path
    articles: list[ArticleText] = field(default_factory=list)
    effective_from: date | None = None
    repealed_on: date | None = None
    version: str = ""


def read_law(lines: Sequence[str], path: Path) -> tuple[LawText, list[Problem]]:
    """Read a law from its lines: title first, then a preamble, headings and articles.

    The text is dated only where it says so without doubt: by a line such as 施行日期：2021-01-01, or by its own
    closing words where the preamble tells of no later change. Closing words of a changed law name the first enactment.
    """
    clean = [(number, line.strip().lstrip("#").strip()) for number, line in enumerate(lines, 1)]
    clean = [(number, line) for number, line in clean if line and not line.startswith("<!--")]
    problems: list[Problem] = []
    title = next((line for _, line in clean if not _FIELD.match(line)), "")
    if not title or len(title) > LONGEST_NAME or _ARTICLE.match(title):
        return LawText("", path), [Problem(path, 1, "第一行应该是法规的名称")]
    law = LawText(title.strip("《》"), path)
    preamble: list[str] = []
    chapter = ""
    for number, line in clean:
        if found := _FIELD.match(line):
            _set_date(law, found["name"], found["day"], problems, number)
        elif article := _ARTICLE.match(line):
            label = canonical_label(article["label"])
            if any(known.label == label for known in law.articles):
                problems.append(Problem(path, number, f"{label}出现了两次，保留第一次的"))
                continue
            law.articles.append(ArticleText(label, chapter, article["text"].strip()))
        elif _HEADING.match(line):
            chapter = _below(chapter, line)
        elif law.articles:
            last = law.articles[-1]
            law.articles[-1] = ArticleText(last.label, last.chapter, f"{last.text}\n{line}".strip())
        else:
            preamble.append(line)
    if not law.articles:
        problems.append(Problem(path, 0, "没有找到条文：要有以“第一条”开头的行"))
    _date_by_its_words(law, preamble)
    return law, problems


def _below(chapter: str, line: str) -> str:
    if re.match(rf"^第\s*{NUMERAL}\s*节", line) and chapter:
        return f"{chapter.split(' 第', maxsplit=1)[0]} {line}"
    return line


def _set_date(law: LawText, name: str, written: str, problems: list[Problem], line: int) -> None:
    day = read_day(written)
    if day is None:
        problems.append(Problem(law.path, line, f"“{written}”不是日期，请写成 2021-01-01"))
    elif name in _BEGIN_FIELDS:
        law.effective_from = day
    else:
        law.repealed_on = day


def _date_by_its_words(law: LawText, preamble: Iterable[str]) -> None:
    before = "\n".join(preamble)
    days = [day for match in _DATE.finditer(before) if (day := _day(match))]
    changed = bool(_CHANGED.search(before))
    if days:
        law.version = max(days).isoformat()
    if law.effective_from is None:
        begins = [day for match in _BEGINS.finditer(before) if (day := _day(match))]
        closing = law.articles[-1].text if law.articles else ""
        if begins:
            law.effective_from = max(begins)
        elif days and not changed and (found := _BEGINS.search(closing)) and (day := _day(found)):
            law.effective_from = day if day >= max(days) else None
    if not law.version and law.effective_from is not None:
        law.version = law.effective_from.isoformat()


def read_day(written: str) -> date | None:
    """A date as 2021-01-01 or 2021年1月1日."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        found = _DATE.search(written)
        return _day(found) if found else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(_count(match["y"]), _count(match["m"]), _count(match["d"]))
    except ValueError:
        return None


def _count(written: str) -> int:
    if written.isdigit() and written.isascii():
        return int(written)
    if "十" not in written:
        return int("".join(_DIGITS[letter] for letter in written))
    tens, _, ones = written.partition("十")
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)
