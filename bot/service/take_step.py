"""Taking a step of a file: checked, saved with its event and its terms, and told to whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.dispute import Dispute
from bot.domain.dispute_file import DisputeFile
from bot.domain.docket_clocks import clock_rules
from bot.domain.docket_moves import Doer, MoveError, take
from bot.domain.docket_steps import FieldKind, Step, docket
from bot.domain.docket_values import FormError
from bot.domain.staff import StaffMember
from bot.errors import BadInput, Conflict, NotAllowed
from bot.service.dispute_status import plain_number
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import require_sight_of_dispute
from bot.service.tell_parties import tell_parties
from bot.service.trying_again import trying_again


class StepRefused(BadInput):
    """Fields of the form are missing or wrong; `problems` says what, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("有几处需要改正：" + "；".join(problems.values()))
        self.problems = dict(problems)


async def take_step(
    desk: FrontDesk,
    staff: StaffMember,
    dispute_id: str,
    step_id: str,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
) -> DisputeFile:
    """Take a step of a file.

    Args:
        desk: The front desk.
        staff: Who takes it.
        dispute_id: The file.
        step_id: Id of the step in docket_steps.yaml.
        values: Its form; what a page sends, or plain values from a program. Mediators are ids of staff, or names.
        version: The version of the file the person has seen; None takes the present one.

    Returns:
        The file afterwards.

    Raises:
        StepRefused: Fields are missing or wrong.
        BadInput: There is no such step.
        Conflict: The file's state does not allow the step, or somebody changed the file meanwhile.
        NotAllowed: The step is not this person's.
        NotFound: The file is not the person's to know.
    """
    step = docket().steps.get(step_id)
    if step is None:
        raise BadInput("没有这个步骤。")

    async def attempt() -> DisputeFile:
        async with desk.unit_of_work() as uow:
            file = await uow.files.show(dispute_id, lock=True)
            require_sight_of_dispute(staff, file.dispute)
            if version is not None and version != file.dispute.version:
                raise Conflict(docket().moves["changed"])
            after = await _taken(desk, uow, staff, file, _Wish(step, values))
            await tell_parties(desk, uow, after, step)
            uow.announce(f"queue:{after.dispute.application.organisation_id}")
            return after

    return await trying_again(attempt, desk.settings.tries_on_conflict)


@dataclass(frozen=True, slots=True)
class _Wish:
    """The step that is to be taken, with its form as sent."""

    step: Step
    values: Mapping[str, Any]


async def _taken(desk: FrontDesk, uow: UnitOfWork, staff: StaffMember, file: DisputeFile, wish: _Wish) -> DisputeFile:
    step, values = wish.step, wish.values
    doer = Doer(desk.now(), staff.id, staff.name, staff.role)
    prepared = await _with_names(uow, staff, file, step, values)
    other = await _other_file(uow, staff, file, step, values)
    try:
        after = take(file, step, prepared, doer, clock_rules(), joined_into=None if other is None else other.id)
    except MoveError as refused:
        raise (NotAllowed if refused.forbidden else Conflict)(str(refused)) from None
    except FormError as wrong:
        raise StepRefused(wrong.problems) from None
    await uow.files.save(file, after)
    if other is not None:
        await uow.files.decide_link(file.dispute.id, other.id, "joined", staff.id)
    return after


async def _with_names(
    uow: UnitOfWork, staff: StaffMember, file: DisputeFile, step: Step, values: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Turn ids of staff into mediators with names; only the organisation's own people can be chosen by id."""
    named = [field.id for field in step.fields if field.kind is FieldKind.MEDIATORS]
    if not named:
        return values
    known = {member.id: member for member in await uow.staff.everybody()}
    own = {file.dispute.application.organisation_id, staff.organisation_id}
    chosen = []
    given = values.get("mediators") or ()
    for each in [given] if isinstance(given, str) else given:
        wanted = each.get("staff_id") if isinstance(each, Mapping) else each
        member = known.get(str(wanted))
        if member is not None and (member.organisation_id not in own or member.disabled):
            raise StepRefused({"mediators": docket().problems["mediator_unknown"]})
        chosen.append(each if member is None else {"staff_id": member.id, "name": member.name})
    return {**values, "mediators": chosen}


async def _other_file(
    uow: UnitOfWork, staff: StaffMember, file: DisputeFile, step: Step, values: Mapping[str, Any]
) -> Dispute | None:
    """Find the file that a joining names.

    Raises:
        StepRefused: There is none, it is this one, it is over, or it is not the person's to know.
    """
    number = next((values.get(field.id) for field in step.fields if field.kind is FieldKind.FILE_NUMBER), None)
    if not number:
        return None
    said = docket().problems
    other = await uow.disputes.by_number(plain_number(str(number)))
    if other is None:
        raise StepRefused({"other_file": said["file_number"]})
    require_sight_of_dispute(staff, other)
    if other.id == file.dispute.id:
        raise StepRefused({"other_file": said["same_file"]})
    if not other.is_open:
        raise StepRefused({"other_file": said["joined_closed"]})
    return other
