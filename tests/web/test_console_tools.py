"""Tools of the console: replies used often, the transcript, the supervisor's board."""

import re

from bot.console.canned_replies import canned_replies, entries
from bot.domain.staff import Role
from nlp.taxonomy import taxonomy
from tests.web.conftest import STREET, House


def test_replies_used_often_are_whole_plain_and_state_no_law() -> None:
    known = set(taxonomy().categories)
    assert len(entries()) > 8
    assert len({entry["id"] for entry in entries()}) == len(entries())
    for entry in entries():
        assert entry["categories"] == "all" or set(entry["categories"]) <= known
        assert not re.search(r"《|第.{1,8}条|法律规定|胜诉|保证", entry["text"]), entry["id"]
        assert len(entry["title"]) <= 12
    filled = canned_replies("labour", staff="林", organisation="某调委会", address="某地", category_name="劳动争议")
    assert all("{" not in reply["text"] for reply in filled)
    titles = {reply["id"] for reply in filled}
    assert "wages_records" in titles
    assert "leak_photos" not in titles


async def test_the_talk_brings_replies_with_the_own_name_in_them(house: House) -> None:
    mediator, citizen = await house.staff("林调解"), house.visitor()
    await citizen.ask_for_a_person()
    handoff = await mediator.claim_first()
    view = await (await mediator.get(f"/api/v1/staff/handoffs/{handoff}")).json()
    hello = next(reply for reply in view["canned"] if reply["id"] == "hello")
    assert "林调解" in hello["text"]
    assert "劳动人事争议" in hello["text"]


async def test_the_transcript_leaves_notes_out_unless_asked(house: House) -> None:
    mediator, citizen = await house.staff("林调解"), house.visitor()
    await citizen.ask_for_a_person()
    handoff = await mediator.claim_first()
    await mediator.answer(handoff, "给当事人的话")
    await mediator.answer(handoff, "给同事的话", private=True)
    plain = await (await mediator.get(f"/console/talks/{handoff}")).text()
    assert "给当事人的话" in plain
    assert "给同事的话" not in plain
    full = await (await mediator.get(f"/console/talks/{handoff}?notes=1")).text()
    assert "给同事的话" in full
    assert "不得交给当事人" in full
    stranger = await house.staff("街道员", organisation=STREET)
    assert (await stranger.get(f"/console/talks/{handoff}")).status == 404


async def test_the_board_is_for_those_who_supervise(house: House) -> None:
    mediator, citizen = await house.staff("林调解"), house.visitor()
    supervisor = await house.staff("主管", Role.SUPERVISOR)
    elsewhere = await house.staff("别处主管", Role.SUPERVISOR, STREET)
    assert (await mediator.get("/console/board")).status == 403
    await citizen.ask_for_a_person()
    board = await (await supervisor.get("/console/board")).text()
    assert "劳动争议" in board
    assert "林调解" in board
    other = await (await elsewhere.get("/console/board")).text()
    assert "没有人在等" in other
    assert "林调解" not in other
    nav = await (await mediator.get("/console/me")).text()
    assert "/console/board" not in nav
