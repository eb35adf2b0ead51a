"""Pages: the chat without scripts, the outcome, headers, and that nothing of a citizen is executed."""

import posixpath
import re
import uuid

import pytest

from bot.web.keys import STATIC
from tests.web.conftest import WAGES, House, Visitor


def client_id_in(html: str) -> str:
    return re.search(r'name="client_id" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]


async def say_plainly(visitor: Visitor, text: str, client_id: str | None = None) -> str:
    client_id = client_id or client_id_in(await (await visitor.get("/")).text())
    answer = await visitor.post("/chat/say", data={"client_id": client_id, "text": text})
    return str(await answer.text())


async def test_the_chat_works_without_scripts(house: House) -> None:
    visitor = house.visitor()
    html = await say_plainly(visitor, WAGES)
    assert WAGES in html
    assert 'name="press"' in html  # the choices are buttons of the form
    choice = re.search(r'name="press" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]
    answer = await visitor.post("/chat/say", data={"client_id": client_id_in(html), "press": choice, "text": ""})
    assert answer.status == 200
    assert answer.history[0].headers["Location"] == "/#plain-form"


async def test_a_second_press_of_the_same_form_changes_nothing(house: House) -> None:
    visitor = house.visitor()
    client_id = str(uuid.uuid4())
    await say_plainly(visitor, WAGES, client_id)
    await say_plainly(visitor, WAGES, client_id)
    seen = await (await visitor.get("/api/v1/chat/messages")).json()
    assert len([said for said in seen["messages"] if said["from"] == "citizen"]) == 1


async def test_a_refused_text_comes_back_into_the_form(house: House) -> None:
    visitor = house.visitor()
    text = "长" * 10_001
    html = await say_plainly(visitor, text)
    assert '<p class="notice bad" role="alert">内容太长了，最多 10000 个字。' in html
    assert text in html


async def test_what_citizens_write_is_shown_and_never_run(house: House) -> None:
    visitor = house.visitor()
    html = await say_plainly(visitor, "<script>alert(1)</script><img src=x onerror=alert(2)>")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


async def test_the_outcome_is_a_page_to_print(house: House) -> None:
    visitor = house.visitor()
    assert "还没有结果" in await (await visitor.get("/chat/outcome")).text()
    answer = await visitor.say(WAGES)
    for _ in range(6):
        if any(reply["kind"] == "outcome" for reply in answer["replies"]):
            break
        answer = await visitor.say("不知道")
    html = await (await visitor.get("/chat/outcome")).text()
    for part in ("劳动争议", "要抓紧的时间", "要带的东西", "相似的案例", "别的路也一直开着"):
        assert part in html
    cases = html.split("<h2>相似的案例</h2>", 1)[1].split("</section>", 1)[0]
    assert cases.count("</b>（示例）") == cases.count("<li>") > 0, "composed cases are marked wherever they stand"


PAGES = [
    "/",
    "/chat/outcome",
    "/status",
    "/console/sign-in",
    "/console/sign-in?token=abc",
    "/nowhere",
    "/api/v1/nowhere",
]


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_carries_strict_headers_and_no_inline_code(house: House, path: str) -> None:
    answer = await house.visitor().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    html = await answer.text()
    if answer.content_type == "text/html":
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"\son[a-z]+=", html)
        assert " style=" not in html
        assert "<style" not in html
        assert 'lang="zh-CN"' in html
    else:
        assert (await answer.json())["error"]["code"] == "not_found"


async def test_the_chat_page_asks_for_all_its_scripts_at_once(house: House) -> None:
    html = await (await house.visitor().get("/")).text()
    asked = set(re.findall(r'modulepreload" href="/static/\w+/([^"]+)"', html))
    needed, waiting = set(), ["chat/main.js"]
    content = house.app[STATIC].content
    while waiting:
        name = waiting.pop()
        needed.add(name)
        for target in re.findall(r'from "(\.[^"]+)"', content[name].decode()):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if path not in needed:
                waiting.append(path)
    assert asked == needed
    assert sum(len(house.app[STATIC].compressed[name]) for name in needed) < 30_000


async def test_files_are_cached_by_digest_and_never_leave_their_folder(house: House) -> None:
    visitor = house.visitor()
    html = await (await visitor.get("/")).text()
    address = re.search(r'href="(/static/[^"]+tokens\.css)"', html).group(1)  # type: ignore[union-attr]
    file = await visitor.get(address)
    assert "immutable" in file.headers["Cache-Control"]
    assert file.headers["Content-Encoding"] == "gzip"
    plain = await visitor.get(address, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert await plain.text() == await file.text()
    old = await visitor.get(re.sub(r"/static/\w+/", "/static/old/", address))
    assert old.status == 200
    assert old.headers["Cache-Control"] == "no-cache"
    for outside in (
        "/static/x/../settings.py",
        "/static/x/%2e%2e/settings.py",
        "/static/x/..%2fkeys.py",
        "/static/x/openapi.yaml",
    ):
        assert (await visitor.get(outside)).status == 404


async def test_a_wrong_method_and_a_missing_page_are_said_in_plain_words(house: House) -> None:
    visitor = house.visitor()
    missing = await visitor.get("/nowhere")
    assert missing.status == 404
    assert "没有这个页面" in await missing.text()
    wrong = await visitor.get("/api/v1/chat/sessions")
    assert wrong.status == 405
    assert wrong.headers["Allow"] == "POST"
