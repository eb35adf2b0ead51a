"""The citizen's calls: sessions, messages, repeats, and every kind of bad input."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from yarl import URL

from bot.service.reference_room import ReferenceRoom
from tests.web.conftest import WAGES, House, running_house


async def test_a_session_is_a_signed_cookie_out_of_reach_of_scripts(house: House) -> None:
    visitor = house.visitor()
    first = await visitor.post("/api/v1/chat/sessions")
    assert first.status == 201
    cookie = first.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    again = await visitor.post("/api/v1/chat/sessions")
    assert again.status == 200
    assert (await again.json())["session"]["id"] == (await first.json())["session"]["id"]


async def test_the_first_message_starts_a_session_and_brings_the_notice(house: House) -> None:
    visitor = house.visitor()
    answer = await visitor.say(WAGES)
    assert answer["session"]["new"] is True
    assert answer["message"]["from"] == "citizen"
    assert answer["message"]["text"] == WAGES
    assert answer["replies"]
    assert answer["replies"][0]["kind"] == "notice"
    numbers = [answer["message"]["id"], *(reply["id"] for reply in answer["replies"])]
    assert numbers == sorted(set(numbers))
    for reply in answer["replies"]:
        assert {"id", "from", "text", "choices", "articles", "at"} <= reply.keys()
        assert reply["from"] == "assistant"


async def test_the_same_client_id_gets_the_saved_answer_and_changes_nothing(house: House) -> None:
    visitor = house.visitor()
    client_id = str(uuid.uuid4())
    first = await visitor.say(WAGES, client_id)
    again = await visitor.say("别的话", client_id.upper())
    assert again["repeated"] is True
    assert again["message"]["id"] == first["message"]["id"]
    assert [reply["id"] for reply in again["replies"]] == [reply["id"] for reply in first["replies"]]
    seen = await (await visitor.get("/api/v1/chat/messages")).json()
    assert len([said for said in seen["messages"] if said["from"] == "citizen"]) == 1


async def test_a_forged_cookie_begins_a_new_session_and_says_so(house: House) -> None:
    honest = house.visitor()
    await honest.say(WAGES)
    own = honest.session.cookie_jar.filter_cookies(URL(honest.base))["fengqiao_visitor"].value
    for forged in ("x.1.y", own[:-2] + "zz", own.replace(own[0], "A" if own[0] != "A" else "B", 1), "。" * 9):
        thief = house.visitor()
        headers = {"Cookie": f"fengqiao_visitor={forged}"}
        refused = await thief.get("/api/v1/chat/messages", headers=headers)
        assert refused.status == 401
        page = await (await thief.get("/", headers=headers)).text()
        assert "会话凭证无效" in page
        assert "bubble citizen" not in page
        fresh = await (await thief.post("/api/v1/chat/sessions", headers=headers)).json()
        assert fresh["session"]["new"] is True
        assert "会话凭证无效" in fresh["session"]["notice"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        ({"text": "字" * 10_001, "client_id": str(uuid.uuid4())}, 413, "message_too_long"),
        ({"text": "你好"}, 400, "bad_input"),
        ({"text": "你好", "client_id": "1"}, 400, "bad_input"),
        ({"text": 5, "client_id": str(uuid.uuid4())}, 400, "bad_input"),
        ([1], 400, "bad_input"),
        ("你好", 400, "bad_input"),
        ({"text": "\ud800", "client_id": str(uuid.uuid4())}, 400, "bad_input"),
    ],
)
async def test_what_cannot_be_used_is_refused_in_clear_words(
    house: House, content: object, status: int, code: str
) -> None:
    visitor = house.visitor()
    answer = await visitor.post("/api/v1/chat/messages", content)
    assert answer.status == status
    error = (await answer.json())["error"]
    assert error["code"] == code
    assert error["message"]
    assert "字字字" not in error["message"]
    assert (await visitor.say("你好"))["replies"]  # nothing else was disturbed


@pytest.mark.parametrize("text", ["", "   ", "😀😀😀", "\x00\x07\x1b[31m", "<script>alert(1)</script>", "？？？"])
async def test_odd_texts_get_a_friendly_answer(house: House, text: str) -> None:
    answer = await house.visitor().say(text)
    assert answer["replies"]
    assert all(reply["text"] for reply in answer["replies"])


async def test_not_json_and_other_sites_stay_outside(house: House) -> None:
    visitor = house.visitor()
    broken = await visitor.post("/api/v1/chat/messages", data=b"{", headers={"Content-Type": "application/json"})
    assert broken.status == 400
    form = await visitor.post("/api/v1/chat/messages", data={"text": "x"})
    assert form.status == 415
    deep = await visitor.post(
        "/api/v1/chat/messages", data=b"[" * 100_000, headers={"Content-Type": "application/json"}
    )
    assert deep.status == 400
    huge = await visitor.post(
        "/api/v1/chat/messages", data=b'"' + b"a" * 400_000 + b'"', headers={"Content-Type": "application/json"}
    )
    assert huge.status == 413
    content = {"text": "你好", "client_id": str(uuid.uuid4())}
    other = await visitor.post("/api/v1/chat/messages", content, headers={"Sec-Fetch-Site": "cross-site"})
    assert other.status == 403
    for answer in (broken, form, deep, huge, other):
        assert set((await answer.json())["error"]) <= {"code", "message", "hint"}


async def test_forgetting_takes_the_talk_off_this_device(house: House) -> None:
    visitor = house.visitor()
    await visitor.say(WAGES)
    assert (await visitor.post("/api/v1/chat/forget")).status == 204
    assert (await visitor.get("/api/v1/chat/messages")).status == 401
    assert "bubble citizen" not in await (await visitor.get("/")).text()


@pytest.fixture
async def narrow_house(tmp_path: Path, room: ReferenceRoom) -> AsyncIterator[House]:
    limits = {"FENGQIAO_MESSAGES_PER_MINUTE": "3", "FENGQIAO_SESSIONS_PER_MINUTE": "2"}
    async for running in running_house(tmp_path, room, **limits):
        yield running


async def test_too_many_messages_are_refused_for_one_visitor_only(narrow_house: House) -> None:
    eager, calm = narrow_house.visitor(), narrow_house.visitor()
    for _ in range(3):
        await eager.say("你好")
    content = {"text": "你好", "client_id": str(uuid.uuid4())}
    answer = await eager.post("/api/v1/chat/messages", content)
    assert answer.status == 429
    assert (await answer.json())["error"]["code"] == "too_many_requests"
    assert (await calm.say("你好"))["replies"]
    third = await narrow_house.visitor().post("/api/v1/chat/messages", content)
    assert third.status == 429  # the third new visitor from this address within a minute


async def test_many_at_once_with_the_same_id_are_one_message(house: House) -> None:
    import asyncio

    visitor = house.visitor()
    await visitor.post("/api/v1/chat/sessions")
    client_id = str(uuid.uuid4())
    answers = await asyncio.gather(*(visitor.say(WAGES, client_id) for _ in range(8)))
    assert len({answer["message"]["id"] for answer in answers}) == 1
    assert [answer["repeated"] for answer in answers].count(False) == 1
