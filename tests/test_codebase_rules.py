"""Rules of the house that a machine can hold. Each rule asserts that it looked at something."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

import case_library
import knowledge
import nlp
from bot.settings import settings_table

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "nlp", "knowledge", "case_library")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "info", "process"}
LONGEST_FILE = 300


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    found = [path for path in found if "versions" not in path.parts]  # migrations tell a history, each is frozen
    assert len(found) > 30
    return found


def committed(*patterns: str) -> list[Path]:
    """Files under version control; a clone without history falls back to the tree."""
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_our_packages_are_ours_and_not_those_of_the_same_name_elsewhere() -> None:
    for package in (nlp, knowledge, case_library):
        assert Path(str(package.__file__)).is_relative_to(ROOT)


def test_a_file_does_one_thing_and_stays_short() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_every_file_says_what_it_is_for() -> None:
    silent = [str(p.relative_to(ROOT)) for p in sources() if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []


def test_no_file_has_a_name_that_means_nothing() -> None:
    vague = [str(p.relative_to(ROOT)) for p in sources() if p.stem in BANNED_NAMES]
    assert vague == []


def test_nothing_is_left_open() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    left = [str(p.relative_to(ROOT)) for p in sources() if marks.search(p.read_text("utf-8"))]
    assert left == []


def test_code_holds_no_citation() -> None:
    """Law is data: a 《…》第N条 in a string of the code would escape the check of the guidance."""
    citation = re.compile(r"《[^》]+》第[一二三四五六七八九十百千零\d]+条")
    found = []
    for path in sources():
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and citation.search(node.value)
        ]
    assert found == []


def test_the_version_is_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_locks_are_hashed_and_name_no_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        pinned = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]+\])?==", text, re.MULTILINE)
        assert len(pinned) > 30
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(pinned)


def test_no_top_level_folder_beside_the_agreed_ones() -> None:
    agreed = {"bot", "nlp", "knowledge", "case_library", "tests", "docs", ".ci"}
    top = {path.relative_to(ROOT).parts[0] for path in committed() if len(path.relative_to(ROOT).parts) > 1}
    assert top <= agreed


def test_no_personal_phone_number_is_committed() -> None:
    """Sample data must not hold what looks like somebody's mobile number; 138 0000 0000 style dummies may stay in tests."""
    mobile = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
    files = [p for p in committed("*.yaml", "*.yml", "*.md", "*.html") if "tests" not in p.parts]
    assert files
    found = [f"{p.relative_to(ROOT)}: {m.group()}" for p in files for m in mobile.finditer(p.read_text("utf-8"))]
    assert found == []


def test_every_relative_link_in_the_documents_leads_somewhere() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "README.zh-CN.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    ]
    assert len(pages) > 5
    broken = []
    for page in pages:
        broken += [
            f"{page.relative_to(ROOT)} -> {target}"
            for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
            if "://" not in target and not (page.parent / target).exists()
        ]
    assert broken == []


def test_the_readme_names_every_setting_and_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert settings_table().strip() in readme
    commands = [
        path.stem for path in (ROOT / "bot" / "commands").glob("*.py") if "def add_parser(" in path.read_text("utf-8")
    ]
    assert len(commands) > 10
    unnamed = [name for name in commands if not re.search(rf"(fengqiao |`){name}\b", readme)]
    assert unnamed == []


def _keys_said_twice(node: yaml.Node, path: Path) -> Iterator[str]:
    """Every key that stands twice in one mapping of a YAML tree, with its place."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen and key.value != "<<":
                yield f"{path}:{key.start_mark.line + 1}: {key.value}"
            seen.add(key.value)
            yield from _keys_said_twice(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _keys_said_twice(entry, path)


def test_no_data_file_says_a_key_twice() -> None:
    """The second would replace the first in silence."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.yaml")]
    assert len(files) > 20
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    twice = []
    for path in files:
        tree = yaml.compose(path.read_text("utf-8"), Loader=loader)
        twice += list(_keys_said_twice(tree, path.relative_to(ROOT))) if tree is not None else []
    assert twice == []
