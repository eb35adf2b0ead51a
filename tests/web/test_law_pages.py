"""The law for staff and programs: search, an article with its versions, citations checked, calculators."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.service.api_keys import add_api_key
from bot.service.reference_room import ReferenceRoom
from knowledge.calculators import Figures
from tests.web.conftest import House, Visitor

DRAFT = "依据《民法典》第一千一百六十五条、民法典第一四三八条、《劳动和同法》第三十条和日本民法第三条；《婚姻法》第四十六条。"


async def csrf_of(person: Visitor, path: str) -> str:
    html = await (await person.get(path)).text()
    return re.search(r'name="csrf" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]


async def test_the_article_page_shows_state_text_and_neighbours(house: House) -> None:
    person = await house.staff("林调解")
    laws = await (await person.get("/console/laws?q=劳动合同法第三十条")).text()
    address = re.search(r'href="(/console/laws/article[^"]+)"', laws).group(1)  # type: ignore[union-attr]
    article = await (await person.get(address.replace("&amp;", "&"))).text()
    for words in ("《中华人民共和国劳动合同法》第三十条", "现行有效", "劳动报酬", "第二十九条", "第三十一条"):
        assert words in article, words
    old = await (await person.get("/console/laws/article?law=婚姻法&article=46")).text()
    assert "已废止" in old
    for wrong in ("law=民法典&article=1438", "law=日本民法&article=3", "law=民法典&article=", "law=&article=1", ""):
        assert (await person.get(f"/console/laws/article?{wrong}")).status == 404, wrong


async def test_the_search_says_what_is_wrong_with_a_citation(house: House) -> None:
    person = await house.staff("林调解")
    assert "没有第一千四百三十八条" in await (await person.get("/console/laws?q=民法典第一四三八条")).text()
    assert "没有第零条" in await (await person.get("/console/laws?q=民法典第零条")).text()
    assert "外国或者境外" in await (await person.get("/console/laws?q=德国民法典第3条")).text()
    assert "是不是《中华人民共和国劳动合同法》" in await (await person.get("/console/laws?q=劳动和同法第3条")).text()
    assert "最多写 500 个字" in await (await person.get("/console/laws", params={"q": "字" * 600})).text()


async def test_a_draft_is_checked_and_marked(house: House) -> None:
    person = await house.staff("林调解")
    form = {"csrf": await csrf_of(person, "/console/laws/check"), "text": DRAFT + "\r\n<b>《民法典》第一条</b>"}
    page = await (await person.post("/console/laws/check", data=form)).text()
    for words in ("一共 6 处引用：2 处没有问题", "4 处不能用", "是不是《中华人民共和国劳动合同法》", "外国或者境外", "已由《中华人民共和国民法典》取代", "&lt;b&gt;"):  # fmt: skip
        assert words in page, words
    assert (
        "没有找到对法律条文的引用"
        in await (await person.post("/console/laws/check", data={**form, "text": "今天天气好"})).text()
    )
    long = await person.post("/console/laws/check", data={**form, "text": "字" * 10_001})
    assert long.status == 413
    assert "超过 10000 字" in await long.text()
    assert (await person.post("/console/laws/check", data={"text": DRAFT})).status == 403


async def test_programs_check_citations(house: House) -> None:
    key = {"X-API-Key": await add_api_key(house.desk, "核对程序")}
    program = house.visitor()
    answer = await program.post("/api/v1/laws/check", {"text": DRAFT, "today": "2026-11-25"}, headers=key)
    assert answer.status == 200
    found = await answer.json()
    assert [one["state"] for one in found["citations"]] == ["in_force", *["not_found"] * 3, "repealed"]
    assert found["bad"] == 4
    assert [one["foreign"] for one in found["citations"]] == [False, False, False, True, False]
    assert (await program.post("/api/v1/laws/check", {"text": DRAFT})).status == 401
    assert (await program.post("/api/v1/laws/check", {"text": "字" * 10_001}, headers=key)).status == 413
    assert (await program.post("/api/v1/laws/check", {"text": DRAFT, "today": "soon"}, headers=key)).status == 400


async def test_programs_compute(house: House) -> None:
    key = {"X-API-Key": await add_api_key(house.desk, "计算程序")}
    program = house.visitor()

    async def post(name: str, inputs: Any) -> tuple[int, Any]:
        answer = await program.post(f"/api/v1/calculators/{name}", {"inputs": inputs}, headers=key)
        return answer.status, await answer.json()

    described = (await (await program.get("/api/v1/calculators", headers=key)).json())["calculators"]
    assert {"severance", "last_day", "court_fee"} <= {one["name"] for one in described}
    status, number = await post("severance", {"monthly_wage_yuan": 8000, "employment_months": 60})
    assert (status, number["value"], number["articles"][0]["number"]) == (200, 40000, 47)
    status, number = await post("severance", {"monthly_wage_yuan": 8000})
    assert (number["value"], set(number["missing"])) == (None, {"employment_months"})
    for name, inputs, expected in (
        ("severance", {"monthly_wage_yuan": "很多"}, 400),
        ("severance", {"monthly_wage_yuan": [1]}, 400),
        ("severance", [], 400),
        ("last_day", {"time_limit": "nothing"}, 400),
        ("nothing", {}, 404),
    ):
        status, answer = await post(name, inputs)
        assert status == expected, (name, inputs, answer)
    assert (await program.get("/api/v1/calculators")).status == 401


async def test_the_calculator_pages(house: House) -> None:
    person = await house.staff("林调解")
    listed = await (await person.get("/console/calculators")).text()
    names = re.findall(r'href="/console/calculators/(\w+)"', listed)
    assert len(names) >= 33
    for name in names:
        assert (await person.get(f"/console/calculators/{name}?go=1")).status == 200, name
    page = await (
        await person.get("/console/calculators/severance?monthly_wage_yuan=8000&employment_months=60&go=1")
    ).text()
    for words in ("40000 元", "怎么算的", "第四十七条", "现行有效"):
        assert words in page, words
    asked = await (await person.get("/console/calculators/severance?go=1")).text()
    assert "还要知道：离职前十二个月的平均月工资" in asked
    day = await (await person.get("/console/calculators/last_day?time_limit=civil_appeal&start=2026-11-20&go=1")).text()
    assert "2026年12月7日" in day
    wrong = await person.get("/console/calculators/severance?monthly_wage_yuan=<script>&go=1")
    assert wrong.status == 400
    assert "<script>" not in (await wrong.text()).split("</head>")[1]
    assert (await person.get("/console/calculators/nothing")).status == 404


def test_the_figures_of_the_office_are_used(room: ReferenceRoom) -> None:
    entered = replace(room, figures=Figures(lpr_percent={date(2025, 5, 20): 3.0}))
    facts = {"amount_yuan": 100000, "interest_monthly_percent": 3, "months": 12, "start_date": "2025-06-01"}
    (number, *_) = entered.numbers("contract", "loan", facts, date(2026, 11, 25), "月息3分利息多少")
    assert number.value == 12000
