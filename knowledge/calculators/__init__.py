"""How much: every number of law that citizens ask for, with its steps and articles."""

from knowledge.calculators.calculate import calculate
from knowledge.calculators.figures import Figures
from knowledge.calculators.numbers import Number

__all__ = ["Figures", "Number", "calculate"]
