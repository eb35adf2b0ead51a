"""Invitations of a second party between rows and values; one use wins."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.mediation import Invitation
from bot.errors import StaleConversation
from bot.storage.mediation_tables import InvitationRow


class Invitations:
    """The part of `bot.service.mediation_ports.MediationRecords` that keeps invitations."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def invite(self, invitation: Invitation, link_hash: str, at: datetime) -> None:
        """Keep a new invitation and revoke the older ones of the mediation."""
        await self.revoke(invitation.mediation_id, at)
        self._session.add(
            InvitationRow(
                id=invitation.id,
                mediation_id=invitation.mediation_id,
                number=invitation.number,
                link_hash=link_hash,
                code_hash=invitation.code_hash,
                made_by=invitation.made_by,
                made_at=at,
                expires_at=invitation.expires_at,
                wrong_codes=0,
                used_at=None,
                revoked_at=None,
            )
        )
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise StaleConversation("这个邀请编号刚刚用过，请再试一次。") from problem

    async def by_link(self, link_hash: str) -> Invitation | None:
        """Return the invitation of a link."""
        row = await self._session.scalar(select(InvitationRow).where(InvitationRow.link_hash == link_hash))
        return None if row is None else _invitation(row)

    async def by_number(self, number: str) -> Invitation | None:
        """Return the invitation of a number."""
        row = await self._session.scalar(select(InvitationRow).where(InvitationRow.number == number))
        return None if row is None else _invitation(row)

    async def standing(self, mediation_id: str, now: datetime) -> Invitation | None:
        """Return the invitation that is neither used nor revoked nor too old."""
        row = await self._session.scalar(
            select(InvitationRow).where(
                InvitationRow.mediation_id == mediation_id,
                InvitationRow.used_at.is_(None),
                InvitationRow.revoked_at.is_(None),
                InvitationRow.expires_at > now,
            )
        )
        return None if row is None else _invitation(row)

    async def use(self, invitation_id: str, at: datetime) -> bool:
        """Use an invitation up; one use wins."""
        used = await self._session.scalar(
            update(InvitationRow)
            .where(
                InvitationRow.id == invitation_id,
                InvitationRow.used_at.is_(None),
                InvitationRow.revoked_at.is_(None),
                InvitationRow.expires_at > at,
            )
            .values(used_at=at)
            .returning(InvitationRow.id)
            .execution_options(synchronize_session=False)
        )
        return used is not None

    async def revoke(self, mediation_id: str, at: datetime) -> bool:
        """Make the standing invitation worthless."""
        revoked = await self._session.scalars(
            update(InvitationRow)
            .where(
                InvitationRow.mediation_id == mediation_id,
                InvitationRow.used_at.is_(None),
                InvitationRow.revoked_at.is_(None),
            )
            .values(revoked_at=at)
            .returning(InvitationRow.id)
            .execution_options(synchronize_session=False)
        )
        return bool(revoked.all())

    async def note_wrong_code(self, invitation_id: str) -> int:
        """Count a wrong code."""
        count = await self._session.scalar(
            update(InvitationRow)
            .where(InvitationRow.id == invitation_id)
            .values(wrong_codes=InvitationRow.wrong_codes + 1)
            .returning(InvitationRow.wrong_codes)
            .execution_options(synchronize_session=False)
        )
        return count or 0


def _invitation(row: InvitationRow) -> Invitation:
    return Invitation(
        id=row.id,
        mediation_id=row.mediation_id,
        number=row.number,
        code_hash=row.code_hash,
        made_by=row.made_by,
        expires_at=row.expires_at,
        wrong_codes=row.wrong_codes,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
