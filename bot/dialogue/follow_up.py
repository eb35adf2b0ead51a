"""Questions after the outcome: the part of the guidance that is asked about, else articles that fit the question."""

import re

from bot.dialogue.concluding import concluded
from bot.dialogue.decision import Decision
from bot.dialogue.fact_words import in_words
from bot.dialogue.facts_learned import learn
from bot.dialogue.handing_over import opening, room_for
from bot.dialogue.outcome_page import OutcomePage, numbers, outcome_page
from bot.dialogue.outcome_text import closing_question, deadline_line, law_message, numbers_message, quoted_line
from bot.dialogue.quoting import nearness, quote
from bot.dialogue.recommend import MEDIATE, guidance_of, is_domestic_violence, open_roads, refuses_mediation
from bot.dialogue.turn import Turn
from bot.dialogue.unusable_text import not_understood
from bot.dialogue.wording import wording
from bot.domain.messages import Reply
from knowledge.identifiers import ArticleRef, ArticleState
from knowledge.questions import QuestionKind
from knowledge.statements import Statement
from nlp.findings import Intent
from nlp.taxonomy import NOT_LEGAL, OTHER, subtype_name

MOST_ARTICLES = 3
_OF_THE_QUEUE = frozenset({"waiting", "protection_order"})
"""Topics of somebody who waits for a human."""
_PLACES = {
    "labour_arbitration": ("to_arbitration", "where_labour_arbitration"),
    "administrative_remedy": ("to_review", "where_administrative_remedy"),
    "court": ("to_court", "where_court"),
}
"""Roads whose place the law names: the pattern of the words for each, and what is said of it."""
_SAME_FOR_ALL = {
    "police": "police_when",
    "other_side_refuses": "when_other_side_refuses",
    "duration": "how_long_it_takes",
    "told_to_other_side": "who_is_told",
    "lawyer_needed": "whether_a_lawyer_is_needed",
}
"""Topics whose answer is the same in every dispute."""
_CLAIMS = ("claimed_yuan", "amount_yuan")
"""What he wants is no ground for what he may get."""
_NEAR_ENOUGH = 2
"""Pairs of characters that a question shares with the sentence of the guidance that answers it."""
_MOST_MISSING = 3
_COUNTED = frozenset({QuestionKind.NUMBER, QuestionKind.AMOUNT, QuestionKind.DATE, QuestionKind.CHOICE})
_SHORTEST_QUESTION, _LONGEST_TOPIC = 4, 14


def answer(turn: Turn) -> Decision:
    """Answer a further word about the current dispute."""
    topic = topic_of(turn.text)
    if topic == "where":
        return turn.answer("outcome_given.where", place_to_go(turn), prompt(turn), misses=0)
    page = None if topic is None else outcome_page(turn.conversation, turn.desk, turn.situation)
    if page is not None and topic is not None and (said := _on_topic(turn, page, topic)) is not None:
        return turn.answer(f"outcome_given.{topic}", said, prompt(turn), misses=0)
    if turn.wants(Intent.YES, Intent.NO, Intent.DOES_NOT_KNOW, Intent.HELP) or turn.pressed_any():
        return turn.answer("outcome_given.prompt", prompt(turn), misses=0)
    if topic is None and not asks(turn) and _adds(turn):
        return _kept(turn)
    if len(turn.text) < _SHORTEST_QUESTION:
        return not_understood(turn, "unintelligible", "outcome_given.unintelligible")
    if turn.heard.category == NOT_LEGAL and not asks(turn):
        return turn.answer("outcome_given.prompt", prompt(turn), misses=0)
    page = page or outcome_page(turn.conversation, turn.desk, turn.situation)
    if page is not None and (said := nearest_right(turn, page)) is not None:
        return turn.answer("outcome_given.law", said, prompt(turn), misses=0)
    return _from_the_library(turn) if asks(turn) or not turn.subject.own_dispute else _kept(turn)


def _kept(turn: Turn) -> Decision:
    """Keep what is told beside the outcome: the people who take over read it."""
    noted = learn(turn)
    return noted.answer("outcome_given.noted", noted.reply("noted_after_outcome"), prompt(noted), misses=0)


def _adds(turn: Turn) -> bool:
    """Whether a short word (有收据, 他不退) adds to what was told: it is kept and not taken for a question."""
    short = len(turn.text) <= _LONGEST_TOPIC and re.search(wording().patterns["adds"], turn.text) is not None
    return short and not turn.pressed_any()


def asks(turn: Turn) -> bool:
    """Whether the message is a question about the matter rather than more of the story."""
    return topic_of(turn.text) is not None or re.search(wording().patterns["asks"], turn.text) is not None


def short_answer(turn: Turn) -> Reply | None:
    """Answer a question about the matter before its outcome was given, where the guidance can: place, time, cost."""
    topic = topic_of(turn.text)
    if topic == "where":
        return place_to_go(turn)
    page = outcome_page(concluded(turn)[0].conversation, turn.desk, turn.situation)
    if page is None:
        return None
    return nearest_right(turn, page) if topic is None else _on_topic(turn, page, topic)


def nearest_right(turn: Turn, page: OutcomePage) -> Reply | None:
    """Give the one thing that the guidance says on what is asked (误工费算不算), or None where it says nothing."""
    near = max(page.law, key=lambda point: nearness(point.text, turn.text), default=None)
    if near is None or nearness(near.text, turn.text) < _NEAR_ENOUGH:
        return None
    return law_message(turn, (near,))


