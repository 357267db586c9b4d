"""Names of comparisons, of what is measured, and of the target."""

from __future__ import annotations

import re


def any_of(words: str) -> str:
    """Return the pattern of one of several phrases, the longest first.

    Args:
        words: phrases separated by white space; they are patterns themselves.
    """
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


# Comparisons with a figure after them.
AT_LEAST = any_of(
    "≥ 大于等于 大于或等于 等于或大于"
    " 不小于 不低于 不得低于 不应低于 不能低于"
    " 不得少于 不应少于 不少于 不短于 未低于"
    " 没有低于 达到或超过 高于或等于 高于等于 等于或高于 达到 达 至少 完成"
    " 超过或等于 实现"
)
MORE = any_of("> 大于 高于 超过 多于 超出 突破 超")
AT_MOST = any_of(
    "≤ 小于等于 小于或等于 等于或小于"
    " 不大于 不高于 不得超过 不应超过 不能超过"
    " 不得高于 不应高于 不超过 未超过 没有超过"
    " 不多于 不超出 低于或等于 低于等于 等于或低于 不超 未超"
)
LESS = any_of(
    "< 小于 低于 少于 不足 不到 未达到 未达 达不到 没有达到 未完成 未满 不满 没达到"
    " 未超过半"
)
EQUAL = any_of("= 等于 为 是")
CONTROLLED = any_of("控制在 保持在 维持在 控制到")
FROM_ON = any_of("及以上 或以上 以上 及其以上")
IN_TIME_OF = any_of("内 以内 之内")
DOWN_FROM = any_of("及以下 或以下 以下 及其以下")
WITHIN = any_of("以内 之内 范围内 及以内 范围以内 范围之内")
INCLUDED = (
    r"\(?(?P<{name}>不含|不包含|不包括|含|包含|包括)(?:本数|等于"
    r"|(?P<{name}_at>[\ue000-\uefff]))?\)?"
)
RANGE = r"[-至到和与]"
BETWEEN = any_of("之间 以内 区间 的 范围内 范围")
INSIDE = any_of("保持在 维持在 控制在 稳定在 在 介于 处于 位于 为 达到")

# Subjects: what is measured. A word that begins something else cannot be part of one.
SUBJECT_SIGN = (
    r"(?:[^\W\d_每扣得计未否则若如不无没按达超低高大小少多的因除且或和与受及偏\ue000-\uefff]"
    r"|计(?=[划算量生])|达(?=标|成率)|低(?=保|收入|压)"
    r"|高(?=校|中|标准|新|速|龄|压|层)|不(?=合格|良|满意|达标率)|无(?=害|障|人|线)"
    r"|小(?=学|区|型|微|额|时|麦)|大(?=学|型|棚|米|气|病)|少(?=年|数|儿)"
    r"|超(?=时|支|标率|期)|按(?=时|期|质|量)|得(?=率)|受(?=益|训|助|理|援)|及(?=时|率)"
    r"|偏(?=差|离[率度程]))"
)
_SUBJECT_END = any_of(
    "人次 场次 户次 批次 误差 偏差 收入 产值 利润 用时 耗时 工期 年限 床位 "
    "率 度 比例 占比 比重 比率 数 数量 量 额 成本 费用 经费 支出 时间 时长 天数"
    " 面积 人数 次数 产量 单产 值 程度 预算 投资 个数 台数 规模 长度 里程 距离"
    " 时限 情况 得分 分数 比值 指数"
)
LATE_NAMES = frozenset(
    ["逾期", "延期", "延迟", "超期", "推迟", "滞后", "延误", "延后", "拖延", "拖期"]
)
SUBJECT = (
    r"(?:(?!较|比(?!例|重|率|值)|当(?!年|期|地|月|量))"
    rf"(?:{SUBJECT_SIGN}{{1,8}}、){{0,3}}(?:每亩|每户|每公里"
    rf"|每平方米)?{SUBJECT_SIGN}{{0,14}}{_SUBJECT_END}"
    "|逾期|延期|延迟|超期|推迟|滞后|延误|延后|拖延|拖期)"
)
QUANTITY_OF = (
    "(?:可|应|总|全部)?[^\\W\\d_每扣得计未否不无没按达超低高的且或\ue000-\uefff]{1,6}"
    "(?:面积|总数|总量|数量|人数|户数|数)的?"
)
_POINTS_WORD = "(?!满分|全分|权重|标准分|分值|[该本此][项指])"
ANY_SUBJECT = (
    rf"(?:(?:每亩|每户|每公里|每平方米)?(?:{_POINTS_WORD}{SUBJECT_SIGN}){{2,10}})"
)
"""A subject before a comparison that is spelled out, which ends in any word."""
RATIO_NAMES = [
    "完成率",
    "实际完成率",
    "任务完成率",
    "目标完成率",
    "指标完成率",
    "完成比例",
    "完成比率",
    "实际完成比例",
    "完成程度",
    "完成度",
    "计划完成率",
    "年度完成率",
    "年度目标完成率",
    "指标值完成率",
    "目标值完成率",
    "达成率",
    "目标达成率",
    "指标达成率",
    "完成情况",
    "实际完成情况",
    "总体完成率",
    "整体完成率",
    "工作完成率",
    "绩效目标完成率",
    "年度指标完成率",
    "完成进度",
    "实现程度",
]
BEYOND_TARGET, BELOW_TARGET, OF_TARGET = "超出目标", "低于目标", "占目标"
EVENTS = "发生数"
"""What a clause measures without calling it by a name."""
NAMELESS = frozenset({BEYOND_TARGET, BELOW_TARGET, OF_TARGET, EVENTS})
DONE = frozenset({"完成", "实际完成"})
"""Words before a figure that name nothing but what the row counts."""
OTHER_MEASURES = re.compile(
    "差|幅|(?<!新)增(?!收|殖)|降|节约|节支|误|减|损|结余|结转|盈|亏"
)
"""In a name, what tells that it is no percentage of the target."""
DEVIATIONS = re.compile("(?:偏差|偏离|误差)(?:率|度|幅度|程度|比例|值)?(?:绝对值)?$")
OVER_NAMES = [
    "超支率",
    "超出率",
    "超支比例",
    "超出比例",
    "超预算比例",
    "超支幅度",
    "超出幅度",
    "超过比例",
]
UNDER_NAMES = ["未完成率", "缺口率", "未完成比例", "未完成部分"]

