"""Pictures of the second party for docs/images: `python -m tests.browser.screenshots_three_sides`. Look at them first."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.office import Citizen, Colleague, Office, colleague_link
from tests.browser.screenshots import take
from tests.browser.test_three_sides import enter


async def scenes(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office))
    applicant = await Citizen.arrives(browser, office, width=390)
    await applicant.tells_and_asks_for_a_person()
    await mediator.claims()
    await mediator.page.click("#party")
    await mediator.page.fill("#party-content input[name=about]", "工资的事")
    await mediator.page.fill("#party-content input[name=applicant]", "李女士")
    await mediator.page.fill("#party-content input[name=respondent]", "王老板")
    await take(mediator.page, "console-1280-party-ask")
    await mediator.page.get_by_role("button", name="问申请人").click()
    await applicant.hears("要不要请对方也来")
    await take(applicant.page, "party-390-asked")
    await applicant.page.locator(".choices button", has_text="同意邀请对方").click()
    await mediator.page.get_by_role("button", name="做一张邀请").click(timeout=15_000)
    link = await mediator.page.input_value("#invitation-link", timeout=15_000)
    await take(mediator.page, "console-1280-party-invitation")
    await mediator.page.click("#party-close")
    respondent = await Citizen.arrives(browser, office, width=390)
    await respondent.page.goto(link)
    await take(respondent.page, "party-390-invitation", whole=True)
    await respondent.page.check("[name=take_part]")
    await respondent.page.check("[name=privacy]")
    await respondent.page.fill("#name", "王先生")
    await respondent.page.get_by_role("button", name="同意参加").click()
    await respondent.hears("您已经进入")
    await take(respondent.page, "party-390-private")
    await enter(mediator, "respondent")
    await respondent.say("公司最近确实困难")
    await mediator.sees("确实困难")
    await take(mediator.page, "console-1280-party-private")
    await mediator.page.click("#party")
    await mediator.page.get_by_role("button", name="打开三方房间").click()
    await mediator.page.get_by_role("button", name="关上三方房间").wait_for()
    await mediator.page.click("#party-close")
    await mediator.page.locator("#rooms .room-tab.joint").click()
    await take(mediator.page, "console-1280-party-confirm")
    await mediator.page.click("#room-go")
    await mediator.answers("请两位都说说，先听李女士的。")
    await respondent.page.locator("#rooms .room-tab.joint").click()
    await take(respondent.page, "party-390-confirm")
    await respondent.page.click("#room-go")
    await enter(applicant, "joint")
    await applicant.say("我就想拿回三个月的工资")
    await respondent.hears("拿回三个月")
    await respondent.say("能不能分两次付？")
    await applicant.hears("分两次付")
    await take(respondent.page, "party-390-joint")
    await take(mediator.page, "console-1280-party-joint")
    await mediator.page.set_viewport_size({"width": 390, "height": 800})
    await take(mediator.page, "console-390-party-joint")


async def main() -> None:
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
