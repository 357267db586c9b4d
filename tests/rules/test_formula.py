"""Formulas read as regulations print them; what is no formula is refused, and where."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from perfscore.errors import FormulaError
from perfscore.places import Place
from perfscore.rules.formula import parse_formula
from perfscore.rules.scalars import evaluate
from perfscore.rules.walker import Band, Condition, Names, UndefinedResult
from perfscore.rules.words import ALIASES, FUNCTIONS, NAMES, Sort

ROW: Mapping[str, Fraction] = {
    "weight": Fraction(20),
    "target": Fraction(501),
    "actual": Fraction(480),
    "count": Fraction(3),
    "days_late": Fraction(4),
    "budget": Fraction(200),
    "executed": Fraction(150),
}
ACHIEVED = {"achieved": parse_formula("actual >= target", sort=Sort.CONDITION)}


def value(text: str, **changes: Fraction | int) -> Fraction:
    """Evaluate over the row of 480 out of 501 for 20 points."""
    numbers = {**ROW, **{name: Fraction(given) for name, given in changes.items()}}
    found = evaluate(parse_formula(text), Names(numbers, None, ACHIEVED))
    assert isinstance(found, Fraction)
    return found


def holds(text: str) -> bool:
    return value(f"1 if {text} else 0") == 1


def refusal(text: str, place: Place | None = None) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text, place=place)
    return caught.value


def key_and_character(text: str) -> tuple[str, int]:
    error = refusal(text)
    assert error.place is not None
    assert error.place.line == 1
    assert error.place.character is not None
    return error.message.key.removeprefix("rules.formula-"), error.place.character


# Text as written in regulations. 480/501 − 60 % = 1794/5010 = 299/835; over 40 % that
# is 299/334.
@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("（实际完成率-60%）/（1-60%）*10", Fraction(2990, 334)),
        ("得分=（实际完成率-60%）/（1-60%）*10", Fraction(2990, 334)),
        ("得分 ＝ （实际完成率－６０％）÷（１－６０％）×１０", Fraction(2990, 334)),
        ("score = (rate - 60%) / (1 - 60%) * 10", Fraction(2990, 334)),
        ("S=（完成值÷目标值−0.6）÷（1−0.6）×10", Fraction(2990, 334)),
        ("【（实际完成率–60％）÷（1–60％）】×分值", Fraction(5980, 334)),
        ("〔(完成率-60%)/(1-60%)〕*权重", Fraction(5980, 334)),
        ("［(rate-60%)/(1-60%)］✕weight", Fraction(5980, 334)),
        ("分值*实际完成值/年度指标值", Fraction(9600, 501)),
        ("weight×完成值÷target", Fraction(9600, 501)),
        ("分值 － 逾期天数 × 0.5", Fraction(18)),
        ("分值-次数*2", Fraction(14)),
        ("分值*预算执行率", Fraction(15)),
        ("分值×（全年执行数÷全年预算数）", Fraction(15)),
        ("权重*缺口率", Fraction(420, 501)),
        ("10*超出率", Fraction(0)),
        ("偏离度", Fraction(-21, 501)),
        ("差额", Fraction(-21)),
        ("5‰*1000", Fraction(5)),
        ("５‰＊1000", Fraction(5)),
        ("99.995%", Fraction(99995, 100000)),
        (".5+0.5", Fraction(1)),
        ("0060", Fraction(60)),
        ("+5", Fraction(5)),
        ("--5", Fraction(5)),
        ("2-3-4", Fraction(-5)),
        ("2/3/4", Fraction(1, 6)),
        ("2-（3-4）", Fraction(3)),
        ("2+3*4", Fraction(14)),
        ("-2*3", Fraction(-6)),
        ("１／３", Fraction(1, 3)),
        ("0.1+0.2", Fraction(3, 10)),
        ("\t分值\r\n", Fraction(20)),
        ("分值\u3000×\u30002", Fraction(40)),
        ("分值\u00a0×\u00a02", Fraction(40)),
        ("最大值（1，2、3）", Fraction(3)),
        ("最小值(1,2,3,4,5,6,7,8)", Fraction(1)),
        ("绝对值(-3)", Fraction(3)),
        ("限于(7,0,5)", Fraction(5)),
        ("限于(-7,0,5)", Fraction(0)),
        ("取整(2.9)", Fraction(2)),
        ("取整(-2.1)", Fraction(-3)),
        ("进位取整(2.1)", Fraction(3)),
        ("进位取整(-2.9)", Fraction(-2)),
        ("四舍五入(2.905, 2)", Fraction(291, 100)),
        ("四舍五入(-2.905, 2)", Fraction(-291, 100)),
        ("四舍五入(0.5, 0)", Fraction(1)),
        ("四舍五入(2.5, 0)", Fraction(3)),
        ("四舍五入(-0.5, 0)", Fraction(-1)),
        ("四舍五入(2.9049999999999, 2)", Fraction(29, 10)),
        ("min(max(1, 2), 3) + max(min(1, 2), 0)", Fraction(3)),
    ],
)
def test_regulation_text_gives_exact_results(text: str, result: Fraction) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("60%≤完成率", True),
        ("60％≦实际完成率＜100％", True),
        ("100%≤完成率", False),
        ("60%<=rate<1", True),
        ("1>完成率≥60%", True),
        ("完成率＞＝60%", True),
        ("完成率 ＜= 60%", False),
        ("完成值=480", True),
        ("完成值＝480", True),
        ("完成值==480", True),
        ("完成值＝＝481", False),
        ("完成值≠480", False),
        ("完成值!=481", True),
        ("完成值！＝481", True),
        ("达成", False),
        ("非 达成", True),
        ("非达成", True),
        ("not 达成 and 分值>10", True),
        ("完成率>60%且分值>10", True),
        ("完成率>60%且分值>30", False),
        ("分值>30或分值<21", True),
        ("达成 或 非达成", True),
        ("非（达成或分值>10）", False),
        # "and" binds before "or", "not" before both.
        ("1=1 or 1=2 and 1=2", True),
        ("(1=1 or 1=2) and 1=2", False),
        ("not 1=2 and 1=1", True),
        ("not (1=2 and 1=1)", True),
        ("1 < 2 < 3 < 4", True),
        ("1 < 3 < 2 < 4", False),
        ("1 < 2 > 1 = 1 != 2", True),
    ],
)
def test_conditions_as_written(text: str, truth: bool) -> None:
    assert holds(text) is truth


@pytest.mark.parametrize(
    ("rate", "result"),
    [
        (Fraction(1), 10),
        (Fraction(95, 100), 10),
        (Fraction(94996, 100000), 8),
        (Fraction(85, 100), 8),
        (Fraction(84999, 100000), 0),
    ],
)
def test_chinese_bands_read_from_the_first(rate: Fraction, result: int) -> None:
    """A rate of 94.996 % is below 95 %: nothing is rounded before comparing."""
    text = "10 if 完成率≥95% else 8 if 85%≤完成率＜95% else 0"
    assert value(text, target=1, actual=rate) == result


def test_only_the_branch_that_is_taken_is_walked() -> None:
    assert value("分值 if 目标值=0 else 分值*完成率", target=0) == 20
    assert value("1 if 目标值=0 or 完成率>0 else 2", target=0) == 1
    assert value("1 if 目标值≠0 and 完成率>0 else 2", target=0) == 2
    # A chain ends at its first step that does not hold.
    assert value("1 if 1 < 目标值 < 1/目标值 else 2", target=0) == 2


@pytest.mark.parametrize(
    ("text", "changes", "reason"),
    [
        ("完成率", {"target": 0}, "no-rate"),
        ("完成率", {"target": -1}, "no-rate"),
        ("完成率", {"actual": -1}, "no-rate"),
        ("超出率", {"target": 0}, "no-rate"),
        ("缺口率", {"actual": -1}, "no-rate"),
        ("偏离度", {"target": 0}, "no-rate"),
        ("执行率", {"budget": 0}, "no-execution-rate"),
        ("执行率", {"executed": -1}, "no-execution-rate"),
        ("1/(完成值-480)", {}, "division-by-zero"),
        ("1/0", {}, "division-by-zero"),
        ("0/0", {}, "division-by-zero"),
        ("steps(1, 0, 5)", {}, "no-step"),
        ("started_steps(1, -1, 5)", {}, "no-step"),
    ],
)
def test_numbers_that_do_not_exist(
    text: str, changes: dict[str, int], reason: str
) -> None:
    with pytest.raises(UndefinedResult) as caught:
        value(text, **changes)
    assert caught.value.reason.key == f"rules.{reason}"


def test_missing_figures_do_not_exist() -> None:
    for name in NAMES:
        if name == "weight":
            continue
        text = "1 if achieved else 0" if name == "achieved" else name
        with pytest.raises(UndefinedResult):
            evaluate(parse_formula(text), Names({"weight": Fraction(1)}))


def by_counting(number: Fraction, size: Fraction, most: Fraction) -> list[Fraction]:
    """Count full and started steps one by one, at most what there is to deduct."""
    full = started = Fraction(0)
    done = Fraction(0)
    while done < number and started < most + 1:
        started += 1
        if done + size <= number:
            full += 1
        done += size
    return [min(full, most), min(started, most)]


@pytest.mark.parametrize("size", ["10%", "1/3", "7%", "1"])
@pytest.mark.parametrize("most", ["5/0.3", "20/2", "1/2", "0", "3"])
def test_steps_equal_counting(size: str, most: str) -> None:
    """Among others 5 points at 0.3 each: 16 steps of 0.3 and a last one of 0.2."""
    width, limit = value(size), value(most)
    for at in range(-20, 250):
        for number in {Fraction(at, 20), width * at / 6, width * at}:
            found = [
                value(f"steps(actual, {size}, {most})", actual=number),
                value(f"started_steps(actual, {size}, {most})", actual=number),
            ]
            assert found == by_counting(number, width, limit), (number, size, most)


def test_a_last_part_step_takes_what_is_left() -> None:
    """5 points at 0.3: after 16 full steps 0.2 is left, the 17th takes just that."""
    text = "5 - 0.3 * steps(actual, 1, 5/0.3)"
    assert value(text, actual=16) == Fraction(1, 5)
    assert value(text, actual=17) == 0
    text = "5 - 0.3 * started_steps(actual, 1, 5/0.3)"
    assert value(text, actual=16) == Fraction(1, 5)
    assert value(text, actual=Fraction(1601, 100)) == 0


def test_bands_are_values_of_branches_less_deductions() -> None:
    found = evaluate(
        parse_formula("within_below(60%*weight, 80%*weight) - 2*次数"), Names(ROW)
    )
    assert found == Band(Fraction(6), Fraction(10), high_open=True)
    found = evaluate(parse_formula("酌情(0, 分值)-30"), Names(ROW))
    assert found == Band(Fraction(0), Fraction(0))


@pytest.mark.parametrize(
    "text",
    [
        "within(0, 5) + 1",
        "within(0, 5) * 2",
        "within(0, 5) / 2",
        "1 - within(0, 5)",
        "-within(0, 5)",
        "within(0, 5) - within(0, 1)",
        "min(within(0, 5), 3)",
        "within(within(0, 1), 5)",
        "1 if within(0, 5) > 3 else 0",
        "1 if within(0, 5) else 0",
        "floor(within_below(0, 5))",
    ],
)
def test_a_band_is_nothing_else(text: str) -> None:
    assert key_and_character(text)[0] in {"number-wanted", "condition-wanted"}


# Errors point at the character as written; each working counts characters from 1.
@pytest.mark.parametrize(
    ("text", "key", "character"),
    [
        ("（实际完成律-60%）*10", "unknown-name", 2),
        ("得分=（实际完成率-60%）×foo", "unknown-name", 16),
        ("分值 + 完成律", "unknown-name", 6),
        ("分值完成律", "unknown-name", 3),
        ("10 × “二”", "bad-character", 6),
        ("（1＋2）＃3", "bad-character", 6),
        ("rate.real", "bad-character", 5),
        ("100 * 1e5", "bad-character", 7),
        ("分值 % 3", "percent-alone", 4),
        ("60 ％", "percent-alone", 4),
        ("5%%", "percent-alone", 3),
        ("2**3", "syntax", 3),
        ("2//3", "syntax", 3),
        ("（1+2", "syntax", 1),
        ("1+2）", "syntax", 4),
        ("max（1，，2）", "syntax", 7),
        ("分值 分值", "syntax", 4),
        ("2 × × 3", "syntax", 5),
        ("5 else 3", "syntax", 3),
        ("5 if else 3", "syntax", 6),
        ("分值 + （达成）", "number-wanted", 7),
        ("达成 + 1", "number-wanted", 1),
        ("1 + 达成", "number-wanted", 5),
        ("10 if 5 else 0", "condition-wanted", 7),
        ("10 if 达成 else 达成", "number-wanted", 15),
        ("10 if 达成 且 5 else 0", "condition-wanted", 12),
        ("10 if 非 5 else 0", "condition-wanted", 9),
        ("1 + 最小值(5)", "arguments", 5),
        ("1 + 最小值", "function-alone", 5),
        ("1 + 分值(5)", "no-function", 5),
        ("1 + (1, 2)", "not-in-language", 5),
        ("10 * 1234567890123456789", "too-many-digits", 6),
        ("", "empty", 1),
        (" \t", "empty", 1),
        ("得分=", "empty", 1),
        ("1 × （完成率×完成率）", "unknown-squared", 6),
    ],
)
def test_errors_point_at_the_character(text: str, key: str, character: int) -> None:
    assert key_and_character(text) == (key, character)


def test_an_error_moves_on_from_the_place_of_the_text() -> None:
    """In line 12 the text begins at character 14, its 6th character is at 19."""
    error = refusal("分值 + 完成律", Place(file="a.yaml", line=12, character=14))
    assert error.place == Place(file="a.yaml", line=12, character=19)
    assert error.text("en").startswith("a.yaml:12:19: ")
    assert "完成率" in error.text("zh")


def test_a_place_without_character_counts_from_one() -> None:
    error = refusal("1 + foo", Place(file="a.yaml"))
    assert error.place == Place(file="a.yaml", character=5)


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("完成律", "完成率"),
        ("实际完成律*2", "实际完成率"),
        ("逾期日数", "逾期天数"),
        ("weigth", "weight"),
        ("exectuion_rate", "execution_rate"),
        ("Rate", "rate"),
        ("days", "days_late"),
        ("started_step(1,1,1)", "started_steps"),
    ],
)
def test_an_unknown_name_suggests_a_near_one(written: str, near: str) -> None:
    assert dict(refusal(written).message.data)["near"] == near


@pytest.mark.parametrize("name", ["xyzzy", "q", "鑫鑫鑫", "_", "__", "Ω".lower()])
def test_what_is_suggested_is_a_name(name: str) -> None:
    error = refusal(name)
    near = dict(error.message.data).get("near", "rate")
    assert near in ALIASES


NESTED = "(" * 41 + "1" + ")" * 41
BREAK_OUTS = [
    # attributes, calls, dunder
    "rate.real",
    "rate.__class__",
    "().__class__.__bases__",
    "__import__('os')",
    "__import__(os)",
    "__builtins__",
    "eval(1)",
    "open(1)",
    "print(1)",
    "getattr(rate, real)",
    "rate.__class__()",
    "min.__globals__",
    "weight(3)",
    "rate(1)",
    "min(1, 2)(3)",
    "3(4)",
    "(min if achieved else max)(1, 2)",
    "min",
    "floor + 1",
    "abs(floor)",
    # powers and operators of Python
    "2 ** 9999999",
    "9**9**9**9",
    "pow(9, 9)",
    "9 // 2",
    "9 % 2",
    "weight % 2",
    "weight mod 2",
    "1 << 99999",
    "1 >> 1",
    "1 & 2",
    "1 | 2",
    "1 ^ 2",
    "~1",
    "1 @ 2",
    "1 <> 2",
    "1 -> 2",
    "rate is rate",
    "rate is not rate",
    "rate in (1, 2)",
    "rate not in (1, 2)",
    "...",
    "!achieved",
    "achieved && achieved",
    "achieved || achieved",
    # strings and the like
    "'a'",
    '"a"',
    "'a' * 9999999",
    "f'{rate}'",
    "f\"{__import__('os')}\"",
    "b'a'",
    "r'a'",
    "'''a'''",
    "“a”",
    "`rate`",
    # literals
    "9" * 19,
    "9" * 5000,
    "0." + "1" * 18,
    "1e5",
    "1E400",
    "1e999999999",
    "1.5e3",
    "0x10",
    "0b1",
    "0o7",
    "1_000",
    "1__0",
    "1j",
    "5.",
    "1.2.3",
    "1..2",
    ".",
    "12abc",
    "nan",
    "inf",
    "Infinity",
    "½",
    "٣٣ % 2",
    "1,000",
    # lists, tuples, sets, mappings
    "[1, 2]",
    "[]",
    "(1, 2)",
    "()",
    "1,",
    "{1, 2}",
    "{}",
    "{1: 2}",
    "rate[0]",
    "rate[0:1]",
    "[x for x in rate]",
    "(x for x in rate)",
    # arguments
    "min(*rate, 1)",
    "min(**rate)",
    "round(rate, places=2)",
    "round(rate, weight=2)",
    "min(1 for x in rate)",
    "min()",
    "min(1)",
    "min(1,2,3,4,5,6,7,8,9)",
    "clamp(1, 2)",
    "round(1)",
    "steps(1, 2)",
    # statements
    "lambda: 1",
    "lambda rate: rate",
    "(rate := 1)",
    "rate = weight = 1; 2",
    "1; 2",
    "1\n2",
    "import os",
    "yield 1",
    "await rate",
    "del rate",
    "return 1",
    "1 # comment",
    "1 if achieved else",
    "1 if achieved",
    "if achieved: 1",
    "1 \\\n + 2",
    # truthiness and arithmetic on conditions
    "1 if 1 else 0",
    "1 if rate else 0",
    "1 if 0 else 0",
    "1 if not rate else 0",
    "1 if rate and achieved else 0",
    "1 if achieved or rate else 0",
    "rate and weight",
    "rate or weight",
    "not rate",
    "achieved",
    "rate > 1",
    "not achieved",
    "achieved and achieved",
    "achieved + 1",
    "1 - achieved",
    "-achieved",
    "+achieved",
    "achieved * weight",
    "weight * (rate >= 1)",
    "1 if achieved == achieved else 0",
    "1 if achieved = 1 else 0",
    "1 if achieved != (1 = 1) else 0",
    "1 if (1 < 2) < 3 else 0",
    "1 if (rate > 1) = (rate > 2) else 0",
    "min(achieved, achieved)",
    "abs(achieved)",
    "clamp(achieved, 0, 1)",
    "floor(rate > 1)",
    "round(achieved, 2)",
    "round(2, achieved)",
    "achieved if achieved else achieved",
    "1 if achieved else achieved",
    "(achieved if achieved else achieved) + 1",
    "within(achieved, 1)",
    "True",
    "False",
    "None",
    "1 if True else 0",
    "NotImplemented",
    # odd characters
    "1\0",
    "\0",
    "rate\0.real",
    "\ud800",
    "1 + \udfff",
    "\u202erate",
    "rate\u202c",
    "\u2066rate\u2069",
    "1\u200b+ 2",
    "\ufeff1",
    "rate\u200d",
    "😀",
    "1 + 🤖",
    "r\u0430te",
    "ratе",
    "\u0261ap",
    "wеight",
    "完成\u2f32率",
    "完成率\ufe0f",
    "re\u0301te",
    "1 ＄ 2",
    "1\x07",
    "1\x1b[31m",
    "$rate",
    "@rate",
    "rate?",
    "rate'",
    # depth and size
    NESTED,
    "min(1," * 41 + "1" + ")" * 41,
    "-" * 120 + "1",
    "- " * 390 + "1",
    "+-" * 100 + "1",
    "1 if " + "not " * 120 + "achieved else 0",
    "1 if achieved else " * 110 + "0",
    "1 if " * 60 + "achieved" + " else 0" * 60,
    "1" + " + 1" * 250,
    "1" + " + 1" * 110,
    "1" + " < 1" * 300,
    "(" * 100_000,
    ")" * 100_000,
    "1+" * 50_000 + "1",
    "完" * 100_000,
    "9" * 100_000,
    " " * 100_000 + "1",
    "（" * 2000,
    "a" * 2000,
    "完成率" * 600,
    "分" * 1999,
]


@pytest.mark.parametrize("text", BREAK_OUTS, ids=lambda text: ascii(text)[:40])
def test_break_outs_are_refused_when_read(text: str) -> None:
    error = refusal(text)
    assert error.place is not None
    assert error.place.character is not None
    assert 1 <= error.place.character <= max(len(text), 1) + 1
    assert error.text("zh")
    assert error.text("en")
    assert len(error.text("zh")) < 2500


def test_sorts_are_asked_for() -> None:
    assert parse_formula("rate > 1", sort=Sort.CONDITION).sort is Sort.CONDITION
    assert parse_formula("1 + 1").sort is Sort.NUMBER
    assert parse_formula("within(0, 1)").sort is Sort.BAND
    assert parse_formula("1 if achieved else within(0, 1)").sort is Sort.BAND
    with pytest.raises(FormulaError, match="1:1"):
        parse_formula("1 + 1", sort=Sort.CONDITION)


def test_a_condition_has_no_truth_value() -> None:
    for holding in (True, False):
        condition = Condition(holds=holding)
        with pytest.raises(TypeError, match="holds"):
            bool(condition)
        with pytest.raises(TypeError):
            condition + 1  # type: ignore[operator] # what is shown


def test_limits_admit_what_people_write() -> None:
    bands = "".join(f"{k} if rate >= {k}% else " for k in range(40, 10, -1)) + "0"
    assert value(bands, target=100, actual=33) == 33
    assert value("(" * 40 + "1" + ")" * 40) == 1
    assert value("9" * 18) == 10**18 - 1
    assert value("0." + "1" * 16) == Fraction(int("1" * 16), 10**16)
    assert value("1" + "+1" * 90) == 91
    assert value("1" + " " * 1999) == 1
    assert value("1 if achieved else " * 70 + "0") == 0
    assert value("max(1, " * 39 + "2" + ")" * 39) == 2
    assert value("-" * 90 + "1") == 1


def test_a_formula_tells_the_names_it_uses() -> None:
    formula = parse_formula("分值 if 达成 else max(分值*完成率, steps(gap, 1, 2))")
    assert formula.names == {"weight", "achieved", "rate", "gap"}
    assert not formula.names & set(FUNCTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "rate * rate",
        "rate * overrun",
        "overrun * overrun",
        "shortfall * rate",
        "deviation * gap",
        "gap * actual",
        "actual * actual / target",
        "actual / (1 / actual)",
        "rate * (rate - 1)",
        "(rate + 1) * (2 - rate)",
        "1 / (rate * rate)",
        "1 / (rate / (1 / rate))",
        "1 / rate / rate",
        "rate + 1 / rate",
        "1 / rate - rate",
        "rate / (rate + 1) + rate / (rate + 2)",
        "rate / (rate + 1) + rate",
        "(rate + 1) * (1 / (1 / rate))",
        "min(rate, 1 / rate)",
        "max(1, rate, 1 / rate)",
        "clamp(rate, 0, 1 / rate)",
        "clamp(1 / rate, 0, rate)",
        "1 if rate > 1 / rate else 0",
        "1 if 1 / rate = rate else 0",
        "1 if rate / (rate + 1) < rate else 0",
        "1 if 0 < rate < 1 / rate else 0",
        "abs(rate) * rate",
        "min(rate, 1) * max(rate, 1)",
        "(rate if achieved else 1) * (1 if achieved else rate)",
        "(rate if achieved else 1 / rate) * (rate if achieved else 1)",
        "execution_rate * executed",
        "days_late * days_late",
        "count * count",
        "-rate * -rate",
        "rate * (weight - steps(rate, 10%, 5) - rate)",
    ],
)
def test_the_unknown_times_itself_is_refused(text: str) -> None:
    assert key_and_character(text)[0] == "unknown-squared"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("target / actual", Fraction(501, 480)),
        ("weight * target / actual", Fraction(10020, 480)),
        ("rate / (rate + 1)", Fraction(480, 981)),
        ("(rate - 1) / (rate + 1)", Fraction(-21, 981)),
        ("rate / rate", Fraction(1)),
        ("rate + overrun + shortfall", Fraction(1)),
        ("weight * (2 - rate)", Fraction(10440, 501)),
        ("floor(rate) * floor(rate)", Fraction(0)),
        ("steps(shortfall, 1%, 9) * steps(shortfall, 1%, 9)", Fraction(16)),
        ("steps(shortfall, 1%, 9) * rate", Fraction(1920, 501)),
        ("round(rate, 2) * rate", Fraction(96, 100) * Fraction(480, 501)),
        ("weight * weight * target / target", Fraction(400)),
        ("rate * 2 if rate > 1 else 1 / rate", Fraction(501, 480)),
        ("1 + 1 / (1 + 1 / rate)", 1 + Fraction(480, 981)),
        ("rate * (1 / (rate + 1))", Fraction(480, 981)),
        ("1 if 1 / rate > 1 else 0", Fraction(1)),
        ("min(1 / rate, 2)", Fraction(501, 480)),
    ],
)
def test_the_first_degree_is_accepted(text: str, result: Fraction) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "steps(rate, rate, 5)",
        "steps(rate, 1, actual)",
        "started_steps(1, overrun, 5)",
        "round(1, count)",
        "round(rate, executed)",
    ],
)
def test_sizes_do_not_hang_on_the_actual(text: str) -> None:
    assert key_and_character(text)[0] == "unknown-as-size"


def test_every_word_of_the_language_is_readable() -> None:
    for word, name in ALIASES.items():
        if name in NAMES and name != "achieved":
            assert parse_formula(word).names == {name}
    for word, name in ALIASES.items():
        if name in FUNCTIONS:
            least = FUNCTIONS[name][1]
            assert parse_formula(f"{word}({', '.join(['1'] * least)})").names == set()
