"""Details that only a calculation needs, read from the question: contract length, hours, leave, who broke it."""

import re
from typing import Any

from nlp.numerals import NUMBER, parse_number

_YEARS_MONTHS = rf"(?:(?P<years>{NUMBER})\s*年)?(?P<half>半)?(?:零|又)?\s*(?:(?P<months>{NUMBER})\s*个?月)?"
_MONEY = re.compile(rf"(?P<n>{NUMBER})\s*(?:块钱?|元|人民币)?")
_HALF_YEAR = 6
_BLAME = {"全责": "full", "全部责任": "full", "同等责任": "equal", "主责": "main", "主要责任": "main"}
_OTHERS = "对方|卖家|卖方|房东|商家|店家|开发商|中介|他|她|老板|公司"
_WAGE = r"(?:月薪|月工资|月收入|平均工资|工资|薪水|一个月)(?:是|为|有|大概|大约|差不多)?#(?!\d|[天个年号]|小时|次|点)"
_GIVES_UP = "不卖|不租|违约|反悔|不想|不肯|涨价|不履行"
_MONEY_ENDS = r"(?!\d|\s*(?:[天个年月次倍岁]|小时))"
_LOCAL_WAGE = re.compile(
    rf"(?:当地|本地|本市|全市|全省|省里|社会|在岗|上年度|上一年度)[^，。；？]{{0,12}}平均工资(?:是|为|大概|大约)?({NUMBER})"
)
_LOCAL_INCOME = r"可支配收入(?:是|为|大概|大约)?#"
_LAST_MONTH_WAGE = re.compile(
    rf"(?:上个月|上月|最后一个月|离职前一个月)(?:的)?(?:工资|月薪|收入)?(?:是|为|有)?({NUMBER})"
)
_SUES_FOR = r"(?:起诉|打官司|诉讼|标的额?|诉请|诉讼请求)(?:要|还|追讨|索要|请求|是|为|他|她|对方|的|金额|到法院)*#"
_SHARED = r"(?:分|分割)(?:了)?#(?:元|块)?的?(?:夫妻|共同)?(?:财产|房产|存款|房子)"
_BOUGHT = r"(?:花了?|付了?|买了?|价款|单价|做了?|充了?)(?:是|为)?#(?:块钱?|元)"
_DEPOSIT_YUAN = (r"定金(?:是|为|交了|付了)?#", r"#(?:块钱?|元)?的?定金")


def _months(text: str, before: str, after: str = "") -> float | None:
    if re.search(before + r"\s*半年" + after, text):
        return _HALF_YEAR
    for match in re.finditer(before + r"\s*" + _YEARS_MONTHS + after, text):
        years = parse_number(match["years"]) if match["years"] else None
        months = parse_number(match["months"]) if match["months"] else None
        if years or months or match["half"]:
            half = _HALF_YEAR if match["half"] else 0
            return (years.value * 12 if years else 0) + (months.value if months else 0) + half
    return None


def _number(text: str, pattern: str) -> float | None:
    match = re.search(pattern.replace("#", f"({NUMBER})"), text)
    found = parse_number(match[1]) if match else None
    return None if found is None else float(found.value)


def _money(text: str, *patterns: str) -> float | None:
    return next((found for pattern in patterns if (found := _number(text, pattern + _MONEY_ENDS)) is not None), None)


