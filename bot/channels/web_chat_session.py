"""Who is this visitor: a signed cookie with a random account, made when the first thing is said."""

import secrets
import time
from dataclasses import dataclass

from aiohttp import web

from bot.domain.messages import CitizenAddress
from bot.errors import NotSignedIn
from bot.web.keys import SESSION_LIMIT, SETTINGS, SIGNER
from bot.web.network_address import network_address, refuse_other_sites

COOKIE = "fengqiao_visitor"
CHANNEL = "web"
PURPOSE = "visitor"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor. `fresh`: made in this request; `refused`: brought a cookie that is not ours or has run out."""

    account: str
    fresh: bool = False
    refused: bool = False

    @property
    def address(self) -> CitizenAddress:
        """Where he is reached."""
        return CitizenAddress(CHANNEL, self.account)


def known_visitor(request: web.Request) -> Visitor | None:
    """The visitor of a valid cookie, or None."""
    value = request.config_dict[SIGNER].open(PURPOSE, request.cookies.get(COOKIE, ""))
    if value is None:
        return None
    account, _, issued = value.partition(".")
    lasts = request.config_dict[SETTINGS].visitor_days * DAY
    if not issued.isdigit() or not 0 <= time.time() - int(issued) + 60 < lasts:
        return None
    return Visitor(account)


def required_visitor(request: web.Request) -> Visitor:
    """The visitor of a valid cookie.

    Raises:
        NotSignedIn: there is none; the page then asks for a new session.
    """
    visitor = known_visitor(request)
    if visitor is None:
        raise NotSignedIn("会话不存在或已失效。", hint="请重新开始一次会话。")
    return visitor


def visitor_or_new(request: web.Request) -> Visitor:
    """The visitor of the cookie, or a new one where it is missing, forged or too old.

    Raises:
        TooManyRequests: too many new visitors from one network address.
        NotAllowed: another site sent this request.
    """
    refuse_other_sites(request)
    visitor = known_visitor(request)
    if visitor is not None:
        return visitor
    request.config_dict[SESSION_LIMIT].spend(network_address(request))
    return Visitor(secrets.token_urlsafe(16), fresh=True, refused=COOKIE in request.cookies)


def invited_visitor(account: str) -> Visitor:
    """A visitor whose account was made with the page of his invitation."""
    return Visitor(account, fresh=True)


def keep_visitor(request: web.Request, response: web.StreamResponse, visitor: Visitor) -> None:
    """Give a fresh visitor his cookie."""
    if not visitor.fresh:
        return
    settings = request.config_dict[SETTINGS]
    signed = request.config_dict[SIGNER].sign(PURPOSE, f"{visitor.account}.{int(time.time())}")
    response.set_cookie(
        COOKIE,
        signed,
        max_age=settings.visitor_days * DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.secure_cookies,
        path="/",
    )


def forget_visitor(response: web.StreamResponse) -> None:
    """Take the cookie away."""
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
