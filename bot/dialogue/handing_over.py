"""Handing the citizen to people: which room or window, is somebody there, and what to do when nobody is."""

from dataclasses import replace
from datetime import datetime

from bot.dialogue.brief import brief, is_minor
from bot.dialogue.decision import Decision
from bot.dialogue.fact_words import moment_in_words
from bot.dialogue.recommend import guidance_of, place_of
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button
from bot.domain.competence import other_rooms
from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import HandoffKind, HandoffRequest
from bot.domain.messages import Reply
from knowledge.organisations import Organisation
from nlp.findings import Risk

_LAWYERS, _STREET = "lawyer_window", "street"
_LAWYER_KINDS = frozenset({"lawyer_window", "legal_aid"})


def to_room(turn: Turn, rule: str, *before: Reply) -> Decision:
    """Hand over to a mediation room."""
    return _to_people(turn, rule, HandoffKind.MEDIATION_ROOM, before)


def to_lawyer(turn: Turn, rule: str, *before: Reply) -> Decision:
    """Hand over to a lawyer's window."""
    return _to_people(turn, rule, HandoffKind.LAWYER_WINDOW, before)


def request(
    turn: Turn,
    kind: HandoffKind,
    organisation: Organisation,
    *,
    note: str = "",
    phone: str = "",
    due_at: datetime | None = None,
) -> HandoffRequest:
    """Give what the service is asked to open."""
    if is_minor(turn):
        note = "\n".join(part for part in (note, turn.say("handoff_minor_note")) if part)
    return HandoffRequest(
        kind=kind,
        organisation_id=organisation.id,
        risk=turn.conversation.risk,
        brief=brief(turn, kind.value),
        note=note,
        phone=phone,
        due_at=due_at,
    )


def look_after(turn: Turn, why: str) -> HandoffRequest:
    """Ask the district to make sure, where an alarm rang and nobody is waited for any longer; `why` names the note."""
    district = turn.desk.organisation_for("district", None, turn.conversation.risk)
    return request(turn, HandoffKind.CALLBACK, district, note=turn.say(why))


def room_for(turn: Turn) -> Organisation:
    """Give the committee that takes the current dispute: by kind, place and danger."""
    subject = turn.subject
    guidance = guidance_of(subject, turn.desk)
    kind = None if guidance is None else guidance.organisation_kind
    if kind is None or kind in _LAWYER_KINDS:
        kind = _STREET
    category = subject.category if guidance is not None and guidance.organisation_kind else None
    return turn.desk.organisation_for(kind, place_of(subject), turn.conversation.risk, category)


def window_for(turn: Turn) -> Organisation:
    """Give the lawyers' window."""
    return turn.desk.organisation_for(_LAWYERS, place_of(turn.subject), turn.conversation.risk)


def staffed_near(turn: Turn, organisation: Organisation, risk: Risk | None = None) -> Organisation | None:
    """Give the organisation itself or the one above it, whichever has somebody present now."""
    above: list[Organisation] = [organisation]
    while (parent := above[-1].parent) is not None and len(above) < 4:
        found = turn.desk.organisation(parent)
        if found is None:
            break
        above.append(found)
    if risk is Risk.RED:
        above.append(turn.desk.organisation_for("district", None, Risk.RED))
    return next((o for o in above if o.id in turn.situation.staffed), None)


def staffed_elsewhere(turn: Turn, organisation: Organisation) -> Organisation | None:
    """Give another competent room in which somebody takes talks now; he goes there only if he agrees."""
    known = (turn.desk.organisation(organisation_id) for organisation_id in sorted(turn.situation.staffed))
    rooms = other_rooms(organisation, turn.subject.category, [other for other in known if other is not None])
    return rooms[0] if rooms else None


def opening(turn: Turn, organisation: Organisation) -> str:
    """Say when an organisation is open next."""
    moment = turn.desk.next_opening(organisation, turn.situation.now)
    if moment is None:
        return turn.say("opening_unknown")
    if moment <= turn.situation.now:
        return turn.say("opening_now")
    return turn.say("opening_known", when=moment_in_words(moment))


def _to_people(turn: Turn, rule: str, kind: HandoffKind, before: tuple[Reply, ...]) -> Decision:
    lawyers = kind is HandoffKind.LAWYER_WINDOW
    wanted = window_for(turn) if lawyers else room_for(turn)
    present = staffed_window(turn) if lawyers else staffed_near(turn, wanted)
    if present is None:
        return _nobody(turn, rule, kind, wanted, before)
    said = turn.reply("handoff_lawyer" if lawyers else "handoff_room", organisation=present.name)
    decision = turn.answer(rule, *before, said, holder=Holder.STAFF_QUEUE, misses=0, awaiting=None)
    return replace(decision, handoff=request(turn, kind, present))


def staffed_window(turn: Turn) -> Organisation | None:
    """Give the lawyers' window of the place, or that of the district, whichever has somebody present now."""
    windows = (window_for(turn), turn.desk.organisation_for(_LAWYERS, None, turn.conversation.risk))
    return next((window for window in windows if window.id in turn.situation.staffed), None)


def _nobody(
    turn: Turn, rule: str, kind: HandoffKind, organisation: Organisation, before: tuple[Reply, ...]
) -> Decision:
    said = turn.reply(
        "nobody_on_duty",
        organisation=organisation.name,
        opening=opening(turn, organisation),
        address=organisation.address,
    )
    if kind is HandoffKind.LAWYER_WINDOW and staffed_near(turn, room_for(turn)) is not None:
        said = replace(said, choices=(button("talk_now"), *said.choices))
    elif kind is HandoffKind.MEDIATION_ROOM and staffed_window(turn) is not None:
        said = replace(said, choices=(button("lawyer"), *said.choices))
    said = replace(said, text=f"{said.text}\n{turn.say('nobody_more_help')}")
    callback = {"organisation": organisation.id, "wish": kind.value}
    if kind is HandoffKind.MEDIATION_ROOM and (other := staffed_elsewhere(turn, organisation)) is not None:
        words = turn.say("nobody_but_elsewhere", other=other.name)
        said = replace(said, text=f"{words}\n{said.text}", choices=(button("other_room"), *said.choices))
        callback["other"] = other.id
    waiting = turn.remembering(callback=callback, step="offer", note=None)
    replies = (*before, said)
    return waiting.answer(f"{rule}.nobody_on_duty", *replies, stage=Stage.LEAVING_MESSAGE, misses=0, awaiting=None)
