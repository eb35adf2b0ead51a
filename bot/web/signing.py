"""Values that we hand out and must recognise again: signed with HMAC-SHA256, one purpose each."""

import base64
import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs short texts. A signature made for one purpose is worthless for another."""

    secret: bytes

    def signature(self, purpose: str, value: str) -> str:
        """URL-safe signature of `value` for `purpose`."""
        digest = hmac.new(
            self.secret, f"{purpose}\x00{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
        ).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def sign(self, purpose: str, value: str) -> str:
        """`value` with its signature behind a dot; `value` may hold dots itself."""
        return f"{value}.{self.signature(purpose, value)}"

    def open(self, purpose: str, signed: str) -> str | None:
        """The value of a signed text, or None where the signature does not fit."""
        value, dot, signature = signed.rpartition(".")
        if not dot or not self.matches(purpose, value, signature):
            return None
        return value

    def matches(self, purpose: str, value: str, signature: str) -> bool:
        """Whether the signature is ours, compared in constant time."""
        return hmac.compare_digest(self.signature(purpose, value).encode(), signature.encode("utf-8", "surrogatepass"))
