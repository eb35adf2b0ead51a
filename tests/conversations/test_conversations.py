"""Plays every scripted talk of this folder through the real rules."""

import re
from collections.abc import Mapping
from datetime import datetime, time
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.decision import Mediator
from bot.dialogue.wording import say
from bot.domain.conversation import Conversation
from bot.service.front_desk import CHINA
from bot.service.reference_room import ReferenceRoom
from bot.service.rehearsal import Rehearsal, RehearsedTurn
from knowledge.citations import parse_ref
from knowledge.statutes import CITABLE

from .conftest import TODAY

STATES_LAW = re.compile(r"《中华人民共和国|有权|不得|时效|不收费|不收钱|按规定")
CASES_HEADING = say("cases_heading")
"""How earlier cases ended is told, not what the law says."""
FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.yaml"))
SCRIPTS = [(path.stem, script) for path in FILES for script in yaml.safe_load(path.read_text("utf-8"))]
KEYS = {"name", "today", "time", "staffed", "mediators", "talk", "handoffs", "disputes"}
STEP_KEYS = {
    *(
        "citizen",
        "times",
        "says",
        "never",
        "buttons",
        "rule",
        "holder",
        "category",
        "subtype",
        "risk",
        "route",
        "facts",
    ),
    *("cites", "silent", "staff", "waits", "staffed"),
}


def test_there_are_enough_talks() -> None:
    assert len(SCRIPTS) >= 30
    names = [script["name"] for _, script in SCRIPTS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("file", "script"), SCRIPTS, ids=[f"{file}: {s['name']}" for file, s in SCRIPTS])
def test_talk(file: str, script: Mapping[str, Any], room: ReferenceRoom) -> None:
    assert set(script) <= KEYS, set(script) - KEYS
    hour = time.fromisoformat(script.get("time", "10:00"))
    now = datetime.combine(script.get("today", TODAY), hour, CHINA)
    mediators = tuple(Mediator(name, name) for name in script.get("mediators", ()))
    rehearsal = Rehearsal(room, now, frozenset(script.get("staffed", ())), mediators=mediators)
    for number, step in enumerate(script["talk"], 1):
        assert set(step) <= STEP_KEYS, set(step) - STEP_KEYS
        if "staff" in step:
            {"takes": rehearsal.let_staff_take, "returns": rehearsal.let_staff_return}[step["staff"]]()
            continue
        if "staffed" in step:
            rehearsal.staffed = frozenset(step["staffed"])
        if "waits" in step:
            turn = rehearsal.wait(step["waits"])
        else:
            turn = rehearsal.say(str(step["citizen"]) * step.get("times", 1))
        problems = _problems(step, turn, rehearsal.conversation)
        said = "\n".join(f"{reply.text} {list(reply.choices)}" for reply in turn.replies)
        assert not problems, f"step {number} ({step.get('citizen')!r}, {turn.rule}): {problems}\n{said}"
        _check_citations(turn, room)
    if "handoffs" in script:
        assert [handoff.kind.value for handoff in rehearsal.handoffs] == script["handoffs"]
    if "disputes" in script:
        assert len(rehearsal.disputes) == script["disputes"]
        assert all(dispute.application.consented for dispute in rehearsal.disputes)


def _problems(step: Mapping[str, Any], turn: RehearsedTurn, conversation: Conversation) -> list[str]:
    said = "\n".join(reply.text for reply in turn.replies)
    found = [f"does not say {words!r}" for words in _listed(step, "says") if words not in said]
    found += [f"says {words!r}" for words in _listed(step, "never") if words in said]
    buttons = turn.replies[-1].choices if turn.replies else ()
    found += [f"has no button {label!r}" for label in _listed(step, "buttons") if label not in buttons]
    if step.get("silent") and turn.replies:
        found.append("is not silent")
    if not fnmatchcase(turn.rule, step.get("rule", "*")):
        found.append(f"rule {turn.rule!r}, not {step['rule']!r}")
    subject = conversation.subject
    known = {
        "holder": turn.holder.value,
        "category": subject.category,
        "subtype": subject.subtype,
        "risk": conversation.risk.value,
        "route": None if subject.outcome is None else subject.outcome.route,
    }
    found += [f"{key} {known[key]!r}, not {step[key]!r}" for key in known if key in step and step[key] != known[key]]
    facts = {name: fact.value for name, fact in subject.facts.items()}
    wanted = step.get("facts", {})
    found += [f"fact {n} {facts.get(n)!r}, not {v!r}" for n, v in wanted.items() if str(facts.get(n)) != str(v)]
    cited = {ref for reply in turn.replies for ref in reply.cites}
    found += [f"does not cite {text}" for text in _listed(step, "cites") if parse_ref(text) not in cited]
    return found


def _check_citations(turn: RehearsedTurn, room: ReferenceRoom) -> None:
    """Whatever is cited is in force, and an answer with 《…》 in it carries citations."""
    for reply in turn.replies:
        assert all(room.state(ref, TODAY) in CITABLE for ref in reply.cites)
        names_no_law = turn.rule == "asked_articles.told"  # says that an article does not exist
        if STATES_LAW.search(reply.text) and CASES_HEADING not in reply.text and not names_no_law:
            assert reply.cites, reply.text


def _listed(step: Mapping[str, Any], key: str) -> list[str]:
    value = step.get(key, [])
    return [str(value)] if not isinstance(value, list) else [str(entry) for entry in value]
