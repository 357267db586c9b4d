"""The columns of forms, and the words that head them."""

from __future__ import annotations

import re
from enum import StrEnum


class Column(StrEnum):
    """What a column of the indicator table or of the budget block holds."""

    SIDE = "side"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    COMPARATOR = "comparator"
    TARGET = "target"
    UNIT = "unit"
    ACTUAL = "actual"
    ACTUAL_UNIT = "actual_unit"
    WEIGHT = "weight"
    CLAIMED = "claimed"
    REVIEWED = "reviewed"
    CLAUSE = "clause"
    NOTE = "note"
    REASON = "reason"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    EXECUTED = "executed"
    RATE = "execution_rate"


def _table(entries: dict[Column, str]) -> dict[str, Column]:
    return {word: column for column, text in entries.items() for word in text.split()}


INDICATOR = _table(
    {
        Column.SIDE: "绩效指标 年度绩效指标 本年度绩效指标 指标 绩效目标 年度绩效目标 "
        "年度指标 考核指标 评价指标 年初指标 评价内容",
        Column.LEVEL1: "一级指标 一级 一级指标名称 指标类别 指标类型",
        Column.LEVEL2: "二级指标 二级 二级指标名称",
        Column.NAME: "三级指标 三级 三级指标名称 三级指标内容 指标名称 指标内容 "
        "具体指标 四级指标 绩效指标名称 指标名 三级指标指标内容 "
        "末级指标",
        Column.COMPARATOR: "指标值类型 指标性质 指标符号 计算符号 运算符号 符号 "
        "目标值类型 比较符号 指标方向 逻辑符号 判断符号 目标值符号",
        Column.TARGET: "年度指标值 指标值 目标值 年初目标值 预期指标值 年度目标值 "
        "年初指标值 计划指标值 预期目标值 指标目标值 预期值 计划值 全年目标值 "
        "全年指标值 "
        "绩效目标值 标准值 指标目标 计划目标值 年初预期值 预期指标 年度预期值 "
        "年初设定目标值 年初设定指标值 本年目标值 本年指标值 目标指标值 年初绩效指标值 "
        "预期目标 年度目标 年初目标 计划目标 目标 年度计划 预期完成值 预期实现值 "
        "预期当年实现值 年初设定目标 设定值 目标任务 计划数 计划完成值 年初计划值 "
        "全年预期值 指标标准值 年度预期目标值 "
        "全年调整指标值 调整指标值 调整后指标值 调整目标值 调整后目标值",
        Column.UNIT: "度量单位 计量单位 单位 指标单位 指标值单位 目标值单位",
        Column.ACTUAL: "实际完成值 全年实际值 完成值 实际值 全年完成值 实际完成 "
        "实际完成情况 完成情况 实际指标值 全年实际完成值 实际完成指标值 年度完成值 "
        "指标完成情况 指标完成值 全年完成情况 全年实际完成情况 实际完成数 实际完成指标 "
        "年度实际完成值 年度实际值 实际情况 目标完成情况 完成数 实际数 完成结果 "
        "年终完成值 当年实际完成值 实际达到值 实际实现值 实际执行值 实际完成情况值 "
        "年度完成情况 年度实际完成情况 当年完成情况 完成指标值 实际完成目标值 "
        "执行值 实际达成值 达成值 实现值 执行情况 自评完成情况 全年执行情况 "
        "全年预计完成情况",
        Column.WEIGHT: "分值 权重 指标分值 指标权重 分数 标准分 标准分值 分值权重 "
        "权重分值 满分 分值分 权重% 权重分 设定分值 分值设定 满分值 基础分 标准分数 "
        "目标分值 计划分值 指标满分 三级指标权重 三级指标分值 指标分 分值% 指标权重分 "
        "权数 权值 基准分 总分 应得分 配分 评价分值",
        Column.CLAIMED: "得分 自评得分 自评分 评分 单位自评得分 自评分数 自评得分值 "
        "指标得分 自评分值 实际得分 得分情况 自评价得分 自我评分 得分值 自评价分 "
        "单位自评分 部门自评分 部门自评得分 单位评分 实得分 实得分数 最终得分 自评打分 "
        "三级指标得分 指标自评得分 自评估得分 得分分 "
        "单位自评 自评 自评结果 考核得分 加权得分 折算得分 绩效得分 单项得分",
        Column.REVIEWED: "复核分 复核得分 财政复核分 核定得分 评审得分 复评得分 "
        "财政复核得分 主管部门复核分 主管部门评分 财政评分 审核得分 评价得分 抽查得分 "
        "主管部门复核得分 核定分",
        Column.CLAUSE: "评扣分标准 评分标准 扣分标准 计分标准 赋分标准 评分规则 "
        "计分规则 评分细则 评分办法 赋分规则 评价标准 计分方法 指标评分标准 评分依据",
        Column.NOTE: "指标值说明 指标解释 指标值内容 备注 指标说明 说明 "
        "指标值说明指标解释 "
        "指标内容解释 指标值解释 备注说明 其他说明 自评说明 评分说明 情况说明 得分说明 "
        "指标描述 绩效指标描述 自评依据",
        Column.REASON: "偏差原因分析及改进措施 偏差原因 未完成原因及改进措施 "
        "未完成原因分析 未完成原因和改进措施 偏差原因分析 改进措施 原因分析 "
        "偏差说明",
    }
)

