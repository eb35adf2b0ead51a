"""Signing, rate limits, static files: the small parts that every page leans on."""

import pytest

from bot.errors import TooManyRequests
from bot.web.rate_limit import RateLimit
from bot.web.signing import Signer
from bot.web.static_files import StaticFiles


def test_a_signature_fits_one_value_one_purpose_one_key() -> None:
    signer = Signer(b"k" * 32)
    signed = signer.sign("visitor", "abc.123")
    assert signer.open("visitor", signed) == "abc.123"
    assert signer.open("csrf", signed) is None
    assert Signer(b"j" * 32).open("visitor", signed) is None
    assert signer.open("visitor", signed.replace("abc", "abd")) is None
    for worthless in ("", ".", "abc", "abc.", signed[:-1], signed + "x", "é.ü", "\ud800.x"):
        assert signer.open("visitor", worthless) is None


def test_a_bucket_refuses_when_empty_and_fills_with_time() -> None:
    now = [0.0]
    limit = RateLimit(3, "慢一点", now=lambda: now[0])
    for _ in range(3):
        limit.spend("a")
    with pytest.raises(TooManyRequests, match="慢一点"):
        limit.spend("a")
    limit.spend("b")
    now[0] += 20.1
    limit.spend("a")
    with pytest.raises(TooManyRequests):
        limit.spend("a")


def test_buckets_are_bounded() -> None:
    limit = RateLimit(1, "", keys=10, now=lambda: 0.0)
    for number in range(1000):
        limit.spend(str(number))
    assert len(limit._buckets) == 10


def test_scripts_import_only_files_that_exist_and_nothing_from_elsewhere() -> None:
    static = StaticFiles.load()
    scripts = {name: data.decode() for name, data in static.content.items() if name.endswith(".js")}
    assert len(scripts) > 10
    for name, source in scripts.items():
        for line in source.splitlines():
            if line.startswith(("import ", "} from ")):
                target = line.split('"')[1]
                folder = name.rpartition("/")[0]
                resolved = target.removeprefix("./") if target.startswith("./") else target.removeprefix("../")
                path = f"{folder}/{resolved}" if target.startswith("./") else resolved
                assert path in static.content, f"{name} imports {target}"
        assert "innerHTML" not in source, name
        assert "http://" not in source, name
        assert "https://" not in source, name
