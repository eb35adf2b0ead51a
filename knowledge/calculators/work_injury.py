"""Lump sums of the work-injury insurance by grade, and at death."""

from knowledge.calculators.facts import Facts
from knowledge.calculators.figures import Figures
from knowledge.calculators.numbers import Number, Wording

MONTHS_BY_GRADE = {1: 27, 2: 25, 3: 23, 4: 21, 5: 18, 6: 16, 7: 13, 8: 11, 9: 9, 10: 7}
"""工伤保险条例 35, 36, 37."""
DEATH_MULTIPLE = 20
"""Times the national urban income of the year before (工伤保险条例 39)."""


def lump_sum(facts: Facts, wording: Wording) -> Number:
    """一次性伤残补助金: months of the worker's own wage by grade (工伤保险条例 35–37)."""
    wage, grade = facts.number("monthly_wage_yuan"), facts.grade("injury_grade")
    if wage is None or grade is None:
        known = {"monthly_wage_yuan": wage, "injury_grade": grade}
        return wording.ask(*(name for name, value in known.items() if value is None))
    months = MONTHS_BY_GRADE[grade]
    value = months * wage
    steps = [wording.say("sum", grade=grade, n=months, wage=wage, value=value), wording.say("base")]
    if grade >= 5:
        steps.append(wording.say("local"))
    articles = "articles" if grade >= 7 else "articles_5" if grade >= 5 else "articles_1"
    return wording.number(value, steps, articles=articles)


def death(facts: Facts, wording: Wording, figures: Figures) -> Number:
    """一次性工亡补助金, only where the operator has entered the national figure (工伤保险条例 39)."""
    day = facts.day("event_date") or facts.today
    income = facts.number("national_income_yuan") or figures.of_year(day.year - 1, "national_urban_income")
    if income is None:
        return wording.refuse([wording.say("rule")])
    value = income * DEATH_MULTIPLE
    return wording.number(value, [wording.say("rule"), wording.say("sum", income=income, value=value)])
