"""The table of rights: roles × organisations × actions, read from rights.yaml and checked when it is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

FILE = Path(__file__).with_name("rights.yaml")


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
    """What a role may do; enforced in the service layer. rights.yaml says in Chinese what each means."""

    SEE_QUEUE = "see_queue"
    HOLD_TALK = "hold_talk"
    REGISTER = "register"
    SEE_EMERGENCIES = "see_emergencies"
    SEE_ALL_ORGANISATIONS = "see_all_organisations"
    SUPERVISE = "supervise"
    SEE_ROSTER = "see_roster"
    EDIT_ROSTER = "edit_roster"
    READ_AUDIT = "read_audit"
    MANAGE_STAFF = "manage_staff"
    USE_TOOLS = "use_tools"
    """Statute and case search, triage of a text."""
    PREPARE_CASES = "prepare_cases"
    REVIEW_CASES = "review_cases"
    PUBLISH_CASES = "publish_cases"
    IMPORT_CASES = "import_cases"


class ImpossibleRightsError(ValueError):
    """The table of rights makes no sense; the message says where."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What one role may do: in one's own organisations, and in all of them."""

    own: frozenset[Action]
    everywhere: frozenset[Action]

    @property
    def any(self) -> frozenset[Action]:
        """Everything the role may do somewhere."""
        return self.own | self.everywhere


def read_rights(table: Mapping[str, Any]) -> Mapping[Role, Rights]:
    """Read the table.

    Raises:
        ImpossibleRightsError: A role or action is missing, unknown, or named twice for one role.
    """
    if set(table.get("actions", ())) != set(Action):
        odd = sorted(set(table.get("actions", ())) ^ set(Action))
        raise ImpossibleRightsError(f"actions: missing or unknown: {', '.join(odd)}")
    if set(table.get("roles", ())) != set(Role):
        odd = sorted(set(table.get("roles", ())) ^ set(Role))
        raise ImpossibleRightsError(f"roles: missing or unknown: {', '.join(odd)}")
    return MappingProxyType({Role(role): _rights(role, reach) for role, reach in table["roles"].items()})


def _rights(role: str, reach: Mapping[str, Any]) -> Rights:
    if set(reach) != {"own", "all"}:
        raise ImpossibleRightsError(f"{role}: a role has the keys own and all")
    named = [*reach["own"], *reach["all"]]
    if unknown := sorted(set(named) - set(Action)):
        raise ImpossibleRightsError(f"{role}: unknown action {', '.join(unknown)}")
    if len(named) != len(set(named)):
        raise ImpossibleRightsError(f"{role}: an action is named twice")
    return Rights(frozenset(map(Action, reach["own"])), frozenset(map(Action, reach["all"])))


TABLE: Mapping[Role, Rights] = read_rights(yaml.safe_load(FILE.read_text(encoding="utf-8")))
"""The table as it is shipped; small, and nothing works without it, so it is read at once."""
