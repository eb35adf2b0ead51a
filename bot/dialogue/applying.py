"""Applying for mediation: separate consent, the other side, the wish, name and phone by need, a summary to confirm."""

import re
from dataclasses import replace

from bot.dialogue import application_form, follow_up
from bot.dialogue.application_form import STEPS, Form
from bot.dialogue.concluding import concluded
from bot.dialogue.decision import Decision
from bot.dialogue.handing_over import room_for, to_room
from bot.dialogue.outcome_page import roads
from bot.dialogue.phone_numbers import find_phone
from bot.dialogue.recommend import choose_road, is_domestic_violence
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Stage
from bot.domain.messages import Reply
from nlp.findings import Intent
from nlp.taxonomy import MEDIABLE

BUTTONS = ("consent", "refuse_consent", "submit", "change", "stop_applying", "skip", "unknown")
_NOT_FOR_COMMITTEES = frozenset({"police", "administrative_remedy", "emergency", "none"})
_GROWN_UP = 18
_MOST_TRIES = 2


def start(turn: Turn) -> Decision:
    """Begin an application, or say why this matter cannot be mediated and what can be done."""
    subject = turn.subject
    if subject.category is None:
        return turn.answer(
            "applying.needs_story", turn.reply("apply_needs_story"), stage=Stage.DESCRIBING, awaiting=None
        )
    if is_domestic_violence(turn.conversation):
        return turn.answer("applying.no_meeting", turn.reply("no_meeting_with_violence", kind="help"))
    age = subject.facts.get("age")
    if age is not None and isinstance(age.value, int | float) and age.value < _GROWN_UP:
        return to_room(turn, "applying.minor")
    if subject.category not in MEDIABLE or choose_road(turn.conversation, turn.desk).route in _NOT_FOR_COMMITTEES:
        return _cannot(turn)
    turn = _willing(turn)
    form = Form(organisation_id=room_for(turn).id)
    said = application_form.consent_question(turn, form)
    return form.kept(turn).answer("applying.consent", said, stage=Stage.APPLYING, awaiting="consent")


def rule(turn: Turn) -> Decision:
    """Take the answer of the step, then go to the next one."""
    form = Form.read(turn)
    if turn.pressed("stop_applying"):
        return stopped(turn)
    if not form.consented:
        return _consent(turn, form)
    match turn.conversation.awaiting:
        case "confirmation":
            return _confirmation(turn, form)
        case "change":
            return _change(turn, form)
        case str(step) if step in STEPS:
            return _step(turn, form, step)
        case _:
            return _next(turn, form)


def _consent(turn: Turn, form: Form) -> Decision:
    if turn.pressed("consent") or (turn.wants(Intent.YES) and not turn.wants(Intent.NO)):
        return _next(turn, replace(form, consented=True))
    if turn.pressed("refuse_consent") or turn.wants(Intent.NO, Intent.REFUSES_MEDIATION):
        organisation = form.organisation(turn)
        said = turn.reply("consent_refused", organisation=organisation.name, address=organisation.address)
        return form.forgotten(turn).answer("applying.refused", said, stage=Stage.OUTCOME_GIVEN, awaiting=None)
    told = follow_up.short_answer(turn) if follow_up.asks(turn) else None
    before = () if told is None else (replace(told, choices=()),)
    return form.kept(turn).answer("applying.consent_unclear", *before, turn.reply("consent_unclear"))


