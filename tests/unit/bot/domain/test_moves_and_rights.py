"""The tables of the domain: which moves and steps are legal, who may do what, who is present."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.duty import Presence
from bot.domain.handoff import (
    ALLOWED_MOVES,
    LIVE_KINDS,
    OPEN_STATUSES,
    RISK_ORDER,
    Handoff,
    HandoffKind,
    HandoffStatus,
)
from bot.domain.staff import RIGHTS, Action, Role, StaffMember
from nlp.findings import Risk

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
LEASE = timedelta(seconds=90)


def handoff(status: HandoffStatus, kind: HandoffKind = HandoffKind.MEDIATION_ROOM) -> Handoff:
    return Handoff("h", "c", kind, "o", Risk.YELLOW, status, NOW, {})


def test_every_status_has_its_moves_and_what_is_over_stays_over() -> None:
    assert set(ALLOWED_MOVES) == set(HandoffStatus)
    for status in HandoffStatus:
        assert bool(ALLOWED_MOVES[status]) == (status in OPEN_STATUSES)
        for other in HandoffStatus:
            assert handoff(status).may_become(other) == (other in ALLOWED_MOVES[status])
    assert not handoff(HandoffStatus.WAITING).may_become(HandoffStatus.RETURNED)
    assert handoff(HandoffStatus.CLAIMED).may_become(HandoffStatus.WAITING)


def test_only_kinds_with_a_talk_are_live() -> None:
    assert {kind for kind in HandoffKind if handoff(HandoffStatus.WAITING, kind).live} == LIVE_KINDS
    assert HandoffKind.CALLBACK not in LIVE_KINDS


def test_the_most_urgent_risk_is_served_first() -> None:
    assert sorted(Risk, key=RISK_ORDER.__getitem__) == [Risk.RED, Risk.ORANGE, Risk.YELLOW, Risk.GREEN]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_rights_and_a_disabled_person_none(role: Role) -> None:
    member = StaffMember("1", "某", role, "o")
    assert {action for action in Action if member.may(action)} == RIGHTS[role]
    assert RIGHTS[role]
    shut_out = StaffMember("1", "某", role, "o", disabled=True)
    assert not any(shut_out.may(action) for action in Action)


def test_who_audits_or_administers_reads_no_talks() -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert not RIGHTS[role] & {Action.SEE_QUEUE, Action.HOLD_TALK, Action.SEE_EMERGENCIES, Action.REGISTER}


def test_presence_ends_with_the_lease_and_a_pause_takes_no_talks() -> None:
    here = Presence("1", "o", present=True, accepting=True, heartbeat_at=NOW)
    assert here.is_here(NOW + LEASE - timedelta(seconds=1), LEASE)
    assert not here.is_here(NOW + LEASE, LEASE)
    paused = Presence("1", "o", present=True, accepting=False, heartbeat_at=NOW)
    assert paused.is_here(NOW, LEASE)
    assert not paused.takes_talks(NOW, LEASE)
    gone = Presence("1", "o", present=False, accepting=True, heartbeat_at=NOW)
    assert not gone.takes_talks(NOW, LEASE)
