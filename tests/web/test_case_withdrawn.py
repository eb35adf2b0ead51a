"""A withdrawn case stands among the waiting ones and can be taken up again."""

import re

from bot.domain.staff import Role
from tests.web.conftest import House
from tests.web.test_case_pages import closed_dispute, house, page, problem_of, send

__all__ = ["house"]


async def test_a_withdrawn_case_is_taken_up_again_and_its_whole_history_shows(house: House) -> None:
    first, second = await house.staff("林调解"), await house.staff("周主管", Role.SUPERVISOR)
    dispute = await closed_dispute(house, first)
    _, draft = await send(first, "/console/cases/drafts", {"dispute": dispute})
    place = re.search(r'action="(/console/cases/drafts/[^"]+)"', draft)
    assert place is not None
    address, case_id = place[1], place[1].rsplit("/", 1)[1]
    words = {
        "step": "save",
        "kind": "labour/unpaid_wages",
        "outcome": "performed",
        "title": "讨回工资",
        "story": "欠薪。",
    }
    assert (await send(first, address, words))[0] == 200
    assert (await send(first, address, {"step": "confirm", "read": "yes"}))[0] == 200
    assert (await send(second, address, {"step": "review"}))[0] == 200
    assert (await send(second, address, {"step": "publish"}))[0] == 200
    status, refused = await send(first, "/console/cases/drafts", {"case": case_id}, of=f"/console/cases/{case_id}")
    assert (status, problem_of(refused)) == (409, "这个案例已经发布。要改先撤下，再到“待审案例”里重新整理。")
    away = f"/console/cases/{case_id}/withdraw"
    assert (await send(second, away, {"note": "有人认出来了"}, of=f"/console/cases/{case_id}"))[0] == 200

    _, work = await page(first, "/console/cases/drafts")
    listed = work.split("撤下的、没有采用的案例", 1)[1]
    assert "讨回工资" in listed and "有人认出来了" in listed and "周主管" in listed
    _, paper = await page(first, address)
    assert "重新整理" in paper
    status, opened = await send(first, "/console/cases/drafts", {"case": case_id}, of=address)
    assert (status, "第一步：确认认不出是谁" in opened, "讨回工资" in opened) == (200, True, True)
    for done in ("发布", "撤下（有人认出来了）", "撤下以后重新整理"):
        assert f"：{done}</li>" in opened, done
    _, work = await page(first, "/console/cases/drafts")
    assert "撤下的、没有采用的案例" not in work and "等待核对身份" in work