INDICATOR_LIKE: tuple[tuple[re.Pattern[str], Column], ...] = tuple(
    (re.compile(pattern), column)
    for pattern, column in (
        (r".*(复核|核定|抽查|主管部门|财政).*(得分|评分|分)", Column.REVIEWED),
        (r".*(原因|措施).*", Column.REASON),
        (r".{0,6}[评扣计赋]分.{0,4}(标准|规则|细则|办法)", Column.CLAUSE),
        (r".{0,6}(实际|完成)(指标)?值", Column.ACTUAL),
        (r".{0,8}(指标|目标)值", Column.TARGET),
        (r"(本?年度)?绩效(目标|指标)[\d一二三四五六七八九十]{1,2}", Column.SIDE),
        (r"(自评|指标).{0,4}(得|评)分", Column.CLAIMED),
        (r"一级指标(?!.*(权重|得分)).{1,6}", Column.LEVEL1),
        (r"二级指标(?!.*(权重|得分)).{1,6}", Column.LEVEL2),
        (r"三级指标(?!.*(权重|得分|分值|值)).{1,8}", Column.NAME),
        (r".{0,6}(度量|计量)单位", Column.UNIT),
    )
)

BUDGET = _table(
    {
        Column.INITIAL: "年初预算数 年初预算 年初预算金额 年初批复数 年初预算资金 "
        "年初预算批复数 年初安排数 年初预算安排数 年初批复预算数 年初下达预算数 "
        "年初部门预算数 年初预算安排 年初数 年初安排资金 年初预算批复 "
        "预算批复数",
        Column.ADJUSTED: "全年预算数 全年预算 预算数 调整后预算数 调整预算数 "
        "预算调整数 "
        "全年预算金额 预算资金 调整后全年预算数 年度预算数 预算金额 预算安排数 "
        "全年调整预算数 调整后预算 调整预算 全年预算安排数 全年预算总额 全年预算资金 "
        "预算总额 预算安排 预算下达数 调整后预算金额 全年调整后预算数 调整后预算安排数 "
        "预算调整后 调整后",
        Column.EXECUTED: "全年执行数 执行数 实际执行数 全年支出数 支出数 全年执行 "
        "执行金额 "
        "决算数 实际支出数 实际支出 全年实际支出 支出金额 全年执行金额 年度执行数 "
        "预算执行数 实际执行金额 实际支出金额 全年支出 执行额 累计执行数 资金执行数 "
        "全年实际执行数 全年实际支出数 预算执行金额 决算金额 "
        "实际支付数 实际使用数 资金使用数 资金支付数 支付数 全年支付数",
        Column.WEIGHT: "分值 权重 执行率权重 执行率分值 分值分 权重分 分数 满分 "
        "满分值 标准分",
        Column.RATE: "执行率 预算执行率 全年执行率 资金执行率 支出率 执行率% 执行比例 "
        "执行进度 预算执行进度 预算执行率% 执行比率",
        Column.CLAIMED: "得分 自评得分 自评分 评分 执行率得分 得分分 指标得分 实际得分",
        Column.REVIEWED: "复核分 复核得分",
    }
)
