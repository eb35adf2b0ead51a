"""Before any stage: danger now, violence at home, a child alone with us. Help first, no questionnaire."""

import re
from dataclasses import replace

from bot.dialogue import confirming_guardian, safe_again
from bot.dialogue.brief import at_primary_school, is_pupil
from bot.dialogue.child_words import fitting, fitting_key
from bot.dialogue.condolence import condole
from bot.dialogue.decision import Decision
from bot.dialogue.facts_learned import learn, settle
from bot.dialogue.handing_over import request, room_for, staffed_near
from bot.dialogue.recommend import DOMESTIC_VIOLENCE, is_domestic_violence, recommend
from bot.dialogue.several_disputes import part_disputes
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button, wording
from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import HandoffKind
from bot.domain.messages import Reply
from nlp.findings import Intent, Risk

CHILD_BELOW = 14
GROWN_UP_FROM = 18

_HELP_BY_KIND = (
    ("suicide", "emergency_suicide"),
    ("domestic_violence", "emergency_domestic_violence"),
    ("child_abuse", "emergency_child"),
    ("demolition", "emergency_demolition"),
    ("confinement", "emergency_confinement"),
    ("weapon", "emergency_violence"),
    ("violence", "emergency_violence"),
    ("poisoning", "emergency_poison_fire"),
    ("fire", "emergency_poison_fire"),
    ("helpless", "emergency_helpless"),
    ("gathering", "emergency_crowd"),
    ("blockade", "emergency_crowd"),
    ("despair", "emergency_suicide"),
)
"""Which help fits which kind of danger; the two that come first are said."""
_MOST_HELPS = 2
_AT_HOME, _BY_ANYBODY, _IN_GENERAL = "emergency_domestic_violence", "emergency_violence", "emergency_general"
_OTHER_SIDE = frozenset({"violence", "weapon", "domestic_violence", "child_abuse", "confinement"})
"""Kinds of danger that come from somebody who must not learn of this talk."""


def danger(turn: Turn) -> Decision | None:
    """Red: help numbers at once, a human at once; no question, no mediation, nobody else is told."""
    if turn.heard.risk.grade is not Risk.RED:
        return None
    turn, sorry = condole(_with_matter(turn))
    organisation = staffed_near(turn, room_for(turn), Risk.RED)
    there = organisation is not None
    organisation = organisation or turn.desk.organisation_for("district", None, Risk.RED)
    called = "emergency_staff_called" if there else "emergency_nobody_there"
    called_reply = fitting(turn, called, organisation=organisation.name)
    if not safe_again.may_say_so(turn):
        stay = tuple(label for label in called_reply.choices if label != button("safe_now"))
        called_reply = replace(called_reply, choices=stay)
    replies = [
        *sorry,
        fitting(turn, "emergency_heading"),
        *help_for(turn),
        *((fitting(turn, "emergency_privacy"),) if _kinds(turn) & _OTHER_SIDE else ()),
        *((fitting(turn, "violence_at_home_help"),) if is_domestic_violence(turn.conversation) else ()),
        called_reply,
    ]
    calm = turn.remembering(violence_told=True, callback=None, step=None)
    said = _one_message(replies)
    decision = calm.answer("safety.danger", *said, holder=Holder.STAFF_QUEUE, stage=Stage.OUTCOME_GIVEN, awaiting=None)
    return replace(decision, handoff=request(calm, HandoffKind.EMERGENCY, organisation))


def help_for(turn: Turn) -> tuple[Reply, ...]:
    """Give the help that fits the kinds of danger in this message, or in the talk where the message shows none."""
    kinds = _kinds(turn)
    keys = dict.fromkeys(key for kind, key in _HELP_BY_KIND if kind in kinds)
    if _AT_HOME in keys and not is_domestic_violence(turn.conversation):
        keys = dict.fromkeys(_BY_ANYBODY if key == _AT_HOME else key for key in keys)
    if _AT_HOME in keys:  # says all that is said of a violent stranger, and more
        keys.pop(_BY_ANYBODY, None)
    chosen = dict.fromkeys(fitting_key(turn, key) for key in keys or (_IN_GENERAL,))
    return tuple(turn.reply(key, kind="help") for key in list(chosen)[:_MOST_HELPS])


