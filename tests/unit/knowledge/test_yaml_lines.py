"""Broken data files are named with file and line."""

from pathlib import Path

import pytest

from knowledge.yaml_lines import DataFileError, open_yaml


def written(folder: Path, content: str) -> Path:
    path = folder / "broken.yaml"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("a: [1, 2", 1, "不是正确的 YAML"),
        ("a: 1\nb: {c: 1,\n d: }}\n", 3, "不是正确的 YAML"),
        ("", 1, "文件是空的"),
        ("# nothing but a remark\n", 1, "文件是空的"),
    ],
)
def test_what_is_no_yaml_is_named_with_its_line(tmp_path: Path, content: str, line: int, said: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(DataFileError, match=said) as caught:
        open_yaml(path)
    assert caught.value.path == path
    assert abs(caught.value.line - line) <= 1
    assert str(caught.value).startswith(f"{path}:{caught.value.line}: ")


def test_a_file_that_is_missing_or_no_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.yaml:1: 读不了"):
        open_yaml(tmp_path / "nowhere.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"a: \xff\xfe")
    with pytest.raises(DataFileError, match=r"latin\.yaml:1: 读不了"):
        open_yaml(latin)


def test_unknown_missing_and_repeated_keys_are_named_with_their_line(tmp_path: Path) -> None:
    node = open_yaml(written(tmp_path, "name: 甲\n\nlenght: 3\n"))
    with pytest.raises(DataFileError, match=r":3: 不认识的键“lenght”，是不是“length”"):
        node.fields({"name", "length"})
    with pytest.raises(DataFileError, match=r":1: 缺少键“starts”"):
        node.fields({"name", "lenght", "starts"})
    twice = open_yaml(written(tmp_path, "a: 1\nb: 2\na: 3\n"))
    with pytest.raises(DataFileError, match=r":3: 键“a”写了两次"):
        dict(twice.items())


def test_values_of_the_wrong_kind_are_named_with_their_line(tmp_path: Path) -> None:
    node = open_yaml(written(tmp_path, "text: ''\nnumber: 三\nflag: 'yes'\nlist: {a: 1}\nnothing: null\nhex: 0x1F\n"))
    fields = dict(node.items())
    for key, read, line in (
        ("text", "text", 1),
        ("number", "integer", 2),
        ("flag", "boolean", 3),
        ("list", "elements", 4),
        ("nothing", "text", 5),
        ("hex", "integer", 6),
    ):
        with pytest.raises(DataFileError, match=rf":{line}: 这里应该"):
            getattr(fields[key], read)()
    assert fields["nothing"].is_null


def test_a_word_outside_a_closed_set_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    node = open_yaml(written(tmp_path, "- labor\n"))
    with pytest.raises(DataFileError, match=r":1: “labor”不是纠纷类别，是不是“labour”"):
        node.elements()[0].one_of({"labour", "family"}, "纠纷类别")
    with pytest.raises(DataFileError, match="“b”在列表里出现了两次"):
        open_yaml(written(tmp_path, "- a\n- b\n- b\n")).texts()
