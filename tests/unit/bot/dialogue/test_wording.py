"""Every word is data; every sentence of law carries its articles; nothing is asked for that does not exist."""

import ast
import re
from pathlib import Path

import pytest

import bot
from bot.dialogue.wording import WordingError, button, name_of, say, wording
from bot.domain.dispute import DisputeState
from bot.domain.handoff import CloseOutcome
from bot.domain.staff import Role
from knowledge.guidance import GuidanceBook
from knowledge.identifiers import ArticleState
from knowledge.questions import QuestionBook
from knowledge.route_codes import ALTERNATIVES, ROUTES
from knowledge.routes import RouteBook
from knowledge.statements import Statement
from knowledge.statutes import CITABLE
from nlp.findings import Risk

from .light_desk import TODAY, books

STATES_LAW = re.compile(
    r"《|有权|不得|依法|应当|法律规定|按规定|[一二三四五六七八九十两\d]+(?:年|个月|日|天|小时)(?:之?内|以内)|时效|不收费|免费|不收钱"
)
"""Words in which law is stated to a citizen."""
SOURCES = sorted(Path(next(iter(bot.__path__))).rglob("*.py"))


def test_a_phrase_that_states_law_carries_its_articles() -> None:
    phrases = wording().phrases.values()
    assert len(phrases) > 100
    naming_what_is_no_law = {key for key in wording().phrases if key.startswith("article_")}
    bare = [p.key for p in phrases if not p.cites and any(STATES_LAW.search(v) for v in p.variants)]
    bare = [key for key in bare if key not in naming_what_is_no_law]
    assert bare == []


def test_every_citation_of_wording_guidance_limits_and_routes_is_in_force() -> None:
    guidance, _, limits, routes, _, statutes = books()
    refs = {ref for phrase in wording().phrases.values() for ref in phrase.cites}
    refs |= {ref for entry in guidance for statement in entry.statements() for ref in statement.cites}
    refs |= {ref for limit in limits for ref in limit.cites}
    refs |= {ref for rule in (*routes.rules, *routes.notes) for statement in rule.reasons for ref in statement.cites}
    assert len(refs) > 200
    gone = {str(ref): statutes.state(ref, TODAY).value for ref in refs if statutes.state(ref, TODAY) not in CITABLE}
    assert gone == {}


def test_guidance_and_routes_state_no_law_without_articles() -> None:
    strong = re.compile(r"《|有权|不得|依法|法律规定|时效")
    statements: list[Statement] = [s for entry in GuidanceBook.load() for s in entry.rights]
    statements += [s for rule in RouteBook.load().rules for s in rule.reasons]
    assert len(statements) > 300
    bare = [s.text for s in statements if strong.search(s.text) and not s.cites]
    assert bare == []


def test_a_question_states_no_law_because_it_cannot_cite() -> None:
    questions = list(QuestionBook.load())
    assert questions
    deadline = re.compile(
        r"《|有权|不得|依法|应当|[一二三四五六七八九十两\d]+(?:年|个月|日|天)(?:之?内|以内)|只有[一二三四五六七八九十\d]+天"
    )
    assert [q.fact for q in questions if deadline.search(f"{q.ask}{q.why or ''}")] == []


def test_the_law_that_the_wording_states_is_quoted_from_the_right_articles() -> None:
    statutes = books()[5]
    expected = {"why_mediation": "不收取任何费用", "consent": "单独同意", "confirm_erasure": "删除"}
    for key, words in expected.items():
        texts = [statutes.article(ref, TODAY) for ref in wording().phrases[key].cites]
        assert any(article is not None and words in article.text for article in texts), key
    assert all(a is None or a.state is not ArticleState.REPEALED for a in texts)


def _keys_named_in_code() -> tuple[set[str], set[str]]:
    """Keys given to say/reply as plain strings, and every string in the code."""
    named, strings = set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            called = isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in {"say", "reply"} and node.args and isinstance(node.args[0], ast.Constant):
                named.add(node.args[0].value)
    return {key for key in named if isinstance(key, str)}, strings


def test_the_code_names_only_phrases_that_exist_and_no_phrase_is_idle() -> None:
    named, strings = _keys_named_in_code()
    phrases = set(wording().phrases)
    assert len(named & phrases) > 80
    computed = {f"ask_{step}" for step in ("other_party", "request", "name", "phone")}
    computed |= {key for key in phrases if key.startswith("road_")}
    assert phrases - strings - computed == set()


def test_no_phrase_stands_in_the_code_of_the_dialogue() -> None:
    dialogue = [path for path in SOURCES if "dialogue" in path.parts]
    assert len(dialogue) > 25
    chinese = re.compile(r"[一-鿿]{2}")
    found = []
    for path in dialogue:
        tree = ast.parse(path.read_text("utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documented
            and chinese.search(node.value)
            and path.name not in {"phone_numbers.py", "quoting.py"}  # these read the form of a text, not its words
        ]
    assert found == []


def test_every_code_a_citizen_may_see_has_a_name() -> None:
    names = wording().names
    assert {risk.value for risk in Risk} <= set(names["risk"])
    assert set(ROUTES) <= set(names["route"])
    assert {*ROUTES, *ALTERNATIVES} <= set(names["body"])
    assert {state.value for state in DisputeState} <= set(names["state"])
    assert {role.value for role in Role} <= set(names["role"])
    assert {outcome.value for outcome in CloseOutcome} <= set(names["close_outcome"])
    assert {state.value for state in ArticleState} <= set(names["article_state"])
    assert all(f"road_{code}" in wording().phrases for code in {*ROUTES, *ALTERNATIVES})


def test_a_fact_that_is_asked_for_can_be_read_back() -> None:
    names = wording().names["fact"]
    asked = {question.fact for question in QuestionBook.load()}
    assert asked - set(names) == set()


def test_placeholders_are_checked() -> None:
    with pytest.raises(WordingError, match="reason"):
        say("outcome_heading", reason="x")
    with pytest.raises(WordingError, match="no phrase"):
        say("no_such_phrase")


def test_variants_alternate_from_turn_to_turn() -> None:
    assert say("greeting", 1) != say("greeting", 2)
    assert say("greeting", 1) == say("greeting", 3)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    raw = "buttons: {a: 甲}\nphrases: {one: {text: ['{x}', '{y}']}}\nnames: {}\ntopics: {}\nfields: {}\n"
    path = tmp_path / "zh.yaml"
    path.write_text(raw, "utf-8")
    with pytest.raises(WordingError, match="one"):
        wording(path)


def test_buttons_are_short_enough_for_a_thumb() -> None:
    assert all(len(label) <= 12 for label in wording().buttons.values())
    assert button("apply") == "申请调解"
    assert name_of("fact", "unheard_of") == "unheard_of"
