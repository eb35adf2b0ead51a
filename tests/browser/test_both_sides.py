"""The whole road in two tabs: from the first message to a closed talk, whatever happens in between."""

import asyncio
import re

from playwright.async_api import Browser, expect

from tests.browser.office import DISTRICT, WAGES, Citizen, Colleague, Office, colleague_link


async def test_from_the_description_to_a_closed_talk(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office))
    citizen = await Citizen.arrives(browser, office)
    await citizen.say(WAGES)
    await citizen.hears("人工智能")
    await citizen.answers_until_the_outcome()
    await citizen.page.locator(".choices button", has_text="和调解员说").click()
    await expect(citizen.page.locator("#status")).to_contain_text("您排在第")
    await mediator.claims()
    await expect(citizen.page.locator("#status")).to_contain_text("示例甲（人民调解员）")
    await expect(mediator.page.locator("#brief")).to_contain_text("30,000元")
    await expect(mediator.page.locator("#brief")).to_contain_text("原话：“三个月”")
    await mediator.answers("您好，我是调解员，公司叫什么名字？")
    await citizen.hears("公司叫什么名字？")
    await expect(mediator.page.locator(".said.staff .mark").last).to_have_text("对方已看到")
    await citizen.page.locator("#say").press_sequentially("叫")
    await expect(mediator.page.locator("#citizen-typing")).to_contain_text("正在输入")
    await citizen.say("叫示例科技公司")
    await mediator.sees("叫示例科技公司")
    await mediator.page.check("#private")
    await mediator.answers("先核对用工登记")
    await mediator.sees("先核对用工登记")
    await mediator.page.uncheck("#private")
    await mediator.answers("好的，明天上午九点请您过来")
    await citizen.hears("明天上午九点")
    await mediator.closes()
    await expect(citizen.page.locator("#status")).to_contain_text("已经结束")
    await expect(citizen.page.locator(".rating")).to_be_visible()
    assert "先核对用工登记" not in await citizen.page.content()
    ids = await citizen.ids()
    assert ids == sorted(set(ids))
    assert citizen.problems == mediator.problems == []


async def test_a_reload_in_the_middle_shows_the_same_talk(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office))
    citizen = await Citizen.arrives(browser, office)
    await citizen.tells_and_asks_for_a_person()
    await mediator.claims()
    await mediator.answers("请讲")
    await citizen.hears("请讲")
    await citizen.page.fill("#say", "没写完的话")
    before = await citizen.texts()
    await citizen.page.reload()
    await citizen.hears("请讲")
    await expect(citizen.page.locator("#status")).to_contain_text("示例甲（人民调解员）")
    assert await citizen.texts() == before
    assert await citizen.page.input_value("#say") == "没写完的话"
    await mediator.page.reload()
    await mediator.sees("请讲")
    await mediator.answers("我刷新了也还在")
    await citizen.hears("我刷新了也还在")
    ids = await citizen.ids()
    assert ids == sorted(set(ids))
    await mediator.closes()


async def test_a_lost_network_loses_and_repeats_nothing(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office))
    citizen = await Citizen.arrives(browser, office)
    await citizen.tells_and_asks_for_a_person()
    await mediator.claims()
    await mediator.answers("断网以前")
    await citizen.hears("断网以前")
    await citizen.context.set_offline(True)
    await citizen.say("断网时写的一")
    await expect(citizen.page.locator(".bubble .mark").last).to_contain_text("未送达")
    await expect(citizen.page.locator("#status")).to_contain_text("网络断了")
    await citizen.say("断网时写的二")
    await mediator.answers("断网时的回复")
    await mediator.sees("断网时的回复")
    await asyncio.sleep(1)
    await citizen.context.set_offline(False)
    await citizen.hears("断网时的回复")
    await mediator.sees("断网时写的二")
    await expect(citizen.page.locator("#status")).to_contain_text("示例甲（人民调解员）")
    arrived = re.compile("已送达|工作人员已看到")  # whoever looks at once is a step further than arrival
    await expect(citizen.page.locator(".bubble .mark").last).to_contain_text(arrived)
    texts = await citizen.texts()
    for text in ("断网时写的一", "断网时写的二", "断网时的回复"):
        assert texts.count(text) == 1
    ids = await citizen.ids()
    assert ids == sorted(set(ids))
    said = await mediator.page.locator("#log").inner_text()
    assert said.count("断网时写的一") == 1
    await mediator.closes()


async def test_two_tabs_of_one_citizen_show_the_same_and_send_each_thing_once(browser: Browser, office: Office) -> None:
    citizen = await Citizen.arrives(browser, office)
    await citizen.say(WAGES)
    await citizen.hears("劳动争议")
    second = Citizen(await citizen.context.new_page(), citizen.context)
    await second.page.goto(office.address)
    await second.hears("劳动争议")
    await citizen.context.set_offline(True)
    await citizen.say("第一个页面写的")
    await second.say("第二个页面写的")
    await expect(second.page.locator(".bubble .mark").last).to_contain_text("未送达")
    assert await citizen.page.evaluate("JSON.parse(localStorage.getItem('fengqiao-outbox')).length") == 2
    await citizen.context.set_offline(False)
    for tab in (citizen, second):
        await tab.hears("第一个页面写的")
        await tab.hears("第二个页面写的")
        await expect(tab.page.locator("#status")).to_contain_text("人工智能助手")
    await expect(citizen.page.locator(".bubble.citizen[data-id]")).to_have_count(3)
    await expect(second.page.locator(".bubble.citizen[data-id]")).to_have_count(3)
    assert await citizen.ids() == await second.ids()
    assert await citizen.page.evaluate("localStorage.getItem('fengqiao-outbox')") is None


async def test_two_claims_in_one_instant(browser: Browser, office: Office) -> None:
    first = await Colleague.signs_in(browser, await colleague_link(office))
    second = await Colleague.signs_in(browser, await colleague_link(office, DISTRICT))
    citizen = await Citizen.arrives(browser, office)
    await citizen.tells_and_asks_for_a_person()
    await asyncio.gather(first.opens_the_newest(), second.opens_the_newest())
    await asyncio.gather(*(one.page.evaluate("document.getElementById('claim').click()") for one in (first, second)))
    await expect(citizen.page.locator("#status")).to_have_attribute("data-holder", "staff_member")
    for one in (first, second):
        await expect(one.page.locator("#claim")).to_be_hidden()
    holding = [await one.page.locator("#answer-form").is_visible() for one in (first, second)]
    assert sorted(holding) == [False, True]
    winner, loser = (first, second) if holding[0] else (second, first)
    await expect(loser.page.locator("#told")).to_contain_text("同事已经接手")
    await winner.answers("我来接待您")
    await citizen.hears("我来接待您")
    await winner.closes()


async def test_danger_rings_the_district_and_shows_the_numbers(browser: Browser, office: Office) -> None:
    district = await Colleague.signs_in(browser, await colleague_link(office, DISTRICT))
    citizen = await Citizen.arrives(browser, office)
    await citizen.say("我老公正在打我，他拿着刀，救命")
    await expect(citizen.page.locator(".help-kind .calls a").first).to_have_attribute("href", "tel:110")
    entry = district.page.locator(".queue-section.emergencies .entry").last
    await expect(entry).to_contain_text("紧急")
    await expect(district.page).to_have_title(re.compile("人在等"))
    await entry.click()
    await district.page.click("#claim")
    await expect(district.page.locator("#answer-form")).to_be_visible()
    await district.closes()