def place_to_go(turn: Turn) -> Reply:
    """Name the place of the road that is meant; by default the committee, its address and when it is open."""
    if (road := _road_meant(turn)) is not None:
        return turn.reply(_PLACES[road][1])
    organisation = room_for(turn)
    said = opening(turn, organisation)
    return turn.reply("place_to_go", organisation=organisation.name, address=organisation.address, opening=said)


def _road_meant(turn: Turn) -> str | None:
    """Give the road whose place is asked for: the one named, or the first that is open to who will not mediate."""
    outcome = turn.subject.outcome or concluded(turn)[1]
    possible = [code for code in open_roads(outcome, guidance_of(turn.subject, turn.desk)) if code in _PLACES]
    if MEDIATE in {outcome.route, *outcome.alternatives} and re.search(wording().patterns["to_mediation"], turn.text):
        return None
    for code, (pattern, _) in _PLACES.items():
        if code in possible and re.search(wording().patterns[pattern], turn.text):
            return code
    unwilling = refuses_mediation(turn.conversation) or outcome.route in _PLACES
    return possible[0] if unwilling and possible else None


def prompt(turn: Turn) -> Reply:
    """Ask what the citizen wants to do now, with the buttons of the road."""
    outcome = turn.subject.outcome
    choices = closing_question(turn, outcome.route).choices if outcome is not None else ()
    if is_domestic_violence(turn.conversation):
        return turn.reply("may_ask_more", buttons=("human", "lawyer", "protection_order", "not_now"))
    return turn.reply("may_ask_more", choices=choices)


def topic_of(text: str) -> str | None:
    """Name the part of the guidance that a short question is about, by the words of the wording file."""
    if len(text) > _LONGEST_TOPIC:
        return None
    for topic, words in wording().topics.items():
        if topic not in _OF_THE_QUEUE and any(word in text for word in words):
            return topic
    return None


def _on_topic(turn: Turn, page: OutcomePage, topic: str) -> Reply | None:
    match topic:
        case "deadlines":
            lines = [deadline_line(turn, d) for d in page.deadlines]
            return _listed(turn, "deadlines_heading", lines, [ref for d in page.deadlines for ref in d.cites])
        case "bring":
            return _statements(turn, "bring_heading", tuple(Statement(b) for b in page.bring))
        case "winning":
            return _listed(turn, "cannot_predict", [turn.say("law_statement", text=b) for b in page.bring], [])
        case "sum":
            return _sum(turn)
        case "cost":
            return _statements(turn, "cost_heading", page.cost)
        case "first_steps":
            return _statements(turn, "first_steps_heading", page.first_steps)
        case "roads":
            return _statements(turn, "other_roads_line", tuple(Statement(r.text, r.cites) for r in page.roads))
        case "mediation":
            return _statements(
                turn, "mediation_heading", (*page.mediation_can, *page.mediation_cannot, *page.mediation_why)
            )
        case "law":
            return law_message(turn, page.law)
        case _:
            return turn.reply(_SAME_FOR_ALL[topic]) if topic in _SAME_FOR_ALL else None


def _sum(turn: Turn) -> Reply | None:
    """Count what can be counted; else say what was claimed, or which facts are still missing."""
    lines = numbers(turn.subject, turn.desk, turn.today, turn.text)
    counted = numbers_message(turn, tuple(n for n in lines if not n.number.rule.endswith("_limit")))
    if counted is not None:
        return counted
    subject, guidance = turn.subject, guidance_of(turn.subject, turn.desk)
    claimed = next((subject.facts[n].value for n in _CLAIMS if n in subject.facts), None)
    if claimed is not None:
        return turn.reply("sum_as_told", sum=in_words("claimed_yuan", claimed))
    names = () if guidance is None else tuple(name for name in guidance.questions if name not in _CLAIMS)
    asked = [turn.desk.question(name, subject.category or "") for name in names if name not in subject.facts]
    missing = [question.name for question in asked if question is not None and question.kind in _COUNTED]
    if not missing:
        return turn.reply("sum_unknown")
    return turn.reply("sum_depends", missing=turn.say("list_comma").join(missing[:_MOST_MISSING]))


def _statements(turn: Turn, heading: str, statements: tuple[Statement, ...]) -> Reply | None:
    lines = [turn.say("law_statement", text=s.text) for s in statements]
    return _listed(turn, heading, lines, [ref for s in statements for ref in s.cites])


def _listed(turn: Turn, heading: str, lines: list[str], cites: list[ArticleRef]) -> Reply | None:
    if not lines:
        return None
    return Reply("\n".join([turn.say(heading), *lines]), cites=tuple(dict.fromkeys(cites)), kind="outcome")


def _from_the_library(turn: Turn) -> Decision:
    """Quote the articles that fit the question; where none does, say so and offer a person."""
    category, subtype = turn.subject.category, turn.subject.subtype
    matter = subtype_name(category, subtype) if category and subtype != OTHER else ""
    codes = (category,) if category else ()
    hits = turn.desk.search_articles(f"{matter} {turn.text}".strip(), turn.today, codes, MOST_ARTICLES)
    found = [hit.article for hit in hits if hit.article.state is ArticleState.IN_FORCE and hit.article.text]
    if not found:
        return turn.answer("outcome_given.no_law_found", turn.reply("no_law_found"), misses=0)
    lines = [quoted_line(turn, quote(article.ref, turn.text, turn.desk, turn.today)) for article in found]
    said = Reply("\n".join([turn.say("more_law"), *lines]), cites=tuple(a.ref for a in found), kind="quote")
    return turn.answer("outcome_given.more_law", said, prompt(turn), misses=0)
