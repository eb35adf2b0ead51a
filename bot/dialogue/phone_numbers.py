"""Telephone numbers as citizens write them: mobile, landline with area code, service numbers."""

import re

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?(1[3-9]\d)[-\s]?(\d{4})[-\s]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0(?:10|2\d|[3-9]\d{2}))[-\s]?(\d{7,8})(?:[-\s转]{1,2}(\d{1,5}))?(?!\d)")
_SERVICE = re.compile(r"(?<!\d)([48]00)[-\s]?(\d{3})[-\s]?(\d{4})(?!\d)")
_DIGITS = re.compile(r"\d")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－　", "0123456789- ")


def find_phone(text: str) -> str | None:
    """Give the number in a text in plain form (13800000000, 0731-12345678), or None where there is no whole one."""
    plain = text.translate(_FULL_WIDTH)
    if found := _MOBILE.search(plain):
        return "".join(found.groups())
    if found := _LANDLINE.search(plain):
        area, number, extension = found.groups()
        return f"{area}-{number}" + (f"-{extension}" if extension else "")
    if found := _SERVICE.search(plain):
        return "-".join(found.groups())
    return None


def looks_like_phone(text: str) -> bool:
    """Whether somebody tried to write a number: mostly digits, or at least six of them."""
    digits = len(_DIGITS.findall(text.translate(_FULL_WIDTH)))
    return digits >= 6 or (digits >= 3 and digits * 2 > len(text.strip()))
