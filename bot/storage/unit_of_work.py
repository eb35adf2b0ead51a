"""One transaction: committed on success, rolled back on any error, and announced after it is committed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.errors import StaleConversation, Unavailable
from bot.service.ports import UnitOfWork
from bot.storage.attachment_records import SqlAttachments
from bot.storage.case_draft_records import SqlCaseDrafts
from bot.storage.case_folder_records import SqlCaseFolders
from bot.storage.case_intake import SqlCaseIntake
from bot.storage.case_records import SqlCases
from bot.storage.case_upload_records import SqlCaseUploads
from bot.storage.colleague_records import SqlConsultations, SqlReadings
from bot.storage.conversation_records import SqlConversations
from bot.storage.dispute_records import SqlDisputes
from bot.storage.document_records import SqlDocuments
from bot.storage.duty_records import SqlDuty
from bot.storage.engine import READING, is_sqlite
from bot.storage.file_records import SqlFiles
from bot.storage.handoff_records import SqlHandoffs
from bot.storage.ladder_records import SqlLadders
from bot.storage.mediation_records import SqlMediations
from bot.storage.message_records import SqlMessages
from bot.storage.outbox_records import SqlOutbox
from bot.storage.oversight_records import SqlOversight
from bot.storage.presence_records import SqlPresence
from bot.storage.session_records import SqlApiKeys, SqlSessions
from bot.storage.staff_account_records import SqlStaffAccounts
from bot.storage.staff_records import SqlStaff
from bot.storage.statistics_records import SqlStatistics

NOTIFY_CHANNEL = "fengqiao"
_NOTIFY = text("SELECT pg_notify(:channel, topic) FROM unnest(CAST(:topics AS text[])) AS topic")
_RETRYABLE = {"40001", "40P01"}
"""PostgreSQL: serialisation failure, deadlock."""
_SERVER_AWAY = ("08", "3D", "53", "57P", "58")
"""PostgreSQL: connection lost, no such database, no resources left, starting up or shutting down, system error."""


class SqlUnitOfWork:
    """The records over one session."""

    def __init__(self, session: AsyncSession) -> None:
        self.conversations = SqlConversations(session)
        self.messages = SqlMessages(session)
        self.attachments = SqlAttachments(session)
        self.outbox = SqlOutbox(session)
        self.handoffs = SqlHandoffs(session)
        self.disputes = SqlDisputes(session)
        self.mediations = SqlMediations(session)
        self.consultations = SqlConsultations(session)
        self.readings = SqlReadings(session)
        self.documents = SqlDocuments(session)
        self.statistics = SqlStatistics(session)
        self.files = SqlFiles(session)
        self.staff = SqlStaff(session)
        self.sessions = SqlSessions(session)
        self.presence = SqlPresence(session)
        self.api_keys = SqlApiKeys(session)
        self.duty = SqlDuty(session)
        self.ladders = SqlLadders(session)
        self.oversight = SqlOversight(session)
        self.cases = SqlCases(session)
        self.case_intake = SqlCaseIntake(session)
        self.case_uploads = SqlCaseUploads(session)
        self.case_drafts = SqlCaseDrafts(session)
        self.case_folders = SqlCaseFolders(session)
        self.staff_accounts = SqlStaffAccounts(session)
        self.topics: dict[str, None] = {}

    def announce(self, *topics: str) -> None:
        """Wake the listeners of the topics after the commit."""
        self.topics.update(dict.fromkeys(topics))


def unit_of_work_factory(
    engine: AsyncEngine, wake: Callable[[Sequence[str]], Awaitable[None]] | None = None
) -> Callable[..., AbstractAsyncContextManager[UnitOfWork]]:
    """Return what opens transactions on an engine.

    Args:
        engine: The database.
        wake: Called with the announced topics after a commit on SQLite. On PostgreSQL the notification is part of the
            transaction itself, so that no crash can come between.
    """
    changing = async_sessionmaker(engine, expire_on_commit=False)
    reading_engine = engine.execution_options(**{READING: True})
    sqlite = is_sqlite(engine)
    # SQLite has one writer at a time. Waiting in turn here is fair and fast; its own waiting is by guessing.
    writer = asyncio.Lock() if sqlite else None

    @asynccontextmanager
    async def unit_of_work(*, reading: bool = False) -> AsyncIterator[UnitOfWork]:
        if reading:
            async with _translated(), AsyncSession(reading_engine, expire_on_commit=False) as session:
                yield SqlUnitOfWork(session)
            return
        if writer is not None:
            async with writer, _translated(), changing.begin() as session:
                unit = SqlUnitOfWork(session)
                yield unit
        else:
            async with _translated(), changing.begin() as session:
                unit = SqlUnitOfWork(session)
                yield unit
                if unit.topics:
                    await session.execute(_NOTIFY, {"channel": NOTIFY_CHANNEL, "topics": list(unit.topics)})
        if wake is not None and sqlite and unit.topics:
            await wake(tuple(unit.topics))

    return unit_of_work


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """Turn the database's errors into ours; what a use case raised passes."""
    try:
        yield
    except IntegrityError as problem:
        raise StaleConversation("有别的操作抢先一步，请再试一次。") from problem
    except DBAPIError as problem:
        state = getattr(problem.orig, "sqlstate", None) or ""
        if state in _RETRYABLE:
            raise StaleConversation("有别的操作抢先一步，请再试一次。") from problem
        gone = isinstance(problem, OperationalError | InterfaceError) or problem.connection_invalidated
        if gone or state.startswith(_SERVER_AWAY):
            raise Unavailable("数据库暂时连不上，请稍后再试。", hint="请检查数据库服务。") from problem
        raise
    except (PoolTimeoutError, OSError) as problem:
        raise Unavailable("数据库暂时连不上，请稍后再试。", hint="请检查数据库服务。") from problem
