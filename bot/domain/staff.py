"""People on duty and what their role lets them do, and where."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.rights import TABLE, Action, Role

__all__ = ["RIGHTS", "Action", "Role", "StaffMember"]

RIGHTS: Mapping[Role, frozenset[Action]] = {role: rights.any for role, rights in TABLE.items()}
"""What a role may do somewhere; where, says `StaffMember.may_at`."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person with a role in one organisation, and perhaps in more."""

    id: str
    name: str
    role: Role
    organisation_id: str
    disabled: bool = False
    accepting: bool = True
    """Not paused."""
    memberships: frozenset[str] = frozenset()
    """Ids of the other organisations he works for too."""

    @property
    def organisations(self) -> frozenset[str]:
        """His own organisation and those he works for too."""
        return self.memberships | {self.organisation_id}

    def may(self, action: Action) -> bool:
        """Whether the role allows the action somewhere."""
        return not self.disabled and action in RIGHTS[self.role]

    def may_at(self, action: Action, organisation_id: str) -> bool:
        """Whether the role allows the action in an organisation."""
        if self.disabled:
            return False
        rights = TABLE[self.role]
        return action in rights.everywhere or (action in rights.own and organisation_id in self.organisations)

    def may_everywhere(self, action: Action) -> bool:
        """Whether the role allows the action in every organisation."""
        return not self.disabled and action in TABLE[self.role].everywhere
