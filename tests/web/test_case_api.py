"""The API of the case library: whole entries, results with sums and terms, wrong types answered as such."""

from dataclasses import replace
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.service.api_keys import add_api_key
from case_library.precedent import Origin, Outcome, Precedent, ReviewState, Utterance
from tests.web.conftest import House, Visitor
from tests.web.test_case_pages import house
from tests.web.test_operators import CONTRACT

__all__ = ["house"]
ENTRY = Precedent(
    id="im-羊倌/1",
    external_id="麓-7",
    title="羊倌讨回三个月工钱",
    category="labour",
    subtype="unpaid_wages",
    story="羊倌被欠三个月工钱一万八千元。",
    origin=Origin.IMPORTED,
    facts={"months": 3},
    methods=("核对账目",),
    terms=("先付八千元", "余款年底前付清"),
    legal_basis=("《中华人民共和国劳动法》第五十条",),
    outcome=Outcome.PERFORMED,
    months_taken=0.5,
    claimed_yuan=18000,
    settled_yuan=15000,
    review_state=ReviewState.PUBLISHED,
    parties=("王建国",),
    dialogue=(Utterance("王建国", "什么时候给钱"),),
)


class Program:
    """A program with a key."""

    def __init__(self, visitor: Visitor, key: str) -> None:
        self.visitor, self.headers = visitor, {"Authorization": f"Bearer {key}"}

    async def get(self, address: str) -> tuple[int, Any]:
        answer = await self.visitor.session.get(self.visitor.base + address, headers=self.headers)
        return answer.status, await answer.json()

    async def search(self, **asked: Any) -> tuple[int, Any]:
        address = self.visitor.base + "/api/v1/cases/search"
        answer = await self.visitor.session.post(address, json=asked, headers=self.headers)
        return answer.status, await answer.json()


@pytest.fixture
async def program(house: House) -> Program:
    hidden = (ReviewState.DRAFT, ReviewState.WITHDRAWN)
    entries = [replace(ENTRY, id=state.value, review_state=state) for state in hidden]
    house.desk.room.cases.store.put_many([ENTRY, *entries])  # type: ignore[attr-defined]
    return Program(house.visitor(), await add_api_key(house.desk, "法院"))


async def test_results_carry_sums_time_terms_and_outcome(program: Program) -> None:
    status, content = await program.search(text="羊倌被欠工钱", limit=1)
    found = content["results"][0]
    assert (status, found["id"], found["outcome"]) == (200, ENTRY.id, "performed")
    assert (found["claimed_yuan"], found["settled_yuan"], found["months_taken"]) == (18000, 15000, 0.5)
    assert found["terms"] == ["先付八千元", "余款年底前付清"]


async def test_a_whole_published_entry_is_given_without_who_it_was(house: House, program: Program) -> None:
    status, entry = await program.get("/api/v1/cases/im-羊倌%2F1")
    assert status == 200
    assert entry["story"] == ENTRY.story and entry["methods"] == ["核对账目"] and entry["facts"] == {"months": 3}
    assert (entry["external_id"], entry["legal_basis"]) == ("麓-7", list(ENTRY.legal_basis))
    assert not entry.keys() & {"parties", "dialogue"} and "王建国" not in str(entry)
    described = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["components"]["schemas"]["CaseEntry"]
    assert set(described["properties"]) == set(entry)
    Draft202012Validator(described).validate(entry)
    composed = (await program.search(kind="labour", origin="illustrative", limit=1))[1]["results"][0]["id"]
    assert (await program.get(f"/api/v1/cases/{composed}"))[1]["origin"] == "illustrative"
    for hidden in ("draft", "withdrawn", "nobody"):
        status, refused = await program.get(f"/api/v1/cases/{hidden}")
        assert (status, refused["error"]["code"]) == (404, "not_found"), hidden
    assert (await house.visitor().get("/api/v1/cases/im-1")).status == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 1},
        {"text": True},
        {"text": ["欠薪"]},
        {"text": "欠薪", "outcome": 1},
        {"text": "欠薪", "method": 3},
        {"text": "欠薪", "year": True},
        {"text": "欠薪", "least": False},
        {"text": "欠薪", "limit": True},
        {"text": "欠薪", "page": {}},
        {"text": "欠薪", "unpublished": 1},
    ],
)
async def test_a_value_of_the_wrong_type_is_refused(program: Program, wrong: dict[str, Any]) -> None:
    status, refused = await program.search(**wrong)
    assert (status, refused["error"]["code"]) == (400, "bad_input")
    named = next(name for name, value in wrong.items() if value != "欠薪")
    assert f"“{named}”应该是" in refused["error"]["message"]


async def test_numbers_may_be_numbers_or_text_and_null_is_nothing(program: Program) -> None:
    status, content = await program.search(text=None, kind="labour", least="1万", most=20000, limit="3", page=1)
    assert (status, len(content["results"])) == (200, 3)


async def test_a_parameter_that_nobody_knows_is_refused_and_the_known_ones_are_told(program: Program) -> None:
    status, refused = await program.get("/api/v1/cases/search?type=labour/unpaid_wages")
    assert (status, refused["error"]["code"]) == (400, "bad_input")
    assert refused["error"]["message"].startswith("不认识的参数：“type”。可用的有：text、kind、")
    every = (
        "text=欠薪&kind=labour&outcome=performed&organisation_kind=district&year=2024"
        "&least=1&most=99999&method=&origin=&limit=2&page=1"
    )
    assert (await program.get(f"/api/v1/cases/search?{every}"))[0] == 200
    described = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["paths"]["/api/v1/cases/search"]
    documented = {each["name"] for each in described["get"]["parameters"]}
    assert documented == {pair.split("=")[0] for pair in every.split("&")}
    assert documented == set(refused["error"]["message"].split("可用的有：")[1].rstrip("。").split("、"))


@pytest.mark.parametrize("limit", ["100000", "0", "51", "x", "-1"])
async def test_a_limit_out_of_range_tells_the_range(program: Program, limit: str) -> None:
    status, refused = await program.get(f"/api/v1/cases/search?kind=labour&limit={limit}")
    assert (status, refused["error"]["message"]) == (400, "“limit”应该是 1 到 50 的整数。")
