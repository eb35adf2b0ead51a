"""People on duty and what their role lets them do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of the console (interfaces, Web API)."""

    MEDIATOR = "mediator"
    LAWYER = "lawyer"
    REGISTRAR = "registrar"
    SUPERVISOR = "supervisor"
    DISTRICT = "district"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What a role may do; enforced in the service layer."""

    SEE_QUEUE = "see_queue"
    HOLD_TALK = "hold_talk"
    REGISTER = "register"
    SEE_EMERGENCIES = "see_emergencies"
    SEE_ALL_ORGANISATIONS = "see_all_organisations"
    SUPERVISE = "supervise"
    READ_AUDIT = "read_audit"
    MANAGE_STAFF = "manage_staff"
    USE_TOOLS = "use_tools"
    """Statute and case search, triage of a text."""


_EVERYDAY = frozenset({Action.SEE_QUEUE, Action.HOLD_TALK, Action.REGISTER, Action.USE_TOOLS})

RIGHTS: Mapping[Role, frozenset[Action]] = {
    Role.MEDIATOR: _EVERYDAY,
    Role.LAWYER: _EVERYDAY,
    Role.REGISTRAR: frozenset({Action.SEE_QUEUE, Action.REGISTER, Action.USE_TOOLS}),
    Role.SUPERVISOR: _EVERYDAY | {Action.SUPERVISE, Action.SEE_EMERGENCIES},
    Role.DISTRICT: _EVERYDAY | {Action.SUPERVISE, Action.SEE_EMERGENCIES, Action.SEE_ALL_ORGANISATIONS},
    Role.AUDITOR: frozenset({Action.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({Action.MANAGE_STAFF, Action.USE_TOOLS}),
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person with a role in one organisation."""

    id: str
    name: str
    role: Role
    organisation_id: str
    disabled: bool = False
    accepting: bool = True
    """Not paused."""

    def may(self, action: Action) -> bool:
        """Whether the role allows the action."""
        return not self.disabled and action in RIGHTS[self.role]
