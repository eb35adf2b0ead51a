"""Asking back: only what is missing, the most useful first, one at a time, four questions at most."""

import re
from dataclasses import replace
from datetime import date

from bot.dialogue import applying, follow_up
from bot.dialogue.answer_reading import read_answer
from bot.dialogue.asides import aside, has_had_enough
from bot.dialogue.brief import is_minor
from bot.dialogue.decision import Decision
from bot.dialogue.fact_words import date_in_words, fact_list, joined
from bot.dialogue.facts_learned import corrected, corrected_kind, kind_name, learn, settle
from bot.dialogue.other_answers import with_other_answers
from bot.dialogue.outcome_given import give_outcome
from bot.dialogue.recommend import choose_road, guidance_of, pressing_limit, with_urgency
from bot.dialogue.told_facts import with_told_facts
from bot.dialogue.turn import Turn
from bot.dialogue.wording import button, wording
from bot.domain.conversation import KnownFact, Stage, Subject
from bot.domain.messages import Reply
from knowledge.questions import Question, QuestionKind
from nlp.findings import Intent, Risk
from nlp.taxonomy import OTHER, category_name

BUTTONS = ("yes", "no", "unknown", "skip")
MOST_QUESTIONS = 4
_NO_QUESTIONS = frozenset({"emergency", "police", "none", "information"})
"""Roads that need no answers of the citizen."""
_MOST_ASIDES = 2
_DANGER = "danger_now"
_MOST_STREETS = 4
_STANDS_FOR = {
    "claimed_yuan": ("amount_yuan",),
    "amount_yuan": ("claimed_yuan",),
    "other_party": ("organisation",),
    "organisation": ("other_party",),
    "days": ("months",),
    "months": ("days",),
    "child_age": ("children_ages",),
    "children_ages": ("child_age",),
}
"""A question is idle where a fact that says the same is known."""


def begin(turn: Turn, *before: Reply) -> Decision:
    """Start asking, or give the outcome where nothing is missing."""
    turn = with_told_facts(turn)
    question = next_question(turn)
    if question is None:
        return give_outcome(turn, *before)
    category = turn.subject.category or ""
    said = turn.reply("understood_so_far", category=category_name(category))
    sorry = (turn.reply("sorry_to_hear"),) if _is_hard(turn) else ()
    return ask(turn, question, *before, *sorry, said, turn.reply("first_question_intro"))


def _is_hard(turn: Turn) -> bool:
    """Whether a kind word is due; where somebody died, it was said already."""
    return turn.conversation.risk is Risk.ORANGE and not turn.memory.get("condoled")


def next_question(turn: Turn) -> Question | None:
    """Give the next question, or None where enough is known."""
    subject = turn.subject
    guidance = guidance_of(subject, turn.desk)
    if guidance is None or subject.category is None or not subject.own_dispute or len(subject.asked) >= MOST_QUESTIONS:
        return None
    if choose_road(turn.conversation, turn.desk).route in _NO_QUESTIONS:
        return None
    for name in guidance.questions:
        known = {name, *_STANDS_FOR.get(name, ())} & set(subject.facts)
        if known or name in subject.asked or (name == "child_age" and is_minor(turn)):
            continue
        question = turn.desk.question(name, subject.category)
        if question is not None:
            return question
    return None


def ask(turn: Turn, question: Question, *before: Reply) -> Decision:
    """Ask one question with its buttons."""
    asked = turn.subject.asked
    if question.fact not in asked:
        asked = (*asked, question.fact)
    turn = turn.with_subject(replace(turn.subject, asked=asked))
    said = question_reply(turn, question)
    return turn.answer(
        f"collecting_facts.ask.{question.fact}",
        *_short(before),
        said,
        stage=Stage.COLLECTING_FACTS,
        awaiting=question.fact,
    )


def question_reply(turn: Turn, question: Question) -> Reply:
    """Give a question as it is shown."""
    labels = choices(turn, question)
    if question.why:
        return turn.reply("question_with_reason", ask=question.ask, why=question.why, choices=labels, kind="question")
    return turn.reply("question", ask=question.ask, choices=labels, kind="question")


