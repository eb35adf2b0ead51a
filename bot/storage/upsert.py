"""Insert a row or change the one that is there, in one statement, on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.rows import Row


def insert_or_update(
    session: AsyncSession,
    row: type[Row],
    keys: Mapping[str, Any],
    values: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
) -> postgresql.Insert | sqlite.Insert:
    """Build the statement.

    Args:
        session: Tells which database it is for.
        row: The table.
        keys: Columns of the primary key with their values.
        values: The other columns of a new row.
        changes: What to set where the row exists; `values` where not given.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return (
        insert(row)
        .values({**keys, **values})
        .on_conflict_do_update(index_elements=list(keys), set_=dict(values if changes is None else changes))
    )


def insert_or_ignore(
    session: AsyncSession, row: type[Row], values: Mapping[str, Any]
) -> postgresql.Insert | sqlite.Insert:
    """Build the statement that inserts a row, and does nothing where one with the same key is there already."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(row).values(dict(values)).on_conflict_do_nothing()
