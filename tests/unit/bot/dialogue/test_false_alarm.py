"""A plain answer to our question rings only where a rule hears danger in it."""

from dataclasses import replace

from bot.dialogue.decision import Situation
from bot.dialogue.false_alarm import without_false_alarm
from bot.dialogue.turn import Turn
from bot.domain.conversation import Conversation, Stage
from nlp.findings import MODEL_OF_DANGER, Fact, Risk, RiskFinding, Span

from .light_desk import TODAY, LightDesk
from .talks import NOON

DESK = LightDesk()
ASKED = Conversation(id="c", stage=Stage.COLLECTING_FACTS, awaiting="headcount")


def heard(text: str, number: str, *rules: str) -> Turn:
    begin = text.index(number)
    counted = Fact("headcount", 30, Span(begin, begin + len(number), number))
    risk = RiskFinding(Risk.RED, ("疑似危险", "多人"), frozenset({"gathering", "many_claimants"}), rules)
    understood = replace(DESK.understand(text, TODAY), facts={"headcount": counted}, risk=risk)
    return Turn(understood, ASKED, DESK, Situation(NOON))


def test_a_number_of_people_rings_no_alarm_and_stays_many() -> None:
    risk = without_false_alarm(heard("大概30个人吧", "30个人", MODEL_OF_DANGER, "many_claimants")).heard.risk
    assert risk == RiskFinding(Risk.ORANGE, ("多人",), frozenset({"many_claimants"}), ("many_claimants",))


def test_with_no_other_rule_nothing_is_left() -> None:
    assert without_false_alarm(heard("30个", "30个", MODEL_OF_DANGER)).heard.risk == RiskFinding(Risk.GREEN)


def test_words_beside_the_number_and_rules_ring() -> None:
    for turn in (heard("30个人打我", "30个人", MODEL_OF_DANGER), heard("30个人", "30个人", "gathering_now")):
        assert without_false_alarm(turn).heard.risk.grade is Risk.RED
