"""Voice messages and small pictures over HTTP: played and shown, never run; bombs are refused at the door."""

import io
from typing import Any

from PIL import Image

from tests.unit.bot.test_pictures import WEBM, bomb
from tests.web.conftest import House
from tests.web.test_files import sent

VOICE = WEBM + b"A_OPUS" + b"sound" * 100


async def test_a_voice_message_is_played_by_both_sides_and_never_run(house: House) -> None:
    anna, colleague = house.visitor(), await house.staff("陈静")
    await anna.ask_for_a_person()
    _, content = await sent(anna, VOICE, name="语音消息.webm", declared="text/html")
    (file,) = content["message"]["attachments"]
    assert (file["sound"], file["picture"], file["media_type"]) == (True, False, "audio/webm")
    handoff = await colleague.claim_first()
    for who, path in (
        (anna, "/api/v1/chat/attachments/"),
        (colleague, f"/api/v1/staff/handoffs/{handoff}/attachments/"),
    ):
        answer = await who.get(path + file["id"])
        assert await answer.read() == VOICE
        assert answer.headers["Content-Type"] == "audio/webm"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        part = await who.get(path + file["id"], headers={"Range": "bytes=4-7"})
        assert (part.status, await part.read()) == (206, VOICE[4:8])
        assert part.headers["Content-Range"] == f"bytes 4-7/{len(VOICE)}"
        for odd in ("bytes=9999-", "bytes=x", "lines=1-2"):
            assert (await who.get(path + file["id"], headers={"Range": odd})).status == 200
    page = await anna.get("/")
    assert "microphone=(self)" in page.headers["Permissions-Policy"]


async def test_a_small_picture_is_asked_for_by_its_size(house: House) -> None:
    anna = house.visitor()
    written = io.BytesIO()
    Image.new("RGB", (1600, 1200), "green").save(written, "JPEG")
    _, content = await sent(anna, written.getvalue())
    address = f"/api/v1/chat/attachments/{content['message']['attachments'][0]['id']}"
    small: Any = await (await anna.get(f"{address}?size=small")).read()
    assert len(small) < len(written.getvalue())
    assert max(Image.open(io.BytesIO(small)).size) == 480
    status, refused = await sent(anna, bomb(60_000, 60_000), name="a.png")
    assert (status, refused["error"]["code"]) == (400, "bad_input")
    _, broken = await sent(anna, b"\xff\xd8\xff\xe0picture")
    address = f"/api/v1/chat/attachments/{broken['message']['attachments'][0]['id']}"
    assert (await anna.get(f"{address}?size=small")).status == 404
    assert (await anna.get(address)).status == 200


async def test_the_packet_lists_what_the_citizen_sent_and_what_the_assistant_cited(house: House) -> None:
    anna, colleague = house.visitor(), await house.staff("陈静")
    await sent(anna, b"%PDF-1.7 contract", name="劳动合同.pdf", declared="application/pdf")
    await anna.ask_for_a_person()
    handoff = await colleague.claim_first()
    brief = (await (await colleague.get(f"/api/v1/staff/handoffs/{handoff}")).json())["brief"]
    assert [document["name"] for document in brief["documents"]] == ["劳动合同.pdf"]
    labels = [article["label"] for article in brief["cited"]]
    assert labels
    assert len(labels) == len({(article["law"], article["label"]) for article in brief["cited"]})
    assert all(article["state"] for article in brief["cited"])
