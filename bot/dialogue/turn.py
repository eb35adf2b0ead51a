"""One turn as a rule sees it: what was heard, the state, the desk, the situation; and how a rule answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.dialogue import wording
from bot.dialogue.decision import Decision, Situation
from bot.dialogue.reference_desk import ReferenceDesk
from bot.domain.conversation import Conversation, Stage, Subject
from bot.domain.messages import Reply
from knowledge.identifiers import ArticleRef
from nlp.findings import Intent, Understanding


@dataclass(frozen=True, slots=True)
class Turn:
    """The input of every rule; rules replace it rather than change it."""

    heard: Understanding
    conversation: Conversation
    desk: ReferenceDesk
    situation: Situation

    @property
    def today(self) -> date:
        """The day that deadlines and relative dates are counted from."""
        return self.situation.now.date()

    @property
    def subject(self) -> Subject:
        """The dispute that is being talked about."""
        return self.conversation.subject

    @property
    def text(self) -> str:
        """What the citizen wrote, without blanks around it."""
        return self.heard.text.strip()

    @property
    def memory(self) -> Mapping[str, Any]:
        """What the stages remember."""
        return self.conversation.memory

    def wants(self, *intents: Intent) -> bool:
        """Whether any of these wishes was heard."""
        return not self.heard.intents.isdisjoint(intents)

    def pressed(self, *button_ids: str) -> str | None:
        """Give the id of the button whose text was sent, or None."""
        plain = _plain(self.text)
        return next((b for b in button_ids if _plain(wording.button(b)) == plain), None)

    def pressed_any(self) -> bool:
        """Whether the message is the text of some button."""
        plain = _plain(self.text)
        return any(_plain(label) == plain for label in wording.wording().buttons.values())

    def say(self, key: str, **values: Any) -> str:
        """Give the words of a phrase, in the variant of this turn."""
        return wording.say(key, self.conversation.turns, **values)

    def reply(
        self,
        key: str,
        *,
        buttons: tuple[str, ...] | None = None,
        choices: tuple[str, ...] | None = None,
        kind: str = "message",
        cites: tuple[ArticleRef, ...] | None = None,
        **values: Any,
    ) -> Reply:
        """Give a phrase as a reply.

        Args:
            key: Name of the phrase.
            buttons: Ids of buttons that replace those of the phrase.
            choices: Labels that replace them, where they come from data.
            kind: Kind of the reply.
            cites: Articles that replace those of the phrase.
            values: What fills the phrase's places.
        """
        said = wording.reply(key, self.conversation.turns, kind=kind, **values)
        if buttons is not None:
            said = replace(said, choices=tuple(wording.button(b) for b in buttons))
        if choices is not None:
            said = replace(said, choices=choices)
        return said if cites is None else replace(said, cites=cites)

    def changed(self, **changes: Any) -> "Turn":
        """Give the turn with fields of the conversation replaced."""
        return replace(self, conversation=replace(self.conversation, **changes))

    def with_subject(self, subject: Subject) -> "Turn":
        """Give the turn with the current dispute replaced."""
        return replace(self, conversation=self.conversation.with_subject(subject))

    def remembering(self, **entries: Any) -> "Turn":
        """Give the turn with entries of the memory set; None forgets one."""
        memory = {key: value for key, value in {**self.memory, **entries}.items() if value is not None}
        return self.changed(memory=memory)

    def answer(self, rule: str, *replies: Reply, stage: Stage | None = None, **changes: Any) -> Decision:
        """Decide: say this, and let the conversation go on like that."""
        if stage is not None:
            changes["stage"] = stage
        return Decision(rule=rule, replies=replies, conversation=replace(self.conversation, **changes))


def _plain(text: str) -> str:
    """Compare buttons without blanks and closing marks, as people retype them."""
    return "".join(text.split()).rstrip("。.!！~～")
