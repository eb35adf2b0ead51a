"""Columns that mean the same on both databases, and constraints that hold where code might slip."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from bot.domain.messages import CitizenAddress
from bot.errors import StaleConversation, Unavailable
from bot.storage import Storage, open_storage
from bot.storage.conversation_tables import ConversationRow
from bot.storage.oversight_tables import CorrectionRow
from tests.office_setup import House

EIGHT_IN_CHINA = datetime(2026, 11, 25, 8, tzinfo=timezone(timedelta(hours=8)))


async def test_a_moment_comes_back_as_the_same_moment_in_utc(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        talk = await uow.conversations.start(CitizenAddress("web", "anna"), EIGHT_IN_CHINA)
    async with storage.engine.connect() as connection:
        moment = await connection.scalar(
            select(ConversationRow.started_at).where(ConversationRow.id == talk.conversation.id)
        )
    assert moment == EIGHT_IN_CHINA
    assert moment.tzinfo is UTC
    assert moment.hour == 0


async def test_a_moment_without_a_zone_is_refused(storage: Storage) -> None:
    with pytest.raises(StatementError):
        async with storage.unit_of_work() as uow:
            await uow.conversations.start(CitizenAddress("web", "anna"), datetime(2026, 11, 25))  # noqa: DTZ001


async def test_json_comes_back_as_it_was(house: House) -> None:
    turn = await house.say("anna", "你好")
    value = {"金额": 30000, "小数": 0.1, "有": True, "无": None, "列": ["甲", {"乙": "😀\u2028"}]}
    row = {"conversation_id": turn.message.conversation_id, "kind": "x", "before": value, "after": {}, "reason": "r"}
    async with house.storage.engine.begin() as connection:
        await connection.execute(insert(CorrectionRow).values(**row, at=EIGHT_IN_CHINA))
        assert await connection.scalar(select(CorrectionRow.before)) == value


async def test_the_database_itself_allows_one_open_talk_an_address(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        await uow.conversations.start(CitizenAddress("web", "anna"), EIGHT_IN_CHINA)
    with pytest.raises(StaleConversation):
        async with storage.unit_of_work() as uow:
            await uow.conversations.start(CitizenAddress("web", "anna"), EIGHT_IN_CHINA)


@pytest.mark.parametrize("wrong", [{"holder": "staff_queue"}, {"handoff_id": uuid4().hex}, {"open": False}])
async def test_holder_handoff_and_end_cannot_disagree(storage: Storage, wrong: dict[str, object]) -> None:
    async with storage.unit_of_work() as uow:
        talk = await uow.conversations.start(CitizenAddress("web", "anna"), EIGHT_IN_CHINA)
    with pytest.raises(Exception, match=r"(?i)check"):
        async with storage.engine.begin() as connection:
            await connection.execute(
                update(ConversationRow).where(ConversationRow.id == talk.conversation.id).values(**wrong)
            )


async def test_a_stale_copy_cannot_be_saved(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        old = await uow.conversations.start(CitizenAddress("web", "anna"), EIGHT_IN_CHINA)
        new = await uow.conversations.save(old, EIGHT_IN_CHINA)
        assert new.conversation.version == old.conversation.version + 1
    with pytest.raises(StaleConversation):
        async with storage.unit_of_work() as uow:
            await uow.conversations.save(old, EIGHT_IN_CHINA)


@pytest.mark.postgres
async def test_a_database_that_is_away_is_said_in_clear_words() -> None:
    away = open_storage("postgresql://postgres@127.0.0.1:9/none")
    with pytest.raises(Unavailable):
        async with away.unit_of_work() as uow:
            await uow.conversations.open_one(CitizenAddress("web", "anna"))
    with pytest.raises(Unavailable):
        await away.is_up_to_date()
    await away.close()


async def test_the_schema_knows_whether_it_is_up_to_date(empty_database: str) -> None:
    opened = open_storage(empty_database)
    assert not await opened.is_up_to_date()
    from bot.storage.migrate import migrate

    migrate(empty_database)
    assert await opened.is_up_to_date()
    await opened.close()


async def test_an_error_of_the_database_carries_no_words_of_a_citizen(storage: Storage) -> None:
    words = "我叫王小明，电话13800138000"
    with pytest.raises(DBAPIError) as caught:
        async with storage.engine.connect() as connection:
            await connection.execute(text("INSERT INTO nothing_of_ours VALUES (:words)"), {"words": words})
    assert words not in str(caught.value)
