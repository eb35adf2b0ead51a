"""A command takes either one text or a file of rows, never both and never neither."""

import argparse

from bot.commands.json_lines import whole_characters
from bot.domain.messages import LONGEST_TEXT
from bot.errors import BadInput, MessageTooLong


def only_text(arguments: argparse.Namespace, *, needed: bool = True) -> str | None:
    """Give the text of the command line, or None where rows are to be read; "" for none where none is needed.

    Raises:
        BadInput: Both were given, or neither, or an empty text.
        MessageTooLong: The text is longer than a message may be.
    """
    text: str | None = arguments.text
    if arguments.input is not None:
        if text is not None:
            raise BadInput("--input 和命令行上的文字不能同时给。", hint="请只用其中一个。")
        return None
    if text is None and not needed:
        return ""
    if text is None or not text.strip():
        raise BadInput("没有要查的文字。", hint="请在命令后面写上文字，或者用 --input 文件。")
    if len(text) > LONGEST_TEXT:
        raise MessageTooLong(f"文字太长：{len(text)} 个字，最多 {LONGEST_TEXT} 个字。", hint="请分成几段。")
    return whole_characters(text)