def still_open(turn: Turn, question: Question) -> Reply:
    """Put a question once more, after something else was said."""
    return turn.reply("question_still_open", ask=question.ask, choices=choices(turn, question), kind="question")


def choices(turn: Turn, question: Question) -> tuple[str, ...]:
    """Give the buttons of a question; not knowing is always one of them."""
    match question.kind:
        case QuestionKind.YES_NO:
            given: tuple[str, ...] = (button("yes"), button("no"))
        case QuestionKind.CHOICE:
            given = tuple(choice.label for choice in question.choices)
        case QuestionKind.PLACE:
            given = turn.desk.streets()[:_MOST_STREETS]
        case _:
            given = ()
    ways_out = (button("unknown"), button("skip")) if not given else (button("unknown"),)
    return (*given, *(label for label in ways_out if label not in given))


def rule(turn: Turn) -> Decision:
    """Take the answer, then go on."""
    category, awaited = turn.subject.category, turn.conversation.awaiting
    question = None if category is None or awaited is None else turn.desk.question(awaited, category)
    if question is None:
        return advance(learn(turn))
    if (decision := _leaves_the_questions(turn)) is not None:
        return decision
    answer = read_answer(turn, question)
    if (answer.fact is None or question.kind is QuestionKind.TEXT) and (said := aside(turn, question)) is not None:
        told = turn if follow_up.asks(turn) else learn(_without(turn, question.fact))
        return _put_again(told, question, said)
    if answer.fact is not None:
        warning = _warning(turn, question.fact, answer.fact)
        return advance(_with_fact(learn(turn), question.fact, answer.fact), *warning)
    before = turn.subject
    turn = with_other_answers(learn(_without(turn, question.fact)))
    return advance(turn) if answer.skipped else _no_answer(turn, question, before)


def _leaves_the_questions(turn: Turn) -> Decision | None:
    """The matter is another than was thought, or he wants to apply, or to hear now what can be done."""
    if (kind := corrected_kind(turn)) is not None:
        turn = settle(learn(turn), kind, confirmed=True)
        return begin(turn, turn.reply("kind_corrected_so_far", this=kind_name(kind)))
    if re.search(wording().patterns["applies"], turn.text):
        return applying.start(learn(turn))
    if re.search(wording().patterns["only_advice"], turn.text):
        return give_outcome(with_urgency(with_told_facts(turn.changed(misses=0, awaiting=None))))
    if has_had_enough(turn):
        kept = learn(_without(turn, turn.conversation.awaiting or ""))
        turn = with_urgency(with_told_facts(kept.changed(misses=0, awaiting=None)))
        return give_outcome(turn, turn.reply("no_more_questions"))
    return None


def _no_answer(turn: Turn, question: Question, before: Subject) -> Decision:
    """What was said is none: say what was kept of it, and put the question again."""
    turn, narrowed = _narrowed(turn)
    changed = corrected(turn, before)
    if put_right := tuple(name for name in changed if name in before.facts):
        shown = joined(fact_list(turn.subject.facts, turn.desk, turn.subject.category, put_right))
        return _told_something_else(turn, question, turn.reply("fact_corrected", facts=shown))
    if narrowed or changed or _is_sentence(turn):
        return _told_something_else(turn, question, turn.reply("noted_that"))
    if turn.wants(Intent.CORRECTION):
        return _told_something_else(turn, question, turn.reply("what_to_correct"))
    return _unreadable(turn, question)


def advance(turn: Turn, *before: Reply) -> Decision:
    """Ask the next question or give the outcome; a deadline within days is said at once."""
    turn = with_urgency(with_told_facts(turn.changed(misses=0, awaiting=None)))
    question = next_question(turn)
    if question is None:
        return give_outcome(turn, *before)
    pressing = pressing_limit(turn)
    if pressing is None or turn.memory.get("urgency_told") == pressing[0]:
        return ask(turn, question, *before)
    told = turn.remembering(urgency_told=pressing[0])
    return ask(told, question, *before, _urgent(turn, *pressing))


