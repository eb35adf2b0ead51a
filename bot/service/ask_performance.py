"""When an instalment falls due its party is asked in the talk whether it was performed; the answer is recorded."""

from dataclasses import replace
from datetime import timedelta

from bot.dialogue.decision import PerformanceAnswer
from bot.dialogue.performance_asked import ASKED
from bot.dialogue.wording import reply, say
from bot.domain.conversation import Holder, Stage
from bot.domain.dispute_file import DisputeFile, FileEvent, Instalment, RunningClock
from bot.domain.docket_clocks import clock_rules, started
from bot.domain.docket_words import plain_day
from bot.domain.file_entries import Entry
from bot.errors import NotFound
from bot.service import notices
from bot.service.conversation_ports import OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.tell_parties import reachable_talk
from bot.service.topics import wake_talk

_AT_ONCE = 20
_ASK_AGAIN = timedelta(days=7)
_ASK_FOR = timedelta(days=60)
"""After so long nobody is asked any more; the reminders of staff go on."""
_IDLE = frozenset({Stage.DESCRIBING, Stage.OUTCOME_GIVEN, Stage.CLOSED})


async def ask_performance(desk: FrontDesk) -> int:
    """Ask about what fell due, again after a week without an answer; return how many were asked. Run it now and then.

    Who is talking with a person, or is in the middle of a question, is asked later.

    Raises:
        Unavailable: The database does not answer.
    """
    today = desk.today()
    async with desk.unit_of_work(reading=True) as uow:
        waiting = await uow.files.to_ask(today, today - _ASK_AGAIN, today - _ASK_FOR, _AT_ONCE)
    asked = 0
    for dispute_id, position in waiting:
        async with desk.unit_of_work() as uow:
            asked += await _ask(desk, uow, dispute_id, position)
    return asked


async def _ask(desk: FrontDesk, uow: UnitOfWork, dispute_id: str, position: int) -> bool:
    file = await uow.files.show(dispute_id, lock=True)
    due = next((each for each in file.instalments if each.position == position), None)
    if due is None or due.is_performed or (due.asked_on and due.asked_on > desk.today() - _ASK_AGAIN):
        return False  # another process was here since we looked
    talks = [party.conversation_id for party in file.applicants if party.conversation_id]
    talk = await reachable_talk(uow, talks[0]) if talks else None
    if talk is None:
        await uow.files.note_asked(dispute_id, position, desk.today())
        return False
    conversation = talk.conversation
    held = conversation.holder in {Holder.STAFF_MEMBER, Holder.STAFF_QUEUE}
    if talk.open and (held or conversation.stage not in _IDLE or conversation.awaiting is not None):
        return False
    if not talk.open:
        talk = await uow.conversations.start(talk.address, desk.now())
    await _say(desk, uow, talk, file, due)
    await uow.files.note_asked(dispute_id, position, desk.today())
    return True


async def _say(desk: FrontDesk, uow: UnitOfWork, talk: OpenTalk, file: DisputeFile, due: Instalment) -> None:
    what = due.what if due.amount is None else say("performance_sum", amount=due.amount, what=due.what).strip()
    question = reply(
        "performance_question",
        number=file.dispute.number,
        position=due.position,
        due_on=plain_day(due.due_on),
        what=what,
    )
    conversation = talk.conversation
    memory = {
        **conversation.memory,
        ASKED: {"dispute": file.dispute.id, "position": due.position, "turn": conversation.turns},
        "offered": list(question.choices),
    }
    asked = replace(talk, conversation=replace(conversation, memory=memory))
    saved = await uow.conversations.save(asked, desk.now())
    await notices.tell(uow, saved, question, desk.now(), "docket.performance_question")
    wake_talk(uow, saved)


async def record_performance(desk: FrontDesk, uow: UnitOfWork, answer: PerformanceAnswer) -> None:
    """Write down what a party said of an instalment; what was not performed goes to staff with a term of its own.

    What he says is his word: the instalment itself is registered by staff, who see the proof.
    """
    try:
        file = await uow.files.show(answer.dispute_id, lock=True)
    except NotFound:
        return
    now, today = desk.now(), desk.today()
    doubted = answer.said in {"part", "none"}
    instalments = tuple(
        replace(each, doubted_on=today) if doubted and each.position == answer.position else each
        for each in file.instalments
    )
    content = {"position": answer.position, "said": answer.said, "words": answer.words}
    event = FileEvent(
        at=now,
        day=today,
        step="citizen_said",
        state=file.dispute.state,
        from_state=file.dispute.state,
        reason=answer.said,
        details=content,
    )
    clocks = file.clocks
    if doubted and file.dispute.is_open:
        clocks = _escalated(file, answer.position, desk)
    after = replace(
        file,
        dispute=replace(file.dispute, version=file.dispute.version + 1),
        instalments=instalments,
        entries=(*file.entries, Entry("performance_said", today, now, content)),
        events=(*file.events, event),
        clocks=clocks,
    )
    await uow.files.save(file, after)
    if answer.said != "later":
        said = RunningClock(0, f"said_{answer.said}", today, today, subject=str(answer.position))
        await uow.files.remind(after, said, now)
    uow.announce(f"queue:{file.dispute.application.organisation_id}")


def _escalated(file: DisputeFile, position: int, desk: FrontDesk) -> tuple[RunningClock, ...]:
    """Start the term within which staff urge performance, unless one runs for this instalment."""
    if any(clock.code == "escalation" and clock.stopped_on is None for clock in file.clocks):
        return file.clocks
    clock, application = clock_rules()["escalation"], file.dispute.application
    rule = clock.rule_on(desk.today(), application.category, application.source)
    if rule is None:
        return file.clocks
    begun = started(clock, rule, desk.today(), subject=str(position), today=desk.today())
    return (*file.clocks, replace(begun, position=len(file.clocks) + 1))
