"""The outcome in a few messages, the important first; each carries the articles it rests on."""

from collections.abc import Iterable, Sequence

from bot.dialogue.fact_words import date_in_words, joined
from bot.dialogue.outcome_page import CaseLine, Deadline, LawPoint, NumberLine, OutcomePage
from bot.dialogue.quoting import Quote
from bot.dialogue.recommend import URGENT_DAYS
from bot.dialogue.turn import Turn
from bot.domain.messages import Reply
from knowledge.identifiers import ArticleRef
from knowledge.statements import Statement

_INFORMATION = "information"
MOST_LAW, MOST_STEPS, MOST_EVIDENCE, MOST_ROADS, MOST_POINTS = 3, 3, 6, 4, 2


def outcome_messages(turn: Turn, page: OutcomePage) -> tuple[Reply, ...]:
    """Give the messages of an outcome; the last one carries the buttons."""
    parts = (
        _first(turn, page),
        _law(turn, page),
        _found(turn, page),
        numbers_message(turn, tuple(n for n in page.numbers if not n.number.rule.endswith("_limit"))),
        _time_and_papers(turn, page),
        None if page.route == _INFORMATION else cases_message(turn, page),
        _roads(turn, page),
    )
    return tuple(part for part in parts if part is not None)


def _first(turn: Turn, page: OutcomePage) -> Reply:
    lines = [page.heading]
    cites: list[ArticleRef] = []
    if page.facts:
        lines.append(turn.say("outcome_facts", facts=joined(page.facts)))
    for deadline in page.deadlines:
        if (warning := _warning(turn, page, deadline)) is not None:
            lines.append(warning)
            cites.extend(deadline.cites)
    reasons = page.reasons
    if page.organisation_name:
        why = turn.reply("why_mediation")
        lines += [turn.say("outcome_mediate", organisation=page.organisation_name), why.text]
        cites.extend(why.cites)
        reasons = page.reasons[1:]  # the first says in general what the two lines above say of this committee
    lines.extend(sentence(reason.text) for reason in reasons)
    cites.extend(ref for reason in page.reasons for ref in reason.cites)
    return Reply("\n".join(lines), cites=_distinct(cites), kind="outcome")


def _warning(turn: Turn, page: OutcomePage, deadline: Deadline) -> str | None:
    """A deadline within a week, or one that seems to be over, is said before anything else."""
    if deadline.last_day is None:
        return None
    days = (deadline.last_day - page.made_on).days
    if days < 0:
        return turn.say("outcome_past_limit", limit=deadline.name)
    if days > URGENT_DAYS:
        return None
    organisation = page.organisation_name or turn.say("the_office")
    last_day = date_in_words(deadline.last_day)
    return turn.say("outcome_urgent", limit=deadline.name, last_day=last_day, days=days, organisation=organisation)


def _law(turn: Turn, page: OutcomePage) -> Reply | None:
    return law_message(turn, page.law[:MOST_LAW])


def _found(turn: Turn, page: OutcomePage) -> Reply | None:
    """Give the articles that were found for a general question."""
    if not page.found:
        return None
    lines = [turn.say("more_law"), *(quoted_line(turn, quote) for quote in page.found)]
    return Reply("\n".join(lines), cites=tuple(quote.ref for quote in page.found), kind="quote")


def law_message(turn: Turn, points: Sequence[LawPoint], heading: str = "law_heading") -> Reply | None:
    """Give what the law says: plain words, then the words of the law; an article is quoted once."""
    if not points:
        return None
    lines = [turn.say(heading)]
    quoted: set[ArticleRef] = set()
    for point in points:
        lines.append(turn.say("law_statement", text=sentence(point.text)))
        fresh = [quote for quote in point.quotes if quote.ref not in quoted]
        lines.extend(quoted_line(turn, quote) for quote in fresh[:1])
        if others := fresh[1:]:
            refs = turn.say("list_comma").join(str(quote.ref) for quote in others)
            lines.append(turn.say("law_see_also", refs=refs))
        quoted.update(quote.ref for quote in fresh)
    return Reply("\n".join(lines), cites=_distinct(ref for p in points for ref in p.cites), kind="quote")


def quoted_line(turn: Turn, quote: Quote) -> str:
    """Give a quotation with its source, or the source alone where the text is not in the library."""
    if quote.text:
        return turn.say("law_quote", ref=quote.ref, quote=quote.text.replace("\n", ""))
    return turn.say("law_reference", ref=quote.ref)


