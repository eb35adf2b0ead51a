"""Two members of staff in one talk: a question among them, a take-over, the way back; the citizen sees what is his."""

from playwright.async_api import Browser, expect

from tests.browser.office import DISTRICT, Citizen, Colleague, Office, colleague_link


async def test_asked_in_private_taken_over_and_handed_back(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office))
    district = await Colleague.signs_in(browser, await colleague_link(office, DISTRICT))
    citizen = await Citizen.arrives(browser, office)
    await citizen.tells_and_asks_for_a_person()
    await mediator.claims()
    await citizen.say("您在看吗")
    await expect(citizen.page.locator(".bubble.citizen .mark").last).to_contain_text("工作人员已看到", timeout=15_000)
    await mediator.answers("在看")
    await expect(citizen.page.locator(".bubble.citizen .mark").last).to_contain_text("已回复", timeout=15_000)

    await mediator.page.click("#colleague")
    await mediator.page.locator("#colleague-content select").select_option(label="示例乙（区级值班员）")
    await mediator.page.fill("#colleague-content textarea", "这种情况要不要先去劳动监察？")
    await mediator.page.get_by_role("button", name="发给他").click()
    await expect(mediator.page.locator("#colleague-content")).to_contain_text("请教")
    await mediator.page.click("#colleague-close")
    await district.page.locator(".queue-section.wanted .entry").click(timeout=15_000)
    await expect(district.page.locator("#private")).to_be_checked()
    await expect(district.page.locator("#private")).to_be_disabled()
    await district.answers("可以同时走")
    await mediator.sees("可以同时走")
    await expect(district.page.locator(".queue-section.wanted")).to_have_count(0, timeout=15_000)

    await district.page.click("#take-over")
    await district.page.fill("#take-over-dialog textarea", "当事人情绪激动")
    await district.page.locator("#take-over-dialog .primary").click()
    await expect(mediator.page.locator("#told")).to_contain_text("示例乙接管了", timeout=15_000)
    await expect(mediator.page.locator("#answer-form")).to_be_hidden()
    await citizen.hears("示例乙来了")
    await district.page.keyboard.press("Alt+KeyR")
    await district.page.keyboard.type("我是区里的值班员")
    await district.page.keyboard.press("Enter")
    await citizen.hears("我是区里的值班员")
    await district.page.click("#hand-back")
    await district.page.locator("#hand-back-dialog .primary").click()
    await expect(mediator.page.locator("#answer-form")).to_be_visible(timeout=15_000)
    await mediator.page.keyboard.press("Alt+KeyH")
    await expect(mediator.page.locator("#keys-dialog")).to_be_visible()
    await mediator.page.click("#keys-close")
    for secret in ("劳动监察？", "可以同时走", "情绪激动"):
        assert secret not in await citizen.page.content()
    await mediator.closes()
    assert citizen.problems == mediator.problems == district.problems == []
