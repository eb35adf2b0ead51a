"""Applicant, respondent and mediator in three browsers: invitation, both private rooms, the joint room, a confirm each."""

import re

from playwright.async_api import Browser, expect

from tests.browser.office import Citizen, Colleague, Office, colleague_link


async def enter(page: Citizen | Colleague, tab: str) -> None:
    """Go to a room and confirm; the way back to one's private room needs no confirming on the phone."""
    await page.page.locator(f"#rooms .room-tab.{tab}").click()
    if await page.page.locator("#room-dialog").is_visible():
        await page.page.click("#room-go")


async def invite(mediator: Colleague, applicant: Citizen) -> str:
    """The mediator asks, the applicant agrees, the mediator makes an invitation; returns its link."""
    await mediator.page.click("#party")
    await mediator.page.fill("#party-content input[name=about]", "工资的事")
    await mediator.page.fill("#party-content input[name=applicant]", "李女士")
    await mediator.page.fill("#party-content input[name=respondent]", "王老板")
    await mediator.page.get_by_role("button", name="问申请人").click()
    await applicant.page.locator(".choices button", has_text="同意邀请对方").click()
    await applicant.hears("您同意了")
    await mediator.page.get_by_role("button", name="做一张邀请").click(timeout=15_000)
    link = await mediator.page.input_value("#invitation-link", timeout=15_000)
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", await mediator.page.inner_text("#invitation-code"))
    await mediator.page.click("#party-close")
    assert link not in await mediator.page.content()
    return link


async def test_three_browsers_and_nothing_crosses_between_the_private_rooms(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office))
    applicant = await Citizen.arrives(browser, office, width=390)
    await applicant.tells_and_asks_for_a_person()
    await mediator.claims()
    link = await invite(mediator, applicant)
    respondent = await Citizen.arrives(browser, office, width=390)
    await respondent.page.goto(link)
    await expect(respondent.page.locator("main")).to_contain_text("王老板，您好")
    await respondent.page.check("[name=take_part]")
    await respondent.page.check("[name=privacy]")
    await respondent.page.fill("#name", "王先生")
    await respondent.page.get_by_role("button", name="同意参加").click()
    await respondent.hears("您已经进入")
    await applicant.hears("王先生接受了邀请")

    await applicant.say("其实一万我也接受，先别告诉他")
    await mediator.sees("其实一万我也接受")
    await enter(mediator, "respondent")
    await expect(mediator.page.locator("#room-line")).to_contain_text("正在写给：对方 王先生")
    await respondent.say("公司账上只有两万，先别说")
    await mediator.sees("账上只有两万")
    await mediator.answers("您最多能给多少？")
    await respondent.hears("最多能给多少")

    await mediator.page.click("#party")
    await mediator.page.get_by_role("button", name="打开三方房间").click()
    await expect(mediator.page.locator("#rooms")).to_contain_text("三方房间 · 已打开")
    await mediator.page.click("#party-close")
    await enter(mediator, "joint")
    await expect(mediator.page.locator("#answer-send")).to_have_text("发给双方")
    await mediator.answers("请申请人先说")
    for party in (applicant, respondent):
        await expect(party.page.locator(".room-unread")).to_be_visible(timeout=15_000)
        await party.page.fill("#say", "没写完的悄悄话")
        await enter(party, "joint")
        assert await party.page.input_value("#say") == ""
        await expect(party.page.locator("#room-line")).to_contain_text("也看得到")
        await party.hears("请申请人先说")
    await applicant.say("我要两万五")
    await respondent.hears("我要两万五")
    await expect(respondent.page.locator(".bubble.other_party .who")).to_contain_text("李女士（对方）")
    await respondent.say("一万八行不行")
    await applicant.hears("一万八行不行")
    await mediator.sees("一万八行不行")
    await enter(applicant, "private")
    assert await applicant.page.input_value("#say") == "没写完的悄悄话"
    for party, secret in ((applicant, "账上只有两万"), (respondent, "一万我也接受")):
        assert secret not in await party.page.content()
        await party.page.reload()
        await party.hears("请申请人先说")
        assert secret not in await party.page.content()
        everything = await party.page.evaluate("fetch('/api/v1/chat/messages').then(answer => answer.text())")
        assert secret not in everything

    await respondent.page.get_by_role("button", name="不调解了").click()
    await respondent.page.click("#stop-now")
    await respondent.hears("这是您的权利")
    await applicant.hears("对方明确表示不愿意调解")
    await expect(mediator.page.locator("#rooms")).to_contain_text("没有打开", timeout=15_000)
    assert applicant.problems == respondent.problems == mediator.problems == []
    await mediator.page.goto(office.address + "/console")
    for _ in range(2):
        await mediator.page.locator(".queue-section.mine .entry").last.click(timeout=15_000)
        await mediator.closes("declined")
