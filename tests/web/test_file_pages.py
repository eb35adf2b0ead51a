"""Pages of the docket: a file walked through its steps by forms, bad input told by field, what strangers may not see."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData

from bot.domain.docket_steps import FieldKind, docket
from bot.domain.staff import Role
from tests.unit.bot.domain.docket_files import filled
from tests.web.conftest import LABOUR, STREET, House, Visitor
from tests.web.test_disputes import form_of


async def csrf_of(person: Visitor, path: str) -> str:
    html = await (await person.get(path)).text()
    return re.search(r'name="csrf" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]


def as_form(step_id: str, house: House, csrf: str, staff: str, **changes: Any) -> list[tuple[str, str]]:
    """The step's form as a browser sends it, filled in full."""
    step, fields = docket().steps[step_id], [("csrf", csrf)]
    for name, value in filled(step, house.desk.today(), **changes).items():
        kind = step.field(name).kind  # type: ignore[union-attr]
        if kind is FieldKind.TICK:
            fields += [(name, "yes")] if value else []
        elif kind is FieldKind.MEDIATORS:
            fields.append((name, staff))
        elif kind is FieldKind.MANY:
            fields += [(name, each) for each in value]
        elif kind is FieldKind.INSTALMENTS:
            for number, row in enumerate(value, start=1):
                fields += [(f"instalment-{number}-{key}", str(row[key])) for key in ("due_on", "amount")]
        else:
            fields.append((name, str(value)))
    return fields


async def registered(person: Visitor) -> str:
    answer = await person.post("/console/disputes/new", data=await form_of(person))
    return str(answer.url).split("/disputes/")[1].split("?", maxsplit=1)[0]


async def test_a_file_walks_through_its_steps(house: House) -> None:
    head = await house.staff("主管", Role.SUPERVISOR, STREET)
    file = await registered(head)
    base = f"/console/disputes/{file}"
    for step in (
        "accept",
        "assign",
        "inform",
        "schedule",
        "session",
        "agree",
        "perform_part",
        "perform_part",
        "perform",
    ):
        path = f"{base}/steps/{step}"
        html = await (await head.get(path)).text()
        assert docket().steps[step].name in html
        if step == "perform":
            assert "告知权利义务时说过的途径也算" in html
            assert re.search(
                r'<option value="\w+" selected>', html.split('name="told_how"', 1)[1].split("</select>")[0]
            )
        staff = next(iter(re.findall(r'name="mediators" value="(\w+)"', html)), "")
        paid: dict[str, Any] = {}
        if step == "perform_part":
            paid = {"paid": "", "instalment": 2 if "已履行" in await (await head.get(base)).text() else 1}
        answer = await head.post(path, data=as_form(step, house, await csrf_of(head, path), staff, **paid))
        page = await answer.text()
        assert answer.status == 200, page
        assert answer.url.path == base
    for words in ("达成协议并履行", "按期全部履行", "已履行", "主管", "向人民法院起诉", "双方达成了协议"):
        assert words in page, words
    assert file in await (await head.get("/console/disputes?state=performed&q=李某")).text()
    assert file not in await (await head.get("/console/disputes?state=open")).text()
    assert file in await (await head.get("/console/disputes/mine")).text()


async def test_what_is_wrong_is_told_by_field_and_what_is_illegal_in_words(house: House) -> None:
    head = await house.staff("主管", Role.SUPERVISOR, STREET)
    file = await registered(head)
    path = f"/console/disputes/{file}/steps/accept"
    csrf = await csrf_of(head, path)
    answer = await head.post(path, data={"csrf": csrf, "day": "2026-02-30", "version": "0"})
    page = await answer.text()
    assert answer.status == 400
    assert page.count('aria-invalid="true"') == 3
    assert "日期不对" in page
    assert (await head.post(path, data={"csrf": "wrong"})).status == 403
    illegal = await head.get(f"/console/disputes/{file}/steps/agree")
    assert illegal.status == 409
    assert "不能办“达成协议”" in await illegal.text()
    assert (await head.get(f"/console/disputes/{file}/steps/nonsense")).status == 404
    stale = await head.post(path, data=[*as_form("accept", house, csrf, ""), ("version", "7")])
    assert stale.status == 409


