"""Text as it may be saved: what people typed, without what no screen shows and no database takes."""

import re

from bot.domain.messages import LONGEST_TEXT
from bot.errors import BadInput, MessageTooLong

_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters except tab and line ends, and halves of surrogate pairs."""


def accepted_text(text: str) -> str:
    """Return the text without unusable characters; it may be empty.

    Raises:
        MessageTooLong: It has more than the longest text.
    """
    if len(text) > LONGEST_TEXT:
        raise MessageTooLong(f"内容太长了，最多 {LONGEST_TEXT} 个字。", hint="请分成几段发送。")
    return _UNUSABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def required_text(text: str, what: str) -> str:
    """Return the text trimmed.

    Raises:
        BadInput: Nothing is left.
        MessageTooLong: It has more than the longest text.
    """
    accepted = accepted_text(text).strip()
    if not accepted:
        raise BadInput(f"{what}不能为空。")
    return accepted
