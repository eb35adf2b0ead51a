"""How much: every number of law that citizens ask for, with its steps and articles."""

from knowledge.calculators.calculate import calculate
from knowledge.calculators.figures import Figures
from knowledge.calculators.forms import Calculator, calculators, compute, stated_numbers
from knowledge.calculators.inputs import Input, UnreadableInputError
from knowledge.calculators.numbers import Number

__all__ = [
    "Calculator",
    "Figures",
    "Input",
    "Number",
    "UnreadableInputError",
    "calculate",
    "calculators",
    "compute",
    "stated_numbers",
]
