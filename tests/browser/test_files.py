"""A photo goes from the citizen's page to the mediator's, a form comes back, and neither leaves the talk."""

import base64
from typing import Any

from playwright.async_api import Browser, expect

from tests.browser.office import Citizen, Colleague, Office, colleague_link

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGNQaEjAihiGlgQA8jBAAbIO7xUAAAAASUVORK5CYII="
)


def chosen(name: str, content: bytes, kind: str) -> list[Any]:
    return [{"name": name, "mimeType": kind, "buffer": content}]


async def test_files_go_both_ways(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office))
    citizen = await Citizen.arrives(browser, office)
    await citizen.page.set_input_files("#file", chosen("工资单.png", PICTURE, "image/png"))
    photo = citizen.page.locator(".bubble.citizen .files img")
    await expect(photo).to_be_visible(timeout=15_000)
    assert await photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 8
    await citizen.hears("收到")
    await citizen.tells_and_asks_for_a_person()
    await mediator.claims()
    await expect(mediator.page.locator("#log .said.citizen .files img")).to_be_visible()
    await mediator.page.set_input_files("#answer-file", chosen("申请书.pdf", b"%PDF-1.7 form", "application/pdf"))
    link = citizen.page.locator(".bubble.staff .files a", has_text="申请书.pdf")
    await expect(link).to_be_visible(timeout=15_000)
    async with citizen.page.expect_download() as download:
        await link.click()
    assert (await (await download.value).path()).read_bytes() == b"%PDF-1.7 form"

    await citizen.page.set_input_files("#file", chosen("合同.pdf", b"MZ\x90\x00", "application/pdf"))
    await citizen.hears("不能收")
    await citizen.page.set_input_files("#file", chosen("空.txt", b"", "text/plain"))
    await citizen.hears("空的")
    await citizen.page.reload()
    await expect(citizen.page.locator(".bubble.citizen .files img")).to_be_visible(timeout=15_000)
    assert citizen.problems == mediator.problems == []
