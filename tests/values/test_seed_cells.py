"""Every distinct target, actual and unit cell of two published sets of forms.

The first is a city's target forms for 2024, with unit and comparator cells; the second
a district's self-evaluations for 2022, where all stands in one cell.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from perfscore.values.align import aligned
from perfscore.values.parse import parse_value
from perfscore.values.units import canonical
from perfscore.values.value import Value

Told = Callable[[Value], str]

TARGETS_2024 = [
    # text, unit cell, comparator cell, meaning
    ("57.6万元", "万元", "≤", "≤ 57.6 万元"),
    ("17万元", "万元", "≤", "≤ 17 万元"),
    ("76万元", "万元", "≤", "≤ 76 万元"),
    ("501", "台", "=", "= 501 台"),
    ("1965家单位", "家", "=", "= 1965 家"),
    ("200家单位", "家", "=", "= 200 家"),
    ("10套", "套", "=", "= 10 套"),
    ("95%", "%", "=", "= 95 %"),
    ("≥95%", "%", "≥", "≥ 95 [95, ) %"),
    ("2024年12月前", "年", "定性", "date ≤ ..2024-12-31 by month"),
    ("2024年12月前", "无", "定性", "date ≤ ..2024-12-31 by month"),
    ("规范", "无", "定性", "text 定性"),
    ("有效", "万元", "定性", "text 定性 万元"),
    ("有效", "无", "定性", "text 定性"),
    ("稳定", "无", "定性", "text 定性"),
    ("完整", "无", "定性", "text 定性"),
    ("持续", "无", "定性", "text 定性"),
    ("提升", "无", "定性", "text 定性"),
    # The whole-department form: numbers stand in the unit cell.
    ("2024年预算", "万元", "定性", "text 定性 万元 !number-in-words"),
    ("", "1577个", "=", "= 1577 个 !number-in-unit-cell"),
    ("", "1965家", "=", "= 1965 家 !number-in-unit-cell"),
    ("", "501台", "=", "= 501 台 !number-in-unit-cell"),
    ("", "95%", "≥", "≥ 95 % !number-in-unit-cell"),
    ("检查", "次", "定性", "text 定性 次"),
    ("减少", "无", "定性", "text 定性"),
    ("无遗失损坏", "无", "定性", "text 定性"),
    ("优化", "无", "定性", "text 定性"),
    ("无错漏", "无", "定性", "text 定性"),
    ("管理", "家", "定性", "text 定性 家"),
    ("降低", "无", "定性", "text 定性"),
    ("下降", "%", "定性", "text 定性 %"),
    ("服务", "无", "定性", "text 定性"),
]

UNITS_2024 = {
    "万元": "万元",
    "台": "台",
    "无": None,
    "年": "年",
    "%": "%",
    "家": "家",
    "套": "套",
    "次": "次",
    "": None,
    # These hold a number, and so name no unit by themselves.
    "1577个": None,
    "1965家": None,
    "501台": None,
    "95%": None,
}

CELLS_2022 = [
    # targets and actuals, spaces as printed
    ("30场", "30 场"),
    ("　31场", "31 场"),
    ("大于14000次", "> 14000 (14000, ) 次"),
    ("大于14000次　", "> 14000 (14000, ) 次"),
    ("小于0.5%　", "< 0.5 [0, 0.5) %"),
    ("小于0.5%　　", "< 0.5 [0, 0.5) %"),
    ("小于0.05%　", "< 0.05 [0, 0.05) %"),
    ("小于2%", "< 2 [0, 2) %"),
    ("2662.18万元", "2662.18 万元"),
    ("2662.18万元　", "2662.18 万元"),
    ("　400万元", "400 万元"),
    ("400万元", "400 万元"),
    ("523.12万", "5231200 ×万"),
    ("31.6万", "316000 ×万"),
    ("40万", "400000 ×万"),
    ("294.7万", "2947000 ×万"),
    ("大于13万", "> 130000 (130000, ) ×万"),
    ("7类", "7 类"),
    ("　7类", "7 类"),
    ("约3200次", "~3200 [3150, 3250) 次"),
    ("每月一次", "frequency 1 次/月"),
    ("　12次", "12 次"),
    ("12次", "12 次"),
    ("　19次", "19 次"),
    ("19次", "19 次"),
    ("　2次", "2 次"),
    ("　98%", "98 %"),
    ("98%", "98 %"),
    ("98%　", "98 %"),
    ("及时完成　", "text"),
    ("及时完成", "text"),
    ("及时完成维修工程等项目", "text"),
    ("及时安排会议", "text"),
    ("高质量完成", "text"),
    ("　高质量完成", "text"),
    ("保持　", "text"),
    ("　保持", "text"),
    ("　", "missing"),
    # weights and the budget line
    ("10分", "10 分"),
    ("100%", "100 %"),
    ("2414.16", "2414.16"),
    ("2662.18", "2662.18"),
    ("　523.12", "523.12"),
    ("31.6", "31.6"),
    ("　294.7", "294.7"),
    ("　10", "10"),
    ("　", "missing"),
]


@pytest.mark.parametrize(("text", "unit", "comparator", "meaning"), TARGETS_2024)
def test_targets_of_2024(
    text: str, unit: str, comparator: str, meaning: str, told: Told
) -> None:
    value = parse_value(text, unit=unit, comparator=comparator, year=2024)
    assert told(value) == meaning
    assert value.text == text


@pytest.mark.parametrize(("text", "unit"), UNITS_2024.items())
def test_units_of_2024(text: str, unit: str | None) -> None:
    assert canonical(text) == unit


@pytest.mark.parametrize(("text", "meaning"), CELLS_2022)
def test_cells_of_2022(text: str, meaning: str, told: Told) -> None:
    assert told(parse_value(text, year=2022)) == meaning


@pytest.mark.parametrize(
    ("target", "actual", "figures"),
    [
        ("30场", "31场", (30, 31, "场")),
        ("每月一次", "12次", (12, 12, "次")),
        ("12次", "12次", (12, 12, "次")),
        ("523.12万", "523.12万", (5231200, 5231200, None)),
        ("400万元", "400万元", (400, 400, "万元")),
    ],
)
def test_rows_of_2022(
    target: str, actual: str, figures: tuple[int, int, str | None]
) -> None:
    both = aligned(parse_value(target), parse_value(actual))
    assert both.comparable
    first, second, unit = figures
    assert [both.target, both.number] == [Fraction(first), Fraction(second)]
    assert both.unit == unit
