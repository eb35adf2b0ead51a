"""Files on both databases: the whole life, versions, rights, what citizens are told, old rows."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.attachments import Attachment
from bot.domain.dispute import DisputeSource, DisputeState
from bot.domain.dispute_file import DisputeFile, Party, PartyKind, PartyRole
from bot.domain.docket_steps import docket
from bot.domain.messages import CitizenAddress
from bot.domain.staff import Role, StaffMember
from bot.errors import BadInput, Conflict, NotAllowed, NotFound, StaleConversation
from bot.service.attach_to_file import attach_to_file
from bot.service.change_membership import change_membership
from bot.service.dispute_status import dispute_status
from bot.service.file_ports import FileQuery
from bot.service.keep_party import keep_party
from bot.service.list_files import list_files
from bot.service.read_file import read_file, read_file_item
from bot.service.register_walk_in import register_walk_in
from bot.service.take_step import StepRefused, take_step
from tests.contract.test_disputes import APPLICATION
from tests.office_setup import DISTRICT, WINDOW, House
from tests.unit.bot.domain.docket_files import filled

ROAD = ("accept", "assign", "inform", "investigate", "schedule", "session", "agree")


async def walk(house: House, staff: StaffMember, dispute_id: str, *steps: str, **forms: Any) -> DisputeFile:
    """Take steps, each with its form filled in full."""
    file = None
    for step_id in steps:
        step = docket().steps[step_id]
        changes = {"mediators": [staff.id]} if step_id in {"assign", "reassign"} else {}
        values = filled(step, house.desk.today(), **changes, **forms.get(step_id, {}))
        file = await take_step(house.desk, staff, dispute_id, step_id, values)
    assert file is not None
    return file


async def test_the_whole_life_of_a_file(house: House) -> None:
    turn = await house.say("anna", "申请调解")
    chen = await house.staff("陈静")
    async with house.storage.unit_of_work(reading=True) as uow:
        (dispute,) = await uow.disputes.of_conversation(turn.message.conversation_id)
    settled = await walk(house, chen, dispute.id, *ROAD)
    assert settled.dispute.state is DisputeState.SETTLED
    house.clock.go_on(days=3)
    paid = {"instalment": 1, "paid": ""}
    await walk(house, chen, dispute.id, "perform_part", perform_part=paid)
    await walk(house, chen, dispute.id, "perform_part", perform_part={**paid, "instalment": 2})
    await walk(house, chen, dispute.id, "perform", "visit", "archive")
    file = await read_file(house.desk, chen, dispute.id)
    assert file.dispute.state is DisputeState.ARCHIVED
    assert file.dispute.closure is not None
    assert file.dispute.closure.outcome is DisputeState.PERFORMED
    assert [event.step for event in file.events] == [
        "register",
        *ROAD,
        "perform_part",
        "perform_part",
        "perform",
        "visit",
        "archive",
    ]
    assert {event.staff_name for event in file.events[1:]} == {"陈静"}
    assert [party.role for party in file.parties] == [PartyRole.APPLICANT, PartyRole.RESPONDENT]
    assert len(file.sessions) == len(file.investigations) == len(file.visits) == 1
    assert [each.is_performed for each in file.instalments] == [True, True]
    assert file.dispute.agreed_fen == 3_000_000
    assert all(clock.stopped_on for clock in file.clocks)
    async with house.storage.unit_of_work(reading=True) as uow:
        said = [message.text for message in await uow.messages.of_address(CitizenAddress("web", "anna"))]
        looks = await uow.oversight.looks(since=house.clock.moment)
    for step_id in ("accept", "assign", "schedule", "agree", "perform"):
        words = next(event.words for event in file.events if event.step == step_id)
        assert f"【{dispute.number}】{words}" in said
    assert (
        (await dispute_status(house.desk, dispute.number, dispute.code)).history[-1][1].startswith("协议已经全部履行")
    )
    assert [subject for _, _, subject, _ in looks] == ["dispute"]


async def test_what_the_database_keeps_is_what_was_decided(house: House) -> None:
    chen = await house.staff("陈静")
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    decided = await walk(house, chen, dispute.id, *ROAD, "apply_confirmation", "confirmation_refused")
    read = await read_file(house.desk, chen, dispute.id)
    assert replace(read, events=(), entries=(), dispute=decided.dispute) == replace(decided, events=(), entries=())
    assert read.dispute == decided.dispute
    assert [replace(entry, id=0) for entry in read.entries] == [replace(entry, id=0) for entry in decided.entries]
    assert read.events == decided.events


async def test_nobody_overwrites_what_he_has_not_seen(house: House) -> None:
    chen = await house.staff("陈静")
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    form = filled(docket().steps["note"], house.desk.today())
    await take_step(house.desk, chen, dispute.id, "note", form, version=0)
    with pytest.raises(Conflict, match="刷新"):
        await take_step(house.desk, chen, dispute.id, "note", form, version=0)
    seen = await read_file(house.desk, chen, dispute.id)
    async with house.storage.unit_of_work() as uow:
        await uow.files.save(seen, replace(seen, dispute=replace(seen.dispute, version=seen.dispute.version + 1)))
    with pytest.raises(StaleConversation):
        async with house.storage.unit_of_work() as uow:
            await uow.files.save(seen, seen)
    accept = filled(docket().steps["accept"], house.desk.today())
    results = await asyncio.gather(
        *(take_step(house.desk, chen, dispute.id, "accept", accept) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(result, DisputeFile) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 3


async def test_whose_file_it_is_and_whose_step(house: House) -> None:
    chen = await house.staff("陈静")
    registrar = await house.staff("登记员", Role.REGISTRAR, here=False)
    lawyer = await house.staff("律师", Role.LAWYER, here=False)
    stranger = await house.staff("外人", organisation=WINDOW)
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    form = filled(docket().steps["note"], house.desk.today())
    with pytest.raises(NotFound):
        await take_step(house.desk, stranger, dispute.id, "note", form)
    with pytest.raises(NotAllowed):
        await take_step(house.desk, lawyer, dispute.id, "note", form)
    with pytest.raises(BadInput):
        await take_step(house.desk, chen, dispute.id, "nonsense", form)
    with pytest.raises(Conflict, match="已申请"):
        await walk(house, chen, dispute.id, "agree")
    with pytest.raises(StepRefused) as wrong:
        await take_step(house.desk, chen, dispute.id, "accept", {})
    assert set(wrong.value.problems) == {"day", "respondent_consent", "screened"}
    await walk(house, chen, dispute.id, "accept", "assign")
    with pytest.raises(NotAllowed, match="人民调解员"):
        await walk(house, registrar, dispute.id, "inform")
    with pytest.raises(StepRefused, match="没有这位调解员"):
        await take_step(
            house.desk,
            chen,
            dispute.id,
            "reassign",
            filled(docket().steps["reassign"], house.desk.today(), mediators=[stranger.id]),
        )
    await walk(house, district, dispute.id, "inform")
    assert [file.id for file in await list_files(house.desk, chen, mine=True)] == [dispute.id]
    assert await list_files(house.desk, stranger) == ()
    with pytest.raises(NotFound):
        await read_file(house.desk, stranger, dispute.id)


async def test_files_are_found_by_number_name_story_state_and_kind(house: House) -> None:
    chen = await house.staff("陈静")
    noise = await register_walk_in(house.desk, chen, APPLICATION)
    sides = [
        Party(1, PartyRole.APPLICANT, PartyKind.PERSON, "周 小兰"),
        Party(2, PartyRole.RESPONDENT, PartyKind.ORGANISATION, "某某科技有限公司"),
    ]
    wages = await register_walk_in(
        house.desk,
        chen,
        replace(
            APPLICATION, category="labour", subtype="unpaid_wages", summary="拖欠工资", source=DisputeSource.POLICE
        ),
        parties=sides,
    )
    await walk(house, chen, wages.id, "accept")

    async def found(**query: Any) -> list[str]:
        return [each.id for each in await list_files(house.desk, chen, FileQuery(**query))]

    assert set(await found()) == {noise.id, wages.id}
    assert await found(text="周小兰") == await found(text="科技") == await found(text="拖欠 科技") == [wages.id]
    assert await found(text=noise.number) == await found(text="半夜") == [noise.id]
    assert await found(category="labour") == await found(states=frozenset({DisputeState.ACCEPTED})) == [wages.id]
    assert await found(text="100%") == await found(text="没有的词") == []
    assert len(await found(limit=1)) == 1
    assert wages.application.source is DisputeSource.POLICE


async def test_parties_are_kept_with_what_is_needed(house: House) -> None:
    chen = await house.staff("陈静")
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    company = Party(2, PartyRole.RESPONDENT, PartyKind.ORGANISATION, "某公司", representative="赵某", id_tail="123x")
    await keep_party(house.desk, chen, dispute.id, company)
    added = Party(0, PartyRole.APPLICANT, PartyKind.PERSON, "名" * 200, age=61, agent="王律师", agent_scope="一般授权")
    await keep_party(house.desk, chen, dispute.id, added, version=1)
    file = await read_file(house.desk, chen, dispute.id)
    assert [party.position for party in file.parties] == [1, 2, 3]
    assert (file.parties[1].representative, file.parties[1].id_tail) == ("赵某", "123X")
    assert (file.parties[2].age, file.parties[2].agent) == (61, "王律师")
    assert [event.step for event in file.events] == ["register", "party", "party"]
    for wrong in (
        replace(added, name="名" * 500),
        replace(added, age=999),
        replace(added, id_tail="430102199001011234"),
        replace(added, phone="不告诉你"),
        replace(added, position=9),
    ):
        with pytest.raises(BadInput):
            await keep_party(house.desk, chen, dispute.id, wrong)
    with pytest.raises(Conflict):
        await keep_party(house.desk, chen, dispute.id, added, version=0)


async def test_a_file_holds_what_is_attached(house: House) -> None:
    chen = await house.staff("陈静")
    stranger = await house.staff("外人", organisation=WINDOW)
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    photo = Attachment("现场.png", "image/png", b"\x89PNG\r\n\x1a\nxyz")
    item = await attach_to_file(house.desk, chen, dispute.id, photo, kind="photo", note="楼道")
    assert await read_file_item(house.desk, chen, dispute.id, item.id) == photo
    file = await read_file(house.desk, chen, dispute.id)
    assert [(each.name, each.kind, each.note, each.size) for each in file.items] == [("现场.png", "photo", "楼道", 11)]
    with pytest.raises(NotFound):
        await read_file_item(house.desk, stranger, dispute.id, item.id)
    with pytest.raises(NotFound):
        await read_file_item(house.desk, chen, dispute.id, "none")
    with pytest.raises(BadInput):
        await attach_to_file(house.desk, chen, dispute.id, photo, kind="video")


async def test_a_lead_becomes_an_application_or_lapses(house: House) -> None:
    chen = await house.staff("陈静")
    found = replace(APPLICATION, consented=False, source=DisputeSource.SCREENING)
    with pytest.raises(BadInput, match="同意"):
        await register_walk_in(house.desk, chen, found)
    lead = await register_walk_in(house.desk, chen, found, lead=True)
    assert lead.state is DisputeState.LEAD
    assert (await read_file(house.desk, chen, lead.id)).clocks == ()
    file = await walk(house, chen, lead.id, "lead_applied")
    assert [clock.code for clock in file.clocks] == ["acceptance"]
    other = await register_walk_in(house.desk, chen, found, lead=True)
    assert (await walk(house, chen, other.id, "lead_lapsed")).dispute.state is DisputeState.LAPSED


async def test_two_hundred_at_once_get_numbers_without_gap_or_repeat(house: House) -> None:
    chen = await house.staff("陈静")
    done = await asyncio.gather(*(register_walk_in(house.desk, chen, APPLICATION) for _ in range(200)))
    numbers = sorted(int(dispute.number.split("第")[1].rstrip("号")) for dispute in done)
    assert numbers == list(range(1, 201))
    assert len({dispute.code for dispute in done}) == 200


async def test_who_works_for_two_organisations_finds_the_files_of_both(house: House) -> None:
    chen = await house.staff("陈静")
    away = await house.staff("外人", organisation=WINDOW)
    here = await register_walk_in(house.desk, chen, APPLICATION)
    there = await register_walk_in(house.desk, away, replace(APPLICATION, organisation_id=WINDOW))
    assert [each.id for each in await list_files(house.desk, chen)] == [here.id]
    chen = await change_membership(house.desk, "陈静", WINDOW)
    assert {each.id for each in await list_files(house.desk, chen)} == {here.id, there.id}
    wanted = FileQuery(organisation_ids=[WINDOW, DISTRICT])
    assert [each.id for each in await list_files(house.desk, chen, wanted)] == [there.id]
