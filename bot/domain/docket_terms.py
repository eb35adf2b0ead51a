"""What a step does to the terms of a file: which stop, stand still, go on, are extended, start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.dispute import DisputeState
from bot.domain.dispute_file import DisputeFile, RunningClock
from bot.domain.docket_clocks import Clock, ClockRule, ClockRules, extended, paused, resumed, started, stopped
from bot.domain.docket_steps import Step, docket
from bot.domain.docket_values import FormError


def rule_of(running: RunningClock, file: DisputeFile, rules: ClockRules) -> ClockRule | None:
    """The rule a running term follows: that of the day on which it started."""
    application = file.dispute.application
    return rules[running.code].rule_on(running.started_on, application.category, application.source)


def registered_clocks(file: DisputeFile, today: date, rules: ClockRules) -> DisputeFile:
    """Give a file just registered with the term for its acceptance; a lead has none."""
    if file.dispute.state is not DisputeState.APPLIED:
        return file
    begun = _started(rules["acceptance"], file, {}, _Days(today, today, today))
    return replace(file, clocks=tuple(replace(each, position=n) for n, each in enumerate(begun, start=1)))


@dataclass(frozen=True, slots=True)
class _Days:
    """The day of the step, the present one, and that of the registration."""

    step: date
    today: date
    registered: date


@dataclass(frozen=True, slots=True)
class TermsMoved:
    """A step just taken, with what its terms need: the file before and after, the form, the days, the rules."""

    before: DisputeFile
    after: DisputeFile
    step: Step
    values: Mapping[str, Any]
    day: date
    today: date
    registered_on: date
    rules: ClockRules

    def file(self) -> DisputeFile:
        """Give the file after the step with its terms moved on.

        Raises:
            FormError: The step came after its term, or extends what does not run or not beyond it.
        """
        self._check_within()
        running = [self._going_on(self._stilled(self._settled(each))) for each in self.before.clocks]
        if self.step.extends:
            running = self._extended(running)
        if self.step.performs:
            running = [self._performed(each) for each in running]
        days = _Days(self.day, self.today, self.registered_on)
        for code in self.step.starts:
            running += _started(self.rules[code], self.after, self.values, days)
        return replace(self.after, clocks=tuple(replace(each, position=n) for n, each in enumerate(running, start=1)))

    def _check_within(self) -> None:
        for each in self.before.clocks:
            if each.code == self.step.within and self.day > each.due_on:
                due_on = each.due_on.isoformat()
                raise FormError({"day": docket().problems["too_late"].format(due_on=due_on)})

    def _settled(self, each: RunningClock) -> RunningClock:
        """Stop what the step meets; what is over or archived has no term left but those its end starts."""
        still_to_come = self.step.records == "visit" and each.subject and each.started_on > self.day
        if each.code in self.step.stops and not still_to_come:
            return stopped(each, self.day, met=self.day <= each.due_on)
        over = self.step.outcome or self.step.to == DisputeState.ARCHIVED
        return stopped(each, self.day, met=False) if over else each

    def _stilled(self, each: RunningClock) -> RunningClock:
        rule = rule_of(each, self.after, self.rules)
        reason = self.values.get("reason", "")
        stands = each.code in self.step.pauses and rule is not None and rule.pauses_for(reason)
        return paused(each, self.day) if stands else each

    def _going_on(self, each: RunningClock) -> RunningClock:
        rule = rule_of(each, self.after, self.rules)
        if each.code not in self.step.resumes or rule is None:
            return each
        return resumed(each, self.rules[each.code], rule, self.day, self.today)

    def _extended(self, running: list[RunningClock]) -> list[RunningClock]:
        until, said = date.fromisoformat(self.values["extended_to"]), docket().problems
        live = [each for each in running if each.code == self.step.extends and each.stopped_on is None]
        if not live:
            raise FormError({"extended_to": said["no_clock"]})
        if any(until <= each.due_on for each in live):
            due_on = max(each.due_on for each in live).isoformat()
            raise FormError({"extended_to": said["not_longer"].format(due_on=due_on)})
        return [extended(each, self.rules[each.code], until, self.today) if each in live else each for each in running]

    def _performed(self, each: RunningClock) -> RunningClock:
        done = {str(instalment.position) for instalment in self.after.instalments if instalment.is_performed}
        stops = each.code == "performance" and each.subject in done
        return stopped(each, self.day, met=self.day <= each.due_on) if stops else each


def _started(clock: Clock, file: DisputeFile, values: Mapping[str, Any], days: _Days) -> list[RunningClock]:
    application = file.dispute.application
    rule = clock.rule_on(days.step, application.category, application.source)
    if rule is None:
        return []
    if clock.each == "instalment" and file.instalments:
        return [
            started(clock, rule, each.due_on, subject=str(each.position), today=days.today)
            for each in file.instalments
            if not each.is_performed
        ]
    if clock.code == "performance":
        return []  # nothing was agreed that falls due on a day
    starts = {
        "registration": days.registered,
        "effective": date.fromisoformat(values.get("effective_on", days.step.isoformat())),
        "given": date.fromisoformat(values.get(rule.at, days.step.isoformat())),
    }
    return [started(clock, rule, starts.get(rule.starts, days.step), today=days.today)]
