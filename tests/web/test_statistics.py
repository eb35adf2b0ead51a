"""The statistics pages: who may see them, numbers that lead to files, the Excel file, and what the public is shown."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.__main__ import main
from bot.console.charts import bar_chart, line_chart
from bot.domain.dispute import DisputeApplication
from bot.domain.docket_steps import docket
from bot.domain.staff import Role
from bot.service.manage_staff import add_staff
from bot.service.reference_room import ReferenceRoom
from bot.service.register_walk_in import register_walk_in
from bot.service.take_step import take_step
from nlp.findings import Risk
from tests.unit.bot.domain.docket_files import filled
from tests.web.conftest import LABOUR, STREET, House, running_house

APPLICATION = DisputeApplication(
    STREET,
    "neighbour",
    "leak",
    Risk.YELLOW,
    "楼上漏水",
    facts={"place": "<b>麓谷</b>"},
    applicant_name="李某",
    consented=True,
)


async def accepted(house: House, files: int = 1) -> list[str]:
    desk = house.desk
    registrar = await add_staff(desk, "登记甲", Role.REGISTRAR, STREET)
    numbers = []
    for _ in range(files):
        dispute = await register_walk_in(desk, registrar, APPLICATION)
        await take_step(desk, registrar, dispute.id, "accept", filled(docket().steps["accept"], desk.today()))
        numbers.append(dispute.number)
    return numbers


async def test_a_number_leads_to_the_files_behind_it(house: House) -> None:
    numbers = await accepted(house, 2)
    head = await house.staff("主管", Role.SUPERVISOR, STREET)
    html = await (await head.get("/console/statistics")).text()
    assert "&lt;b&gt;麓谷&lt;/b&gt;" in html
    assert "<b>麓谷" not in html
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in html
    assert "<style" not in html
    month = f"{house.desk.today():%Y-%m}"
    for query in (f"month={month}&count=accepted", f"month={month}&count=accepted&table=by_type&key=邻里"):
        listed = await (await head.get(f"/console/statistics/files?{query}")).text()
        assert all(number in listed for number in numbers)
        assert "共 2 件" in listed
    excel = await head.get(f"/console/statistics/report.xlsx?month={month}")
    sheet = load_workbook(BytesIO(await excel.read()))["按纠纷类型"]
    assert [cell.value for cell in sheet[4]][:3] == ["邻里", 2, 2]


async def test_whose_numbers_one_may_see(house: House) -> None:
    await accepted(house)
    mediator = await house.staff("调解员", Role.MEDIATOR, STREET)
    other = await house.staff("别处", Role.SUPERVISOR, LABOUR)
    assert (await mediator.get("/console/statistics")).status == 403
    assert (await house.visitor().get("/console/statistics", allow_redirects=False)).status == 303
    month = f"{house.desk.today():%Y-%m}"
    assert (await other.get(f"/console/statistics?organisation={STREET}")).status == 404
    assert (
        await other.get(f"/console/statistics/files?month={month}&count=accepted&table=by_type&key=邻里")
    ).status == 404
    for wrong in ("month=2026-13", "month=abc", "month=99999-01"):
        assert (await other.get(f"/console/statistics?{wrong}")).status == 400
    assert (await other.get(f"/console/statistics/files?month={month}&count=nonsense")).status == 400


async def test_the_public_sees_nothing_until_the_office_says_so(house: House) -> None:
    assert (await house.visitor().get("/statistics")).status == 404
    assert (await house.visitor().get("/api/v1/statistics")).status == 404


async def test_the_public_sees_no_small_number_and_no_unfinished_month(tmp_path: Path, room: ReferenceRoom) -> None:
    async for house in running_house(tmp_path, room, FENGQIAO_PUBLIC_STATISTICS="1", FENGQIAO_SMALL_CELL="3"):
        visitor = house.visitor()
        month = f"{house.desk.today():%Y-%m}"
        assert (await visitor.get(f"/statistics?month={month}")).status == 404
        public: dict[str, Any] = await (await visitor.get("/api/v1/statistics?month=2020-01")).json()
        assert public == {
            "month": "2020-01",
            "hidden_below": 3,
            "counts": {"受理": 0, "调解成功": 0, "已履行": 0, "司法确认有效": 0},
            "by_type": {},
        }
        assert "2020-01" in await (await visitor.get("/statistics?month=2020-01")).text()


def test_a_drawing_escapes_names_and_carries_no_script() -> None:
    bars = str(bar_chart([("<script>alert(1)</script>", 3, '/x?a=1&b="><script>'), ("很长" * 20, 1, "")], 'a"b'))
    lines = str(line_chart(["2026-01", "2026-02"], {"<b>": [1, None]}, "趋势"))
    for drawing in (bars, lines, str(line_chart([], {}, "空"))):
        assert "<script" not in drawing
        assert "<style" not in drawing
        assert " style=" not in drawing
    assert "/x?a=1&amp;b=" in bars


def test_the_command_writes_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FENGQIAO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "report.xlsx"
    assert main(["report", "--month", "2026-11", "--output", str(target)]) == 0
    assert "受理 0 件" in capsys.readouterr().out
    assert load_workbook(target)["汇总"]["A1"].value == "人民调解情况统计表"
    assert main(["report", "--month", "2026-11", "--output", str(target), "--organisation", STREET]) == 0
    for wrong in (
        ["--month", "2026-00", "--output", str(target)],
        ["--month", "2026-11", "--output", str(tmp_path / "no" / "folder.xlsx")],
        ["--month", "2026-11", "--output", str(target), "--organisation", "nowhere"],
    ):
        assert main(["report", *wrong]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