def _step(turn: Turn, form: Form, step: str) -> Decision:
    """Take the other side, the wish, the name or the telephone number."""
    if re.search(wording().patterns["why_asked"], turn.text):
        said = turn.reply("why_the_form_asks"), turn.reply(f"ask_{step}", kind="question")
        return form.kept(turn).answer(f"applying.why.{step}", *said)
    if turn.pressed("skip", "unknown") or turn.wants(Intent.DOES_NOT_KNOW):
        return _next(turn, form.skipping(step))
    if step == "phone":
        phone = find_phone(turn.text)
        if phone is None and form.tries + 1 < _MOST_TRIES:
            again = replace(form, tries=form.tries + 1)
            return again.kept(turn).answer("applying.phone_not_right", turn.reply("phone_not_right"))
        return _next(turn, form.skipping(step) if phone is None else replace(form, phone=phone))
    if not any(c.isalnum() for c in turn.text):
        return _next(turn, form.skipping(step))
    if (other := application_form.told_of_another_step(turn, step)) is not None:
        told = form.filled(*other)
        said = turn.reply("noted_that"), turn.reply(f"ask_{step}", kind="question")
        return told.kept(turn).answer(f"applying.told_first.{step}", *said, awaiting=step)
    if (phone := find_phone(turn.text)) is not None and re.search(wording().patterns["only_a_phone"], turn.text):
        told = replace(form, phone=phone)  # the number came before it was asked for
        said = turn.reply("that_is_a_phone"), turn.reply(f"ask_{step}", kind="question")
        return told.kept(turn).answer(f"applying.phone_first.{step}", *said, awaiting=step)
    if step == "name" and not re.search(wording().patterns["a_name"], turn.text) and form.tries + 1 < _MOST_TRIES:
        again = replace(form, tries=form.tries + 1)
        return again.kept(turn).answer("applying.name_not_right", turn.reply("name_not_right"))
    return _next(turn, form.filled(step, turn.text))


def _next(turn: Turn, form: Form) -> Decision:
    """Ask for what is still open, or show the summary."""
    step = form.open_step(turn)
    if step is not None:
        said = turn.reply(f"ask_{step}", kind="question")
        return form.kept(turn).answer(f"applying.ask_{step}", said, awaiting=step, misses=0)
    said = application_form.summary(turn, form)
    return form.kept(turn).answer("applying.summary", said, awaiting="confirmation", misses=0)


def _confirmation(turn: Turn, form: Form) -> Decision:
    if turn.pressed("submit") or (turn.wants(Intent.YES) and not turn.wants(Intent.NO, Intent.CORRECTION)):
        done = form.forgotten(turn).answer(
            "applying.submitted", turn.reply("applied"), stage=Stage.OUTCOME_GIVEN, awaiting=None
        )
        return replace(done, application=application_form.application(turn, form))
    if turn.pressed("change"):
        return form.kept(turn).answer("applying.what_to_change", turn.reply("what_to_change"), awaiting="change")
    return _change(turn, form)


def _change(turn: Turn, form: Form) -> Decision:
    """Put right what the citizen says, then show the summary again."""
    changed_turn, changed_form = application_form.corrected(turn, form)
    if changed_form == form and changed_turn.subject.facts == turn.subject.facts:
        said = turn.reply("changed_nothing")
        return form.kept(turn).answer("applying.changed_nothing", said, awaiting="confirmation")
    return _next(changed_turn, changed_form)


def stopped(turn: Turn) -> Decision:
    """Give the form up; nothing was handed in."""
    said = turn.reply("applying_stopped")
    form = Form.read(turn)
    return form.forgotten(turn).answer("applying.stopped", said, stage=Stage.OUTCOME_GIVEN, awaiting=None)


def _willing(turn: Turn) -> Turn:
    """Whoever applies wants to mediate, whatever he said before."""
    subject = turn.subject
    facts = {name: fact for name, fact in subject.facts.items() if name != "wishes_mediation"}
    turn = turn.with_subject(replace(subject, facts=facts, own_dispute=True))
    return concluded(turn)[0]


def _cannot(turn: Turn) -> Decision:
    """Mediation is not for this matter: say so, and name the other roads."""
    road = choose_road(turn.conversation, turn.desk)
    codes = dict.fromkeys((road.route, *road.alternatives))
    named = roads([code for code in codes if code not in {"mediate", "emergency"}], turn.desk, turn.today)
    heading = turn.reply("cannot_apply_here")
    cites = tuple(dict.fromkeys((*heading.cites, *(ref for r in named for ref in r.cites))))
    lines = [heading.text, *(turn.say("road_line", text=r.text) for r in named)]
    said = Reply("\n".join(lines), turn.reply("what_next_lawyer").choices, cites)
    return turn.answer("applying.cannot", said, stage=Stage.OUTCOME_GIVEN, awaiting=None)
