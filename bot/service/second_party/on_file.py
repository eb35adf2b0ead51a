"""Who accepted an invitation is also reached as a party of the file that this talk led to."""

from dataclasses import replace
from datetime import datetime

from bot.domain.dispute_file import DisputeFile, Party, PartyKind, PartyRole
from bot.domain.docket_moves import Doer
from bot.domain.docket_steps import docket
from bot.domain.mediation import Mediation
from bot.domain.staff import StaffMember
from bot.service.keep_party import with_party
from bot.service.ports import UnitOfWork


async def tie_to_files(uow: UnitOfWork, mediation: Mediation, mediator: StaffMember, now: datetime) -> None:
    """Write the respondent's talk into the open files of the applicant's talk, so that notices reach both sides.

    Where a file names several respondents and none by this name, nobody is guessed: a person puts it right.
    """
    for dispute in await uow.disputes.of_conversation(mediation.conversation_id):
        file = await uow.files.show(dispute.id, lock=True)
        party = _respondent(file, mediation)
        if party is None or not docket().steps["note"].sources >= {file.dispute.state}:
            continue
        after = with_party(file, party, Doer(now, mediator.id, mediator.name, mediator.role))
        await uow.files.save(file, after)
        place = party.position or len(after.parties)
        await uow.files.put_party(dispute.id, next(each for each in after.parties if each.position == place))


def _respondent(file: DisputeFile, mediation: Mediation) -> Party | None:
    talk, name = mediation.respondent_conversation_id, mediation.respondent_name
    free = [party for party in file.respondents if party.conversation_id is None]
    named = [party for party in free if party.name == name] or (free if len(free) == 1 else [])
    if named:
        return replace(named[0], name=named[0].name or name, conversation_id=talk)
    if file.respondents:
        return None
    return Party(0, PartyRole.RESPONDENT, PartyKind.PERSON, name, conversation_id=talk)
