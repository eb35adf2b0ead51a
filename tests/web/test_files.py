"""Photos and files over HTTP: taken with the message, shown to those who may read the talk, never run by a browser."""

import io
import uuid
from pathlib import Path
from typing import Any

from aiohttp import FormData

from bot.domain.attachments import LARGEST_FILE, MOST_FILES
from bot.service.reference_room import ReferenceRoom
from tests.web.conftest import STREET, House, Visitor, running_house

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 50


def form(
    content: bytes, name: str = "照片.jpg", client_id: str | None = None, text: str = "", declared: str = "image/jpeg"
) -> FormData:
    data = FormData(quote_fields=False)
    data.add_field("client_id", client_id or str(uuid.uuid4()))
    if text:
        data.add_field("text", text)
    data.add_field("file", io.BytesIO(content), filename=name, content_type=declared)
    return data


async def sent(visitor: Visitor, *more: Any, **named: Any) -> Any:
    answer = await visitor.post("/api/v1/chat/attachments", data=form(*more, **named))
    return answer.status, await answer.json()


async def test_a_photo_is_taken_answered_and_shown_to_its_sender_only(house: House) -> None:
    anna, ben = house.visitor(), house.visitor()
    client_id = str(uuid.uuid4())
    status, content = await sent(anna, JPEG, client_id=client_id)
    assert status == 200
    (file,) = content["message"]["attachments"]
    assert {"name": "照片.jpg", "media_type": "image/jpeg", "size": len(JPEG), "picture": True}.items() <= file.items()
    assert "收到" in content["replies"][-1]["text"]
    status, again = await sent(anna, JPEG, client_id=client_id)
    assert (status, again["repeated"], again["message"]["id"]) == (200, True, content["message"]["id"])

    picture = await anna.get(f"/api/v1/chat/attachments/{file['id']}")
    assert await picture.read() == JPEG
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture.headers["Content-Disposition"].startswith("inline;")
    await ben.say("你好")
    assert (await ben.get(f"/api/v1/chat/attachments/{file['id']}")).status == 404
    assert (await house.visitor().get(f"/api/v1/chat/attachments/{file['id']}")).status == 401
    listed = (await (await anna.get("/api/v1/chat/messages")).json())["messages"]
    assert [len(m.get("attachments", ())) for m in listed if m["from"] == "citizen"] == [1]


async def test_staff_who_read_the_talk_see_the_file_and_others_do_not(house: House) -> None:
    anna, ben = house.visitor(), house.visitor()
    colleague, stranger = await house.staff("陈静"), await house.staff("李明", organisation=STREET)
    await anna.ask_for_a_person()
    _, content = await sent(anna, b"%PDF-1.7 contract", name="合同.pdf", declared="application/pdf")
    file = content["message"]["attachments"][0]
    handoff = await colleague.claim_first()
    view = await (await colleague.get(f"/api/v1/staff/handoffs/{handoff}")).json()
    assert [a["name"] for m in view["messages"] for a in m.get("attachments", ())] == ["合同.pdf"]
    answer = await colleague.get(f"/api/v1/staff/handoffs/{handoff}/attachments/{file['id']}")
    assert await answer.read() == b"%PDF-1.7 contract"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert (await stranger.get(f"/api/v1/staff/handoffs/{handoff}/attachments/{file['id']}")).status == 404
    _, other = await sent(ben, JPEG)
    foreign = other["message"]["attachments"][0]["id"]
    assert (await colleague.get(f"/api/v1/staff/handoffs/{handoff}/attachments/{foreign}")).status == 404


