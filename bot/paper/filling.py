"""Fills a Word template with the fields of a file."""

import hashlib
import json
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.domain.form_fields import Fields, form_fields
from bot.domain.forms import DocumentStamp, FileForForms
from bot.errors import BadInput

BLANK = "＿＿＿"
"""What stands where nothing is known: a line to write on."""


def fill(template: bytes, fields: Fields) -> bytes:
    """Return the filled form as a Word file.

    Raises:
        BadInput: The template cannot be filled with these fields.
    """
    environment = SandboxedEnvironment(undefined=StrictUndefined, finalize=_blank)
    document = DocxTemplate(BytesIO(template))
    try:
        document.render(dict(fields), environment, autoescape=True)
    except TemplateError as problem:
        raise BadInput(
            f"文书模板填不进去：{problem.message or type(problem).__name__}。", hint="请核对模板里的字段名。"
        ) from None
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def stamped_fields(template: bytes, file: FileForForms, number: str, version: int) -> Fields:
    """Return the fields of a form with its stamp: the same template and values give the same fingerprint."""
    values = dict(form_fields(file, DocumentStamp(number, version, "")))
    told = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(hashlib.sha256(template).digest() + told).hexdigest().upper()
    return values | {"校验码": "-".join(digest[i : i + 4] for i in range(0, 16, 4))}


def blank_fields(fields: Fields) -> tuple[str, ...]:
    """Return the names of the simple fields that are empty and so were left to be written in by hand."""
    return tuple(name for name, value in fields.items() if value == "")


def _blank(value: Any) -> Any:
    return BLANK if value is None or value == "" else value
