"""What a person in need can rely on: leaving in a hurry, large type, small screens, no scripts, keys alone."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.office import WAGES, Citizen, Office


@pytest.mark.parametrize("way", ["button", "keys"])
async def test_quick_exit_empties_the_screen_and_forgets_the_talk_here(
    browser: Browser, office: Office, way: str
) -> None:
    citizen = await Citizen.arrives(browser, office)
    await citizen.say("他打我，我想离婚，不敢让他知道")
    await citizen.hears("110")
    if way == "button":
        await citizen.page.click("#leave")
        await expect(citizen.page.locator("#leave-dialog")).to_contain_text("历史记录")
        await citizen.page.click("#leave-now")
    else:
        for _ in range(3):
            await citizen.page.keyboard.press("Escape")
    await citizen.page.wait_for_url(office.exit_address)
    await citizen.page.go_back()
    assert "不敢让他知道" not in await citizen.page.content()
    await citizen.page.goto(office.address)
    await expect(citizen.page.locator("[data-welcome]").first).to_be_visible()
    assert "不敢让他知道" not in await citizen.page.content()
    assert await citizen.page.evaluate("localStorage.getItem('fengqiao-outbox')") is None


async def test_the_form_works_without_scripts(browser: Browser, office: Office) -> None:
    citizen = await Citizen.arrives(browser, office, scripts=False)
    await citizen.page.fill("#plain-say", WAGES)
    await citizen.page.get_by_role("button", name="发送").click()
    await expect(citizen.page.locator("#plain")).to_contain_text(WAGES)
    await expect(citizen.page.locator("#plain")).to_contain_text("劳动争议")
    for _ in range(6):
        if await citizen.page.locator("#plain .outcome-kind").count():
            break
        await citizen.page.locator("#plain .choices button").first.click()
    await citizen.page.get_by_role("link", name="打印这次的结果").click()
    await expect(citizen.page.locator("main")).to_contain_text("要带的东西")


async def test_nothing_is_wider_than_a_small_phone_at_any_type_size(browser: Browser, office: Office) -> None:
    citizen = await Citizen.arrives(browser, office)
    await citizen.say(WAGES)
    await citizen.hears("劳动争议")
    for size in ("large", "huge", "normal"):
        await citizen.page.click("#size")
        assert await citizen.page.evaluate("document.documentElement.dataset.size") == size
        assert await citizen.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert await citizen.page.evaluate("document.querySelector('#talk').scrollWidth") <= 360
    for path in ("/chat/outcome", "/status", "/console/sign-in", "/nowhere"):
        await citizen.page.goto(office.address + path)
        assert await citizen.page.evaluate("document.documentElement.scrollWidth") <= 360, path


async def test_touch_targets_are_large(browser: Browser, office: Office) -> None:
    citizen = await Citizen.arrives(browser, office)
    await citizen.say(WAGES)
    await expect(citizen.page.locator(".choices button").first).to_be_visible()
    small = await citizen.page.eval_on_selector_all(
        "button, summary",
        "all => all.filter(b => b.offsetParent && Math.round(b.getBoundingClientRect().height) < 44).map(b => b.textContent)",
    )
    assert small == []


async def test_the_keyboard_alone_is_enough(browser: Browser, office: Office) -> None:
    citizen = await Citizen.arrives(browser, office, width=1280)
    await citizen.page.keyboard.press("Tab")
    await expect(citizen.page.locator(".skip")).to_be_focused()
    await citizen.page.keyboard.press("Enter")
    await expect(citizen.page.locator("#say")).to_be_focused()
    await citizen.page.keyboard.type(WAGES)
    await citizen.page.keyboard.press("Enter")
    await citizen.hears("劳动争议")
    await expect(citizen.page.locator("#say")).to_be_focused()
    assert await citizen.page.input_value("#say") == ""
