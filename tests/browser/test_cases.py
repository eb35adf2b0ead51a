"""A mediator with the case library at the desk and on a phone: search, compare, a folder for the talk in hand."""

import re
from dataclasses import replace

from playwright.async_api import Browser, Page, expect

from bot.storage import open_storage
from case_library.precedent import Origin, Precedent, ReviewState
from tests.browser.office import DISTRICT, MEDIATOR, WAGES, Citizen, Colleague, Office, colleague_link

ASKED = "工地欠了六个人三个月工钱，包工头不接电话"

CONTRAST = """each => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const look = getComputedStyle(each);
  const [less, more] = [light(look.color), light(look.backgroundColor)].sort((one, other) => one - other);
  return (more + 0.05) / (less + 0.05);
}"""


async def put_in(office: Office, cases: list[Precedent]) -> None:
    """Save cases in the database of the running office."""
    storage = open_storage(f"sqlite+aiosqlite:///{office.folder / 'fengqiao.db'}")
    try:
        async with storage.unit_of_work() as uow:
            await uow.cases.put_many(cases)
    finally:
        await storage.close()


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


async def test_from_the_talk_to_a_folder_of_cases_at_the_desk_and_on_a_phone(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office, MEDIATOR))
    citizen = await Citizen.arrives(browser, office)
    await citizen.tells_and_asks_for_a_person()
    await mediator.claims()
    page = mediator.page
    await page.get_by_role("link", name="为这次谈话建案例夹").first.click()
    await page.fill("input[name=name]", "欠薪的几个案例")
    await page.get_by_role("button", name="新建").click()
    await expect(page.locator("h1")).to_have_text("欠薪的几个案例")

    await page.goto(f"{office.address}/console/cases")
    await page.fill("textarea[name=q]", ASKED)
    await page.get_by_role("button", name="查", exact=True).click()
    await expect(page.locator(".hit")).to_have_count(12)
    assert await page.locator(".hit .mark.illustrative").count() == 12, "each says that it is illustrative"
    marked = page.locator(".hit .excerpt mark")
    assert await marked.count() >= 8, "what is alike stands out in the text"
    look = await marked.first.evaluate(
        "each => { const look = getComputedStyle(each); return [look.textDecorationLine, Number(look.fontWeight)] }"
    )
    assert look[0] == "underline" and look[1] >= 600, "not by colour alone"
    await page.emulate_media(media="print")
    ground = await marked.first.evaluate("each => getComputedStyle(each).backgroundColor")
    assert ground == "rgba(0, 0, 0, 0)", "printed by line and weight alone"
    await page.emulate_media(media="screen")
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert await marked.first.evaluate(CONTRAST) >= 7, scheme
    await page.emulate_media(color_scheme="light")
    await page.locator(".hit h2 a").first.click()
    await expect(page.locator("article mark").first).to_be_visible()
    await page.get_by_role("link", name="回到查找结果").click()
    await expect(page.locator("textarea[name=q]")).to_have_value(ASKED)
    boxes = page.locator("input[name=id]")
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 844})
        assert await fits(page), width
    await page.get_by_role("button", name="并排比较勾选的两个").click()
    await expect(page.locator(".mark.illustrative")).to_have_count(2)
    assert await fits(page)
    await page.locator(".heads a").first.click()
    await page.select_option("select[name=folder]", label="欠薪的几个案例")
    await page.get_by_role("button", name="放进去").click()
    await expect(page.locator("article.whole")).to_have_count(1)
    assert await fits(page)
    assert mediator.problems == []
    await page.goto(f"{office.address}/console")


