"""Every use case that somebody of the staff starts asks the table of rights before it does anything."""

import ast
from collections import Counter
from pathlib import Path

import bot.service
from bot.domain.rights import Action

FOLDER = Path(bot.service.__file__).parent
OWN_AFFAIRS = {
    "renew_link.renew_link": "a fresh link for oneself; signed in is enough",
    "set_presence.presence_of": "whether one's own console counts as there",
    "link_account.account_linked_at": "one's own account of another channel",
    "link_account.issue_account_code": "one's own account of another channel",
    "link_account.unlink_account": "one's own account of another channel",
}
"""What needs no right beyond being signed in, and why."""
CHECKS = {"may", "may_at", "may_everywhere"}


def functions() -> dict[str, dict[str, ast.AsyncFunctionDef | ast.FunctionDef]]:
    return {
        path.relative_to(FOLDER).with_suffix("").as_posix().replace("/", "."): {
            node.name: node
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef)
        }
        for path in sorted(FOLDER.rglob("*.py"))
    }


def called(node: ast.AST) -> set[str]:
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            function = part.func
            names.add(function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", ""))
    return names


def test_every_use_case_of_the_staff_asks_for_the_right() -> None:
    every = functions()
    defined = Counter(name for module in every.values() for name in module)
    bodies = {name: called(node) for module in every.values() for name, node in module.items() if defined[name] == 1}

    def checks(name: str, seen: frozenset[str] = frozenset()) -> bool:
        names = bodies.get(name, set())
        if names & CHECKS or any(one.startswith(("require", "_require", "may_")) for one in names):
            return True
        return any(checks(one, seen | {name}) for one in names - seen if one in bodies)

    use_cases = {
        f"{module}.{name}"
        for module, nodes in every.items()
        for name, node in nodes.items()
        if isinstance(node, ast.AsyncFunctionDef) and not name.startswith("_") and _starts_with_staff(node)
    }
    assert len(use_cases) > 30
    assert set(OWN_AFFAIRS) <= use_cases
    repeated = {one for one in use_cases if defined[one.rpartition(".")[2]] > 1}
    assert repeated == set()  # a name that stands twice could hide behind its namesake
    unchecked = {one for one in use_cases if not checks(one.rpartition(".")[2])}
    assert unchecked == set(OWN_AFFAIRS)


def test_every_action_of_the_table_is_asked_for_somewhere() -> None:
    text = "\n".join(
        path.read_text("utf-8") for path in FOLDER.parent.rglob("*.py") if path.name not in {"rights.py", "staff.py"}
    )
    idle = {action for action in Action if f"Action.{action.name}" not in text}
    assert idle - {Action.READ_AUDIT, Action.MANAGE_STAFF} == set()


def _starts_with_staff(node: ast.AsyncFunctionDef) -> bool:
    """A use case is given the house and who acts: `(desk, staff, …)`."""
    given = node.args.args[:2]
    if len(given) < 2 or given[0].arg not in {"desk", "office"}:
        return False
    annotation = given[1].annotation
    return isinstance(annotation, ast.Name) and annotation.id == "StaffMember"
