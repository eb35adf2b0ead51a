"""What was withdrawn or given up can be opened again: text and history stay, and two people look at it once more."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.case_draft import CaseDraft, CaseMove
from bot.domain.staff import Action, StaffMember
from bot.errors import BadInput, Conflict, NotAllowed, NotFound
from bot.service.edit_case import confirm_case, edit_case
from bot.service.hand_over_to_library import hand_over_to_library, take_up_case
from bot.service.hidden_words import put_words_back
from bot.service.list_cases import list_case_work
from bot.service.publish_case import drop_case, publish_case, review_case, withdraw_case
from case_library.precedent import Origin, Precedent, ReviewState
from tests.contract.test_case_work import a_dispute, house, reviewed, staff
from tests.office_setup import House

__all__ = ["house", "staff"]

ROW = Precedent(
    id="im-1",
    external_id="2024-001",
    title="拖欠工资",
    category="labour",
    story="李秀英拖欠王建国三个月工资。",
    origin=Origin.IMPORTED,
    parties=("王建国", "李秀英"),
)


async def stored(house: House, case_id: str) -> Precedent:
    async with house.storage.unit_of_work(reading=True) as uow:
        entry = await uow.cases.get(case_id)
    assert entry is not None
    return entry


async def moves(house: House, case_id: str) -> list[CaseMove]:
    async with house.storage.unit_of_work(reading=True) as uow:
        return [event.move for event in await uow.case_drafts.history(case_id)]


async def through(house: House, staff: dict[str, StaffMember], draft: CaseDraft) -> CaseDraft:
    case_id = draft.entry.id
    draft = await confirm_case(house.desk, staff["first"], case_id, draft.version, read_word_by_word=True)
    draft = await review_case(house.desk, staff["second"], case_id, draft.version)
    return await publish_case(house.desk, staff["chief"], case_id, draft.version)


async def test_a_withdrawn_case_of_the_docket_goes_the_whole_road_again(
    house: House, staff: dict[str, StaffMember]
) -> None:
    draft = await reviewed(house, staff)
    case_id = draft.entry.id
    await publish_case(house.desk, staff["chief"], case_id, draft.version)
    with pytest.raises(Conflict, match="已经发布"):
        await take_up_case(house.desk, staff["first"], case_id)
    assert (await list_case_work(house.desk, staff["first"])).withdrawn == ()
    await withdraw_case(house.desk, staff["chief"], case_id, "有人认出来了")
    before = await moves(house, case_id)
    (listed,) = (await list_case_work(house.desk, staff["first"])).withdrawn
    assert (listed.entry.id, listed.event.note, listed.event.staff_name) == (case_id, "有人认出来了", "chief")
    assert (await list_case_work(house.desk, staff["stranger"])).withdrawn == ()
    with pytest.raises(NotFound):
        await take_up_case(house.desk, staff["stranger"], case_id)
    with pytest.raises(NotAllowed):
        await take_up_case(house.desk, staff["auditor"], case_id)

    opened = await take_up_case(house.desk, staff["first"], case_id)
    assert (opened.state, opened.entry.title) == (ReviewState.DRAFT, "厂里欠了三个月工钱"), "as people wrote it"
    assert opened.dispute_id == draft.dispute_id
    assert (await stored(house, case_id)).review_state is ReviewState.WITHDRAWN, "nobody finds it meanwhile"
    work = await list_case_work(house.desk, staff["first"])
    assert ([each.entry.id for each in work.drafts], work.withdrawn) == ([case_id], ())
    with pytest.raises(Conflict, match="已经有人在整理"):
        await take_up_case(house.desk, staff["second"], case_id)

    written = await edit_case(house.desk, staff["first"], case_id, opened.version, {"story": "王建国被欠了工资。"})
    assert written.entry.story == "［隐1］被欠了工资。", "his name is known again"
    written = await put_words_back(house.desk, staff["first"], case_id, written.version, {1})
    with pytest.raises(BadInput, match="王建国"):
        await confirm_case(house.desk, staff["first"], case_id, written.version, read_word_by_word=True)
    written = await edit_case(house.desk, staff["first"], case_id, written.version, {"story": "一名工人被欠了工资。"})
    confirmed = await confirm_case(house.desk, staff["first"], case_id, written.version, read_word_by_word=True)
    with pytest.raises(Conflict, match="两个人"):
        await review_case(house.desk, staff["first"], case_id, confirmed.version)
    passed = await review_case(house.desk, staff["second"], case_id, confirmed.version)
    published = await publish_case(house.desk, staff["chief"], case_id, passed.version)
    assert (published.original, published.masked) == (None, ())
    entry = await stored(house, case_id)
    assert (entry.review_state, entry.story, entry.external_id, entry.parties) == (
        ReviewState.PUBLISHED,
        "一名工人被欠了工资。",
        None,
        (),
    )
    again = await moves(house, case_id)
    assert again[: len(before)] == before, "the history stays"
    assert again[len(before)] is CaseMove.REOPENED
    assert again[-1] is CaseMove.PUBLISHED


async def test_of_two_who_open_it_at_once_one_does(house: House, staff: dict[str, StaffMember]) -> None:
    draft = await reviewed(house, staff)
    await publish_case(house.desk, staff["chief"], draft.entry.id, draft.version)
    await withdraw_case(house.desk, staff["chief"], draft.entry.id, "写错了")
    people = (staff["first"], staff["second"])
    done = await asyncio.gather(
        *(take_up_case(house.desk, person, draft.entry.id) for person in people), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["CaseDraft", "Conflict"]
    assert (await moves(house, draft.entry.id)).count(CaseMove.REOPENED) == 1


async def test_an_imported_case_keeps_its_number_and_can_be_withdrawn_and_opened_again_and_again(
    house: House, staff: dict[str, StaffMember]
) -> None:
    async with house.storage.unit_of_work() as uow:
        await uow.cases.put_many([ROW])
    await through(house, staff, await take_up_case(house.desk, staff["chief"], ROW.id))
    for _ in range(2):
        await withdraw_case(house.desk, staff["chief"], ROW.id, "要改")
        opened = await take_up_case(house.desk, staff["first"], ROW.id)
        assert opened.entry.external_id is None
        await through(house, staff, opened)
        entry = await stored(house, ROW.id)
        assert (entry.review_state, entry.external_id) == (ReviewState.PUBLISHED, "2024-001")
        assert "王建国" not in entry.story


async def test_what_was_given_up_can_be_opened_again_and_its_names_are_known_again(
    house: House, staff: dict[str, StaffMember]
) -> None:
    async with house.storage.unit_of_work() as uow:
        await uow.cases.put_many([ROW])
    own = await hand_over_to_library(house.desk, staff["first"], await a_dispute(house, staff["first"]))
    imported = await take_up_case(house.desk, staff["chief"], ROW.id)
    for draft in (own, imported):
        await drop_case(house.desk, staff["first"], draft.entry.id, draft.version, "先不用")
    listed = (await list_case_work(house.desk, staff["first"])).withdrawn
    assert [each.entry.id for each in listed] == [imported.entry.id, own.entry.id]
    for draft in (own, imported):
        opened = await take_up_case(house.desk, staff["first"], draft.entry.id)
        assert opened.original is not None and "王建国" in opened.original.parties
        assert opened.entry == draft.entry


async def test_an_imported_entry_withdrawn_before_anybody_worked_on_it_is_masked_when_it_is_taken_up(
    house: House, staff: dict[str, StaffMember]
) -> None:
    async with house.storage.unit_of_work() as uow:
        await uow.cases.put_many([ROW])
    await withdraw_case(house.desk, staff["chief"], ROW.id, "先收起来")
    assert (await list_case_work(house.desk, staff["first"])).withdrawn == (), "its title may name somebody"
    with pytest.raises(NotFound):
        await take_up_case(house.desk, staff["first"], ROW.id)
    (listed,) = (await list_case_work(house.desk, staff["chief"])).withdrawn
    assert (listed.entry.id, listed.has_paper) == (ROW.id, False)
    taken = await take_up_case(house.desk, staff["chief"], ROW.id)
    assert taken.masked and "王建国" not in taken.entry.story


async def test_a_case_withdrawn_under_an_earlier_version_is_listed_and_opened_too(
    house: House, staff: dict[str, StaffMember]
) -> None:
    """Papers of earlier versions still said that they were published."""
    draft = await reviewed(house, staff)
    published = await publish_case(house.desk, staff["chief"], draft.entry.id, draft.version)
    await withdraw_case(house.desk, staff["chief"], draft.entry.id, "写错了")
    async with house.storage.unit_of_work() as uow:
        paper = await uow.case_drafts.show(draft.entry.id)
        await uow.case_drafts.save(replace(paper, entry=published.entry))
    assert staff["first"].may(Action.PREPARE_CASES)
    assert len((await list_case_work(house.desk, staff["first"])).withdrawn) == 1
    assert (await take_up_case(house.desk, staff["first"], draft.entry.id)).state is ReviewState.DRAFT
