"""Steps already taken, injury and its grade, a written contract, the wish to mediate (``data/circumstances.yaml``)."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from nlp.facts.message import Message
from nlp.findings import Fact
from nlp.lexicon import lexicon

_NEVER = re.compile(r"(?!)")


@cache
def _lexicon() -> Mapping[str, Any]:
    return _compiled(lexicon("circumstances"))


def _compiled(node: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in node.items():
        if isinstance(value, dict):
            result[key] = _compiled(value)
        elif key == "unless_before":
            result[key] = re.compile(rf"(?:{value})[^，。！？]{{0,2}}$")
        elif key == "unless_after":
            result[key] = re.compile(rf"^[^，。！？]{{0,2}}(?:{value})")
        else:
            result[key] = re.compile(value)
    return result


def find(message: Message) -> list[Fact]:
    """Return steps_taken (a list), injured, injury_grade (as said), written_contract, wishes_mediation, where said."""
    known = _lexicon()
    facts: list[Fact] = []
    taken = []
    for step, entry in known["steps_taken"].items():
        match = _first(message, entry, "said")
        if match:
            taken.append((match, step))
    if taken:
        taken.sort(key=lambda entry: entry[0].start())
        first = taken[0][0]
        facts.append(message.fact("steps_taken", [step for _, step in taken], first.start(), first.end()))
    for name in ("injured", "written_contract", "wishes_mediation"):
        entry = known[name]
        # what the other side refuses is no wish of the asker's
        no = _first(message, entry, "no_said") if name == "wishes_mediation" else entry["no_said"].search(message.text)
        yes = _first(message, entry, "yes_said")
        if no and not (yes and name == "injured" and yes.start() < no.start()):
            facts.append(message.fact(name, False, no.start(), no.end()))
        elif yes:
            facts.append(message.fact(name, True, yes.start(), yes.end()))
    if graded := _first(message, known["injury_grade"], "said"):
        group = "later" if graded.group("later") else "grade"
        facts.append(message.fact("injury_grade", graded.group(group), graded.start(group), graded.end(group)))
    return facts


def _first(message: Message, entry: Mapping[str, re.Pattern[str]], said: str) -> re.Match[str] | None:
    unless_before, unless_after = entry.get("unless_before", _NEVER), entry.get("unless_after", _NEVER)
    for match in entry[said].finditer(message.text):
        if unless_before.search(message.before(match.start(), 8)) or unless_after.search(message.after(match.end(), 8)):
            continue
        return match
    return None
