"""What the commands give is what docs/schemas describe."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from bot.commands.chat import played
from bot.commands.json_lines import Row, RowError, error_line
from bot.service.consult import answer
from bot.service.reference_room import ReferenceRoom
from bot.service.result_objects import citation_result, law_hit, law_result
from bot.service.triage import triage
from knowledge.citations import check_text, parse_ref

from .conftest import TODAY

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "schemas"
TEXTS = (
    "老板拖欠我三个月工资，一共三万，我在麓谷",
    "我老公又在打我，孩子也在",
    "你好",
    "asdf",
    "打官司诉讼费怎么交",
    "试用期最长多久",
    "不服城管的处罚决定",
    "有人冒充公检法骗了我八万",
    "公司把我辞退了没给补偿，干了三年半，月工资八千",
    "😀",
)


def check(name: str, value: Any) -> None:
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.schema.json")}
    assert len(schemas) >= 6
    registry: Registry[Any] = Registry().with_resources(
        (file, Resource.from_contents(schema)) for file, schema in schemas.items()
    )
    jsonschema.Draft202012Validator(schemas[f"{name}.schema.json"], registry=registry).validate(value)


@pytest.mark.parametrize("text", TEXTS)
def test_triage_and_answers(room: ReferenceRoom, text: str) -> None:
    check("triage", triage(text, room, TODAY))
    check("answer", answer(text, room, TODAY))


def test_a_red_message_is_an_emergency_and_nothing_else(room: ReferenceRoom) -> None:
    found = triage("邻居拿着刀说要砍死我", room, TODAY)
    assert (found["risk"], found["route"]) == ("red", "emergency")
    assert "110" in answer("邻居拿着刀说要砍死我", room, TODAY)["answer"]


def test_the_answer_of_violence_at_home_offers_no_meeting(room: ReferenceRoom) -> None:
    said = answer("我老公一喝酒就打我", room, TODAY)["answer"]
    assert "保护令" in said
    assert "先试试人民调解" not in said


def test_fact_sources_point_into_the_text(room: ReferenceRoom) -> None:
    text = "老板拖欠我三个月工资，一共三万，我在麓谷"
    sources = triage(text, room, TODAY)["fact_sources"]
    assert sources["months"]["text"] == "三个月"
    assert all(text[s["start"] : s["end"]] == s["text"] for s in sources.values())


def test_numbers_come_with_steps_and_articles(room: ReferenceRoom) -> None:
    numbers = answer("公司把我辞退了没给补偿，干了三年半，月工资八千", room, TODAY)["numbers"]
    severance = next(n for n in numbers if n["value"] == 32000)
    assert severance["steps"]
    assert {"中华人民共和国劳动合同法"} & {article["law"] for article in severance["articles"]}


def test_law_results(room: ReferenceRoom) -> None:
    article = room.article(parse_ref("《劳动合同法》第三十条"), TODAY)
    assert article is not None
    check("law-result", law_result(article))
    hits = room.search_articles("老板拖欠工资", TODAY, (), 5)
    assert hits
    for hit in hits:
        check("law-result", law_hit(hit))


def test_citation_results(room: ReferenceRoom) -> None:
    text = "依据《劳动合同法》第三十条、\n《劳动和同法》第三条和《民法典》第一千四百三十八条。"
    results = [citation_result(one, text) for one in check_text(text, room.statutes, on=TODAY)]
    assert [result["state"] for result in results] == ["in_force", "not_found", "not_found"]
    assert [result["line"] for result in results] == [1, 2, 2]
    assert results[1]["suggestion"]
    for result in results:
        check("citation-result", result)
        assert text[result["start"] : result["end"]] == result["text"]


def test_scripted_talks(room: ReferenceRoom) -> None:
    turns = [
        "老板拖欠我三个月工资，一共三万",
        "申请调解",
        "同意",
        "某公司",
        "跳过",
        "跳过",
        "跳过",
        "确认提交",
        "找人工",
    ]
    result = played({"turns": turns, "today": "2026-11-23"}, room, TODAY)
    check("chat", result)
    assert len(result["disputes"]) == 1
    assert result["disputes"][0]["number"].startswith("(2026)")
    check("chat", played({"turns": ["", "😀", "x" * 10_001, "删除我的信息", "确认删除"]}, room, TODAY))


def test_a_talk_with_a_day_counts_from_it(room: ReferenceRoom) -> None:
    said = played({"turns": ["朋友借我三万元，说好去年五月一日还，有借条"], "today": "2025-06-01"}, room, TODAY)
    assert "2024-05-01" in said["facts"].values()


@pytest.mark.parametrize("row", [{}, {"turns": []}, {"turns": "x"}, {"turns": [1]}, {"turns": ["a"], "today": "x"}])
def test_a_talk_that_cannot_be_played(room: ReferenceRoom, row: dict[str, Any]) -> None:
    with pytest.raises(RowError) as caught:
        played(row, room, TODAY)
    check("row-error", error_line(Row(3, {"id": "a"}), caught.value))


def test_every_citation_that_may_be_stated_is_in_force(room: ReferenceRoom) -> None:
    assert sum(1 for _ in room.stated_citations()) > 1000
    assert room.citations_out_of_force(TODAY) == ()


def test_the_operator_is_warned_of_what_is_left_unsaid(
    data_folder: Path, room: ReferenceRoom, caplog: pytest.LogCaptureFixture
) -> None:
    """In 1999 none of today's law was in force: nothing of it may be stated, and the log says so."""
    long_ago = date(1999, 1, 1)
    assert len(room.citations_out_of_force(long_ago)) > 1000
    with caplog.at_level("WARNING", logger="fengqiao.room"):
        ReferenceRoom.load(data_folder, None, long_ago, semantic_search=False)
    assert "left unsaid" in caplog.text
    said = answer("老板拖欠我三个月工资", room, long_ago)["answer"]
    assert "《中华人民共和国劳动合同法》" not in said
