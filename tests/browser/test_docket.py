"""The whole life of one file in a browser: registered, mediated, settled, performed, archived; both parties follow it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from bot.domain.docket_steps import FieldKind, docket
from bot.service.front_desk import CHINA, SystemClock
from bot.storage import open_storage
from tests.browser.office import Citizen, Colleague, Office, colleague_link

MEDIATOR = "示例丁"
STORY = "楼上卫生间漏水，把我家天花板泡了，修了两次还是漏，要求修好并赔偿三千元"
TEXTS = {
    "place": "麓谷街道调解室",
    "told_whom": "双方当事人",
    "attendees": "李女士、王先生、调解员",
    "statements": "申请人说天花板两次被泡。对方说自己也是受害人，愿意修。",
    "result": "双方同意先修再赔",
    "main_facts": "楼上防水层老化，漏水泡坏楼下天花板。",
    "issues": "修复由谁做、赔多少。",
    "terms": "王先生十日内修好防水层，赔偿李女士三千元，分两期付清。",
    "method": "转账",
    "default_clause": "逾期的，按约定继续履行，李女士可以向法院起诉。",
    "proof": "转账记录",
    "whom": "李女士",
    "note": "",
}


async def fill_step(page: Page, step_id: str, changes: Mapping[str, str] = {}) -> None:
    """Open a step from the file and fill its form in as a mediator would."""
    step = docket().steps[step_id]
    await page.locator(".steps a", has_text=re.compile(f"^{re.escape(step.name)}$")).click()
    today = SystemClock().now().astimezone(CHINA).date()
    for field in step.fields:
        place, value = page.locator(f"form.fields [name='{field.id}']"), changes.get(field.id)
        match field.kind:
            case FieldKind.TICK:
                await place.check()
            case FieldKind.MANY:
                for code in list(field.options)[:3]:
                    await page.check(f"[name='{field.id}'][value='{code}']")
            case FieldKind.CHOICE if field.required:
                await place.select_option(value or next(iter(field.options)))
            case FieldKind.MEDIATORS:
                await page.get_by_label(MEDIATOR).check()
            case FieldKind.INSTALMENTS:
                for number, (days, amount) in enumerate(((10, "1000"), (40, "2000")), start=1):
                    await page.fill(f"[name='instalment-{number}-due_on']", str(today + timedelta(days=days)))
                    await page.fill(f"[name='instalment-{number}-amount']", amount)
            case FieldKind.MONEY if field.id == "amount":
                await place.fill("3000")
            case FieldKind.COMING_DAY:
                await place.fill(str(today + timedelta(days=2)))
            case FieldKind.COUNT if value:
                await place.fill(value)
            case FieldKind.TEXT | FieldKind.LONG if field.id in TEXTS:
                await place.fill(TEXTS[field.id])
            case FieldKind.TEXT if field.id == "time":
                await place.fill("14:30")
            case _:
                pass


async def take_step(page: Page, step_id: str, changes: Mapping[str, str] = {}) -> None:
    """Take a step with its form."""
    await fill_step(page, step_id, changes)
    await page.locator("form.fields button.primary").click()
    await expect(page.locator(".timeline li").first).to_contain_text(docket().steps[step_id].name, timeout=15_000)


async def register(page: Page, office: Office) -> str:
    """Register a dispute by hand; returns the id of the file."""
    await page.goto(f"{office.address}/console/disputes/new")
    await page.fill("[name=applicant_name]", "李女士")
    await page.fill("[name=other_party]", "王先生")
    await page.select_option("[name=kind]", "neighbour/leak")
    await page.fill("[name=place]", "麓谷小镇三栋")
    await page.fill("[name=summary]", STORY)
    await page.fill("[name=request]", "修好并赔偿")
    await page.check("[name=consented]")
    await page.locator("form.fields button.primary").click()
    await expect(page.locator(".notice")).to_contain_text("查询码")
    return page.url.split("/disputes/")[1].split("?", maxsplit=1)[0]


async def let_both_be_reached(office: Office, dispute_id: str) -> None:
    """Tie the two newest talks to the parties, as their own application and their invitation do."""
    storage = open_storage(f"sqlite+aiosqlite:///{office.folder / 'fengqiao.db'}")
    async with storage.unit_of_work() as uow:
        talks = await uow.conversations.untouched_since(SystemClock().now() + timedelta(days=1), 100)
        file = await uow.files.show(dispute_id)
        for party, talk in zip(file.parties, talks[-2:], strict=True):
            await uow.files.put_party(dispute_id, replace(party, conversation_id=talk))
    await storage.close()


async def test_the_whole_life_of_a_file(browser: Browser, office: Office, tmp_path: Path) -> None:
    applicant = await Citizen.arrives(browser, office)
    await applicant.say("你好")
    await applicant.hears("您好")
    respondent = await Citizen.arrives(browser, office)
    await respondent.say("您好")
    await respondent.hears("您好")
    mediator = await Colleague.signs_in(browser, await colleague_link(office, MEDIATOR))
    page = mediator.page
    dispute_id = await register(page, office)
    number = await page.locator("h1").inner_text()
    code = re.search(r"查询码 ([A-Z0-9-]+)", await page.locator(".notice").inner_text())
    assert code is not None
    await let_both_be_reached(office, dispute_id)

    await take_step(page, "accept")
    await respondent.hears("已经受理")
    await fill_step(page, "assign")
    await page.get_by_label(MEDIATOR).uncheck()
    await page.locator("form.fields button.primary").click()
    await expect(page.locator(".wrong")).to_contain_text("请填写")
    await page.goto(f"{office.address}/console/disputes/{dispute_id}")
    for step_id in ("assign", "inform", "schedule", "session", "agree"):
        await take_step(page, step_id)
    for person in (applicant, respondent):
        await person.hears(f"【{number}】双方达成了协议")
        await person.hears("调解员已经确定：示例丁")
    photo = tmp_path / "天花板.png"
    await page.screenshot(path=photo)
    await page.set_input_files("form:has([value=photo]) [type=file]", photo)
    await page.get_by_role("button", name="附上照片").click()
    await expect(page.locator(".things img")).to_be_visible()
    await take_step(page, "perform_part", {"instalment": "1"})
    await take_step(page, "perform_part", {"instalment": "2"})
    await take_step(page, "perform")
    await applicant.hears("这件纠纷办结了")
    await take_step(page, "visit")
    await take_step(page, "archive")
    await expect(page.locator(".file-head .state")).to_have_text("已归档")
    await expect(page.locator(".steps a")).to_have_count(0)

    await applicant.page.goto(f"{office.address}/status")
    await applicant.page.fill("[name=number]", number)
    await applicant.page.fill("[name=code]", code[1])
    await applicant.page.locator("main form button").first.click()
    await expect(applicant.page.locator("main")).to_contain_text("这件纠纷办结了")
    assert mediator.problems == applicant.problems == respondent.problems == []


async def test_a_file_on_a_phone_is_never_wider_than_the_screen(browser: Browser, office: Office) -> None:
    mediator = await Colleague.signs_in(browser, await colleague_link(office, MEDIATOR), width=390)
    page = mediator.page
    dispute_id = await register(page, office)
    base = f"{office.address}/console/disputes"
    script = "document.documentElement.scrollWidth"
    for address in ("", "/mine", "/calendar", "/overdue", f"/{dispute_id}", f"/{dispute_id}/steps/accept", "/new"):
        await page.goto(base + address)
        assert await page.evaluate(script) <= 390, address
    assert mediator.problems == []
