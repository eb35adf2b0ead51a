"""What the text of a row says plainly of its year, sums and end, for files that have no columns for these."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from case_library.case_year import can_be_of
from case_library.importers.cell_values import CHINESE_NUMBER, UnreadableCellError, sum_of
from case_library.importers.columns import outcomes_by_name, words_of
from case_library.precedent import AGREEMENT_REACHED, Outcome

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!(?:\d+月)?(?:\d+日)?(?:出生|生))")
_SUM = re.compile(rf"(?:\d[\d,.]*|{CHINESE_NUMBER})(?:万|亿)?余?(?:元|块)|\d[\d.]*万(?!\w)")
_SENTENCE = re.compile(r"[^。；;！？\n]+")
_CONDITION = "(?<![如若果望待])"


@cache
def _pattern(group: str, name: str) -> re.Pattern[str]:
    return re.compile(f"{_CONDITION if group == 'outcome_words' else ''}(?:{words_of(group)[name]})")


def fill_plainly(fields: dict[str, Any], today: date | None = None) -> None:
    """Fill what the row leaves open where its text leaves no doubt; two answers are none."""
    story, result = _text(fields, "story"), _text(fields, "result")
    if "year" not in fields and (year := _year(f"{_text(fields, 'title')}\n{story}\n{result}", today)) is not None:
        fields["year"] = year
    if "outcome" not in fields and (outcome := outcome_told(result)) is not None:
        fields["outcome"] = outcome
    if "claimed_yuan" not in fields and (claimed := _only(_demands(story))) is not None:
        fields["claimed_yuan"] = claimed
    may_be_paid = fields.get("outcome", Outcome.UNKNOWN) in {*AGREEMENT_REACHED, Outcome.UNKNOWN}
    if "settled_yuan" not in fields and may_be_paid and (settled := _only(_payments(result))) is not None:
        fields["settled_yuan"] = settled


def outcome_told(result: str) -> str | None:
    """Give the code of the outcome that a result is the name of, or else says plainly."""
    return outcomes_by_name().get(result.strip()) or outcome_said(result)


def outcome_said(text: str) -> str | None:
    """Give the code of the outcome that a text says plainly."""
    failed = _pattern("outcome_words", "failed")
    rest = failed.sub("", text)
    others = (name for name in words_of("outcome_words") if name != "failed")
    found = next((name for name in others if _pattern("outcome_words", name).search(rest)), None)
    if failed.search(text):
        return "failed" if found is None else None
    return found


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _year(text: str, today: date | None) -> int | None:
    years = {int(year) for year in _YEAR.findall(text)}
    if len(years) != 1:
        return None
    (year,) = years
    return year if can_be_of(year, today) else None


def _demands(story: str) -> Iterator[float | None]:
    for sentence in _SENTENCE.findall(story):
        if found := _pattern("sum_words", "demand").search(sentence):
            demanded = sentence[found.end() :]
            if _SUM.search(demanded):
                yield None if "每" in demanded else _total(demanded)


def _payments(result: str) -> Iterator[float | None]:
    for sentence in _SENTENCE.findall(result):
        if _SUM.search(sentence):
            doubtful = _pattern("sum_words", "no_payment").search(sentence)
            yield _total(sentence) if _pattern("sum_words", "payment").search(sentence) and not doubtful else None


def _total(sentence: str) -> float | None:
    """Give the one sum of a sentence, or the one that is called the total."""
    sums = {value for found in _SUM.findall(sentence) if (value := _value(found)) is not None}
    if len(sums) == 1:
        return sums.pop()
    totals = rf"(?:{words_of('sum_words')['total']})(?:人民币)?({_SUM.pattern})"
    return _only(_value(found) for found in re.findall(totals, sentence))


def _value(written: str) -> float | None:
    try:
        return sum_of("", written)
    except UnreadableCellError:
        return None


def _only(values: Iterator[float | None]) -> float | None:
    """Give the value where there is one only; a sum that is in doubt puts the others in doubt."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None
