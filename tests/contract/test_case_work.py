"""From a closed dispute to a published case: two people, nothing lost, no name left; folders; accounts of staff."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.domain.case_draft import CaseDraft, CaseMove
from bot.domain.dispute import DisputeApplication
from bot.domain.staff import Role, StaffMember
from bot.errors import BadInput, Conflict, NotAllowed, NotFound
from bot.service.collect_cases import (
    list_folders,
    make_folder,
    put_in_folder,
    read_folder,
    remove_folder,
    take_out_of_folder,
)
from bot.service.edit_case import confirm_case, edit_case
from bot.service.hand_over_to_library import hand_over_to_library, take_up_case
from bot.service.list_cases import list_case_work, read_case_draft
from bot.service.ports import ReferenceRoom
from bot.service.publish_case import drop_case, publish_case, review_case, send_case_back, withdraw_case
from bot.service.register_walk_in import register_walk_in
from bot.storage import Storage
from bot.storage.case_store import SqlCaseStore
from case_library.case_index import CaseFilter
from case_library.library import CaseLibrary
from case_library.precedent import Origin, Outcome, Precedent, ReviewState
from knowledge.citations import CheckedCitation, check_text
from knowledge.statutes import StatuteLibrary
from nlp.findings import Risk
from tests.contract.test_docket import ROAD, walk
from tests.office_setup import ROOM, WINDOW, House, QuickRoom, make_house

STORY = "王建国在长沙鑫达五金加工厂做了八个月，李秀英拖欠他三个月工资共一万八千元。王建国的电话是13812345678。"


class RoomWithStatutes(QuickRoom):
    """The quick room, and real statutes to check citations by."""

    def __init__(self) -> None:
        super().__init__()
        self.statutes = StatuteLibrary.open()

    def citations(self, text: str, on: Any) -> tuple[CheckedCitation, ...]:
        return check_text(text, self.statutes, on=on)


@pytest.fixture
def house(storage: Storage) -> House:
    house = make_house(storage)
    house.desk = replace(house.desk, room=cast("ReferenceRoom", RoomWithStatutes()))
    return house


@pytest.fixture
async def staff(house: House) -> dict[str, StaffMember]:
    roles = {
        "first": Role.MEDIATOR,
        "second": Role.LAWYER,
        "chief": Role.SUPERVISOR,
        "clerk": Role.REGISTRAR,
        "auditor": Role.AUDITOR,
    }
    people = {name: await house.staff(name, role, here=False) for name, role in roles.items()}
    people["stranger"] = await house.staff("stranger", Role.SUPERVISOR, WINDOW, here=False)
    return people


async def a_dispute(house: House, staff: StaffMember, *, closed: bool = True, summary: str = STORY) -> str:
    application = DisputeApplication(
        organisation_id=ROOM,
        category="labour",
        subtype="unpaid_wages",
        risk=Risk.YELLOW,
        summary=summary,
        facts={"months": 3, "claimed_yuan": 18000, "phone": "13812345678", "event_date": "2026-09-12"},
        applicant_name="王建国",
        other_party="李秀英",
        request="要回王建国的工资",
        consented=True,
    )
    dispute = await register_walk_in(house.desk, staff, application)
    if closed:
        await walk(house, staff, dispute.id, "decline")
    return dispute.id


async def reviewed(house: House, staff: dict[str, StaffMember]) -> CaseDraft:
    draft = await hand_over_to_library(house.desk, staff["first"], await a_dispute(house, staff["first"]))
    case_id = draft.entry.id
    fields = {"title": "厂里欠了三个月工钱", "legal_basis": ["《中华人民共和国劳动法》第五十条"], "outcome": "agreed"}
    draft = await edit_case(house.desk, staff["first"], case_id, draft.version, fields)
    draft = await confirm_case(house.desk, staff["first"], case_id, draft.version, read_word_by_word=True)
    return await review_case(house.desk, staff["second"], case_id, draft.version)


async def test_the_whole_road_with_every_step_on_record(house: House, staff: dict[str, StaffMember]) -> None:
    draft = await reviewed(house, staff)
    case_id = draft.entry.id
    assert draft.original is not None
    with pytest.raises(NotAllowed):
        await publish_case(house.desk, staff["second"], case_id, draft.version)
    published = await publish_case(house.desk, staff["chief"], case_id, draft.version)
    assert (published.state, published.original, published.masked) == (ReviewState.PUBLISHED, None, ())
    async with house.storage.unit_of_work(reading=True) as uow:
        entry = await uow.cases.get(case_id)
        history = await uow.case_drafts.history(case_id)
    assert entry is not None
    assert (entry.origin, entry.review_state, entry.outcome) == (
        Origin.OWN_DOCKET,
        ReviewState.PUBLISHED,
        Outcome.AGREED,
    )
    whole = "".join((entry.title, entry.story, entry.result, *entry.disputed, *entry.terms))
    assert not [name for name in ("王建国", "李秀英", "鑫达", "13812345678") if name in whole]
    assert (entry.claimed_yuan, entry.facts) == (18000, {"months": 3, "claimed_yuan": 18000})
    assert [(event.move, event.staff_name) for event in history] == [
        (CaseMove.HANDED_OVER, "first"),
        (CaseMove.EDITED, "first"),
        (CaseMove.CONFIRMED, "first"),
        (CaseMove.REVIEWED, "second"),
        (CaseMove.PUBLISHED, "chief"),
    ]
    with pytest.raises(NotAllowed):
        await withdraw_case(house.desk, staff["first"], case_id, "有人认出来了")
    await withdraw_case(house.desk, staff["chief"], case_id, "有人认出来了")
    with pytest.raises(Conflict):
        await withdraw_case(house.desk, staff["chief"], case_id, "再撤一次")


async def test_nobody_reviews_what_he_confirmed_himself(house: House, staff: dict[str, StaffMember]) -> None:
    draft = await hand_over_to_library(house.desk, staff["first"], await a_dispute(house, staff["first"]))
    case_id = draft.entry.id
    with pytest.raises(Conflict):
        await review_case(house.desk, staff["second"], case_id, draft.version)
    draft = await confirm_case(house.desk, staff["first"], case_id, draft.version, read_word_by_word=True)
    with pytest.raises(Conflict, match="两个人"):
        await review_case(house.desk, staff["first"], case_id, draft.version)
    with pytest.raises(BadInput):
        await send_case_back(house.desk, staff["second"], case_id, draft.version, " ")
    draft = await send_case_back(house.desk, staff["second"], case_id, draft.version, "请写明怎么付的")
    assert draft.state is ReviewState.DRAFT
    draft = await edit_case(house.desk, staff["second"], case_id, draft.version, {"terms": ["分两次付清"]})
    draft = await confirm_case(house.desk, staff["second"], case_id, draft.version, read_word_by_word=True)
    with pytest.raises(Conflict, match="两个人"):
        await review_case(house.desk, staff["second"], case_id, draft.version)
    assert (await review_case(house.desk, staff["first"], case_id, draft.version)).state is ReviewState.REVIEWED


async def test_two_at_once_do_not_overwrite_each_other(house: House, staff: dict[str, StaffMember]) -> None:
    draft = await hand_over_to_library(house.desk, staff["first"], await a_dispute(house, staff["first"]))
    done = await asyncio.gather(
        *(
            edit_case(house.desk, staff["first"], draft.entry.id, draft.version, {"comment": f"第{number}位写的"})
            for number in range(4)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(each, CaseDraft) for each in done) == 1
    assert sum(isinstance(each, Conflict) for each in done) == 3


async def test_only_closed_disputes_once_and_only_by_those_who_may(house: House, staff: dict[str, StaffMember]) -> None:
    still_open = await a_dispute(house, staff["first"], closed=False)
    with pytest.raises(Conflict, match="办结"):
        await hand_over_to_library(house.desk, staff["first"], still_open)
    closed = await a_dispute(house, staff["first"])
    for person in ("auditor", "stranger"):
        with pytest.raises((NotAllowed, NotFound)):
            await hand_over_to_library(house.desk, staff[person], closed)
    assert [each.id for each in (await list_case_work(house.desk, staff["first"])).closed_disputes] == [closed]
    draft = await hand_over_to_library(house.desk, staff["clerk"], closed)
    with pytest.raises(Conflict):
        await hand_over_to_library(house.desk, staff["first"], closed)
    work = await list_case_work(house.desk, staff["first"])
    assert ([each.entry.id for each in work.drafts], work.closed_disputes) == ([draft.entry.id], ())
    assert (await list_case_work(house.desk, staff["stranger"])).drafts == ()
    with pytest.raises(NotFound):
        await read_case_draft(house.desk, staff["stranger"], draft.entry.id)
    with pytest.raises(NotAllowed):
        await list_case_work(house.desk, staff["auditor"])
    dropped = await drop_case(house.desk, staff["clerk"], draft.entry.id, draft.version, "太容易认出是谁")
    assert (dropped.state, dropped.original) == (ReviewState.WITHDRAWN, None)
    assert (await list_case_work(house.desk, staff["first"])).drafts == ()


async def test_an_imported_entry_takes_the_same_road(house: House, staff: dict[str, StaffMember]) -> None:
    entry = Precedent(
        id="im-1",
        title="欠款",
        category="contract",
        story="张建军欠刘秀梅三万元。",
        origin=Origin.IMPORTED,
        external_id="x-1",
        parties=("张建军", "刘秀梅"),
    )
    async with house.storage.unit_of_work() as uow:
        await uow.cases.put_many([entry])
    with pytest.raises(NotFound):
        await take_up_case(house.desk, staff["first"], "im-1")
    draft = await take_up_case(house.desk, staff["chief"], "im-1")
    draft = await confirm_case(house.desk, staff["first"], "im-1", draft.version, read_word_by_word=True)
    draft = await review_case(house.desk, staff["second"], "im-1", draft.version)
    await publish_case(house.desk, staff["chief"], "im-1", draft.version)
    async with house.storage.unit_of_work(reading=True) as uow:
        shown = await uow.cases.get("im-1")
    assert shown is not None
    assert (shown.story, shown.parties, shown.external_id) == ("张某欠刘某三万元。", (), "x-1")
    with pytest.raises(NotFound):
        await take_up_case(house.desk, staff["first"], "nobody")
    with pytest.raises(Conflict):
        await take_up_case(house.desk, staff["first"], "im-1")


async def test_the_index_of_another_process_takes_it_up(house: House, staff: dict[str, StaffMember]) -> None:
    """Here a second store and library on the same database; tests/load has two real processes."""
    other = SqlCaseStore(str(house.storage.engine.url.render_as_string(hide_password=False)))
    library = CaseLibrary.open(other, composed={})
    assert library.search("欠了工钱", wanted=CaseFilter(published_only=True)) == ()
    draft = await reviewed(house, staff)
    async with house.storage.announcer.listen("cases") as heard:
        await publish_case(house.desk, staff["chief"], draft.entry.id, draft.version)
        assert await asyncio.wait_for(anext(aiter(heard)), 10) == "cases"
    found = await asyncio.to_thread(library.search, "欠了工钱", wanted=CaseFilter(published_only=True))
    assert [hit.case.id for hit in found] == [draft.entry.id]
    await withdraw_case(house.desk, staff["chief"], draft.entry.id, "有人认出来了")
    assert await asyncio.to_thread(library.search, "欠了工钱") == ()
    other.close()


async def test_folders_belong_to_an_organisation(house: House, staff: dict[str, StaffMember]) -> None:
    desk = house.desk
    dispute = await a_dispute(house, staff["first"])
    folder = await make_folder(desk, staff["first"], "欠薪", dispute_id=dispute)
    await put_in_folder(desk, staff["second"], folder.id, "la-1", "和这件最像")
    await put_in_folder(desk, staff["second"], folder.id, "la-1", "和这件最像，先给他看")
    await put_in_folder(desk, staff["first"], folder.id, "la-2")
    read = await read_folder(desk, staff["clerk"], folder.id)
    assert [(item.case_id, item.note) for item in read.items] == [("la-1", "和这件最像，先给他看"), ("la-2", "")]
    with pytest.raises(NotFound):
        await read_folder(desk, staff["stranger"], folder.id)
    with pytest.raises(NotFound):
        await make_folder(desk, staff["stranger"], "别人的", dispute_id=dispute)
    with pytest.raises(NotAllowed):
        await list_folders(desk, staff["auditor"])
    await take_out_of_folder(desk, staff["first"], folder.id, "la-1")
    assert [[item.case_id for item in each.items] for each in await list_folders(desk, staff["first"])] == [["la-2"]]
    await remove_folder(desk, staff["first"], folder.id)
    assert await list_folders(desk, staff["first"]) == ()


async def test_a_settled_file_brings_its_agreement_and_hides_everybody_named_on_it(
    house: House, staff: dict[str, StaffMember]
) -> None:
    chen = await house.staff("陈静静")
    dispute = await a_dispute(house, chen, closed=False)
    agreed = {
        "main_facts": "王建国做电焊八个月，李秀英欠他三个月工资。",
        "issues": "欠不欠\n欠多少",
        "terms": "李秀英分两次付清三万元\n陈静静到场见证",
    }
    await walk(house, chen, dispute, *ROAD, agree=agreed)
    with pytest.raises(Conflict, match="办结"):
        await hand_over_to_library(house.desk, chen, dispute)
    house.clock.go_on(days=60)
    paid = {"instalment": 1, "paid": ""}
    await walk(house, chen, dispute, "perform_part", perform_part=paid)
    await walk(house, chen, dispute, "perform_part", perform_part={**paid, "instalment": 2})
    await walk(house, chen, dispute, "perform")
    draft = await hand_over_to_library(house.desk, chen, dispute)
    assert draft.entry.title == "劳动者与用人单位因拖欠工资起纠纷（1.8万元），达成协议并已履行"
    assert draft.entry.outcome is Outcome.PERFORMED
    assert draft.entry.settled_yuan == 30000
    assert draft.entry.months_taken == 2
    assert draft.entry.story == "王某做电焊八个月，李某欠他三个月工资。"
    assert draft.entry.terms[0] == "李某分两次付清三万元"
    assert draft.entry.terms[1].startswith("陈某到场")
    assert draft.entry.disputed == ("欠不欠", "欠多少")