def deadline_line(turn: Turn, deadline: Deadline) -> str:
    """Give one time limit with its start event; never without the advice to have it confirmed."""
    if not deadline.length:
        return turn.say("deadline_unlimited", name=deadline.name, starts=deadline.starts)
    extra = ""
    if deadline.last_day is not None:
        extra += turn.say("deadline_last_day", last_day=date_in_words(deadline.last_day))
    if deadline.mediation_interrupts is False:
        extra += turn.say("deadline_not_interrupted")
    return turn.say("deadline", name=deadline.name, length=deadline.length, starts=deadline.starts, extra=extra)


def _time_and_papers(turn: Turn, page: OutcomePage) -> Reply | None:
    blocks = []
    cites: list[ArticleRef] = []
    if page.deadlines:
        blocks.append([turn.say("deadlines_heading"), *(deadline_line(turn, d) for d in page.deadlines)])
        cites.extend(ref for d in page.deadlines for ref in d.cites)
    has_matter = page.route != _INFORMATION  # whoever asks in general needs no list of things to do and to bring
    if page.first_steps and has_matter:
        steps = page.first_steps[:MOST_STEPS]
        blocks.append([turn.say("first_steps_heading"), *_points(turn, steps)])
        cites.extend(ref for s in steps for ref in s.cites)
    if page.bring and has_matter:
        papers = [turn.say("law_statement", text=paper) for paper in page.bring[:MOST_EVIDENCE]]
        blocks.append([turn.say("bring_heading"), *papers])
    if not blocks:
        return None
    return Reply("\n\n".join("\n".join(block) for block in blocks), cites=_distinct(cites), kind="outcome")


def numbers_message(turn: Turn, numbers: Sequence[NumberLine]) -> Reply | None:
    """Give what can be counted, each with its steps; what is missing for it is named."""
    if not numbers:
        return None
    lines = [turn.say("numbers_heading")]
    for line in numbers:
        lines.append(turn.say("number_line", what=line.number.what, value=line.words))
        lines.extend(turn.say("number_step", step=step) for step in line.number.steps)
    lines.append(turn.say("numbers_note"))
    return Reply(
        "\n".join(lines), cites=_distinct(ref for line in numbers for ref in line.number.articles), kind="outcome"
    )


def _points(turn: Turn, statements: Iterable[Statement]) -> list[str]:
    return [turn.say("law_statement", text=sentence(s.text)) for s in statements]


def sentence(text: str) -> str:
    """Give a sentence its full stop."""
    return text if text.endswith(("。", "！", "？", "；", "：")) else f"{text}。"


def cases_message(turn: Turn, page: OutcomePage) -> Reply | None:
    """Tell how cases like this one ended, or None where there are none."""
    if not page.cases:
        return None
    lines = [turn.say("cases_heading"), *(case_line(turn, c) for c in page.cases), page.cases_note]
    return Reply("\n".join(lines), kind="outcome")


def case_line(turn: Turn, case: CaseLine) -> str:
    """Give one similar case: what it was, where it comes from, how it ended."""
    return sentence(turn.say("case_line", title=case.title, origin=case.origin, told=case.told))


def _roads(turn: Turn, page: OutcomePage) -> Reply:
    lines: list[str] = []
    cites: list[ArticleRef] = []
    for key, said in (("mediation_can", page.mediation_can), ("mediation_cannot", page.mediation_cannot)):
        if said := said[:MOST_POINTS]:
            joined_texts = turn.say("semicolon").join(s.text.rstrip("。") for s in said)
            lines.append(turn.say(key, **{key.removeprefix("mediation_"): joined_texts}))
            cites.extend(ref for s in said for ref in s.cites)
    if page.roads:
        lines.append(turn.say("other_roads_line"))
        for road in page.roads[:MOST_ROADS]:
            lines.append(turn.say("road_line", text=road.text))
            cites.extend(road.cites)
    closing = closing_question(turn, page.route)
    text = "\n".join([*lines, *([""] if lines else []), closing.text])
    return Reply(text, closing.choices, _distinct(cites), "outcome")


def closing_question(turn: Turn, route: str) -> Reply:
    """Ask what the citizen wants to do, with the buttons that fit the road."""
    if route == "mediate":
        return turn.reply("what_next_mediate")
    if route == _INFORMATION:
        return turn.reply("what_next_information")
    return turn.reply("what_next_lawyer")


def _distinct(refs: Iterable[ArticleRef]) -> tuple[ArticleRef, ...]:
    return tuple(dict.fromkeys(refs))
