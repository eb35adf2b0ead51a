"""Words for a child: where a minor speaks, help is said with 你 and names what a child can do."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.brief import is_minor
from bot.dialogue.turn import Turn
from bot.domain.messages import Reply

_TO_A_CHILD: Mapping[str, str] = {
    "emergency_heading": "emergency_heading_child",
    "emergency_violence": "emergency_minor",
    "emergency_domestic_violence": "emergency_minor",
    "emergency_child": "emergency_minor",
    "emergency_suicide": "emergency_suicide_child",
    "emergency_privacy": "emergency_privacy_child",
    "emergency_staff_called": "emergency_staff_called_child",
    "emergency_nobody_there": "emergency_nobody_there_child",
    "still_in_danger": "still_in_danger_child",
    "danger_noted": "danger_noted_child",
    "queue_emergency": "still_in_danger_child",
    "ask_if_safe": "ask_if_safe_child",
    "safe_noted": "safe_noted_child",
    "safe_heard": "safe_heard_child",
    "comfort": "comfort_child",
    "not_told_to_anybody": "not_told_to_anybody_child",
    "violence_at_home": "violence_at_home_child",
    "violence_at_home_help": "violence_help_child",
    "violence_at_home_next": "violence_next_child",
}
"""What is said to a child instead; other phrases serve everybody."""


def speaks_with_child(turn: Turn) -> bool:
    """Whether a minor reads the answer: he gave his age or his school year, and no grown-up has taken over."""
    return is_minor(turn) and not turn.memory.get("guardian_present")


def fitting_key(turn: Turn, key: str) -> str:
    """Give the phrase that fits whoever reads it."""
    return _TO_A_CHILD.get(key, key) if speaks_with_child(turn) else key


def fitting(turn: Turn, key: str, **values: Any) -> Reply:
    """Give words of help in the form that fits whoever reads them."""
    return turn.reply(fitting_key(turn, key), kind="help", **values)
