"""A photo or a file without words: it is kept for the people who take over, and words are asked for."""

from bot.dialogue import unusable_text
from bot.dialogue.decision import Decision
from bot.dialogue.turn import Turn


def rule(turn: Turn) -> Decision | None:
    """Say that the file arrived and that the assistant cannot look into it; None where words came with it."""
    if not turn.situation.files or unusable_text.fault(turn.heard.text) is None:
        return None
    return turn.answer("file_received", turn.reply("file_received"))
