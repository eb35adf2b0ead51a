"""A voice message from the button to the mediator's player, with a microphone that the browser pretends to have."""

from playwright.async_api import async_playwright, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM, MISSING
from tests.browser.office import Citizen, Colleague, Office, colleague_link

PRETENDED = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


async def test_recorded_listened_to_sent_and_played(office: Office) -> None:
    assert CHROMIUM is not None, MISSING
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *PRETENDED])
        mediator = await Colleague.signs_in(browser, await colleague_link(office))
        citizen = await Citizen.arrives(browser, office, width=390)
        await citizen.tells_and_asks_for_a_person()
        await mediator.claims()
        await citizen.page.click("#record")
        await expect(citizen.page.locator("#recorded")).to_have_text("0:02", timeout=15_000)
        await citizen.page.click("#record")
        await citizen.page.get_by_role("button", name="发出去").click()
        await expect(citizen.page.locator(".bubble.citizen .files audio")).to_have_count(1, timeout=15_000)
        player = mediator.page.locator("#log .files audio")
        await expect(player).to_have_count(1, timeout=15_000)
        seconds = await player.evaluate(
            "async a => { a.muted = true; await a.play(); await new Promise(r => setTimeout(r, 700)); return a.currentTime }"
        )
        assert seconds > 0.2
        assert citizen.problems == mediator.problems == []
        await mediator.closes()
        await browser.close()
