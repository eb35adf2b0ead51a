"""The server goes away in the middle of a talk, politely or not, and comes back."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.office import Citizen, Colleague, Office, colleague_link


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Office]:
    running = Office(tmp_path)
    running.start()
    try:
        yield running
    finally:
        running.stop()


async def test_a_killed_server_comes_back_and_nothing_is_lost(browser: Browser, own_office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(own_office))
    citizen = await Citizen.arrives(browser, own_office)
    await citizen.tells_and_asks_for_a_person()
    await mediator.claims()
    await mediator.answers("重启以前")
    await citizen.hears("重启以前")
    for how, number in ((signal.SIGTERM, 1), (signal.SIGKILL, 2)):
        own_office.stop(how)
        await citizen.say(f"停机时写的{number}")
        await expect(citizen.page.locator(".bubble .mark").last).to_contain_text("未送达")
        await mediator.answers(f"停机时答的{number}")
        await expect(mediator.page.locator("#line")).to_be_visible()
        own_office.start()
        await mediator.sees(f"停机时写的{number}")
        await citizen.hears(f"停机时答的{number}")
        await expect(citizen.page.locator("#status")).to_contain_text("示例甲（人民调解员）", timeout=15_000)
        await expect(mediator.page.locator("#line")).to_be_hidden(timeout=15_000)
    texts = await citizen.texts()
    for text in ("重启以前", "停机时写的1", "停机时答的1", "停机时写的2", "停机时答的2"):
        assert texts.count(text) == 1
    ids = await citizen.ids()
    assert ids == sorted(set(ids))
    await mediator.closes()