async def test_pages_of_the_list_keep_the_ticks_also_where_there_are_too_few(browser: Browser, office: Office) -> None:
    page = (await Colleague.signs_in(browser, await colleague_link(office, MEDIATOR))).page
    for width in (1280, 360):
        await page.set_viewport_size({"width": width, "height": 844})
        await page.goto(f"{office.address}/console/cases?kind=labour")
        await page.locator("input[name=id]").first.check()
        await page.get_by_role("button", name="下一页").click()
        await expect(page.get_by_role("navigation", name="翻页")).to_contain_text("第 2 页")
        await expect(page.locator("input[name=id]:checked")).to_have_count(1)
        assert await fits(page), width
        await page.get_by_role("button", name="并排比较勾选的两个").click()
        await expect(page.locator(".notice.bad")).to_contain_text("现在勾选了 1 个")
        await expect(page.get_by_role("navigation", name="翻页")).to_contain_text("第 2 页")
        assert await fits(page), width
        await page.locator(".hit input[name=id]").first.check()
        await page.get_by_role("button", name="并排比较勾选的两个").click()
        await expect(page.locator(".compare")).to_be_visible()
        await page.get_by_role("link", name="回到查找结果").click()
        await expect(page.get_by_role("navigation", name="翻页")).to_contain_text("第 2 页")
        await page.get_by_role("button", name="上一页").click()
        await expect(page.get_by_role("navigation", name="翻页")).to_contain_text("第 1 页")
    await page.goto(f"{office.address}/console")


async def test_what_is_not_there_is_told_within_the_console_with_a_way_back(browser: Browser, office: Office) -> None:
    page = (await Colleague.signs_in(browser, await colleague_link(office, MEDIATOR))).page
    for width in (1280, 360):
        await page.set_viewport_size({"width": width, "height": 844})
        await page.goto(f"{office.address}/console/cases/no-such")
        await expect(page.locator("h1")).to_have_text("没有这个案例。")
        await expect(page.locator("header.bar nav")).to_be_visible()
        assert await fits(page), width
        await page.get_by_role("link", name="回到“查案例”").click()
        await expect(page.locator("h1")).to_have_text("查案例")
    await page.goto(f"{office.address}/console")


async def test_a_case_that_was_withdrawn_is_taken_up_again(browser: Browser, office: Office) -> None:
    case = Precedent(
        id="im-withdrawn",
        title="羊群啃了夏苗",
        category="neighbour",
        story="两家相邻，羊群啃了夏苗。",
        origin=Origin.IMPORTED,
        review_state=ReviewState.PUBLISHED,
    )
    await put_in(office, [case])
    page = (await Colleague.signs_in(browser, await colleague_link(office, DISTRICT))).page
    await page.goto(f"{office.address}/console/cases/{case.id}")
    await page.get_by_text("撤下这个案例").click()
    await page.fill("details input[name=note]", "有人认出来了")
    await page.get_by_role("button", name="撤下", exact=True).click()
    for width in (1280, 360):
        await page.set_viewport_size({"width": width, "height": 844})
        await page.goto(f"{office.address}/console/cases/drafts")
        await expect(page.locator(".closed", has_text=case.title)).to_contain_text("有人认出来了")
        assert await fits(page), width
    await page.locator(".closed", has_text=case.title).get_by_role("button", name="重新整理").click()
    await expect(page).to_have_url(re.compile(case.id))
    await expect(page.get_by_role("heading", name="第一步：确认认不出是谁")).to_be_visible()
    assert await fits(page)
    await page.goto(f"{office.address}/console")


async def test_a_citizen_is_told_where_cases_come_from_and_only_those_with_a_result(
    browser: Browser, office: Office
) -> None:
    silent = Precedent(
        id="im-silent",
        title="没有写结果的欠薪",
        category="labour",
        subtype="unpaid_wages",
        story=WAGES + "，老板说没有钱。",
        origin=Origin.IMPORTED,
        review_state=ReviewState.PUBLISHED,
    )
    telling = replace(silent, id="im-telling", title="写明结果的欠薪", result="当场付清两万元。")
    await put_in(office, [silent, telling])
    citizen = await Citizen.arrives(browser, office)
    await citizen.say(WAGES)
    await citizen.hears("劳动争议")
    await citizen.answers_until_the_outcome()
    await citizen.hears("【别处】写明结果的欠薪：当场付清两万元。")
    await citizen.hears("标“别处”的是从别处收集来的案例")
    for width in (1280, 360):
        await citizen.page.set_viewport_size({"width": width, "height": 740})
        await citizen.page.goto(f"{office.address}/chat/outcome")
        cases = citizen.page.locator("section", has=citizen.page.get_by_role("heading", name="相似的案例"))
        await expect(cases).to_contain_text("写明结果的欠薪（别处）")
        await expect(cases).not_to_contain_text("没有写结果的欠薪")
        assert await fits(citizen.page), width
    assert citizen.problems == []
