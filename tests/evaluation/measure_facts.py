"""How well facts are found: F1 overall and a kind, on both halves of `facts.jsonl`.

`python3 -m tests.evaluation.measure_facts` prints the figures, `--failures` also what went wrong on the development half.
What counts as right is written in README.md. Where the two readers differ on a fact of a row, that fact of that row is left out;
`--first-reader` counts the first reader's notes all the same.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from nlp.facts.extract import extract
from nlp.facts.message import Message
from nlp.facts.names import NameFinder
from nlp.findings import Fact
from nlp.normalise import normalise
from tests.evaluation.agreement import DATES, NAMES, agree_on_fact, read_pairs
from tests.evaluation.rows import HALVES, HEADER, Count, half_of

KEYS = (
    *("amount_yuan", "claimed_yuan", "monthly_wage_yuan", "interest_monthly_percent", "months", "days"),
    *("start_date", "end_date", "event_date", "deadline_date", "headcount", "age", "children_ages", "place"),
    *("organisation", "other_party", "relation", "role", "steps_taken", "injured", "injury_grade"),
    *("written_contract", "wishes_mediation", "phone"),
)

DESCRIPTIONS = frozenset({"other_party", "relation"})
"""The README: mere descriptions (the firm, the driver, whoever lives upstairs) are not noted, and do not count when given."""

PLAIN_OPPONENT = re.compile(
    r"(?:公司|厂|厂里|厂家|店|店家|院|校|局|所|办|委|委员会|会|部|队|庄|馆|行|社|台|站|中心|机构|班|平台|政府|城管|交警|中介|物业"
    r"|商家|卖家|买家|客户|对方|司机|车主|肇事者|开发商|楼上|楼下|隔壁|对门|单位|村里|大队|甲方|乙方|总包|工地|总部|加盟商|景区|酒店"
    r"|民宿|超市|直播间|微信|京东|闲鱼|淘宝|抖音|快手|美团|拼多多|携程|催收|警察|老师|同学|医生|护士|导游|领导|厂长|主管|人事|校长"
    r"|班主任|队长|组长|村干部|村长|村支书|村主任|业主|家长|保安|股东|亲戚|兄弟|姐妹|儿女|子女|家里人)$"
)
"""Words that only describe the opponent (an institution, a trade, a post, where he lives), as the README has it. They are not counted
against the extractor; where a reader noted another word, that word is still missed."""


def is_right(key: str, noted: Any, answer: Any, words: str) -> bool:
    """Whether the answer is what the reader noted. `words` are those that the answer points to."""
    if key in DATES:
        return str(answer).startswith(noted) or str(answer) == _first_day(noted)
    if key == "relation":
        # The reader noted the noun that was said, the extractor answers with a code: its words are compared.
        return noted in words or words in noted
    if key in NAMES:
        return noted in str(answer) or str(answer) in noted
    if key == "steps_taken":
        return set(noted) == set(answer)
    if key == "children_ages":
        return list(noted) == list(answer)
    return bool(noted == answer)


def _first_day(noted: str) -> str:
    return f"{noted}-01-01"[:10] if len(noted) == 4 else f"{noted}-01"[:10]


def does_not_count(key: str, fact: Fact, noted: bool) -> bool:
    """Whether an answer that is not right is left out, as the README says."""
    if key == "role":
        return fact.value == "party"
    return not noted and key in DESCRIPTIONS and PLAIN_OPPONENT.search(fact.span.text) is not None


def compared(noted: Mapping[str, Any], found: Mapping[str, Fact], counted: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (fact, verdict) for one message; verdict is right, false, missed or wrong (both false and missed)."""
    for key in KEYS:
        if key not in counted or (key == "role" and noted.get(key) == "party"):
            continue
        fact = found.get(key)
        if key in noted and fact is not None and is_right(key, noted[key], fact.value, fact.span.text):
            yield key, "right"
        elif key in noted:
            silent = fact is None or does_not_count(key, fact, noted=False)
            yield key, "missed" if silent else "wrong"
        elif fact is not None and not does_not_count(key, fact, noted=False):
            yield key, "false"


def agreed_keys(first: Mapping[str, Any], second: Mapping[str, Any]) -> frozenset[str]:
    """The facts on which the two readers of a message agree, that it says nothing included."""
    return frozenset(
        key
        for key in KEYS
        if (key in first) == (key in second) and (key not in first or agree_on_fact(key, first[key], second[key]))
    )


def facts_of(text: str, today: str, names: NameFinder) -> dict[str, Fact]:
    """What the extractor finds in a message of that day."""
    return extract(Message(normalise(text), date.fromisoformat(today)), names)


def measure(*, agreed_only: bool = True) -> tuple[dict[str, dict[str, Count]], list[str]]:
    """Return counts by half and fact (``all`` sums them), and the failures on the development half as lines."""
    names = NameFinder()
    counts: dict[str, dict[str, Count]] = {half: {"all": Count()} for half in HALVES}
    failures: list[str] = []
    for first, second in read_pairs("facts"):
        half = half_of(first["id"])
        counted = agreed_keys(first["facts"], second["facts"]) if agreed_only else frozenset(KEYS)
        found = facts_of(first["text"], first["today"], names)
        wrong = []
        for key, verdict in compared(first["facts"], found, counted):
            for name in ("all", key):
                counts[half].setdefault(name, Count()).add(
                    right=verdict == "right", false=verdict in {"false", "wrong"}, missed=verdict in {"missed", "wrong"}
                )
            if verdict != "right":
                answer = f"{found[key].value!r} ({found[key].span.text})" if key in found else "nothing"
                wrong.append(f"    {verdict} {key}: noted {first['facts'].get(key)!r}, found {answer}")
        if wrong and half == HALVES[0]:
            failures += [f"- {first['id']} {first['text']}", *wrong]
    return counts, failures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How well facts are found")
    parser.add_argument("--failures", action="store_true", help="also print the failures on the development half")
    parser.add_argument("--first-reader", action="store_true", help="count also the facts on which the readers differ")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    counts, failures = measure(agreed_only=not asked.first_reader)
    if asked.json:
        print(json.dumps({half: {key: round(count.f1, 4) for key, count in of.items()} for half, of in counts.items()}))
        return
    for half, of_half in counts.items():
        print(f"{half} half")
        print(HEADER)
        for key in ("all", *(key for key in KEYS if key in of_half)):
            print(of_half[key].line(key))
    if asked.failures:
        print("\n".join(failures))


if __name__ == "__main__":
    main()