async def test_parties_and_attachments_from_a_phone(house: House) -> None:
    head = await house.staff("主管", Role.SUPERVISOR, STREET)
    file = await registered(head)
    base = f"/console/disputes/{file}"
    csrf = await csrf_of(head, f"{base}/parties/0")
    party = {"csrf": csrf, "role": "respondent", "kind": "organisation", "name": "某物业公司", "age": ""}
    assert "某物业公司" in await (await head.post(f"{base}/parties/0", data=party)).text()
    long = await head.post(f"{base}/parties/0", data={**party, "name": "名" * 500})
    assert long.status == 400
    assert "太长了" in await long.text()
    assert (await head.post(f"{base}/parties/0", data={**party, "role": "judge"})).status == 400
    assert (await head.get(f"{base}/parties/99")).status == 404
    voice = FormData({"csrf": csrf, "kind": "voice", "note": "现场口述"})
    voice.add_field("file", b"\x00\x00\x00\x20ftypM4A rest", filename="录音.m4a")
    page = await (await head.post(f"{base}/files", data=voice)).text()
    assert "现场口述" in page
    link = re.search(rf'href="({base}/files/\w+)"', page).group(1)  # type: ignore[union-attr]
    assert (await (await head.get(link)).read()).endswith(b"M4A rest")
    place = FormData({"csrf": csrf, "kind": "place", "note": "麓谷小镇 3 栋楼道"}, default_to_multipart=True)
    assert "麓谷小镇 3 栋楼道" in await (await head.post(f"{base}/files", data=place)).text()
    empty = FormData({"csrf": csrf, "kind": "photo", "note": ""})
    empty.add_field("file", b"", filename="")
    assert (await head.post(f"{base}/files", data=empty)).status == 400
    forged = FormData({"csrf": "x", "kind": "place", "note": "y"}, default_to_multipart=True)
    assert (await head.post(f"{base}/files", data=forged)).status == 403
    stranger = await house.staff("别家", Role.SUPERVISOR, LABOUR)
    for hidden in (base, link, f"{base}/steps/accept", f"{base}/parties/1"):
        assert (await stranger.get(hidden)).status == 404


@pytest.mark.parametrize("month", ["2026-11", "2027-02", "nonsense", "9999-99", "2026-13"])
async def test_the_calendar_shows_any_month_and_warns_of_a_missing_year(house: House, month: str) -> None:
    head = await house.staff("主管", Role.SUPERVISOR, STREET)
    page = await (await head.get(f"/console/disputes/calendar?month={month}")).text()
    assert ("放假安排还没有录入" in page) == (month == "2027-02")


async def test_due_terms_stand_in_the_calendar_and_on_the_board(house: House) -> None:
    head = await house.staff("主管", Role.SUPERVISOR, STREET)
    file = await registered(head)
    async with house.desk.unit_of_work() as uow:
        before = await uow.files.show(file, lock=True)
        (clock,) = before.clocks
        late = replace(clock, due_on=house.desk.today() - timedelta(days=2))
        await uow.files.save(before, replace(before, clocks=(late,)))
    board = await (await head.get("/console/disputes/overdue")).text()
    assert "决定是否受理" in board
    assert "2 天" in board
    month = late.due_on.strftime("%Y-%m")
    assert file in await (await head.get(f"/console/disputes/calendar?month={month}")).text()
    assert file not in await (await head.get("/console/disputes/overdue?mine=1")).text()


async def test_a_lead_is_registered_without_an_applicant_and_a_citizen_only_with_consent(house: House) -> None:
    head = await house.staff("登记员", Role.REGISTRAR, STREET)
    form = await form_of(head)
    del form["consented"]
    assert (await head.post("/console/disputes/new", data=form)).status == 400
    answer = await head.post("/console/disputes/new", data={**form, "source": "screening", "place": "麓谷小镇"})
    page = await answer.text()
    assert answer.status == 200, page
    assert '<span class="state">线索</span>' in page
    assert "<dd>排查发现</dd>" in page
    wrong = await head.post("/console/disputes/new", data={**form, "source": "gossip", "happened_on": "2099-01-01"})
    assert wrong.status == 400
    assert "请选择来源" in await wrong.text()
