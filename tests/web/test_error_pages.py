"""What goes wrong in the console is told within the console, with a way back; the API answers JSON, citizens their page."""

import json

import pytest

from bot.console.session import PAGES
from bot.domain.staff import Role
from tests.web.conftest import House, Visitor


async def told(person: Visitor, address: str, *, post: bool = False) -> tuple[int, str]:
    answer = await (person.post(address, data={}) if post else person.get(address))
    return answer.status, await answer.text()


@pytest.mark.parametrize(
    ("address", "status", "says", "back"),
    [
        ("/console/board", 403, "您的身份不能使用这个功能", ("/console", "接待台")),
        ("/console/statistics", 403, "您的", ("/console", "接待台")),
        ("/console/cases/import", 403, "您的", ("/console/cases", "查案例")),
        ("/console/cases/no-such", 404, "没有这个案例", ("/console/cases", "查案例")),
        ("/console/cases/drafts/no-such", 404, "没有这份待审案例", ("/console/cases", "查案例")),
        ("/console/disputes/no-such", 404, "没有", ("/console/disputes", "纠纷案卷")),
        ("/console/talks/no-such", 404, "没有", ("/console", "接待台")),
        ("/console/nowhere", 404, "没有这个页面", ("/console", "接待台")),
    ],
)
async def test_staff_are_told_within_the_console_and_find_the_way_back(
    house: House, address: str, status: int, says: str, back: tuple[str, str]
) -> None:
    person = await house.staff("林调解")
    answered, shown = await told(person, address)
    assert answered == status
    assert says in shown
    assert 'class="bar"' in shown and "林调解" in shown and 'href="/console/duty"' in shown, "the bar of the console"
    assert f'href="{back[0]}">回到“{back[1]}”</a>' in shown
    assert (await told(person, back[0]))[0] == 200, "the way back is open"
    assert 'href="/"' not in shown, "not to the citizens' page"


async def test_every_page_of_the_console_that_a_role_may_not_open_is_told_so(house: House) -> None:
    auditor = await house.staff("审计员", Role.AUDITOR)
    for address, _, _ in PAGES[1:]:  # the first greets whoever is signed in
        status, shown = await told(auditor, address)
        assert (status, 'class="bar"' in shown, "回到我的页面" in shown) == (403, True, True), address
    assert (await told(auditor, "/console/me"))[0] == 200
    status, shown = await told(auditor, "/console/cases/drafts", post=True)
    assert (status, 'class="bar"' in shown) == (403, True), "what was sent too"


async def test_whoever_is_not_signed_in_and_programs_and_citizens_get_their_own_answers(house: House) -> None:
    stranger = house.visitor()
    status, shown = await told(stranger, "/console/nowhere")
    assert (status, "去登录" in shown, "枫桥工作台" in shown) == (404, True, True)
    status, shown = await told(stranger, "/consolation")
    assert (status, "回到首页" in shown, "枫桥工作台" in shown) == (404, True, False)
    staff = await house.staff("林调解")
    status, answered = await told(staff, "/api/v1/staff/handoffs/no-such")
    assert (status, json.loads(answered)["error"]["code"]) == (404, "not_found")
