"""Adding a party to a file, or putting its particulars right; only what is needed is kept."""

import re
from dataclasses import replace

from bot.domain.dispute_file import LONGEST_NAME, DisputeFile, FileEvent, Party
from bot.domain.docket_moves import Doer
from bot.domain.docket_steps import docket
from bot.domain.staff import StaffMember
from bot.errors import BadInput, Conflict
from bot.service.accepted_text import accepted_text
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require_sight_of_dispute
from bot.service.trying_again import trying_again

_PHONE = re.compile(r"\+?[\d\- ]{5,20}")
_TAIL = re.compile(r"[0-9]{3}[0-9Xx]")
_LONGEST_LINE, _OLDEST = 200, 130
MOST_PARTIES = 200
"""Parties one file may have; a group dispute lists its representatives."""


def checked_party(party: Party) -> Party:
    """Return a party with its texts cleaned.

    Raises:
        BadInput: A name or text too long, an age or a telephone number that cannot be, a whole identity number.
    """
    name = accepted_text(party.name).strip()
    if len(name) > LONGEST_NAME:
        raise BadInput(f"姓名或名称太长了，最多 {LONGEST_NAME} 个字。")
    if party.phone and not _PHONE.fullmatch(party.phone.strip()):
        raise BadInput("电话号码只能是数字，5 到 20 位。")
    if party.age is not None and not 0 <= party.age <= _OLDEST:
        raise BadInput("年龄不对，请核对。")
    if party.id_tail and not _TAIL.fullmatch(party.id_tail):
        raise BadInput("证件号码只记最后四位。")
    return replace(
        party,
        name=name,
        phone=party.phone.strip(),
        id_tail=party.id_tail.upper(),
        gender=_line(party.gender),
        ethnicity=_line(party.ethnicity),
        occupation=_line(party.occupation),
        address=_line(party.address),
        representative=_line(party.representative),
        agent=_line(party.agent),
        agent_phone=_line(party.agent_phone),
        agent_scope=_line(party.agent_scope),
    )


def _line(text: str) -> str:
    line = accepted_text(text).strip()
    if len(line) > _LONGEST_LINE:
        raise BadInput(f"有一栏太长了，最多 {_LONGEST_LINE} 个字。")
    return line


async def keep_party(
    desk: FrontDesk, staff: StaffMember, dispute_id: str, party: Party, *, version: int | None = None
) -> DisputeFile:
    """Put a party into its place of the file; position 0 adds one. The talk it can be reached in stays.

    Raises:
        BadInput: Its particulars cannot be used, or the file has too many parties.
        Conflict: Somebody changed the file meanwhile, or it is archived.
        NotFound: The file is not the person's to know, or has no such party.
        NotAllowed: The role works with no files.
    """
    wanted = checked_party(party)

    async def attempt() -> DisputeFile:
        async with desk.unit_of_work() as uow:
            file = await uow.files.show(dispute_id, lock=True)
            require_sight_of_dispute(staff, file.dispute)
            if version is not None and version != file.dispute.version:
                raise Conflict(docket().moves["changed"])
            after = with_party(file, wanted, Doer(desk.now(), staff.id, staff.name, staff.role))
            await uow.files.save(file, after)
            place = wanted.position or len(after.parties)
            await uow.files.put_party(dispute_id, next(each for each in after.parties if each.position == place))
            return after

    return await trying_again(attempt, desk.settings.tries_on_conflict)


def with_party(file: DisputeFile, party: Party, doer: Doer) -> DisputeFile:
    """Give the file with the party in its place, and the event that tells of it; pure.

    Raises:
        BadInput: There is no such place, or too many parties.
        Conflict: The file is archived.
    """
    dispute, words = file.dispute, docket()
    if not words.steps["note"].sources >= {dispute.state}:
        raise Conflict(words.moves["wrong_state_none"].format(state=words.states[dispute.state].name))
    known = {each.position: each for each in file.parties}
    if party.position and party.position not in known:
        raise BadInput("没有这位当事人。")
    if not party.position and len(file.parties) >= MOST_PARTIES:
        raise BadInput(f"一件案卷最多登记 {MOST_PARTIES} 位当事人，其余的请推选代表。")
    position = party.position or max(known, default=0) + 1
    talk = party.conversation_id or (known[position].conversation_id if position in known else None)
    known[position] = replace(party, position=position, conversation_id=talk)
    event = FileEvent(
        at=doer.now,
        day=doer.today,
        step="party",
        state=dispute.state,
        from_state=dispute.state,
        details={"position": position, "role": party.role.value, "added": not party.position},
        staff_id=doer.staff_id,
        staff_name=doer.name,
    )
    moved = replace(dispute, version=dispute.version + 1)
    return replace(file, dispute=moved, parties=tuple(known[n] for n in sorted(known)), events=(*file.events, event))
