"""Buckets of tokens that refuse instead of wait; bounded, the longest unused bucket is forgotten first."""

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.errors import TooManyRequests


class RateLimit:
    """At most `per_minute` events a key in the long run, and as many at once.

    Args:
        per_minute: tokens that flow into a bucket within a minute; also what it holds when full.
        message: what a refused visitor reads.
        keys: buckets remembered; beyond that the longest unused goes.
        now: seconds of a clock that never goes back.
    """

    def __init__(
        self, per_minute: int, message: str, *, keys: int = 50_000, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_minute = per_minute
        self._message = message
        self._keys = keys
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, key: str) -> None:
        """Take one token.

        Raises:
            TooManyRequests: the bucket is empty.
        """
        now = self._now()
        tokens, seen = self._buckets.pop(key, (float(self._per_minute), now))
        tokens = min(float(self._per_minute), tokens + (now - seen) * self._per_minute / 60)
        if tokens < 1:
            self._buckets[key] = (tokens, now)
            raise TooManyRequests(self._message)
        self._buckets[key] = (tokens - 1, now)
        while len(self._buckets) > self._keys:
            self._buckets.popitem(last=False)
