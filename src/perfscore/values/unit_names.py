"""The units that are known: their names, and how they convert.

Counting words (次, 人, 家) convert to nothing but themselves. All else that converts is
written here as pint reads it; pint never sees a name from a form that is not in here.
"""

from __future__ import annotations

MONEY = {
    "元": 1,
    "千元": 10**3,
    "万元": 10**4,
    "十万元": 10**5,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿元": 10**8,
    "万亿元": 10**12,
}
"""Amounts of money in 元. 分 is a point of a score on these forms, not a hundredth."""

SHARES = {"%": 100, "‰": 1000}
"""Shares of one. 百分点 is not among them: 5 points more is not 5 % more."""

PERIODS = {
    "日": "天",
    "周": "周",
    "月": "月",
    "季度": "季度",
    "半年": "半年",
    "年": "年",
}
"""What something can happen per, and the duration that it is."""

DEFINITIONS = (
    "元 = [money]",
    *(f"{name} = {size} * 元" for name, size in MONEY.items() if size > 1),
    "percent = 1 / 100",
    "permille = 1 / 1000",
    "天 = [time]",
    "小时 = 天 / 24",
    "分钟 = 小时 / 60",
    "秒 = 分钟 / 60",
    "周 = 7 * 天",
    # A month has no fixed number of days, so months and days do not convert.
    "月 = [calendar]",
    "季度 = 3 * 月",
    "半年 = 6 * 月",
    "年 = 12 * 月",
    "米 = [length]",
    "毫米 = 米 / 1000",
    "厘米 = 米 / 100",
    "分米 = 米 / 10",
    "公里 = 1000 * 米",
    "平方米 = 米 ** 2",
    "平方厘米 = 平方米 / 10000",
    "平方公里 = 1000000 * 平方米",
    "公顷 = 10000 * 平方米",
    "亩 = 2000 / 3 * 平方米",
    "立方米 = 米 ** 3",
    "升 = 立方米 / 1000",
    "毫升 = 升 / 1000",
    "克 = [mass]",
    "毫克 = 克 / 1000",
    "微克 = 毫克 / 1000",
    "公斤 = 1000 * 克",
    "吨 = 1000 * 公斤",
    "斤 = 公斤 / 2",
    "千瓦时 = [energy]",
    "度 = 千瓦时",
    "千瓦 = [power]",
    "兆瓦 = 1000 * 千瓦",
    # Each step of data is 1024 of the one before, as storage is counted here.
    "KB = [data]",
    "MB = 1024 * KB",
    "GB = 1024 * MB",
    "TB = 1024 * GB",
    "PB = 1024 * TB",
)
"""The registry of pint, whole."""

NAMES_IN_PINT = {"%": "percent", "‰": "permille", "日": "天"}
"""Names that pint cannot hold, or that say the same."""

MEASURES = frozenset(
    {line.partition(" ")[0] for line in DEFINITIONS} - {"percent", "permille"}
)
"""The units that convert to others."""

_COUNTING = """
    次 人 人次 户 户次 家 家次 个 台 台次 台套 套 件 件次 项 项次 场 场次 类 部 辆 辆次
    车次 条 篇 座 头 起 只 批 批次 份 期 处 所 间 栋 幢 张 本 册 页 支 根 块 片 棵 株 盏
    把 门 种 宗 例 单 笔 班 班次 节 课时 学时 标段 村 艘 架 枚 口 尾 羽 匹 轮 轮次 届 趟
    遍 颗 粒 瓶 箱 袋 盒 桶 包 卷 幅 面 层 床 床位 车位 集 稿 组 队 位 段 道 孔 眼 站 级
    点位 工作日 人天 人日 人月 版 顶 副 双 对 封 桩 屏 路 岗 店 校 园 样 倍 分 吨标准煤
    首 曲 章 刊 字 分贝 学期 学年 班级 人年 吨公里 例次 讲 堂 课 套次 餐 顿 座次 席 席位
    艘次 架次 趟次 条次 窝 扇 工日
    航次 生 具 美元 欧元 港元 日元 英镑 ℃ Mbps
"""
COUNTING = frozenset(_COUNTING.split())
"""Units that convert to nothing but themselves."""

