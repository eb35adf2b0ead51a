"""The table of rights is data: whole, without a slip, and it says where, not only what."""

import copy

import pytest
import yaml

from bot.domain.rights import FILE, TABLE, Action, ImpossibleRightsError, Role, read_rights
from bot.domain.staff import StaffMember

SHIPPED = yaml.safe_load(FILE.read_text("utf-8"))


def test_every_role_and_action_stands_in_the_table_with_chinese_words() -> None:
    assert set(TABLE) == set(Role)
    assert set(SHIPPED["actions"]) == set(Action)
    assert all(words.strip() for words in SHIPPED["actions"].values())
    assert set().union(*(rights.any for rights in TABLE.values())) == set(Action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_own_and_everywhere_are_told_apart(role: Role, action: Action) -> None:
    person = StaffMember("1", "某", role, "home", memberships=frozenset({"second"}))
    rights = TABLE[role]
    assert person.may_everywhere(action) == (action in rights.everywhere)
    assert person.may_at(action, "elsewhere") == (action in rights.everywhere)
    for organisation in ("home", "second"):
        assert person.may_at(action, organisation) == (action in rights.any)
    shut_out = StaffMember("1", "某", role, "home", disabled=True)
    assert not shut_out.may_at(action, "home")
    assert not shut_out.may_everywhere(action)


def test_a_slip_in_the_table_is_named() -> None:
    def broken(change: str, key: str, value: object) -> dict[str, object]:
        table: dict[str, dict[str, object]] = copy.deepcopy(SHIPPED)
        table[change][key] = value
        return table

    for table, words in (
        (broken("actions", "fly", "飞"), "fly"),
        (broken("roles", "king", {"own": [], "all": []}), "king"),
        (broken("roles", "lawyer", {"own": ["see_queu"], "all": []}), "see_queu"),
        (broken("roles", "lawyer", {"own": ["see_queue"], "all": ["see_queue"]}), "twice"),
        (broken("roles", "lawyer", {"own": []}), "own and all"),
    ):
        with pytest.raises(ImpossibleRightsError, match=words):
            read_rights(table)
