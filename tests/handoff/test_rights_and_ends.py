"""Pain points 22 to 25: one voice, closed doors, an end that is one, and law that exists."""

import asyncio
from datetime import date

import pytest

from bot.domain.messages import CitizenAddress
from bot.errors import Conflict, HandoffAlreadyClaimed, HandoffClosed, NotAllowed, NotFound
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.erase_citizen import erase_citizen
from bot.service.list_queue import list_queue
from bot.service.rate_talk import rate_talk
from bot.service.read_handoff import read_handoff
from bot.service.read_talk import read_talk
from knowledge.citations import check_text
from knowledge.identifiers import ArticleState
from knowledge.statutes import StatuteLibrary
from tests.office_setup import WINDOW, House, waiting_handoff
from tests.web.conftest import WAGES
from tests.web.conftest import House as WebHouse

ANNA = CitizenAddress("web", "anna")
TODAY = date(2026, 11, 25)


async def test_22_of_all_who_claim_one_gets_it_and_only_he_speaks(house: House) -> None:
    staff = [await house.staff(f"同事{number}") for number in range(6)]
    handoff = await waiting_handoff(house)
    tries = await asyncio.gather(
        *(claim_handoff(house.desk, member, handoff) for member in staff), return_exceptions=True
    )
    won = [member for member, result in zip(staff, tries, strict=True) if not isinstance(result, BaseException)]
    assert len(won) == 1
    assert all(isinstance(result, HandoffAlreadyClaimed) for result in tries if isinstance(result, BaseException))
    for member in staff:
        if member is not won[0]:
            with pytest.raises(NotAllowed):
                await answer_citizen(house.desk, member, handoff, "我也来说", f"c-{member.id}")
    await answer_citizen(house.desk, won[0], handoff, "您好", "c1")
    said = [message for message in (await read_talk(house.desk, ANNA)).messages if message.author == "staff"]
    assert [message.text for message in said] == ["您好"]


async def test_23_another_office_learns_nothing_not_even_that_the_talk_exists(house: House) -> None:
    handoff = await waiting_handoff(house)
    outsider = await house.staff("外人", organisation=WINDOW)
    assert await list_queue(house.desk, outsider) == ()
    for act in (read_handoff(house.desk, outsider, handoff), claim_handoff(house.desk, outsider, handoff)):
        with pytest.raises(NotFound):
            await act


async def test_23_every_look_is_recorded_and_erasure_is_complete(house: House) -> None:
    chen = await house.staff("陈静")
    await house.say("anna", "我叫李小红，电话13800138000")
    handoff = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff)
    await read_handoff(house.desk, chen, handoff)
    async with house.storage.unit_of_work(reading=True) as uow:
        looks = await uow.oversight.looks(since=house.clock.now().replace(year=2020))
    assert any(staff_id == chen.id for _, staff_id, _, _ in looks)
    await erase_citizen(house.desk, ANNA)
    left = (await read_talk(house.desk, ANNA)).messages
    assert [message.rule for message in left] == ["erased"], "only the notice that it is gone"


async def test_23_a_shared_computer_does_not_resume_the_talk_of_the_one_before(web_house: WebHouse) -> None:
    citizen = web_house.visitor()
    await citizen.say(WAGES)
    assert (await citizen.post("/api/v1/chat/forget")).status in {200, 204}
    told = await (await citizen.get("/api/v1/chat/messages")).json()
    assert WAGES not in str(told)


async def test_24_after_the_end_the_next_word_is_heard_by_somebody(house: House) -> None:
    chen = await house.staff("陈静")
    handoff = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff)
    await close_handoff(house.desk, chen, handoff, "answered")
    turn = await house.say("anna", "还有一件事")
    assert turn.replies, "a word after the end starts anew; it does not vanish into a closed folder"
    with pytest.raises(HandoffClosed):
        await answer_citizen(house.desk, chen, handoff, "这句没人看得到", "c9")
    again = await waiting_handoff(house)
    assert again != handoff
    assert [entry.handoff.id for entry in await list_queue(house.desk, chen)] == [again]


async def test_24_rating_is_optional_once_and_never_after_being_left(house: House) -> None:
    chen = await house.staff("陈静")
    await waiting_handoff(house)
    await house.say("anna", "不等了")
    await house.say("anna", "再见")
    with pytest.raises(NotFound):
        await rate_talk(house.desk, ANNA, 1)  # nobody came: nothing to rate
    handoff = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff)
    await answer_citizen(house.desk, chen, handoff, "您好", "c1")
    await close_handoff(house.desk, chen, handoff, "answered")
    assert (await house.say("anna", "不打分也可以继续说")).replies
    await rate_talk(house.desk, ANNA, 5)
    with pytest.raises(Conflict):
        await rate_talk(house.desk, ANNA, 4)


def test_25_an_article_that_does_not_exist_is_never_taken_for_law() -> None:
    library = StatuteLibrary.open()
    text = "依据《民法典》第一千四百三十八条、《合同法》第一百零七条和《民法典》第五百七十七条。"
    states = [found.state for found in check_text(text, library, on=TODAY)]
    assert states == [ArticleState.NOT_FOUND, ArticleState.REPEALED, ArticleState.IN_FORCE]


async def test_25_what_the_assistant_quotes_is_in_force_and_word_for_word(web_house: WebHouse) -> None:
    citizen = web_house.visitor()
    cited = []
    for words in (WAGES, "上个月离职的", "有劳动合同", "不知道", "没有了", "跳过"):
        cited += [article for reply in (await citizen.say(words))["replies"] for article in reply["articles"]]
    assert cited
    # in force and quoted, or in force and known by name where the library holds no text of it; nothing else is said
    assert {article["state"] for article in cited} <= {"in_force", "text_missing"}
    quoted = [article for article in cited if article["text"]]
    assert quoted
    library = StatuteLibrary.open()
    for article in quoted:
        texts = [version.text for version in library.show(article["law"], article["label"], TODAY)]
        assert article["text"] in texts


async def test_25_a_skipped_question_blanks_nothing_that_was_told(web_house: WebHouse) -> None:
    citizen = web_house.visitor()
    mediator = await web_house.staff("陈静")
    await citizen.say(WAGES)
    for words in ("不知道", "跳过", "跳过", "转人工"):
        await citizen.say(words)
    handoff = await mediator.claim_first()
    view = await (await mediator.get(f"/api/v1/staff/handoffs/{handoff}")).json()
    assert "30,000" in str(view)
    assert "麓谷" in str(view)
