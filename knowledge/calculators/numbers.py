"""One computed number with its steps and articles, and how rules word it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.identifiers import ArticleRef

Value = int | float | str | tuple[float, float] | None
"""A number, a date (ISO), a fraction such as 2/3, a range (low, high), or None where it cannot be told."""


@dataclass(frozen=True, slots=True)
class Number:
    """An answer to "how much".

    `missing` names what must be asked first (fact → how to ask, Chinese); `refusal` says why it cannot be told. Where
    either is filled `value` may be None; `steps` then still hold what is certain.
    """

    rule: str
    what: str
    value: Value
    unit: str
    steps: tuple[str, ...]
    articles: tuple[ArticleRef, ...]
    missing: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Wording:
    """How a rule of calculators.yaml names, asks and explains; all text is data."""

    rule: str
    what: str
    unit: str
    articles: Mapping[str, tuple[ArticleRef, ...]]
    steps: Mapping[str, str]
    needs: Mapping[str, str]
    refusal: str = ""

    def say(self, step: str, **values: float | str) -> str:
        """One step with its numbers filled in."""
        return self.steps[step].format(**{name: plain(value) for name, value in values.items()})

    def number(self, value: Value, steps: Sequence[str], *, articles: str = "articles") -> Number:
        """The answer; money is rounded to the cent."""
        return Number(self.rule, self.what, rounded(value), self.unit, tuple(steps), self.articles[articles])

    def ask(self, *names: str, steps: Sequence[str] = ()) -> Number:
        """No answer yet: these facts are missing."""
        missing = {name: self.needs[name] for name in names}
        return Number(self.rule, self.what, None, self.unit, tuple(steps), self.articles["articles"], missing)

    def refuse(self, steps: Sequence[str] = (), **values: float | str) -> Number:
        """No answer: a figure is needed that nobody has entered."""
        reason = self.refusal.format(**{name: plain(value) for name, value in values.items()})
        return Number(self.rule, self.what, None, self.unit, tuple(steps), self.articles["articles"], refusal=reason)


def rounded(value: Value) -> Value:
    """To the cent; whole numbers without a decimal point."""
    if isinstance(value, tuple):
        return (_cents(value[0]), _cents(value[1]))
    return _cents(value) if isinstance(value, float | int) else value


def _cents(value: float) -> float:
    cents = round(value + 1e-9, 2)
    return int(cents) if cents == int(cents) else cents


def plain(value: float | str) -> str:
    """A number as people write it: 8000, 12.5."""
    return value if isinstance(value, str) else f"{_cents(value)}"
