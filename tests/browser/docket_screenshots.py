"""Takes the pictures of the docket in docs/images anew: `python -m tests.browser.docket_screenshots`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.office import Colleague, Office, colleague_link
from tests.browser.screenshots import take
from tests.browser.test_docket import MEDIATOR, fill_step, register, take_step


async def scenes(office: Office) -> None:
    """One file from application to agreement, its calendar, and the same on a phone."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = (await Colleague.signs_in(browser, await colleague_link(office, MEDIATOR))).page
        dispute = await register(page, office)
        for step in ("accept", "assign", "inform", "session"):
            await take_step(page, step)
        await fill_step(page, "agree")
        await take(page, "console-1280-step", whole=True)
        await page.locator("form.fields button.primary").click()
        await page.locator(".timeline").wait_for()
        await take(page, "console-1280-file", whole=True)
        await register(page, office)
        base = f"{office.address}/console/disputes"
        for address, name in (("", "docket"), ("/calendar?month=2026-12", "calendar")):
            await page.goto(base + address)
            await take(page, f"console-1280-{name}")
        await page.set_viewport_size({"width": 390, "height": 844})
        await page.goto(base)
        await take(page, "console-390-docket")
        await page.goto(f"{base}/{dispute}")
        await take(page, "console-390-file", whole=True)
        await browser.close()


def main() -> None:
    """Run an office of its own for the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.start()
        try:
            asyncio.run(scenes(office))
        finally:
            office.stop()


if __name__ == "__main__":
    main()