ALIASES = {
    "百分比": "%",
    "百分之": "%",
    "percent": "%",
    "千分比": "‰",
    "千分之": "‰",
    "个百分点": "百分点",
    "人民币": "元",
    "人民币元": "元",
    "元人民币": "元",
    "元整": "元",
    "圆": "元",
    "块钱": "元",
    "rmb": "元",
    "仟元": "千元",
    "萬元": "万元",
    "名": "人",
    "个人": "人",
    "人员": "人",
    "人数": "人",
    "人.次": "人次",
    "人·次": "人次",
    "次数": "次",
    "家数": "家",
    "个数": "个",
    "户数": "户",
    "台数": "台",
    "台套": "台套",
    "台/套": "台套",
    "台(套)": "台套",
    "个小时": "小时",
    "h": "小时",
    "分鐘": "分钟",
    "min": "分钟",
    "秒钟": "秒",
    "s": "秒",
    "日": "天",
    "日历天": "天",
    "自然日": "天",
    "个自然日": "天",
    "个日历天": "天",
    "个工作日": "工作日",
    "星期": "周",
    "个星期": "周",
    "礼拜": "周",
    "个月": "月",
    "月份": "月",
    "季": "季度",
    "个季度": "季度",
    "年度": "年",
    "周年": "年",
    "个年度": "年",
    "m": "米",
    "mm": "毫米",
    "cm": "厘米",
    "km": "公里",
    "千米": "公里",
    "平米": "平方米",
    "平方": "平方米",
    "m2": "平方米",
    "平方千米": "平方公里",
    "km2": "平方公里",
    "ha": "公顷",
    "方": "立方米",
    "立方": "立方米",
    "m3": "立方米",
    "l": "升",
    "ml": "毫升",
    "g": "克",
    "mg": "毫克",
    "μg": "微克",
    "ug": "微克",
    "kg": "公斤",
    "千克": "公斤",
    "t": "吨",
    "市斤": "斤",
    "kwh": "千瓦时",
    "kw·h": "千瓦时",
    "度电": "千瓦时",
    "kw": "千瓦",
    "mw": "兆瓦",
    "db": "分贝",
    "堂课": "堂",
    "场(次)": "场次",
    "kb": "KB",
    "mb": "MB",
    "gb": "GB",
    "g字节": "GB",
    "tb": "TB",
    "pb": "PB",
    "mbps": "Mbps",
    "°c": "℃",
    "摄氏度": "℃",
    "吨标煤": "吨标准煤",
    "tce": "吨标准煤",
}
"""Other names of a unit, in lower case."""

_OBJECTS = """
    单位 企业 公司 机构 部门 事业单位 行政单位 预算单位 项目 子项目 课题 车辆 公车
    公务用车 设备 会议 活动 培训 培训班 检查 巡检 人员 群众 干部 职工 学生 教师 党员
    居民 村民 农户 贫困户 脱贫户 家庭 房产证 宣传片 方案 报告 文件 公文 信息 稿件 村
    社区 乡镇 街道 学校 医院 幼儿园 点位 岗位 就业岗位 房屋 房间 系统 平台 网站 栏目
    问题 案件 事故 投诉 标准 制度 合同 路段 站点 小区 品种 县 区 县区 市 镇 乡 省
"""
OBJECTS = tuple(_OBJECTS.split())
"""What counting words count on these forms: 家 and 家单位 are one unit."""

_COUNTS_OBJECTS = """
    个 家 项 次 场 套 件 台 辆 部 份 篇 条 座 处 所 间 栋 户 起 批 期 类 种 本 张 只 名
    人 例 宗
"""
COUNTS_OBJECTS = frozenset(_COUNTS_OBJECTS.split())
"""The counting words that stand before such an object."""
