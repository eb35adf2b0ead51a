"""A supervisor plans shifts and leave in the calendar, at a desk and on a phone."""

from playwright.async_api import Browser, expect

from tests.browser.office import DISTRICT, Citizen, Colleague, Office, colleague_link


async def test_the_calendar_is_planned_at_a_desk_and_read_on_a_phone(browser: Browser, office: Office) -> None:
    boss = await Colleague.signs_in(browser, await colleague_link(office, DISTRICT))
    page = boss.page
    await page.goto(f"{office.address}/console/duty?organisation=lugu-street&day=2026-12-01")
    await page.click("[data-open=shift-dialog]")
    await page.select_option("#shift-dialog select[name=staff]", label="示例丁（人民调解员）")
    await page.fill("#shift-dialog input[name=on]", "2026-12-02")
    await page.fill("#shift-dialog input[name=starts]", "13:30")
    await page.fill("#shift-dialog input[name=ends]", "17:30")
    await page.locator("#shift-dialog").get_by_role("button", name="存").click()
    planned = page.locator('[data-day="2026-12-02"] .slot')
    await expect(planned).to_contain_text("13:30—17:30")

    await page.click("[data-open=leave-dialog]")
    await page.select_option("#leave-dialog select[name=staff]", label="示例壬")
    await page.fill("#leave-dialog input[name=first_day]", "2026-12-03")
    await page.locator("#leave-dialog").get_by_role("button", name="存").click()
    await expect(page.locator('[data-day="2026-12-03"] .away')).to_contain_text("请假")

    await page.get_by_role("link", name="月", exact=True).click()
    await expect(page.locator("#roster-title")).to_have_text("2026年12月")
    await expect(page.locator('[data-day="2026-12-02"] .slot')).to_contain_text("示例丁")
    await page.goto(f"{office.address}/console/duty?organisation=lugu-street&view=month&day=2026-10-01")
    await expect(page.locator('[data-day="2026-10-01"] .day-kind')).to_have_text("休")

    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"{office.address}/console/duty?organisation=lugu-street&day=2026-12-01")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.locator('[data-day="2026-12-02"]').get_by_role("button").click()
    await expect(page.locator('[data-day="2026-12-02"] .slot')).to_have_count(0)
    await page.locator('[data-day="2026-12-03"] .away button').click()
    assert boss.problems == []


async def test_the_board_follows_by_itself_and_an_alarm_is_answered(browser: Browser, office: Office) -> None:
    boss = await Colleague.signs_in(browser, await colleague_link(office, DISTRICT))
    await boss.page.goto(f"{office.address}/console/board")
    await boss.page.check("#board-sound")
    citizen = await Citizen.arrives(browser, office)
    await citizen.say("我老公拿刀要砍我，快救救我")
    await expect(citizen.page.locator("#status")).to_contain_text("不用排队", timeout=15_000)
    assert "第" not in await citizen.page.locator("#status").inner_text()
    row = boss.page.locator(".board-table tr", has=boss.page.locator(".risk.red")).first
    await expect(row).to_contain_text("正在报警叫人", timeout=15_000)
    await expect(boss.page.locator("#board-sound")).to_be_checked()
    alarms = boss.page.locator("#alarm-line form")
    await expect(alarms.first).to_be_visible()
    for left in range(await alarms.count() - 1, -1, -1):  # other talks of this office may ring too: all are answered
        await alarms.first.get_by_role("button").click()
        await expect(alarms).to_have_count(left)
    await expect(row).to_contain_text("1 人已回应", timeout=15_000)
    await boss.page.set_viewport_size({"width": 390, "height": 844})
    assert await boss.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert boss.problems == []
