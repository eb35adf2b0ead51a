"""The form of an application while it is being filled in: what is known, what is open, the summary, the result."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.dialogue.fact_words import fact_list, joined
from bot.dialogue.facts_learned import learn
from bot.dialogue.phone_numbers import find_phone
from bot.dialogue.turn import Turn
from bot.dialogue.wording import name_of, wording
from bot.domain.dispute import DisputeApplication
from bot.domain.messages import Reply
from knowledge.organisations import Organisation
from nlp.taxonomy import category_name, subtype_name

_FROM_FACTS = {"other_party": ("organisation",), "phone": ("phone",), "name": ("name",)}
_VAGUE = {"other_party": ("other_party",)}
"""What the story calls the other side (老板, 邻居) is no name to invite; it serves where no better one is given."""
STEPS = ("other_party", "request", "name", "phone")
_LONGEST_FIELD = 200
_LONGEST_SUMMARY = 2000


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form; empty text is open, `skipped` names what the citizen does not say."""

    organisation_id: str
    consented: bool = False
    other_party: str = ""
    request: str = ""
    name: str = ""
    phone: str = ""
    skipped: tuple[str, ...] = ()
    tries: int = 0

    @classmethod
    def read(cls, turn: Turn) -> "Form":
        """Read the form from the memory of the conversation."""
        raw: Mapping[str, Any] = turn.memory.get("form") or {"organisation_id": ""}
        return cls(**{**raw, "skipped": tuple(raw.get("skipped", ()))})

    def kept(self, turn: Turn) -> Turn:
        """Give the turn that remembers the form."""
        return turn.remembering(form={**asdict(self), "skipped": list(self.skipped)})

    def forgotten(self, turn: Turn) -> Turn:
        """Give the turn without the form."""
        return turn.remembering(form=None)

    def organisation(self, turn: Turn) -> Organisation:
        """Give the committee that the application goes to."""
        found = turn.desk.organisation(self.organisation_id)
        return found or turn.desk.organisation_for("district", None, turn.conversation.risk)

    def value(self, turn: Turn, step: str) -> str:
        """Give what is known for a step, from the form or from the facts of the dispute."""
        own = str(getattr(self, step))
        if own:
            return own
        names = _FROM_FACTS.get(step, ())
        if step in self.skipped:
            names = (*names, *_VAGUE.get(step, ()))
        return next((str(turn.subject.facts[n].value) for n in names if n in turn.subject.facts), "")

    def open_step(self, turn: Turn) -> str | None:
        """Name the first step that is neither filled nor skipped."""
        return next((s for s in STEPS if s not in self.skipped and not self.value(turn, s)), None)

    def skipping(self, step: str) -> "Form":
        """Give the form with a step skipped."""
        return replace(self, skipped=(*self.skipped, step), tries=0)

    def filled(self, step: str, text: str) -> "Form":
        """Give the form with a step filled in; what only says what it is (我叫, 对方是) is left out."""
        words = " ".join(text.split()).rstrip("。")
        if (lead := wording().patterns.get(f"lead_{step}")) is not None:
            words = re.sub(lead, "", words) or words
        values: dict[str, Any] = {step: words[:_LONGEST_FIELD]}
        return replace(self, **values, skipped=tuple(s for s in self.skipped if s != step))


def consent_question(turn: Turn, form: Form) -> Reply:
    """Ask for the separate consent: what goes to whom, and why (PIPL 23)."""
    return turn.reply("consent", organisation=form.organisation(turn).name, facts=_facts(turn), kind="question")


def summary(turn: Turn, form: Form) -> Reply:
    """Show everything that would be handed in."""
    subject = turn.subject
    category = subject.category or ""
    return turn.reply(
        "application_summary",
        matter=f"{category_name(category)}（{subtype_name(category, subject.subtype)}）",
        facts=_facts(turn),
        other_party=form.value(turn, "other_party") or name_of("word", "not_said"),
        request=form.value(turn, "request") or name_of("word", "not_said"),
        applicant=form.value(turn, "name") or name_of("word", "unnamed"),
        phone=form.value(turn, "phone") or name_of("word", "no_phone"),
        organisation=form.organisation(turn).name,
        kind="question",
    )


def application(turn: Turn, form: Form) -> DisputeApplication:
    """Give what the service registers."""
    subject = turn.subject
    return DisputeApplication(
        organisation_id=form.organisation(turn).id,
        category=subject.category or "",
        subtype=subject.subtype,
        risk=turn.conversation.risk,
        summary=subject.told[:_LONGEST_SUMMARY],
        facts={name: fact.value for name, fact in subject.facts.items()},
        applicant_name=form.value(turn, "name"),
        phone=form.value(turn, "phone"),
        other_party=form.value(turn, "other_party"),
        request=form.value(turn, "request"),
        consented=form.consented,
    )


def corrected(turn: Turn, form: Form) -> tuple[Turn, Form]:
    """Put right what a sentence like 电话是…… or 不是三万，是五万 says."""
    if (phone := find_phone(turn.text)) is not None:
        return turn, replace(form, phone=phone)
    for step, words in wording().fields.items():
        found = re.search(wording().patterns["field"].replace("{words}", "|".join(words)), turn.text)
        if found is not None:
            return turn, form.filled(step, found["value"])
    if re.search(wording().patterns["names_himself"], turn.text):
        return turn, form.filled("name", turn.text)
    return learn(turn.changed(awaiting=None)), form


def told_of_another_step(turn: Turn, step: str) -> tuple[str, str] | None:
    """Give step and words where the message names another field than the one asked for (我叫…, 对方是…)."""
    for other, words in wording().fields.items():
        if other in {step, "phone"}:
            continue
        found = re.match(wording().patterns["field"].replace("{words}", "|".join(words)), turn.text)
        if found is not None:
            return other, found["value"]
    own_name = re.search(wording().patterns["names_himself"], turn.text)
    return ("name", turn.text) if own_name is not None and step != "name" else None


def _facts(turn: Turn) -> str:
    return joined(fact_list(turn.subject.facts, turn.desk, turn.subject.category))