async def test_files_that_lie_and_names_that_harm(house: House) -> None:
    anna = house.visitor()
    refused = (
        (b"", "空.txt", 400, "空的"),
        (JPEG, "照片.pdf", 400, "对不上"),
        (b"MZ\x90\x00" + b"\x00" * 99, "合同.pdf", 400, "不能收"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "图.svg", 400, "对不上"),
        (b"<script>alert(1)</script>", "页.html", 400, "对不上"),
    )
    for content, name, expected, word in refused:
        status, answer = await sent(anna, content, name=name)
        assert (status, word in answer["error"]["message"]) == (expected, True), (name, answer)
    names = {
        "../../etc/passwd": "passwd.txt",
        "C:\\windows\\system.txt": "system.txt",
        "<img src=x onerror=alert(1)>.txt": "img src=x onerror=alert(1).txt",
        "合同\u202egnp.txt": "合同gnp.txt",
        ".htaccess": "htaccess.txt",
        "长" * 300 + ".txt": "长" * 80 + ".txt",
    }
    for name, safe in names.items():
        status, answer = await sent(anna, "正文".encode(), name=name)
        assert status == 200, (name, answer)
        (file,) = answer["message"]["attachments"]
        assert (file["name"], file["media_type"]) == (safe, "text/plain")
        served = await anna.get(f"/api/v1/chat/attachments/{file['id']}")
        assert served.headers["Content-Type"] == "application/octet-stream"
        assert served.headers["Content-Disposition"].isascii()


async def test_what_is_too_large_is_refused_without_being_kept(house: House) -> None:
    anna = house.visitor()
    status, answer = await sent(anna, JPEG + b"\x00" * LARGEST_FILE)
    assert (status, answer["error"]["code"]) == (413, "file_too_large")
    assert "10 MB" in answer["error"]["message"]

    async def hundred_megabytes():
        yield (
            b'--x\r\nContent-Disposition: form-data; name="client_id"\r\n\r\n' + str(uuid.uuid4()).encode()
            + b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + JPEG
        )  # fmt: skip
        for _ in range(100):
            yield b"\x00" * 1024 * 1024

    try:
        answer = await anna.post(
            "/api/v1/chat/attachments",
            data=hundred_megabytes(),
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        )
        assert answer.status == 413
    except OSError:
        pass  # the house hung up while we were still sending: refused as well
    assert (await anna.get("/api/v1/chat/messages")).status == 401  # nothing was begun


async def test_forms_that_are_none(house: House) -> None:
    anna = house.visitor()
    assert (await anna.post("/api/v1/chat/attachments", {"client_id": str(uuid.uuid4())})).status == 415
    without_file = FormData({"client_id": str(uuid.uuid4()), "other": "x"}, default_to_multipart=True)
    assert (await anna.post("/api/v1/chat/attachments", data=without_file)).status == 400
    assert (await anna.post("/api/v1/chat/attachments", data=form(JPEG, client_id="17"))).status == 400
    broken = await anna.post(
        "/api/v1/chat/attachments", data=b"--x\r\nnothing", headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert broken.status == 400
    other_site = await anna.post("/api/v1/chat/attachments", data=form(JPEG), headers={"Sec-Fetch-Site": "cross-site"})
    assert other_site.status == 403


async def test_a_talk_takes_only_so_many_files(tmp_path: Path, room: ReferenceRoom) -> None:
    async for house in running_house(tmp_path, room, FENGQIAO_MESSAGES_PER_MINUTE="1000"):
        anna = house.visitor()
        results = [await sent(anna, b"text", name="a.txt") for _ in range(MOST_FILES + 1)]
        assert [status for status, _ in results] == [200] * MOST_FILES + [400]
        assert str(MOST_FILES) in results[-1][1]["error"]["message"]


async def test_nobody_sends_files_without_end(tmp_path: Path, room: ReferenceRoom) -> None:
    async for house in running_house(tmp_path, room, FENGQIAO_FILES_PER_MINUTE="2"):
        visitors = [house.visitor() for _ in range(3)]
        assert [(await sent(visitor, JPEG))[0] for visitor in visitors] == [200, 200, 429]


async def test_a_deleted_talk_has_no_files(house: House) -> None:
    anna = house.visitor()
    _, content = await sent(anna, JPEG)
    file = content["message"]["attachments"][0]["id"]
    await anna.say("删除我的数据")
    await anna.say("确认删除")
    assert (await anna.get(f"/api/v1/chat/attachments/{file}")).status == 404
    async with house.desk.unit_of_work(reading=True) as uow:
        assert await uow.attachments.content(file) is None
