"""The shipped rulesets: what they claim to rest on, weights, and telling forms."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from perfscore.forms.models import Form, FormKind, Indicator, Level1, Scope
from perfscore.rules.library import load_ruleset, rulesets
from perfscore.rules.ruleset import SourceStatus
from perfscore.scoring.item import score_indicator
from perfscore.scoring.weights import row_weights
from perfscore.values.parse import parse_value

IDS = [rules.id for rules in rulesets()]


def test_what_is_shipped() -> None:
    assert [
        "hengyang-2024",
        "hubei",
        "hubei-huangshi",
        "lukou-2022",
        "mof-2003-admin",
        "mof-2020",
        "mof-2021-core",
        "platform",
        "platform-80",
        "platform-department",
        "sichuan",
        "transfer-payment",
    ] == IDS


@pytest.mark.parametrize(
    ("name", "source", "status"),
    # What was read, in part or whole, and what is known from memory.
    [
        ("mof-2020", "mof-2020-10", SourceStatus.RECALLED),
        ("mof-2020", "platform", SourceStatus.SEEN),
        ("mof-2020", "perfscore", SourceStatus.CONVENTION),
        ("mof-2021-core", "mof-2021-101", SourceStatus.RECALLED),
        ("mof-2003-admin", "mof-2003", SourceStatus.SEEN_IN_PART),
        ("transfer-payment", "transfer-notes", SourceStatus.SEEN_IN_PART),
        ("mof-2020", "transfer-notes", SourceStatus.SEEN_IN_PART),
        ("transfer-payment", "science-form", SourceStatus.SEEN),
        ("hubei", "hubei-departments", SourceStatus.SEEN),
        ("hubei", "hubei-notes", SourceStatus.SEEN),
        ("hubei-huangshi", "huangshi-forms", SourceStatus.SEEN),
        ("sichuan", "sichuan-forms", SourceStatus.SEEN),
        ("lukou-2022", "lukou-forms", SourceStatus.SEEN),
    ],
)
def test_no_source_claims_more_than_is_known(
    name: str, source: str, status: SourceStatus
) -> None:
    assert load_ruleset(name).sources[source].text is status


@pytest.mark.parametrize("name", IDS)
def test_every_value_quotes_what_commands_it(name: str) -> None:
    rules = load_ruleset(name)
    parts = [rules.weights, rules.budget, rules.rating, rules.rounding, *rules.methods]
    assert all(part.clause for part in parts)
    for point in type(rules.conventions).model_fields:
        convention = getattr(rules.conventions, point)
        assert convention is None or convention.clause


@pytest.mark.parametrize("name", IDS)
def test_weights_make_a_hundred(name: str) -> None:
    rules = load_ruleset(name)
    whole = sum(rules.weights.levels.values()) + rules.budget.weight
    # Of the trial measures of 2003 only the first rows of the annex were seen.
    assert whole == (40 if name == "mof-2003-admin" else 100)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ["成本", "产出", "效益", "满意"],
            {"成本": 20, "产出": 40, "效益": 20, "满意": 10},
        ),
        (["产出", "效益", "满意"], {"产出": 50, "效益": 30, "满意": 10}),
        (["成本", "产出", "效益"], {"成本": 20, "产出": 40, "效益": 30}),
        (["产出", "效益"], {"产出": 50, "效益": 40}),
    ],
)
def test_core_weights_hang_on_the_headings_there_are(
    headings: list[str], expected: dict[str, int]
) -> None:
    levels = load_ruleset("mof-2021-core").weights.of(
        {f"{heading}指标" for heading in headings}
    )
    assert expected == {names[0][:2]: points for names, points in levels.items()}


def form(*headings: str, printed: dict[str, int] | None = None) -> Form:
    rows = tuple(
        Indicator(
            number=number,
            level1=heading,
            name=f"指标{number}",
            target=parse_value("≥1次"),
        )
        for number, heading in enumerate(headings, 1)
    )
    level1 = tuple(
        Level1(name=name, weight=Fraction(points))
        for name, points in (printed or {}).items()
    )
    return Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="自评表",
        indicators=rows,
        level1=level1,
    )


@pytest.mark.parametrize(
    ("name", "headings", "printed", "expected"),
    [
        # Forty points together for benefits and satisfaction.
        ("hubei", ("产出指标", "效益指标", "满意度指标"), None, (40, 20, 20)),
        ("hubei", ("产出指标", "产出指标", "效益指标"), None, (20, 20, 40)),
        # A form that splits them wins; one that names one of them leaves the rest.
        (
            "hubei",
            ("产出指标", "效益指标", "满意度指标"),
            {"效益指标": 30, "满意度指标": 10},
            (40, 30, 10),
        ),
        (
            "hubei",
            ("产出指标", "效益指标", "满意度指标"),
            {"效益指标": 25},
            (40, 25, 15),
        ),
        ("hubei-huangshi", ("产出指标", "效益指标", "满意度指标"), None, (40, 30, 10)),
        # Ninety for all.
        (
            "sichuan",
            ("产出指标", "成本指标", "效益指标", "满意度指标"),
            None,
            (22.5,) * 4,
        ),
        ("sichuan", ("产出指标",), None, (90,)),
        # Cost counts inside output.
        (
            "lukou-2022",
            ("产出指标", "成本指标", "效益指标", "满意度指标"),
            None,
            (25, 25, 30, 10),
        ),
        (
            "mof-2021-core",
            ("成本指标", "产出指标", "效益指标", "满意度指标"),
            None,
            (20, 40, 20, 10),
        ),
        ("mof-2021-core", ("产出指标", "效益指标"), None, (50, 40)),
    ],
)
def test_weights_that_a_form_does_not_print(
    name: str,
    headings: tuple[str, ...],
    printed: dict[str, int] | None,
    expected: tuple[float, ...],
) -> None:
    found = row_weights(form(*headings, printed=printed), load_ruleset(name))
    assert [Fraction(str(points)) for points in expected] == [
        weight.points for weight in found.values()
    ]
    assert all(weight.inferred for weight in found.values())


@pytest.mark.parametrize(
    ("places", "score", "word"),
    [
        (None, "89.5", "良"),
        (0, "89.5", "优"),
        (0, "89.49", "良"),
        (0, "79.6", "良"),
        (1, "89.95", "优"),
        (1, "89.94", "良"),
    ],
)
def test_a_scale_in_whole_points_rounds_first(
    places: int | None, score: str, word: str
) -> None:
    """优 90–100, 良 80–89: 89.5 lies between the bands unless it is rounded."""
    rating = load_ruleset("mof-2020").rating.model_copy(update={"places": places})
    assert rating.word(Fraction(score)) == word


LEVELS = ("产出指标", "成本指标", "效益指标", "满意度指标", "工作量", "工作进度")


@pytest.mark.parametrize("name", IDS)
def test_yuan_and_wan_yuan_earn_the_same_under_every_ruleset(name: str) -> None:
    rules, pick = load_ruleset(name), Random(3)  # noqa: S311 -- the same rows again
    for _ in range(60):
        sign = pick.choice("≥≤=><")
        target = pick.randint(0, 300)
        actual = pick.choice((target, 2 * target, pick.randint(0, 700)))
        level1, weight = pick.choice(LEVELS), pick.choice((5, 10, 20))
        one, other, mixed = (
            score_indicator(
                f"{sign}{wanted}", given, weight, level1=level1, rules=rules
            )
            for wanted, given in (
                (f"{target}万元", f"{actual}万元"),
                (f"{target * 10**4}元", f"{actual * 10**4}元"),
                (f"{target}万元", f"{actual * 10**4}元"),
            )
        )
        assert one.readings == other.readings == mixed.readings
        assert 0 <= one.set.low <= one.set.high <= weight


@pytest.mark.parametrize(
    ("name", "part", "source"),
    # What a source was not seen to say is not laid to it.
    [
        ("sichuan", "budget", "perfscore"),
        ("lukou-2022", "budget", "mof-2020-10"),
        ("transfer-payment", "budget", "mof-2020-10"),
        ("mof-2003-admin", "budget", "perfscore"),
        ("hubei", "budget", "hubei-notes"),
        ("platform", "budget", "platform"),
        ("platform", "weights", "mof-2020-10"),
        ("hubei-huangshi", "weights", "huangshi-forms"),
    ],
)
def test_values_rest_on_what_says_them(name: str, part: str, source: str) -> None:
    assert source == getattr(load_ruleset(name), part).source
