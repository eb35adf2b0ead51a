"""All rules by their name: which function computes what calculators.yaml words, and the fixed numbers of the law."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from knowledge.calculators import (
    consumer,
    court_fees,
    deposits,
    family_support,
    labour_end,
    labour_pay,
    loans,
    personal_injury,
    work_injury,
)
from knowledge.calculators.facts import Facts
from knowledge.calculators.figures import Figures
from knowledge.calculators.numbers import Number, Value, Wording
from knowledge.calculators.triggers import Trigger, trigger
from knowledge.citations import parse_ref
from knowledge.data_files import BrokenDataFileError, read_yaml
from knowledge.identifiers import ArticleRef

COMPUTED_FILE, FIXED_FILE = "calculators.yaml", "fixed_numbers.yaml"
Compute = Callable[[Facts, Figures], Number]

_WITH_FIGURES: Mapping[str, Callable[[Facts, Wording, Figures], Number]] = {
    "severance": labour_end.severance,
    "work_death": work_injury.death,
    "loan_interest": loans.interest,
    "death_compensation": personal_injury.death_compensation,
    "disability_compensation": personal_injury.disability_compensation,
    "funeral": personal_injury.funeral,
}
_ON_SEVERANCE: Mapping[str, Callable[[Facts, Wording, Wording, Figures], Number]] = {
    "severance_plus_one": labour_end.severance_plus_one,
    "unlawful_dismissal": labour_end.unlawful_dismissal,
}
_PLAIN: Mapping[str, Callable[[Facts, Wording], Number]] = {
    "unsigned_contract": labour_end.unsigned_contract,
    "training_penalty": labour_end.training_penalty,
    "probation": labour_pay.probation,
    "probation_pay": labour_pay.probation_pay,
    "overdue_wage_surcharge": labour_pay.overdue_wage_surcharge,
    "noncompete_pay": labour_pay.noncompete_pay,
    "overtime": labour_pay.overtime,
    "annual_leave": labour_pay.annual_leave,
    "unused_leave": labour_pay.unused_leave,
    "maternity_leave": labour_pay.maternity_leave,
    "work_injury_lump_sum": work_injury.lump_sum,
    "loan_principal": loans.principal,
    "deposit_double": deposits.double_return,
    "deposit_cap": deposits.cap,
    "contract_penalty": deposits.penalty,
    "child_support": family_support.child_support,
    "court_fee": court_fees.money_suit,
    "court_fee_divorce": court_fees.divorce,
    "payment_order_fee": court_fees.payment_order,
    "consumer_fraud": consumer.fraud,
    "food_tenfold": consumer.food,
    "prepaid_balance": consumer.prepaid_balance,
    "lost_income": personal_injury.lost_income,
    "nursing": personal_injury.nursing,
    "hospital_meals": personal_injury.hospital_meals,
    "disability_years": personal_injury.disability_years,
    "traffic_share": personal_injury.traffic_share,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One number that can be asked for."""

    name: str
    trigger: Trigger
    compute: Compute
    fixed: bool
    """Whether the law itself states the number."""
    what: str
    unit: str
    group: str
    """The field of life that lists put it under, in Chinese."""
    inputs: tuple[str, ...] = ()
    """The facts that a form asks for, in order; calculator_inputs.yaml describes them."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of both files.

    Raises:
        BrokenDataFileError: An entry names no rule, a rule has no entry, or an entry is not whole.
    """
    entries = read_yaml(COMPUTED_FILE)
    wordings = {name: _wording(name, entry) for name, entry in entries.items()}
    computed = {*_WITH_FIGURES, *_ON_SEVERANCE, *_PLAIN}
    if odd := sorted(set(wordings) ^ computed):
        raise BrokenDataFileError(f"{COMPUTED_FILE}: entries and rules differ in: {', '.join(odd)}")
    rules = [
        Rule(
            name,
            trigger(entries[name]),
            _compute(name, wordings),
            fixed=False,
            what=wordings[name].what,
            unit=wordings[name].unit,
            group=entries[name]["group"],
            inputs=tuple(entries[name].get("inputs", ())),
        )
        for name in wordings
    ]
    return (*rules, *(_fixed(entry) for entry in read_yaml(FIXED_FILE)))


def _compute(name: str, wordings: Mapping[str, Wording]) -> Compute:
    wording = wordings[name]
    if name in _PLAIN:
        plain_rule = _PLAIN[name]
        return lambda facts, _: plain_rule(facts, wording)
    if name in _WITH_FIGURES:
        rule = _WITH_FIGURES[name]
        return lambda facts, figures: rule(facts, wording, figures)
    return partial(_on_severance, _ON_SEVERANCE[name], wording, wordings["severance"])


def _on_severance(
    rule: Callable[[Facts, Wording, Wording, Figures], Number],
    wording: Wording,
    base: Wording,
    facts: Facts,
    figures: Figures,
) -> Number:
    return rule(facts, wording, base, figures)


def _wording(name: str, entry: Mapping[str, Any]) -> Wording:
    if missing := [key for key in ("what", "unit", "group", "words", "articles", "steps") if not entry.get(key)]:
        raise BrokenDataFileError(f"{COMPUTED_FILE}: {name} has no {', '.join(missing)}")
    return Wording(
        rule=name,
        what=entry["what"],
        unit=entry["unit"],
        articles={key: _articles(cites) for key, cites in entry.items() if key.startswith("articles")},
        steps=entry["steps"],
        needs=entry.get("needs", {}),
        refusal=entry.get("refuse", ""),
    )


def _fixed(entry: Mapping[str, Any]) -> Rule:
    name = entry.get("id", "entry without id")
    if missing := [key for key in ("id", "what", "unit", "words", "articles", "explain") if not entry.get(key)]:
        raise BrokenDataFileError(f"{FIXED_FILE}: {name} has no {', '.join(missing)}")
    raw = entry["value"]
    value: Value = (raw[0], raw[1]) if isinstance(raw, list) else raw
    number = Number(name, entry["what"], value, entry["unit"], tuple(entry["explain"]), _articles(entry["articles"]))
    return Rule(
        name,
        trigger(dict(entry)),
        lambda _facts, _figures: number,
        fixed=True,
        what=number.what,
        unit=number.unit,
        group=entry.get("group", ""),
    )


def _articles(cites: list[str]) -> tuple[ArticleRef, ...]:
    return tuple(parse_ref(cite) for cite in cites)