def _kinds(turn: Turn) -> frozenset[str]:
    return turn.heard.risk.kinds or turn.conversation.risk_kinds


def violence_at_home(turn: Turn) -> Decision | None:
    """Violence at home without danger at this moment: safe words first, and never the other side."""
    if turn.memory.get("violence_told") or not shows_violence_at_home(turn):
        return None
    turn = _with_matter(turn).remembering(violence_told=True)
    turn = turn.changed(risk_kinds=turn.conversation.risk_kinds | {DOMESTIC_VIOLENCE})
    turn = turn.with_subject(replace(turn.subject, outcome=recommend(turn)))
    replies = (
        fitting(turn, "violence_at_home"),
        fitting(turn, "violence_at_home_help"),
        fitting(turn, "violence_at_home_next"),
    )
    return turn.answer("safety.violence_at_home", *replies, stage=Stage.OUTCOME_GIVEN, awaiting=None, misses=0)


def child_alone(turn: Turn) -> Decision | None:
    """A child under fourteen: a grown-up of the family or a human, before anything is asked (PIPL 31)."""
    if turn.memory.get("guardian_present") or turn.conversation.stage is Stage.CONFIRMING_GUARDIAN:
        return None
    age = _age_told(turn)
    young = at_primary_school(turn.text) if age is None else age < CHILD_BELOW
    return confirming_guardian.ask(turn) if young else None


def gentle_preface(turn: Turn) -> tuple[Turn, tuple[Reply, ...]]:
    """Give a kind word for a minor of fourteen or more, or at a secondary school, once in a talk."""
    age = _age_told(turn)
    minor = is_pupil(turn.text) if age is None else CHILD_BELOW <= age < GROWN_UP_FROM
    if not minor or turn.memory.get("minor_greeted") or turn.memory.get("guardian_present"):
        return turn, ()
    return turn.remembering(minor_greeted=True), (turn.reply("minor_gentle"),)


def _age_told(turn: Turn) -> float | None:
    age = turn.heard.facts.get("age")
    return age.value if age is not None and isinstance(age.value, int | float) else None


SAFETY_RULES = (danger, child_alone, violence_at_home)
"""Tried in this order before the rule of the stage."""


def shows_violence_at_home(turn: Turn) -> bool:
    """Whether the message, or an answer given earlier, tells of violence at home."""
    heard = turn.heard
    at_home = heard.own_dispute and heard.category == "family" and heard.subtype == DOMESTIC_VIOLENCE
    said = turn.subject.facts.get("violence_present")
    answered = turn.conversation.awaiting == "violence_present"
    told = heard.facts.get("violence_present")
    asked = answered and (turn.wants(Intent.YES) or _tells_of_blows(turn) or (told is not None and told.value is True))
    known = DOMESTIC_VIOLENCE in turn.conversation.risk_kinds
    return known or (at_home and not heard.in_doubt) or asked or (said is not None and said.value is True)


def _tells_of_blows(turn: Turn) -> bool:
    """An answer such as 他打过我 says yes without saying it."""
    return re.search(wording().patterns["blows"], turn.text) is not None


def _with_matter(turn: Turn) -> Turn:
    """Learn what the message says, so that the human need not ask; nothing is asked of the citizen.

    Another dispute in it is kept for later; violence at home comes before everything that is told with it.
    """
    first = turn.subject.category is None
    turn = learn(turn)
    if not first or turn.heard.category == "not_legal":
        return turn
    whole = settle(turn, turn.heard)
    parted, understood, _ = part_disputes(turn, turn.heard)
    parted = settle(parted, understood)
    at_home = (parted.changed(current=number) for number in range(len(parted.conversation.subjects)))
    home = next((one for one in at_home if is_domestic_violence(one.conversation)), None)
    if home is not None:
        return home
    return whole if is_domestic_violence(whole.conversation) else parted


def _one_message(replies: list[Reply]) -> tuple[Reply, ...]:
    """Join all but the last into one message: in danger nobody reads five."""
    text = "\n\n".join(reply.text for reply in replies[:-1])
    cites = tuple(dict.fromkeys(ref for reply in replies[:-1] for ref in reply.cites))
    return (Reply(text, cites=cites, kind="help"), replies[-1])
