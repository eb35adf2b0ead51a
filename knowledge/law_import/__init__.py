"""Bringing in more law: Markdown, Word, plain text and JSON Lines into an SQLite file beside the package's statutes."""

from knowledge.law_import.importer import ImportReport, import_laws
from knowledge.law_import.law_text import LawText, Problem

__all__ = ["ImportReport", "LawText", "Problem", "import_laws"]
