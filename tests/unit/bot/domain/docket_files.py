"""A file to play with, and forms filled so that any step can be taken."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.dispute import Dispute, DisputeApplication, DisputeSource, DisputeState
from bot.domain.dispute_file import DisputeFile, FileEvent, Party, PartyKind, PartyRole
from bot.domain.docket_clocks import clock_rules
from bot.domain.docket_moves import Doer, take
from bot.domain.docket_steps import FieldKind, Step, docket
from bot.domain.docket_terms import registered_clocks
from bot.domain.staff import Role
from nlp.findings import Risk

CHINA = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
HEAD = Doer(MORNING, "s1", "陈静", Role.SUPERVISOR)


def new_file(
    category: str = "loan",
    source: DisputeSource = DisputeSource.WALK_IN,
    state: DisputeState = DisputeState.APPLIED,
    at: datetime = MORNING,
) -> DisputeFile:
    application = DisputeApplication("lugu-street", category, "other", Risk.YELLOW, "借了三万没还", source=source)
    dispute = Dispute("d1", "(2026)麓谷人调字第1号", "ABCDE-FGHJK", None, state, at, application)
    sides = (
        Party(1, PartyRole.APPLICANT, PartyKind.PERSON, "李女士"),
        Party(2, PartyRole.RESPONDENT, PartyKind.PERSON, "王先生"),
    )
    event = FileEvent(at, at.date(), "register", state)
    return registered_clocks(DisputeFile(dispute, sides, events=(event,)), at.date(), clock_rules())


def filled(step: Step, today: date, **changes: Any) -> dict[str, Any]:
    """The step's form, filled in full with plain values."""
    values: dict[str, Any] = {}
    for field in step.fields:
        match field.kind:
            case FieldKind.DAY:
                values[field.id] = today
            case FieldKind.COMING_DAY:
                values[field.id] = today + timedelta(days=60)
            case FieldKind.MONEY:
                values[field.id] = "30000"
            case FieldKind.COUNT:
                values[field.id] = 1
            case FieldKind.CHOICE:
                values[field.id] = next(iter(field.options))
            case FieldKind.MANY:
                values[field.id] = list(field.options)
            case FieldKind.TICK:
                values[field.id] = True
            case FieldKind.MEDIATORS:
                values[field.id] = [{"staff_id": "s1", "name": "陈静"}]
            case FieldKind.INSTALMENTS:
                values[field.id] = [
                    {"due_on": today + timedelta(days=10), "amount": "10000"},
                    {"due_on": today + timedelta(days=40), "amount": "20000"},
                ]
            case _:
                values[field.id] = "写明"
    return {**values, **changes}


def go(
    file: DisputeFile, *steps: str, at: datetime = MORNING, forms: Mapping[str, Mapping[str, Any]] = {}
) -> DisputeFile:
    """Take steps one after another, each with its form filled in full."""
    doer = Doer(at, HEAD.staff_id, HEAD.name, HEAD.role)
    for step_id in steps:
        step = docket().steps[step_id]
        file = take(file, step, filled(step, at.date(), **forms.get(step_id, {})), doer, clock_rules())
    return file


TO_MEDIATION = ("accept", "assign", "inform", "session")
