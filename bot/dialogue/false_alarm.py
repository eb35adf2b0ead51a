"""Words in which no danger is heard, because of what was asked before them.

Our own buttons and a bare word of being safe never ring. A plain answer to a question of ours (30个人, 我妈妈在旁边)
rings where a rule hears danger in it, and not where the model alone suspects some: it knows no question.
"""

import re
from dataclasses import replace

from bot.dialogue import safe_again
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Stage
from nlp.findings import MODEL_OF_DANGER, Risk, RiskFinding

_ANSWERS = {Stage.LEAVING_MESSAGE: "when_to_call", Stage.CONFIRMING_GUARDIAN: "guardian_answer"}
"""What a plain answer looks like in the stages that ask for neither a number nor a day."""


def without_false_alarm(turn: Turn) -> Turn:
    """Give the turn as it is heard after what was said before."""
    if turn.heard.risk.grade is Risk.GREEN:
        return turn
    ours = turn.pressed_any() or turn.text in turn.memory.get("offered", ())
    if ours or safe_again.says_safe(turn):
        return _with_risk(turn, RiskFinding(Risk.GREEN))
    if turn.heard.risk.only_suspected and _answers_plainly(turn):
        return _with_risk(turn, _without_suspicion(turn.heard.risk))
    return turn


def _with_risk(turn: Turn, risk: RiskFinding) -> Turn:
    return replace(turn, heard=replace(turn.heard, risk=risk))


def _without_suspicion(risk: RiskFinding) -> RiskFinding:
    """Leave what rules found besides: beside the model that is orange at most (more than five people)."""
    others = tuple(rule for rule in risk.rules if rule != MODEL_OF_DANGER)
    if not others:
        return RiskFinding(Risk.GREEN)
    return RiskFinding(Risk.ORANGE, risk.reasons[1:], risk.kinds & set(others), others)


def _answers_plainly(turn: Turn) -> bool:
    patterns, stage = wording().patterns, turn.conversation.stage
    if stage in _ANSWERS:
        return re.search(patterns[_ANSWERS[stage]], turn.text) is not None
    fact = turn.heard.facts.get(turn.conversation.awaiting or "")
    if fact is None or isinstance(fact.value, bool):
        return False
    return re.search(patterns["filler"], turn.text.replace(fact.span.text, "", 1)) is not None
