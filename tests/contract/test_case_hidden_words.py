"""What masking and people hide in a paper on its way into the library: listed, put back, hidden by hand, written anew."""

import re

import pytest

from bot.domain.case_draft import CaseMove
from bot.domain.staff import StaffMember
from bot.errors import BadInput, Conflict, NotFound
from bot.service.edit_case import confirm_case, edit_case
from bot.service.hand_over_to_library import hand_over_to_library
from bot.service.hidden_words import hide_more_words, put_words_back
from bot.service.publish_case import publish_case, review_case
from case_library.masking.hidden import hidden_words
from tests.contract.test_case_work import a_dispute, house, staff
from tests.office_setup import House

__all__ = ["house", "staff"]


async def test_what_was_masked_is_listed_and_may_not_come_back(house: House, staff: dict[str, StaffMember]) -> None:
    draft = await hand_over_to_library(house.desk, staff["first"], await a_dispute(house, staff["first"]))
    masked = {(each.kind, each.before) for each in draft.masked if each.field == "story"}
    assert masked >= {
        ("name", "王建国"),
        ("name", "李秀英"),
        ("phone", "13812345678"),
        ("employer", "长沙鑫达五金加工厂"),
    }
    case_id, desk = draft.entry.id, house.desk
    comment = "王建国要早来，打13812345678，或者13900001111。"
    draft = await edit_case(desk, staff["first"], case_id, draft.version, {"comment": comment})
    assert re.fullmatch(r"王某要早来，打［电话］，或者［隐\d+］。", draft.entry.comment), "masked when it is written"
    new = {each.number for each in hidden_words(draft.entry, draft.masked) if each.word == "13900001111"}
    draft = await put_words_back(desk, staff["first"], case_id, draft.version, new)
    with pytest.raises(BadInput, match="13900001111"):
        await confirm_case(desk, staff["first"], case_id, draft.version, read_word_by_word=True)
    fields = {"comment": "早来更好。", "legal_basis": ["《中华人民共和国劳动法》第五百条"]}
    draft = await edit_case(desk, staff["first"], case_id, draft.version, fields)
    with pytest.raises(BadInput, match="查不到"):
        await confirm_case(desk, staff["first"], case_id, draft.version, read_word_by_word=True)
    with pytest.raises(BadInput, match="逐字"):
        await confirm_case(desk, staff["first"], case_id, draft.version, read_word_by_word=False)
    with pytest.raises(BadInput, match="outcome"):
        await edit_case(desk, staff["first"], case_id, draft.version, {"outcome": "won"})


async def test_what_was_hidden_in_doubt_comes_back_or_stays_out(house: House, staff: dict[str, StaffMember]) -> None:
    story = "双方请了老画师更登来评，更登说值六千元。隔壁开烧烤店“蛮子烤肉”的人也看见了。"
    dispute = await a_dispute(house, staff["first"], summary=story)
    draft = await hand_over_to_library(house.desk, staff["first"], dispute)
    assert "更登" not in draft.entry.story
    desk, first, case_id = house.desk, staff["first"], draft.entry.id
    with pytest.raises(BadInput):
        await put_words_back(desk, first, case_id, draft.version, {99})
    with pytest.raises(NotFound):
        await put_words_back(desk, staff["stranger"], case_id, draft.version, {1})
    for nothing in ("", "这里没有的", "评"):
        with pytest.raises(BadInput):
            await hide_more_words(desk, first, case_id, draft.version, nothing)
    done = await hide_more_words(desk, first, case_id, draft.version, "六千元， 看见 这里没有的、评 看见")
    draft = done.draft
    assert done.left == ("这里没有的", "评"), "the others are hidden all the same"
    assert not [word for word in ("六千元", "看见") if word in draft.entry.story]
    numbers = {each.word: each.number for each in hidden_words(draft.entry, draft.masked)}
    old = draft.version
    draft = await put_words_back(desk, first, case_id, old, {numbers["看见"]})
    assert "人也看见了。" in draft.entry.story
    assert not [warning for warning in draft.warnings if "看见" in warning], "he has looked at it"
    with pytest.raises(Conflict):
        await put_words_back(desk, first, case_id, old, {numbers["六千元"]})
    draft = await confirm_case(desk, first, case_id, draft.version, read_word_by_word=True)
    draft = await review_case(desk, staff["second"], case_id, draft.version)
    published = await publish_case(desk, staff["chief"], case_id, draft.version)
    assert "说值［隐］。" in published.entry.story and "更登" not in published.entry.story
    async with house.storage.unit_of_work(reading=True) as uow:
        history = await uow.case_drafts.history(case_id)
    assert [event.note for event in history if event.move is CaseMove.EDITED] == ["另外隐去2个词", "放回1个词"]
