"""Who is signed in: a random session in a cookie, kept by the service as a hash only."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.domain.staff import Action, StaffMember
from bot.errors import NotAllowed, NotSignedIn
from bot.service.who_is import who_is
from bot.web.keys import DESK, SETTINGS
from bot.web.names import name_of
from bot.web.pages import page

COOKIE = "fengqiao_staff"

PAGES = (
    ("/console", "接待台", Action.SEE_QUEUE),
    ("/console/board", "总览", Action.SUPERVISE),
    ("/console/duty", "值班表", Action.SEE_ROSTER),
    ("/console/statistics", "统计", Action.SUPERVISE),
    ("/console/disputes", "纠纷案卷", Action.REGISTER),
    ("/console/laws", "查法条", Action.USE_TOOLS),
    ("/console/calculators", "计算器", Action.USE_TOOLS),
    ("/console/cases", "查案例", Action.USE_TOOLS),
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff and the session he came with."""

    staff: StaffMember
    session: str


async def signed_in(request: web.Request, action: Action | None = None) -> SignedIn:
    """Who sends this request.

    Raises:
        NotSignedIn: nobody we know.
        NotAllowed: his role does not cover the action.
    """
    session = request.cookies.get(COOKIE, "")
    if not session:
        raise NotSignedIn("请先登录工作台。", hint="用一次性登录链接打开。")
    staff = await who_is(request.config_dict[DESK], session)
    if action is not None and not staff.may(action):
        raise NotAllowed("您的身份不能使用这个功能。")
    return SignedIn(staff, session)


def keep_session(request: web.Request, response: web.StreamResponse, session: str) -> None:
    """Give the browser its session."""
    settings = request.config_dict[SETTINGS]
    response.set_cookie(
        COOKIE, session, httponly=True, samesite="Lax", secure=settings.secure_cookies, path="/", max_age=12 * 3600
    )


def forget_session(response: web.StreamResponse) -> None:
    """Take the session away."""
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Lax")


def console_page(
    request: web.Request, who: SignedIn | None, template: str, *, heading: str, status: int = 200, **values: Any
) -> web.Response:
    """A page of the console, with the bar of whoever is signed in."""
    staff = who.staff if who else None
    return page(
        request,
        f"console/{template}",
        status=status,
        heading=heading,
        staff=staff,
        role_name=name_of("role", staff.role.value) if staff else "",
        pages=[(address, name) for address, name, action in PAGES if staff and staff.may(action)],
        here=request.path,
        **values,
    )