def details(text: str) -> dict[str, Any]:
    """What is said of these facts; nothing is guessed.

    Returns:
        monthly_wage_yuan, last_month_wage_yuan, average_local_wage_yuan, local_income_yuan, deposit_yuan, claimed_yuan,
        shared_property_yuan, penalty_yuan, loss_yuan, age, amount_yuan,
        interest_monthly_percent, contract_months, employment_months, service_months, served_months, work_years,
        unused_leave_days,
        overtime_hours, overtime_kind, injury_grade, babies, difficult_birth, deducted_yuan, contract_yuan,
        training_cost_yuan, balance_yuan, breach_by, liability, children, lpr_percent.
    """
    own = _LAST_MONTH_WAGE.sub("", _LOCAL_WAGE.sub("", text))
    found = {
        "average_local_wage_yuan": _matched(_LOCAL_WAGE, text),
        "last_month_wage_yuan": _matched(_LAST_MONTH_WAGE, text),
        "local_income_yuan": _money(text, _LOCAL_INCOME),
        "deposit_yuan": _money(text, *_DEPOSIT_YUAN),
        "claimed_yuan": _money(text, _SUES_FOR),
        "shared_property_yuan": _number(text, _SHARED),
        "penalty_yuan": _money(text, r"违约金(?:约定了?|写的?|写了|是|为|要)?#"),
        "loss_yuan": _money(text, r"损失(?:了|是|为|只有|一共|大概)?#"),
        "age": _only_age(text),
        "contract_months": _months(text, r"(?:签|合同(?:是|签|期限)?(?:了|的是)?)(?:订|了|的)?(?:一份)?")
        or _months(text, "", r"(?:期)?的?(?:劳动)?合同"),
        "monthly_wage_yuan": _number(own, _WAGE),
        "amount_yuan": _number(text, r"借(?:了|给)?(?:我|他|她|你|对方|朋友)?#(?:块|元|月|，|,|。|$)")
        or _number(text, _BOUGHT),
        "interest_monthly_percent": 0 if re.search(r"(?:没|未|没有)(?:约定|写|说|提)(?:过)?利息|无息", text) else None,
        "employment_months": _dismissed_on_probation(text)
        or _months(text, r"(?:干|工作|上班|做|入职|待)了?(?:才|刚好|刚满|快|整整|大概)*"),
        "service_months": _months(text, r"服务期(?:是|为|约定)?"),
        "served_months": _months(text, r"(?:干|工作|服务|做)(?:了|满)"),
        "work_years": _number(text, r"(?:工作|工龄|累计工作|参加工作|连续工作)(?:了|满|已经)*(?:#)年")
        or _less_than_a_year(text),
        "unused_leave_days": _number(text, r"年?(?:休)?假(?:还有|有|剩)?#天") or _number(text, r"#天(?:年假|年休假)"),
        "overtime_hours": _number(text, r"加班了?(?:一共|总共)?#(?:个)?(?:小时|钟头)"),
        "days": _number(text, r"加班了?#天") or _number(text, r"误工了?#天"),
        "injury_grade": _number(text, r"#级(?:伤残|工伤)?"),
        "deducted_yuan": _number(text, r"(?:先|预先|提前)?扣(?:了|掉|除)?#"),
        "contract_yuan": _number(text, r"(?:总价|合同价|合同金额|房价|总额)(?:是|为)?#"),
        "training_cost_yuan": _number(text, r"培训费(?:用)?(?:是|为|花了|出了)?#"),
        "balance_yuan": _number(text, r"(?:余额|剩|剩下|还有)(?:是|为|了)?#(?:块|元)"),
        "lpr_percent": _number(text, r"LPR(?:是|为|按)?#%"),
        "babies": 3 if "三胞胎" in text else 2 if re.search("双胞胎|龙凤胎|多胞胎", text) else None,
        "difficult_birth": True if re.search("难产|剖腹|剖宫", text) else None,
        "children": _number(text, r"#个(?:孩子|小孩|子女|娃)"),
        "overtime_kind": _overtime_kind(text),
        "breach_by": _breach(text),
        "liability": _liability(text),
    }
    return {name: value for name, value in found.items() if value is not None}


def _matched(pattern: re.Pattern[str], text: str) -> float | None:
    match = pattern.search(text)
    number = parse_number(match[1]) if match else None
    return None if number is None else float(number.value)


def _only_age(text: str) -> float | None:
    """The age of whoever was hurt or died, where one age alone is named."""
    ages = re.findall(rf"({NUMBER})\s*(?:周)?岁(?!以)", text)
    number = parse_number(ages[0]) if len(ages) == 1 and re.search("死|去世|身亡|残", text) else None
    return None if number is None else float(number.value)


def _less_than_a_year(text: str) -> float | None:
    """工作了八个月: less than the year that leave begins with; a longer spell says nothing of other employers."""
    months = _months(text, r"(?:工作|上班|干)(?:了|才)*") if "假" in text else None
    return months / 12 if months is not None and months < 12 else None


def _dismissed_on_probation(text: str) -> float | None:
    """试用期三个月被辞退: so long has the work lasted."""
    return _months(text, "试用期(?:才|刚|干了)?") if re.search("辞退|解除|开除|被裁", text) else None


def _overtime_kind(text: str) -> str | None:
    kinds = {
        "holiday": "节假日|法定假|国庆|春节|元旦|五一|清明|端午|中秋|劳动节|过年",
        "rest_day": "周末|双休|休息日|星期六|星期天|星期日|周六|周日|礼拜",
        "workday": "平时|下班后|工作日|晚上",
    }
    if "加班" not in text and "上班" not in text:
        return None
    said = [kind for kind, words in kinds.items() if re.search(words, text)]
    return said[0] if len(said) == 1 else None


def _breach(text: str) -> str | None:
    if "定金" not in text:
        return None
    mine = re.search(r"我(?:自己|们)?(?:现在|又)?(?:不想|不要|不买|不租|反悔|后悔|违约)", text)
    theirs = re.search(rf"(?:{_OTHERS})(?:们|现在|又)?(?:{_GIVES_UP})", text)
    if bool(mine) == bool(theirs):
        return None
    return "self" if mine else "other"


def _liability(text: str) -> str | None:
    for word, code in _BLAME.items():
        if re.search(rf"(?:对方|他|她|司机|机动车|肇事)[^，。我]{{0,6}}{word}", text):
            return code
    if re.search(r"(?:对方|他|她)[^，。我]{0,6}(?:次责|次要责任)", text):
        return "minor"
    return "equal" if "同等责任" in text else None
