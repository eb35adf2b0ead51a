"""For operators: health, metrics, the contract, triage for programs, logs without people."""

import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.domain.staff import Role
from bot.service.api_keys import add_api_key, disable_api_key
from bot.web.keys import SETTINGS
from bot.web.request_log import TALKATIVE, StructuredLines, set_up_logging
from tests.web.conftest import WAGES, House

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


async def test_health_and_readiness(house: House) -> None:
    visitor = house.visitor()
    assert await (await visitor.get("/healthz")).json() == {"status": "ok"}
    assert (await visitor.get("/readyz")).status == 200


async def test_metrics_count_and_name_nobody(house: House) -> None:
    visitor = house.visitor()
    answer = await visitor.say(WAGES)
    text = await (await visitor.get("/metrics")).text()
    assert 'fengqiao_citizen_messages_total{channel="web",repeated="false"} 1.0' in text
    assert 'route="/api/v1/chat/messages"' in text
    assert answer["session"]["id"] not in text
    assert "工资" not in text


async def test_every_route_of_the_api_is_in_the_contract_and_the_other_way_round(house: House) -> None:
    contract = yaml.safe_load(CONTRACT.read_text("utf-8"))
    described = {
        (path, method.upper())
        for path, calls in contract["paths"].items()
        for method in calls
        if method != "parameters"
    }
    served = {
        (route.resource.canonical, route.method)
        for route in house.app.router.routes()
        if route.resource
        and route.method != "HEAD"
        and (
            route.resource.canonical.startswith("/api/")
            or route.resource.canonical in {"/healthz", "/readyz", "/metrics"}
        )
    }
    served.discard(("/api/v1/openapi.json", "GET"))
    assert len(described) > 20
    assert described == served
    assert await (await house.visitor().get("/api/v1/openapi.json")).json() == contract


async def test_triage_for_programs_and_staff(house: House) -> None:
    key = await add_api_key(house.desk, "别的系统")
    program = house.visitor()
    content = {"id": "a1", "text": WAGES, "today": "2026-11-23", "source": "12345"}
    answer = await program.post("/api/v1/triage", content, headers={"Authorization": f"Bearer {key}"})
    found = await answer.json()
    assert answer.status == 200, found
    assert found["id"] == "a1"
    assert found["category"] == "labour"
    assert found["subtype"] == "unpaid_wages"
    assert found["facts"]["claimed_yuan"] == 30000
    assert found["input"] == {"source": "12345"}
    assert (await program.post("/api/v1/triage", content)).status == 401
    assert (await program.post("/api/v1/triage", content, headers={"X-API-Key": key + "x"})).status == 401
    bad = await program.post("/api/v1/triage", {"text": WAGES, "today": "soon"}, headers={"X-API-Key": key})
    assert bad.status == 400
    long = await program.post("/api/v1/triage", {"text": "字" * 10_001}, headers={"X-API-Key": key})
    assert long.status == 413
    mediator = await house.staff("林调解")
    assert (await mediator.post("/api/v1/triage", content)).status == 200
    auditor = await house.staff("审查", Role.AUDITOR)
    assert (await auditor.post("/api/v1/triage", content)).status == 403
    await disable_api_key(house.desk, "别的系统")
    assert (await program.post("/api/v1/triage", content, headers={"X-API-Key": key})).status == 401


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, put back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in TALKATIVE}
    yield root
    root.handlers[:], level, levels = before
    root.setLevel(level)
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)


@pytest.mark.parametrize("style", ["json", "text"])
async def test_logs_hold_no_text_and_no_identity_even_at_the_lowest_level(
    house: House, root_logger: logging.Logger, capsys: pytest.CaptureFixture[str], style: str
) -> None:
    set_up_logging("debug", style)
    visitor = house.visitor()
    answer = await visitor.say("我叫王小明，电话13800000000，老板拖欠我工资")
    await visitor.get("/status?number=秘密")
    written = capsys.readouterr().err
    assert "/api/v1/chat/messages" in written
    for secret in ("王小明", "13800000000", "工资", answer["session"]["id"], "秘密", "fengqiao_visitor"):
        assert secret not in written
    assert root_logger.level == logging.DEBUG


async def test_a_failure_of_ours_is_a_clear_word_and_a_place_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = house.visitor()
    await visitor.say(WAGES)
    with sqlite3.connect(house.app[SETTINGS].data_dir / "fengqiao.db") as database:  # somebody damaged it
        database.execute("ALTER TABLE conversations RENAME TO lost")
    for path in ("/api/v1/chat/messages", "/"):
        answer = await visitor.get(path)
        assert answer.status in {500, 503}
        text = await answer.text()
        assert not re.search(r"Traceback|sqlite|SELECT|no such table", text)
        assert "请稍后" in text
    assert any(hasattr(record, "where") for record in caplog.records)
    assert all("老板" not in StructuredLines(as_json=True).format(record) for record in caplog.records)
