"""Personal data found and masked."""

import pytest

from nlp.personal_data import find, mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我叫张伟，电话13812345678", [("name", "张伟"), ("phone", "13812345678")]),
        ("电话138 1234 5678", [("phone", "138 1234 5678")]),
        ("手机１３８１２３４５６７８", [("phone", "１３８１２３４５６７８")]),
        ("身份证430104199001011234", [("id_number", "430104199001011234")]),
        ("身份证号43010419900101123X", [("id_number", "43010419900101123X")]),
        ("卡号6222 0212 3456 7890 123", [("bank_number", "6222 0212 3456 7890 123")]),
        ("车牌湘A12345", [("plate", "湘A12345")]),
        ("湘AD12345的车", [("plate", "湘AD12345")]),
        ("邮箱zhang.san@example.com", [("email", "zhang.san@example.com")]),
        ("加微信zhang_san88", [("messenger", "zhang_san88")]),
        ("座机0731-88881234", [("landline", "0731-88881234")]),
        ("王建国欠我三万块", [("name", "王建国")]),
        ("房东刘芳不退押金", [("name", "刘芳")]),
        ("老板李强拖欠工资", [("name", "李强")]),
    ],
)
def test_found(text, expected):
    assert [(datum.kind, datum.span.text) for datum in find(text)] == expected


def test_address():
    text = "我住长沙市岳麓区麓谷街道东方红路88号3栋502室"
    assert [datum.kind for datum in find(text)] == ["address"]
    assert "502" not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "老板拖欠我三个月工资，一共三万",
        "2023年5月3号签的合同",
        "欠款1234567元",
        "周末去找他，他不在",
        "打12345投诉过",
        "楼上漏水，物业不管",
        "方便的话给我回个话",
        "王女士和李师傅都在",
        "《中华人民共和国劳动合同法》第八十二条",
    ],
)
def test_what_is_no_personal_datum(text):
    assert find(text) == ()
    assert mask(text) == text


def test_mask_keeps_the_surname_and_the_story():
    assert mask("王建国欠我三万块，他电话13812345678") == "王某欠我三万块，他电话［电话］"
