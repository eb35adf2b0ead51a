"""What an update says: ids that a repeated update gives again, commands, buttons within 64 bytes."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import (
    CallbackQuery,
    Chat,
    Document,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
    User,
    Voice,
)

from bot.channels.telegram_messages import Unusable, button_data, read_update

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANNA = User(7001, "Anna", is_bot=False)


def message(text: str | None = None, kind: str = "private", **more: object) -> Message:
    return Message(5, AT, Chat(7001, kind), from_user=ANNA, text=text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("你好", "你好"),
        ("/start", "你好"),
        ("/start campaign-17", "你好"),
        ("/HUMAN@fengqiao_bot", "找人工"),
        ("/human 老板欠薪", "找人工，老板欠薪"),
        ("/unknown 话", "unknown 话"),
        ("/", ""),
    ],
)
def test_a_command_says_what_its_button_would(typed: str, said: str) -> None:
    heard = read_update(Update(1, message=message(typed)))
    assert heard.message is not None
    assert (heard.message.text, heard.message.external_id) == (said, "7001:5")


def test_edits_have_ids_of_their_own_and_name_the_original() -> None:
    def edit(text: str, seconds: int) -> str:
        update = Update(1, edited_message=message(text, edit_date=AT + timedelta(seconds=seconds)))
        heard = read_update(update)
        assert heard.edits == "7001:5"
        assert heard.message is not None
        return heard.message.external_id

    assert edit("五万", 1) == edit("五万", 1)
    assert len({edit("五万", 1), edit("六万", 1), edit("五万", 2)}) == 3


@pytest.mark.parametrize(
    "label", ["是", "找人工", "我想申请人民调解，请帮我转给麓谷街道人民调解委员会的调解员", "😀" * 30]
)
def test_a_button_says_its_label_and_its_data_fits(label: str) -> None:
    data = [button_data(index, text) for index, text in enumerate(["别的", label])]
    assert all(1 <= len(entry.encode()) <= 64 for entry in data)
    rows = [
        [InlineKeyboardButton(text, callback_data=entry)] for text, entry in zip(["别的", label], data, strict=True)
    ]
    shown = message("选一个", reply_markup=InlineKeyboardMarkup(rows))
    heard = read_update(Update(1, callback_query=CallbackQuery("q1", ANNA, "c", message=shown, data=data[1])))
    assert heard.message is not None
    assert (heard.message.text, heard.message.external_id, heard.press) == (label, "press:q1", "q1")


@pytest.mark.parametrize("data", ["i:9", "i:-1", "x", "", "i:一"])
def test_a_button_that_is_gone_is_named_as_such(data: str) -> None:
    heard = read_update(Update(1, callback_query=CallbackQuery("q1", ANNA, "c", message=message("旧的"), data=data)))
    assert (heard.unusable, heard.message, heard.press) == (Unusable.BUTTON_GONE, None, "q1")


def test_files_groups_and_the_unreadable() -> None:
    sent = read_update(
        Update(1, message=message(document=Document("f1", "u", "a.pdf", "application/pdf", 17), caption="合同"))
    )
    assert sent.message is not None
    assert sent.file is not None
    assert (sent.message.text, sent.file.name, sent.file.size) == ("合同", "a.pdf", 17)
    spoken = read_update(Update(1, message=message(voice=Voice("v1", "u", timedelta(seconds=3)))))
    assert spoken.file is not None
    assert spoken.file.name == "voice.ogg"
    assert read_update(Update(1, message=message("大家好", "group"))).unusable is Unusable.GROUP
    assert read_update(Update(1, edited_message=message("大家好", "group"))).unusable is Unusable.NOT_OURS
    assert read_update(Update(1, message=message())).unusable is Unusable.UNREADABLE
    assert read_update(Update(1)).unusable is Unusable.NOT_OURS
