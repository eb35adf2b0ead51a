"""Text that nobody can understand: empty, only emoji, only marks or control characters, only mark-up."""

import re
import unicodedata

from bot.dialogue.decision import Decision
from bot.dialogue.turn import Turn

_TAG = re.compile(r"<[^<>]{0,500}>")
_PICTURES = frozenset({"So", "Sk", "Cs", "Co"})


def fault(text: str) -> str | None:
    """Name the phrase that says what is wrong with a text, or None where there are words in it."""
    visible = [c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"}]
    if not visible:
        return "empty_text"
    if any(unicodedata.category(c) in _PICTURES for c in visible) and not _has_words("".join(visible)):
        return "emoji_only"
    if not _has_words(_TAG.sub("", "".join(visible))):
        return "unintelligible"
    return None


def is_foreign(text: str) -> bool:
    """Whether there is no Chinese character in it, and no digit that could answer a question."""
    return not any("\u4e00" <= c <= "\u9fff" or c.isdigit() for c in text)


def rule(turn: Turn) -> Decision | None:
    """Say in clear words that there was nothing to read; offer a person the second time."""
    key = fault(turn.heard.text)
    return None if key is None else not_understood(turn, key, f"unusable_text.{key}")


def not_understood(turn: Turn, key: str, rule_name: str) -> Decision:
    """Count a failure to understand; the second in a row offers a person."""
    misses = turn.conversation.misses + 1
    if misses >= 2:
        return turn.answer("not_understood.offer_person", turn.reply("offer_person"), misses=misses)
    return turn.answer(rule_name, turn.reply(key), misses=misses)


def _has_words(text: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" for c in text)
