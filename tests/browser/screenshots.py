"""Takes the pictures of docs/images anew: `python -m tests.browser.screenshots`. Look at them before committing them."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.office import DISTRICT, MEDIATOR, ROOT, WAGES, Citizen, Colleague, Office, colleague_link

FOLDER = ROOT / "docs" / "images"


async def take(page: Page, name: str, *, whole: bool = False) -> None:
    await page.wait_for_timeout(400)
    await page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)
    print(name)


async def scenes(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office, MEDIATOR))
    phone = await Citizen.arrives(browser, office)
    await take(phone.page, "chat-360-welcome")
    await phone.say(WAGES)
    await phone.hears("劳动争议")
    await take(phone.page, "chat-360-question")
    await phone.answers_until_the_outcome()
    await take(phone.page, "chat-360-outcome")
    await phone.page.locator(".choices button", has_text="和调解员说").click()
    await phone.hears("请稍等")
    await take(phone.page, "chat-360-queue")
    await mediator.claims()
    await mediator.answers("您好，我是调解员。您说的情况我都看到了，公司叫什么名字？")
    await phone.hears("公司叫什么名字")
    await phone.say("叫示例科技有限公司")
    await mediator.sees("叫示例科技有限公司")
    await mediator.page.check("#private")
    await mediator.answers("先核对这家公司的用工登记。")
    await mediator.sees("用工登记")
    await mediator.page.uncheck("#private")
    await take(phone.page, "chat-360-person")
    await take(mediator.page, "console-1280-desk")
    await mediator.page.click("#correct")
    await take(mediator.page, "console-1280-correction")
    await mediator.page.keyboard.press("Escape")

    desk = await Citizen.arrives(browser, office, width=1280)
    await desk.say("楼上漏水，把我家天花板泡了，物业不管")
    await desk.page.wait_for_timeout(1500)
    await take(desk.page, "chat-1280")

    frightened = await Citizen.arrives(browser, office)
    await frightened.say("我老公正在打我，他拿着刀，救命")
    await frightened.hears("110")
    await take(frightened.page, "chat-360-danger")
    await frightened.page.click("#leave")
    await take(frightened.page, "chat-360-quick-exit")

    handheld = await Colleague.signs_in(browser, await colleague_link(office, DISTRICT), width=360)
    await take(handheld.page, "console-360-list")
    await handheld.page.locator(".queue-section.emergencies .entry").first.click()
    await handheld.page.locator("#claim").wait_for()
    await take(handheld.page, "console-360-talk")
    await handheld.page.locator("[data-show=brief]").click()
    await take(handheld.page, "console-360-brief")

    await mediator.page.goto(f"{office.address}/console/disputes/new")
    await take(mediator.page, "console-1280-register")
    await mediator.page.goto(f"{office.address}/console/laws?q=拖欠工资")
    await take(mediator.page, "console-1280-laws")
    await scenes_of_cases(mediator.page, office)
    await phone.page.set_viewport_size({"width": 1280, "height": 900})
    await phone.page.goto(f"{office.address}/chat/outcome")
    await take(phone.page, "outcome-1280")


async def scenes_of_cases(page: Page, office: Office) -> None:
    await page.goto(f"{office.address}/console/cases?q=工地欠了六个人三个月工钱，包工头不接电话")
    await take(page, "console-1280-cases")
    chosen = await page.locator("input[name=id]").evaluate_all("all => all.slice(0, 2).map(each => each.value)")
    await page.goto(f"{office.address}/console/cases/compare?id={chosen[0]}&id={chosen[1]}")
    await take(page, "console-1280-compare")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"{office.address}/console/cases/{chosen[0]}")
    await take(page, "console-390-case")
    await page.set_viewport_size({"width": 1280, "height": 860})


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
                await scenes(browser, office)
                await browser.close()
        finally:
            office.stop()


if __name__ == "__main__":
    asyncio.run(main())
