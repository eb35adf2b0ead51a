"""Whom a waiting talk is offered to, and why: choice, need, speciality, load, conflicts, who gave it up before."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.competence import lawyer_windows, other_rooms
from bot.domain.handoff import Handoff, HandoffKind, HandoffStatus
from bot.domain.routing import Candidate, Obstacle, Offer, Reason, needs_of, offers
from bot.domain.staff import Role, StaffMember
from knowledge.directory import Directory
from nlp.findings import Risk

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
PLACE = frozenset({"room"})


def talk(number: int = 1, **more: Any) -> Handoff:
    brief = more.pop("brief", {"category": "labour", "story": ["老板欠薪"], "facts": []})
    kind = more.pop("kind", HandoffKind.MEDIATION_ROOM)
    risk = more.pop("risk", Risk.YELLOW)
    return Handoff(f"h{number}", f"c{number}", kind, "room", risk, HandoffStatus.WAITING, NOW, brief, **more)


def person(name: str, role: Role = Role.MEDIATOR, **more: Any) -> Candidate:
    return Candidate(StaffMember(name, name, role, "room"), more.pop("at", PLACE), **more)


def offer(handoff: Handoff, *people: Candidate, passed: dict[str, str] | None = None) -> Offer:
    return offers([handoff], people, {handoff.id: passed or {}})[0]


def test_the_choice_of_the_citizen_comes_first() -> None:
    found = offer(talk(wanted_staff_id="李强"), person("陈静"), person("李强", held=3))
    assert (found.staff_id, found.reasons) == ("李强", (Reason.CHOSEN,))


def test_then_what_he_needs_then_the_speciality_then_the_load() -> None:
    minor = talk(brief={"category": "school", "minor": True})
    assert offer(minor, person("陈静"), person("李强", needs=frozenset({"minor"}), held=2)).staff_id == "李强"
    labour = talk()
    assert offer(labour, person("陈静"), person("李强", categories=frozenset({"labour"}), held=2)).staff_id == "李强"
    found = offer(labour, person("陈静", held=2), person("李强", held=1))
    assert (found.staff_id, found.reasons) == ("李强", (Reason.LOAD,))
    assert offer(labour, person("陈静")).reasons == (Reason.ONLY,)


def test_who_may_not_take_it_is_named_with_the_reason() -> None:
    told = {
        "category": "labour",
        "story": ["我和麓谷餐饮公司的王大伟"],
        "facts": [{"name": "other_party", "value": "王大伟"}],
    }
    found = offer(
        talk(brief=told),
        person("亲戚", declared=frozenset({"王大伟"})),
        person("王大伟"),
        person("满了", capacity=2, held=2),
        person("律师", Role.LAWYER),
        person("别类", categories=frozenset({"family"})),
        person("走了"),
        person("回避"),
        passed={"走了": "vanished", "回避": "recused"},
    )
    assert found.staff_id is None
    assert found.obstacles == {
        "亲戚": Obstacle.CONFLICT,
        "王大伟": Obstacle.CONFLICT,
        "满了": Obstacle.FULL,
        "律师": Obstacle.ROLE,
        "别类": Obstacle.CATEGORY,
        "走了": Obstacle.VANISHED,
        "回避": Obstacle.RECUSED,
    }


def test_danger_is_offered_past_capacity_and_speciality_but_never_to_a_relative() -> None:
    red = talk(kind=HandoffKind.EMERGENCY, risk=Risk.RED, brief={"category": "family", "story": ["王大伟打我"]})
    full = person("满了", Role.SUPERVISOR, capacity=1, held=4)
    relative = person("亲戚", Role.SUPERVISOR, declared=frozenset({"王大伟"}))
    found = offer(red, relative, full)
    assert (found.staff_id, found.obstacles) == ("满了", {"亲戚": Obstacle.CONFLICT})
    district = person("区里", Role.DISTRICT, at=frozenset({"district"}))
    assert offer(red, district).staff_id == "区里"
    assert offer(talk(), district).staff_id is None


def test_one_free_place_is_offered_once_and_a_freed_one_drains_the_queue_at_once() -> None:
    queue = [talk(1), talk(2), talk(3)]
    chen = person("陈静", capacity=2, held=1)
    assert [o.staff_id for o in offers(queue, [chen], {})] == ["陈静", None, None]
    freed = person("陈静", capacity=2, held=0)
    assert [o.staff_id for o in offers(queue, [freed], {})] == ["陈静", "陈静", None]


def test_needs_are_read_from_age_and_words() -> None:
    assert needs_of({"facts": [{"name": "age", "value": 72}]}) == {"elderly"}
    assert needs_of({"facts": [{"name": "age", "value": 15}]}) == {"minor"}
    assert needs_of({"minor": True, "story": ["我坐轮椅，有残疾证"]}) == {"minor", "disabled"}
    assert needs_of({"story": ["我是聋人"]}) == {"sign_language"}
    assert needs_of({}) == frozenset()


@given(
    st.lists(st.tuples(st.sampled_from(list(Risk)), st.booleans()), max_size=8),
    st.lists(st.tuples(st.integers(0, 4), st.one_of(st.none(), st.integers(1, 4))), max_size=5),
)
def test_no_more_is_offered_than_there_is_room_and_nobody_idle_while_somebody_waits(
    waiting: list[tuple[Risk, bool]], staff: list[tuple[int, int | None]]
) -> None:
    queue = [talk(n, risk=risk, wanted_staff_id="p0" if chosen else None) for n, (risk, chosen) in enumerate(waiting)]
    people = [person(f"p{n}", held=held, capacity=capacity) for n, (held, capacity) in enumerate(staff)]
    found = offers(queue, people, {})
    assert found == offers(queue, people, {})  # every process finds the same
    assert [o.handoff_id for o in found] == [h.id for h in queue]
    for one in people:
        given_to_him = sum(o.staff_id == one.staff.id and queue[n].risk is not Risk.RED for n, o in enumerate(found))
        if one.capacity is not None:
            assert given_to_him <= max(0, one.capacity - one.held)
        elif queue:
            assert all(o.staff_id is not None for o in found)


def test_other_rooms_serve_the_place_and_the_dispute_specialists_first() -> None:
    directory = Directory.load()
    asked = directory.organisation("lugu-street")
    found = [o.id for o in other_rooms(asked, "property_service", directory.organisations)]
    assert found[0] == "property-committee"
    assert "district-committee" in found
    assert "lugu-street" not in found
    assert not [o for o in found if directory.organisation(o).street not in {None, "麓谷街道"}]
    assert not [o for o in found if directory.organisation(o).kind == "enterprise"]
    windows = lawyer_windows(asked, directory.organisations)
    assert windows
    assert {o.kind for o in windows} <= {"lawyer_window", "legal_aid"}
