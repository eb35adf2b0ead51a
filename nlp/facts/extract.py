"""All facts of a message, each name at most once."""

from nlp.facts import amounts, answer, circumstances, contact, dates, durations, interest, parties, people
from nlp.facts.message import Message
from nlp.facts.names import NameFinder
from nlp.findings import Fact


def extract(message: Message, names: NameFinder, awaiting: str | None = None) -> dict[str, Fact]:
    """Return the facts by name.

    Args:
        message: The message to read.
        names: Knows the places and organisations of the directory.
        awaiting: Name of the fact just asked for, so that 三个 or 去年 is read as its answer.
    """
    found: dict[str, Fact] = {}
    for facts in (
        amounts.find(message),
        interest.find(message),
        durations.find(message),
        dates.find(message),
        people.find(message),
        names.find(message),
        parties.find(message),
        circumstances.find(message),
        contact.find(message),
    ):
        for fact in facts:
            found.setdefault(fact.name, fact)
    if awaiting:
        if awaiting in answer.AGES_OF_CHILDREN:
            found.pop("age", None)
        answered = answer.find(message, awaiting, found)
        if answered is not None:
            name = answered.name
            if name not in found:
                # What was taken for another fact of the same words is the answer and nothing else.
                found = {key: fact for key, fact in found.items() if fact.span != answered.span}
            found[name] = answered
    return found
