"""Makes the client of the Bot API: addresses, connections, and how long an answer may take."""

import warnings

from telegram import Bot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

CONNECTIONS = 64
POLL_SECONDS = 25
"""How long the peer may hold a request for updates open."""


def make_bot(token: str, base_url: str, answer_seconds: float) -> Bot:
    """Make a client; nothing is connected yet.

    Args:
        token: as BotFather gave it; never logged.
        base_url: address of the Bot API server, without a slash at the end.
        answer_seconds: after so much silence a request has failed.
    """
    # the library warns while it makes its own error for 429; `asked_pause` reads the number and the later span alike
    warnings.filterwarnings("ignore", message=".*retry_after", category=PTBDeprecationWarning)
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=min(10.0, answer_seconds),
        read_timeout=answer_seconds,
        write_timeout=answer_seconds,
        pool_timeout=answer_seconds,
        media_write_timeout=answer_seconds,
    )
    return Bot(
        token,
        base_url=f"{base_url}/bot",
        base_file_url=f"{base_url}/file/bot",
        request=request,
        get_updates_request=HTTPXRequest(connection_pool_size=1),
    )
