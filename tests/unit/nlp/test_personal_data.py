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
        ("我侄女柳思彤今年十四", [("name", "柳思彤")]),
        ("借条上写：今借到佟国栋人民币伍万元整", [("name", "佟国栋")]),
        ("有事找她施小禾", [("name", "施小禾")]),
        ("我叫阿依古丽，来这边开店", [("name", "阿依古丽")]),
        ("被告司马青山不来", [("name", "司马青山")]),
        ("那天在场的有邬立新、柯小满", [("name", "邬立新"), ("name", "柯小满")]),
        ("钱打到6222020000000000009", [("bank_number", "6222020000000000009")]),
        ("他微信就是shop_laotan", [("messenger", "shop_laotan")]),
        ("他用wxid_9k2m4n8p加的我", [("messenger", "wxid_9k2m4n8p")]),
        ("电动车车牌是长沙·B0456", [("plate", "长沙·B0456")]),
        ("新车临牌湘A·临00456", [("plate", "湘A·临00456")]),
        ("打幺三七零零零零八八八八", [("phone", "幺三七零零零零八八八八")]),
        ("住靳江路88号附1号", [("address", "靳江路88号附1号")]),
        ("寄到金桂村罗家冲12号", [("address", "金桂村罗家冲12号")]),
        ("桃花小区3-1-502漏水", [("address", "桃花小区3-1-502")]),
        ("三号楼二单元四零一敲不开", [("address", "三号楼二单元四零一")]),
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
        "王某某和陈某都到了",
        "老赵、小邓、周总都知道",
        "小区6栋一直停水",
        "东方红镇的村民",
        "补偿谈好了，钱没给",
        "我妈在四栋楼下跳广场舞",
        "QQ号被盗了",
        "《中华人民共和国劳动合同法》第八十二条",
    ],
)
def test_what_is_no_personal_datum(text):
    assert find(text) == ()
    assert mask(text) == text


def test_mask_keeps_the_surname_and_the_story():
    assert mask("王建国欠我三万块，他电话13812345678") == "王某欠我三万块，他电话［电话］"
