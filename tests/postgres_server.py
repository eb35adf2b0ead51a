"""A throw-away PostgreSQL server for tests, from the binaries that Debian installs."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def find_binaries() -> Path | None:
    """The newest installed server's folder of programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def need_postgres() -> Path:
    """The programs; without them the test is left out by name, or fails where nothing may be left out."""
    binaries = find_binaries()
    if binaries is not None:
        return binaries
    reason = "left out: no PostgreSQL server found (Debian: apt-get install postgresql, or `make browser`)"
    if os.environ.get("FENGQIAO_LEAVE_NOTHING_OUT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class PostgresServer:
    """A running server; every database it makes is empty."""

    def __init__(self, port: int, binaries: Path, folder: Path) -> None:
        self.port = port
        self.binaries = binaries
        self.folder = folder

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{secrets.token_hex(6)}"
        self._run("createdb", name)
        return self.url(name)

    def empty(self, url: str, tables: Iterable[str]) -> None:
        """Take all rows away, and start numbers from one again."""
        self._run("psql", "-q", "-c", f"TRUNCATE {', '.join(tables)} RESTART IDENTITY", url.rsplit("/", 1)[1])

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        self._run("dropdb", "--force", "--if-exists", url.rsplit("/", 1)[1])

    def stop(self) -> None:
        _as_postgres(self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "-s", "stop")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off -c max_connections=200"
        log = self.folder / "log"
        _as_postgres(
            self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", "-s", "-l", log, "-o", options, "start"
        )

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", *arguments]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server in a folder of its own, and remove both at the end."""
    binaries = need_postgres()
    folder = Path(tempfile.mkdtemp(prefix="fengqiao-pg-", dir="/tmp"))  # a short path: sockets have a limit
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        arguments = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _as_postgres(binaries / "initdb", "-D", folder / "data", *arguments)
        server = PostgresServer(_free_port(), binaries, folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(program: Path, *arguments: object) -> None:
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:  # the server refuses to run as root
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
