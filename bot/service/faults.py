"""A fault of ours in the log: its kind and its place, never its message, which may hold a citizen's words."""

import logging
import traceback


def log_fault(log: logging.Logger, what: str, fault: BaseException) -> None:
    """Say what failed and where.

    Args:
        log: whose line it is.
        what: what failed, in words of ours; no text of a citizen.
        fault: only its type and its frames are written.
    """
    frames = traceback.extract_tb(fault.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "nowhere"
    log.error("%s failed: %s at %s", what, type(fault).__name__, place)