# The target, as clauses call it.
_PLAN = (
    "目标值 指标值 目标 指标 任务 计划 标准 标准值 要求 计划值 计划数 目标任务"
    " 指标任务 目标数 年度目标 年度指标 年度任务 年度计划 年度目标值 年度指标值"
    " 绩效目标 绩效指标 绩效目标值 预期目标 预期指标 预期值 预期指标值 年初目标"
    " 年初目标值 年初计划 规定标准 规定要求 既定目标 设定目标 设定值 预定目标"
    " 计划任务 计划目标 工作任务 工作目标 任务数 目标要求 指标要求 计划要求"
    " 年度绩效目标 年度绩效指标 年度工作任务 预期效果 合格标准 基准值 任务目标"
    " 分配任务 下达任务 年度目标任务 全部任务 全年任务 全年目标 计划任务数 任务量"
    " 年度指标任务"
    " 目标任务数 合同要求 合同约定 设计要求 规范要求 验收标准 质量标准 序时进度"
)
_BUDGET_WORDS = (
    "年初预算 全年预算 本年预算 年初预算数 全年预算数"
    " 预算 预算数 预算范围 年度预算 年度预算范围 预算金额 预算额 预算总额"
    " 预算控制数 批复预算 预算批复数 成本控制目标 控制目标 控制数 控制标准"
    " 批复投资 批复概算 投资概算 概算 预算批复金额 批复金额 预算批复额 批复数"
    " 预算指标 目标成本 成本目标 定额标准"
    " 支出标准 项目预算 预算成本 计划成本 预算安排"
)
BUDGET = any_of(_BUDGET_WORDS)
_WHOSE = "(?:年初|年度|全年|本年度?|当年|序时)?"
_SET = (
    "(?:设定|预设|预定|既定|规定|下达|核定|批复|申报|考核|预期|分配|确定|制定"
    "|约定|拟定|绩效)"
)
_KIND = "(?:绩效|工作|考核)?(?:目标|指标|任务|计划)(?:任务)?"
_SIZE = "(?:值|数量|数|量)"
TARGET = any_of(
    f"{_PLAN} {_BUDGET_WORDS} {_WHOSE}{_SET}的?{_KIND}{_SIZE}?"
    f" (?:年初|年度|全年|本年度?|当年){_KIND}{_SIZE}?"
    f" {_WHOSE}(?:计划|目标|任务|指标|应|应当)(?:完成)?{_SIZE} 达标线 标准线"
    " (?:合同|计划|规定|目标|批复)(?:工期|时限|期限)"
)