def _urgent(turn: Turn, limit_id: str, last_day: date) -> Reply:
    limit = turn.desk.limit(limit_id)
    return turn.reply(
        "outcome_urgent",
        limit=limit.name,
        last_day=date_in_words(last_day),
        days=(last_day - turn.today).days,
        organisation=turn.say("the_office"),
        cites=limit.cites,
    )


def _without(turn: Turn, name: str) -> Turn:
    """Forget what a message that is no answer (不知道) seemed to say of the fact asked for."""
    facts = {other: fact for other, fact in turn.heard.facts.items() if other != name}
    return replace(turn, heard=replace(turn.heard, facts=facts))


def _put_again(turn: Turn, question: Question, answered: Reply) -> Decision:
    """Answer, then put our question again; the third time in a row it is left open."""
    misses = turn.conversation.misses + 1
    if misses > _MOST_ASIDES:
        return advance(turn, answered)
    said = still_open(turn, question)
    return turn.answer("collecting_facts.aside", answered, said, misses=misses)


def _warning(turn: Turn, name: str, fact: KnownFact) -> tuple[Reply, ...]:
    """Something is about to fall or the way out is blocked: what to do now comes before the next question."""
    return (turn.reply("emergency_building", kind="help"),) if name == _DANGER and fact.value is True else ()


def _with_fact(turn: Turn, name: str, fact: KnownFact) -> Turn:
    facts = {**turn.subject.facts, name: fact}
    return turn.with_subject(replace(turn.subject, facts=facts))


def _told_something_else(turn: Turn, question: Question, noted: Reply) -> Decision:
    """The citizen gave another fact instead: keep it, then put the question once more, once."""
    if turn.memory.get("asked_again") == question.fact:
        return advance(turn.remembering(asked_again=None))
    said = still_open(turn, question)
    kept = turn.remembering(asked_again=question.fact)
    return kept.answer("collecting_facts.told_something_else", noted, said, misses=0)


def _narrowed(turn: Turn) -> tuple[Turn, bool]:
    """Take up what the citizen adds of his own accord (想离婚, 孩子归谁): it may say what the dispute is about."""
    heard, subject = turn.heard, turn.subject
    same = heard.category == subject.category and not heard.in_doubt
    if not same or heard.subtype in {subject.subtype, OTHER} or subject.category_confirmed or not _is_sentence(turn):
        return turn, False
    if subject.subtype != OTHER and turn.desk.understand(_whole(turn), turn.today).subtype != heard.subtype:
        return turn, False  # 儿子不给我钱 in the talk of an old woman is still about her
    return turn.with_subject(replace(subject, subtype=heard.subtype, story=(*subject.story, turn.text))), True


def _whole(turn: Turn) -> str:
    return f"{turn.subject.told}\n{turn.text}"


def _is_sentence(turn: Turn) -> bool:
    """Whether it says something, though not what was asked for."""
    wishes = turn.wants(Intent.YES, Intent.NO, Intent.DOES_NOT_KNOW)
    says = any(re.search(wording().patterns[name], turn.text) for name in ("words", "adds"))
    return says and not wishes and not turn.pressed_any()


def _unreadable(turn: Turn, question: Question) -> Decision:
    misses = turn.conversation.misses + 1
    if misses >= 2:
        skipped = turn.reply("question_given_up", buttons=("human",))
        return advance(turn.remembering(asked_again=None), skipped)
    said = turn.reply("question_again", ask=question.ask, choices=choices(turn, question), kind="question")
    return turn.answer("collecting_facts.not_understood", said, misses=misses)


def _short(before: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Join what goes before a question into one message."""
    if not before:
        return ()
    cites = tuple(dict.fromkeys(ref for reply in before for ref in reply.cites))
    return (Reply("\n".join(reply.text for reply in before), before[-1].choices, cites),)
