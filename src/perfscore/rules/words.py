"""The words of the formula language, in Chinese and English."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

LANGUAGE_VERSION = 1
"""Changes whenever the same text would mean another score."""


class Sort(StrEnum):
    """What a part of a formula is: a number, a condition, or a band to be judged."""

    NUMBER = "number"
    CONDITION = "condition"
    BAND = "band"


NAMES = MappingProxyType(
    {
        "weight": ("分值", "权重"),
        "target": ("目标值", "指标值", "年度指标值"),
        "target_low": ("目标下限",),
        "target_high": ("目标上限",),
        "actual": ("完成值", "实际完成值", "实际值"),
        "rate": ("完成率", "实际完成率"),
        "overrun": ("超出率",),
        "shortfall": ("缺口率",),
        "deviation": ("偏离度",),
        "gap": ("差额",),
        "count": ("次数",),
        "days_late": ("逾期天数",),
        "executed": ("执行数", "全年执行数"),
        "budget": ("预算数", "全年预算数"),
        "execution_rate": ("执行率", "预算执行率"),
        "achieved": ("达成",),
    }
)
"""Each name of the language with its Chinese words, the first for display."""

UNCERTAIN = frozenset(NAMES) - {
    "weight",
    "target",
    "target_low",
    "target_high",
    "budget",
}
"""The names that hang on the one number that may be uncertain."""

FUNCTIONS = MappingProxyType(
    {
        "min": (("最小值",), 2, 8),
        "max": (("最大值",), 2, 8),
        "abs": (("绝对值",), 1, 1),
        "clamp": (("限于",), 3, 3),
        "floor": (("取整",), 1, 1),
        "ceil": (("进位取整",), 1, 1),
        "round": (("四舍五入",), 2, 2),
        "steps": (("满档数",), 3, 3),
        "started_steps": (("起档数",), 3, 3),
        "within": (("酌情",), 2, 2),
        "within_below": (("酌情低于",), 2, 2),
    }
)
"""Each function with its Chinese words and its least and most arguments."""

CONNECTIVES = MappingProxyType({"且": "and", "或": "or", "非": "not"})

ALIASES = MappingProxyType(
    {name: name for name in (*NAMES, *FUNCTIONS)}
    | {word: name for name, words in NAMES.items() for word in words}
    | {word: name for name, (words, _, _) in FUNCTIONS.items() for word in words}
    | CONNECTIVES
)
"""Every word that may stand in a formula, with the name it stands for."""

SIGNS = MappingProxyType(
    {
        "×": "*",
        "✕": "*",
        "÷": "/",
        "−": "-",
        "–": "-",
        "≥": ">=",
        "≧": ">=",
        "≤": "<=",
        "≦": "<=",
        "≠": "!=",
        "【": "(",
        "】": ")",
        "［": "(",
        "］": ")",
        "〔": "(",
        "〕": ")",
        "、": ",",
        "，": ",",
    }
)
"""Signs of printed formulas that are written otherwise in code."""
