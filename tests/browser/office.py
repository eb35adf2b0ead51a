"""`fengqiao serve --demo` as a process of its own, and the steps that people take in a browser."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.service.front_desk import Office as Administration
from bot.service.manage_staff import issue_sign_in
from bot.storage import open_storage

ROOT = Path(__file__).resolve().parents[2]
WAGES = "老板拖欠我三个月工资，一共三万，我在麓谷"
MEDIATOR = "示例甲"
DISTRICT = "示例乙"
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Office:
    """A server process with its own data folder and port; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.links: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def exit_address(self) -> str:
        return f"{self.address}/healthz"

    def start(self) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("FENGQIAO_")},
            "FENGQIAO_DATA_DIR": str(self.folder),
            "FENGQIAO_QUICK_EXIT_URL": self.exit_address,
            "PYTHONUNBUFFERED": "1",
        }
        log = (self.folder / "serve.log").open("a")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--demo", "--port", str(self.port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert self._process.stdout is not None
        kill = threading.Timer(START_SECONDS, self._process.kill)
        kill.start()
        written = []
        for line in self._process.stdout:
            written.append(line)
            if found := re.match(r"  (\S+)  (http://\S+)", line):
                self.links[found[1]] = found[2]
                if "登记员" in found[1]:
                    break
        kill.cancel()
        assert self.links, "".join(written) + (self.folder / "serve.log").read_text("utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None


@dataclass
class Citizen:
    """A person with a phone."""

    page: Page
    context: BrowserContext
    problems: list[str] = field(default_factory=list)

    @classmethod
    async def arrives(cls, browser: Browser, office: Office, *, width: int = 360, scripts: bool = True) -> "Citizen":
        context = await browser.new_context(
            viewport={"width": width, "height": 740}, locale="zh-CN", java_script_enabled=scripts, has_touch=width < 600
        )
        page = await context.new_page()
        citizen = cls(page, context)
        page.on("pageerror", lambda error: citizen.problems.append(str(error)))
        await page.goto(office.address)
        return citizen

    async def say(self, text: str) -> None:
        await self.page.fill("#say", text)
        await self.page.click("#composer [type=submit]")

    async def hears(self, text: str) -> None:
        await expect(self.page.locator("#messages")).to_contain_text(text, timeout=15_000)

    async def presses_the_first_choice(self) -> None:
        last = (await self.ids())[-1]
        await self.page.locator(".choices button").first.click()
        await expect(self.page.locator(f'.bubble[data-id="{last}"] ~ .bubble.assistant').first).to_be_visible(
            timeout=15_000
        )

    async def answers_until_the_outcome(self) -> None:
        for _ in range(7):
            if await self.page.locator(".outcome-kind").count():
                return
            await self.presses_the_first_choice()
        await expect(self.page.locator(".outcome-kind").first).to_be_visible()

    async def tells_and_asks_for_a_person(self) -> None:
        await self.say(WAGES)
        await self.hears("劳动争议")
        await self.say("转人工")
        await expect(self.page.locator("#status")).to_have_attribute("data-holder", "staff_queue", timeout=15_000)

    async def texts(self) -> list[str]:
        """What stands on the screen, in order, without names and marks."""
        bubbles = self.page.locator(".bubble")
        return [
            (
                await bubbles.nth(number).evaluate(
                    "b => [...b.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('')"
                )
            ).strip()
            for number in range(await bubbles.count())
        ]

    async def ids(self) -> list[int]:
        return [
            int(number)
            for number in await self.page.eval_on_selector_all(".bubble[data-id]", "all => all.map(b => b.dataset.id)")
        ]


@dataclass
class Colleague:
    """A member of staff at a desk."""

    page: Page
    context: BrowserContext
    problems: list[str] = field(default_factory=list)

    @classmethod
    async def signs_in(cls, browser: Browser, link: str, *, width: int = 1280) -> "Colleague":
        context = await browser.new_context(viewport={"width": width, "height": 860}, locale="zh-CN")
        page = await context.new_page()
        colleague = cls(page, context)
        page.on("pageerror", lambda error: colleague.problems.append(str(error)))
        await page.goto(link)
        await page.get_by_role("button", name="登录").click()
        await expect(page.locator("#presence")).to_have_attribute("aria-checked", "true", timeout=15_000)
        await expect(page.locator("#queue")).to_contain_text("等待接手", timeout=15_000)
        return colleague

    async def opens_the_newest(self) -> None:
        await self.page.locator(".queue-section.waiting .entry").last.click(timeout=15_000)
        await expect(self.page.locator("#claim")).to_be_visible()

    async def claims(self) -> None:
        await self.opens_the_newest()
        await self.page.click("#claim")
        await expect(self.page.locator("#answer-form")).to_be_visible()

    async def answers(self, text: str) -> None:
        await self.page.fill("#answer", text)
        await self.page.click("#answer-send")

    async def sees(self, text: str) -> None:
        await expect(self.page.locator("#log")).to_contain_text(text, timeout=15_000)

    async def closes(self, outcome: str = "answered") -> None:
        await self.page.click("#close")
        await self.page.check(f"#close-dialog input[value={outcome}]")
        await self.page.fill("#close-dialog textarea", "已说明")
        await self.page.locator("#close-dialog").get_by_role("button", name="结束谈话").click()
        await expect(self.page.locator("#answer-form")).to_be_hidden()


async def colleague_link(office: Office, name: str = MEDIATOR) -> str:
    """A fresh one-time link for one of the sample staff, made beside the running server as `staff link` does it."""
    storage = open_storage(f"sqlite+aiosqlite:///{office.folder / 'fengqiao.db'}")
    try:
        desk = Administration(unit_of_work=storage.unit_of_work, announcer=storage.announcer)
        return f"{office.address}/console/sign-in?token={await issue_sign_in(desk, name)}"
    finally:
        await storage.close()
