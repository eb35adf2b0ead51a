"""Sign-in tokens, sessions and keys of programs; hashes only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import StaffMember
from bot.errors import Conflict
from bot.service.staff_ports import ApiKey
from bot.storage.staff_records import STAFF, memberships, staff_of
from bot.storage.staff_tables import ApiKeyRow, SessionRow, SignInTokenRow, StaffRow


class SqlSessions:
    """See `bot.service.staff_ports.SessionRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_token(self, token_hash: str, staff_id: str, at: datetime, expires_at: datetime) -> None:
        """Keep a one-time token; older unused ones of the person become void."""
        await self._session.execute(
            delete(SignInTokenRow).where(SignInTokenRow.staff_id == staff_id, SignInTokenRow.used_at.is_(None))
        )
        self._session.add(
            SignInTokenRow(token_hash=token_hash, staff_id=staff_id, issued_at=at, expires_at=expires_at, used_at=None)
        )
        await self._session.flush()

    async def use_token(self, token_hash: str, now: datetime) -> str | None:
        """Use a token up; one use wins."""
        return await self._session.scalar(
            update(SignInTokenRow)
            .where(
                SignInTokenRow.token_hash == token_hash,
                SignInTokenRow.used_at.is_(None),
                SignInTokenRow.expires_at > now,
            )
            .values(used_at=now)
            .returning(SignInTokenRow.staff_id)
            .execution_options(synchronize_session=False)
        )

    async def add_session(self, session_hash: str, staff_id: str, at: datetime, expires_at: datetime) -> None:
        """Keep a session."""
        self._session.add(
            SessionRow(
                session_hash=session_hash, staff_id=staff_id, signed_in_at=at, expires_at=expires_at, ended_at=None
            )
        )
        await self._session.flush()

    async def staff_of_session(self, session_hash: str, now: datetime) -> StaffMember | None:
        """Return the person of a valid session who is not disabled."""
        found = await self._session.execute(
            STAFF.join(SessionRow, SessionRow.staff_id == StaffRow.id).where(
                SessionRow.session_hash == session_hash,
                SessionRow.ended_at.is_(None),
                SessionRow.expires_at > now,
                StaffRow.disabled.is_(False),
            )
        )
        pair = found.one_or_none()
        if pair is None:
            return None
        return staff_of(*pair, await memberships(self._session, [pair[0].id]))

    async def end_session(self, session_hash: str, now: datetime) -> None:
        """End one session."""
        await self._session.execute(
            update(SessionRow)
            .where(SessionRow.session_hash == session_hash, SessionRow.ended_at.is_(None))
            .values(ended_at=now)
            .execution_options(synchronize_session=False)
        )

    async def end_all(self, staff_id: str, now: datetime) -> None:
        """End all sessions and void all tokens of a person."""
        await self._session.execute(
            delete(SignInTokenRow).where(SignInTokenRow.staff_id == staff_id, SignInTokenRow.used_at.is_(None))
        )
        await self._session.execute(
            update(SessionRow)
            .where(SessionRow.staff_id == staff_id, SessionRow.ended_at.is_(None))
            .values(ended_at=now)
            .execution_options(synchronize_session=False)
        )


class SqlApiKeys:
    """See `bot.service.staff_ports.ApiKeyRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, name: str, key_hash: str, at: datetime) -> ApiKey:
        """Keep a key."""
        self._session.add(ApiKeyRow(name=name, key_hash=key_hash, created_at=at, disabled=False))
        try:
            await self._session.flush()
        except IntegrityError as problem:
            raise Conflict(f"已经有名叫“{name}”的密钥。", hint="换一个名字。") from problem
        return ApiKey(name, at)

    async def by_hash(self, key_hash: str) -> ApiKey | None:
        """Return the key that is valid."""
        row = await self._session.scalar(
            select(ApiKeyRow).where(ApiKeyRow.key_hash == key_hash, ApiKeyRow.disabled.is_(False))
        )
        return None if row is None else ApiKey(row.name, row.created_at)

    async def everything(self) -> Sequence[ApiKey]:
        """Return all keys, oldest first."""
        rows = await self._session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.created_at, ApiKeyRow.name))
        return [ApiKey(row.name, row.created_at, row.disabled) for row in rows]

    async def disable(self, name: str) -> bool:
        """Make a key void."""
        changed = await self._session.scalar(
            update(ApiKeyRow)
            .where(ApiKeyRow.name == name)
            .values(disabled=True)
            .returning(ApiKeyRow.name)
            .execution_options(synchronize_session=False)
        )
        return changed is not None
