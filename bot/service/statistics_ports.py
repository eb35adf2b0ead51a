"""What counting needs from the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.counting.counted_files import CountedFile


class StatisticsRecords(Protocol):
    """Files and talks, reduced to what is counted; read only."""

    async def counted_files(
        self, first: date, last: date, organisations: Collection[str] | None = None
    ) -> Sequence[CountedFile]:
        """Return the files that were open in a span of days, or in which something happened.

        Args:
            first: First day.
            last: Last day.
            organisations: Whose files; None for all.
        """
        ...

    async def talks_by_category(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """Count the talks begun in a span of time by the category of their subject; erased ones are left out."""
        ...

    async def waits(
        self, since: datetime, until: datetime, organisations: Collection[str] | None = None
    ) -> Sequence[float]:
        """Return in minutes how long live requests of a span of time waited until somebody took them."""
        ...
