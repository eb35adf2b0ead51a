"""The supervisor's board as values for its page: lines in Chinese, and what a screen needs to notice a change."""

from typing import Any

from bot.domain.handoff import Handoff
from bot.domain.ladder import Rung
from bot.service.front_desk import FrontDesk
from bot.service.read_board import Board, BoardPerson
from bot.web.names import name_of
from nlp.taxonomy import category_name


def board_values(board: Board, desk: FrontDesk) -> dict[str, Any]:
    """Everything that the page shows."""
    return {
        "waiting": [_waiting(handoff, board, desk) for handoff in board.waiting],
        "longest": board.longest_wait_seconds,
        "people": [_person(person, desk) for person in board.people],
        "absent": [
            {
                "name": person.name,
                "organisation_name": desk.organisation_name(slot.organisation_id),
                "hours": f"{slot.starts:%H:%M}—{slot.ends:%H:%M}",
            }
            for person, slot in board.absent
        ],
        "missed": [_line(handoff, desk) for handoff in board.missed],
        "overdue": [_line(handoff, desk) | {"due_at": handoff.due_at} for handoff in board.overdue],
    }


def board_signs(board: Board) -> dict[str, Any]:
    """What tells a screen that something changed, and what it is worth a sound for."""
    return {
        "waiting": [handoff.id for handoff in board.waiting],
        "red": [handoff.id for handoff in board.waiting if handoff.dangerous],
        "steps": sorted(f"{key}:{state.rung}:{state.times}" for key, state in board.ladder.items()),
        "alarms": sorted(
            f"{a.handoff_id}:{a.staff_id}:{a.times}:{a.seen_at is not None}"
            for all_ in board.alarms.values()
            for a in all_
        ),
        "missed": [handoff.id for handoff in board.missed],
        "overdue": [handoff.id for handoff in board.overdue],
        "people": [f"{p.staff.id}:{p.accepting}:{p.shift_over}:{[h.id for h in p.held]}" for p in board.people],
        "absent": [f"{person.id}:{slot.shift_id}" for person, slot in board.absent],
    }


def _waiting(handoff: Handoff, board: Board, desk: FrontDesk) -> dict[str, Any]:
    state = board.ladder.get(handoff.id)
    alarms = board.alarms.get(handoff.id, ())
    rung = Rung.ALARM if handoff.dangerous else Rung.ROOM if state is None else state.rung
    return _line(handoff, desk) | {
        "live": handoff.live,
        "rung": name_of("rung", rung.value) if handoff.live else "",
        "alarmed": len(alarms),
        "seen": sum(alarm.seen_at is not None for alarm in alarms),
        "due_at": handoff.due_at,
    }


def _line(handoff: Handoff, desk: FrontDesk) -> dict[str, Any]:
    category = handoff.brief.get("category")
    return {
        "id": handoff.id,
        "kind_name": name_of("kind", handoff.kind.value),
        "risk": handoff.risk.value,
        "risk_name": name_of("risk", handoff.risk.value),
        "category_name": category_name(category) if category else "",
        "organisation_name": desk.organisation_name(handoff.organisation_id),
        "requested_at": handoff.requested_at,
        "seconds": (desk.now() - handoff.requested_at).total_seconds(),
    }


def _person(person: BoardPerson, desk: FrontDesk) -> dict[str, Any]:
    state = "over" if person.shift_over else "accepting" if person.accepting else "paused"
    return {
        "name": person.staff.name,
        "role_name": name_of("role", person.staff.role.value),
        "organisation_name": desk.organisation_name(person.staff.organisation_id),
        "accepting": person.accepting and not person.shift_over,
        "state": name_of("duty_state", state),
        "capacity": person.capacity,
        "held": [{"id": handoff.id, "risk": handoff.risk.value} for handoff in person.held],
    }
