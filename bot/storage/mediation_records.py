"""Mediations between rows and values."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.mediation import OPEN_STATES, JointRoom, Mediation, MediationEvent, MediationMove, MediationState
from bot.domain.messages import Author, CitizenAddress
from bot.errors import NotFound, StaleConversation
from bot.storage.conversation_tables import AttachmentRow, ConversationRow, MessageRow
from bot.storage.invitation_records import Invitations
from bot.storage.mediation_tables import JointCopyRow, MediationEventRow, MediationRow

_OPEN = [state.value for state in OPEN_STATES]


class SqlMediations(Invitations):
    """See `bot.service.mediation_ports.MediationRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self._session = session

    async def open(self, mediation: Mediation) -> None:
        """Keep a new one."""
        self._session.add(MediationRow(id=mediation.id, **_columns(mediation)))
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise StaleConversation("这个谈话刚刚已经开始邀请对方。") from problem

    async def show(self, mediation_id: str) -> Mediation:
        """Read one."""
        return await self._one(MediationRow.id == mediation_id, lock=False)

    async def lock(self, mediation_id: str) -> Mediation:
        """Read one and lock it."""
        return await self._one(MediationRow.id == mediation_id, lock=True)

    async def lock_of_address(self, address: CitizenAddress) -> Mediation | None:
        """Return and lock the open mediation of an address's open talk."""
        conversation_id = await self._session.scalar(
            select(ConversationRow.id).where(
                ConversationRow.channel == address.channel,
                ConversationRow.account == address.account,
                ConversationRow.open,
            )
        )
        return None if conversation_id is None else await self.lock_of_conversation(conversation_id)

    async def lock_of_conversation(self, conversation_id: str) -> Mediation | None:
        """Return and lock the open mediation of a talk."""
        # looked for first without a lock: nearly every talk is in none, and then nothing is locked
        found = await self._session.scalar(
            select(MediationRow.id).where(_of(conversation_id), MediationRow.state.in_(_OPEN))
        )
        if found is None:
            return None
        mediation = await self.lock(found)
        return mediation if mediation.open else None

    async def latest(self, conversation_id: str) -> Mediation | None:
        """Return a talk's open mediation, else its last one."""
        rows = await self._session.scalars(
            select(MediationRow)
            .where(_of(conversation_id))
            .order_by(MediationRow.opened_at.desc(), MediationRow.id)
            .execution_options(populate_existing=True)
        )
        all_of_it = [_mediation(row) for row in rows]
        return next((one for one in all_of_it if one.open), all_of_it[0] if all_of_it else None)

    async def save(self, mediation: Mediation) -> Mediation:
        """Save what changed."""
        await self._session.execute(
            update(MediationRow)
            .where(MediationRow.id == mediation.id)
            .values(**_columns(mediation))
            .execution_options(synchronize_session=False)
        )
        return mediation

    async def note(self, mediation_id: str, event: MediationEvent) -> None:
        """Add to the history."""
        self._session.add(
            MediationEventRow(
                mediation_id=mediation_id,
                at=event.at,
                move=event.move.value,
                who=event.who,
                staff_id=event.staff_id,
                note=event.note,
            )
        )
        await self._session.flush()

    async def history(self, mediation_id: str) -> Sequence[MediationEvent]:
        """Return the history, oldest first."""
        rows = await self._session.scalars(
            select(MediationEventRow)
            .where(MediationEventRow.mediation_id == mediation_id)
            .order_by(MediationEventRow.id)
            .execution_options(populate_existing=True)
        )
        return [MediationEvent(row.at, MediationMove(row.move), row.who, row.staff_id, row.note) for row in rows]

    async def note_copy(self, copy_id: int, original_id: int) -> None:
        """Remember that a message is a copy."""
        self._session.add(JointCopyRow(copy_id=copy_id, original_id=original_id))
        await self._session.flush()

    async def erase(self, conversation_id: str, at: datetime) -> None:
        """End it, empty the names, and the copies of what that person said."""
        rows = await self._session.scalars(select(MediationRow.id).where(_of(conversation_id)))
        ids = list(rows)
        if not ids:
            return
        await self._session.execute(
            update(MediationRow)
            .where(MediationRow.id.in_(ids))
            .values(about="", applicant_name="", respondent_name="")
            .execution_options(synchronize_session=False)
        )
        for open_one in [i for i in ids if (await self.show(i)).open]:
            await self._session.execute(
                update(MediationRow)
                .where(MediationRow.id == open_one)
                .values(state=MediationState.ENDED.value, joint=JointRoom.CLOSED.value, ended_at=at)
                .execution_options(synchronize_session=False)
            )
            await self.revoke(open_one, at)
            await self.note(open_one, MediationEvent(at, MediationMove.ENDED, "house", note="erased"))
        await self._session.execute(
            update(MediationEventRow)
            .where(MediationEventRow.mediation_id.in_(ids), MediationEventRow.note != "erased")
            .values(note="")
            .execution_options(synchronize_session=False)
        )
        copies = (
            select(JointCopyRow.copy_id)
            .join(MessageRow, MessageRow.id == JointCopyRow.original_id)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.author == Author.CITIZEN.value)
        )
        copied = list(await self._session.scalars(copies))
        await self._session.execute(
            delete(AttachmentRow)
            .where(AttachmentRow.message_id.in_(copied))
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            update(MessageRow)
            .where(MessageRow.id.in_(copied))
            .values(text="", author_name="")
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()

    async def _one(self, condition: ColumnElement[bool], *, lock: bool) -> Mediation:
        query = select(MediationRow).where(condition).execution_options(populate_existing=True)
        row = await self._session.scalar(query.with_for_update() if lock else query)
        if row is None:
            raise NotFound("没有这个调解。")
        return _mediation(row)


def _of(conversation_id: str) -> ColumnElement[bool]:
    return or_(
        MediationRow.conversation_id == conversation_id, MediationRow.respondent_conversation_id == conversation_id
    )


def _columns(mediation: Mediation) -> dict[str, object]:
    return {
        "state": mediation.state.value,
        "joint": mediation.joint.value,
        "organisation_id": mediation.organisation_id,
        "conversation_id": mediation.conversation_id,
        "handoff_id": mediation.handoff_id,
        "respondent_conversation_id": mediation.respondent_conversation_id,
        "respondent_handoff_id": mediation.respondent_handoff_id,
        "opened_by": mediation.opened_by,
        "opened_at": mediation.opened_at,
        "ended_at": mediation.ended_at,
        "about": mediation.about,
        "applicant_name": mediation.applicant_name,
        "respondent_name": mediation.respondent_name,
        "tries": mediation.tries,
    }


def _mediation(row: MediationRow) -> Mediation:
    return Mediation(
        id=row.id,
        state=MediationState(row.state),
        joint=JointRoom(row.joint),
        organisation_id=row.organisation_id,
        conversation_id=row.conversation_id,
        handoff_id=row.handoff_id,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        about=row.about,
        applicant_name=row.applicant_name,
        respondent_name=row.respondent_name,
        tries=row.tries,
        respondent_conversation_id=row.respondent_conversation_id,
        respondent_handoff_id=row.respondent_handoff_id,
        ended_at=row.ended_at,
    )
