"""The roster over HTTP: who sees and changes it, what is refused in one line, sheets handed in by browser."""

import re

from aiohttp import FormData

from bot.domain.staff import Role
from tests.web.conftest import LABOUR, STREET, House, Visitor


async def token(person: Visitor, path: str = "/console/duty") -> str:
    html = await (await person.get(path)).text()
    return re.search(r'name="csrf" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]


def shift_form(csrf: str, html: str, **more: str) -> dict[str, str]:
    staff = re.search(r'<option value="(\w+)">陈静（', html).group(1)  # type: ignore[union-attr]
    return {
        "csrf": csrf,
        "organisation": STREET,
        "view": "week",
        "day": "2026-11-30",
        "staff": staff,
        "repeat": "once",
        "on": "2026-12-01",
        "starts": "09:00",
        "ends": "12:00",
        "note": "值守",
        **more,
    }


async def test_a_supervisor_plans_and_a_mediator_reads(house: House) -> None:
    boss = await house.staff("主管", Role.SUPERVISOR, STREET)
    chen = await house.staff("陈静", Role.MEDIATOR, STREET)
    csrf = await token(boss)
    html = await (await boss.get("/console/duty?day=2026-11-30")).text()
    answer = await boss.post("/console/duty/shifts", data=shift_form(csrf, html))
    page = await answer.text()
    assert answer.status == 200
    assert "09:00—12:00" in page
    again = await boss.post("/console/duty/shifts", data=shift_form(csrf, html))
    assert again.status == 409
    assert "已经有班" in await again.text()
    for wrong in ({"ends": "08:00"}, {"on": "2026-02-30"}, {"starts": "<b>"}, {"repeat": "weekly", "weekday": "9"}):
        refused = await boss.post("/console/duty/shifts", data=shift_form(csrf, html, **wrong))
        assert refused.status == 400, wrong
    weekly = shift_form(csrf, html, repeat="weekly", weekday="2", starts="18:00", ends="00:00", on_holidays="yes")
    assert "18:00—24:00" in await (await boss.post("/console/duty/shifts", data=weekly)).text()

    seen = await (await chen.get("/console/duty?day=2026-11-30")).text()
    assert "09:00—12:00" in seen
    assert "排班</button>" not in seen
    removal = re.search(r'action="(/console/duty/shifts/\w+/remove)"', page).group(1)  # type: ignore[union-attr]
    assert (await chen.post(removal, data={"csrf": "wrong"})).status == 403
    form = {"csrf": csrf, "organisation": STREET, "view": "month", "day": "2026-11-30"}
    assert "09:00—12:00" not in await (await boss.post(removal, data=form)).text()


async def test_a_sheet_is_previewed_and_then_kept_or_refused_as_a_whole(house: House) -> None:
    boss = await house.staff("主管", Role.SUPERVISOR, STREET)
    await house.staff("陈静", Role.MEDIATOR, STREET)
    csrf = await token(boss)

    def sheet(text: str, action: str) -> FormData:
        form = FormData({"csrf": csrf, "organisation": STREET, "view": "week", "day": "2026-11-30", "action": action})
        form.add_field("sheet", text.encode(), filename="../../值班.csv", content_type="text/csv")
        return form

    good = "姓名,星期,开始,结束\n陈静,周一至周五,09:00,12:00"
    assert "还没有写入" in await (await boss.post("/console/duty/sheet", data=sheet(good, "preview"))).text()
    bad = await boss.post("/console/duty/sheet", data=sheet(good + "\n陈静,周一,11:00,10:00", "import"))
    assert bad.status == 400
    assert "第 3 行" in await bad.text()
    assert "09:00—12:00" not in await (await boss.get("/console/duty?day=2026-11-30")).text()
    assert "已写入" in await (await boss.post("/console/duty/sheet", data=sheet(good, "import"))).text()
    assert (await boss.post("/console/duty/sheet", data=sheet("GIF89a", "import"))).status == 400


async def test_a_stranger_sees_his_own_roster_instead(house: House) -> None:
    labour = await house.staff("外人", Role.MEDIATOR, LABOUR)
    await house.staff("陈静", Role.MEDIATOR, STREET)
    page = await (await labour.get(f"/console/duty?organisation={STREET}&view=month&day=0001-01-01")).text()
    assert "陈静" not in page
    auditor = await house.staff("审查", Role.AUDITOR, STREET)
    assert (await auditor.get("/console/duty")).status == 403


async def test_duty_over_the_api(house: House) -> None:
    chen = await house.staff("陈静", Role.MEDIATOR, LABOUR)
    district = await house.staff("区里", Role.DISTRICT, "district-committee")
    declared = await chen.post("/api/v1/staff/conflicts", {"name": "长沙某某餐饮公司", "note": "亲戚开的"})
    assert declared.status == 201
    listed = (await (await chen.get("/api/v1/staff/conflicts")).json())["conflicts"]
    assert [one["name"] for one in listed] == ["长沙某某餐饮公司"]
    assert "长沙某某餐饮公司" in await (await chen.get("/console/me")).text()
    assert (await chen.post(f"/api/v1/staff/conflicts/{listed[0]['id']}/remove")).status == 204
    html = await (
        await chen.post("/console/conflicts", data={"csrf": await token(chen, "/console/me"), "name": "王大伟"})
    ).text()
    assert "王大伟" in html

    await house.visitor().ask_for_a_person()
    (entry,) = (await chen.queue())["waiting"]
    assert (entry["offered"], entry["offer_reasons"], entry["obstacle"]) == (True, ["现在只有您能接"], "")
    assert (await district.queue())["waiting"][0]["offered"] is False
    given_back = await chen.post(f"/api/v1/staff/handoffs/{entry['id']}/recuse", {"reason": "亲戚"})
    assert given_back.status == 200
    assert (await chen.queue())["waiting"][0]["obstacle"] == "您已申请回避"
    assert (await chen.post(f"/api/v1/staff/handoffs/{entry['id']}/claim")).status == 403

    danger = house.visitor()
    await danger.say("我老公拿刀要砍我，快救救我")
    queue = await district.queue()
    (alarm,) = queue["alarms"]
    assert queue["emergencies"][0]["position"] is None
    assert (await chen.queue())["alarms"] == []
    board = await (await district.get("/console/board")).text()
    assert "正在报警叫人" in board
    assert (await district.post(f"/api/v1/staff/handoffs/{alarm['handoff']}/alarm", {"answer": "马上去"})).status == 204
    assert (await district.queue())["alarms"] == []
    state = (await (await danger.get("/api/v1/chat/messages")).json())["state"]
    assert (state["emergency"], state["queue_position"], state["estimate_minutes"]) == (True, None, None)
