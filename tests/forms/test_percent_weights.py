"""Weights that are printed as percentages, and as shares of 1."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfscore.forms.models import Form
from perfscore.forms.read import read_form


def _form(*weights: str) -> Form:
    lines = ["项目支出绩效自评表", "", "三级指标\t指标值\t实际完成值\t分值\t得分"]
    lines += [f"巡检{n}\t12次\t12次\t{weight}\t5" for n, weight in enumerate(weights)]
    return read_form("\n".join([*lines, ""]).encode())


def test_percentages_that_make_the_whole_are_points_of_100() -> None:
    form = _form("20%", "50％", "30 %")

    assert [row.weight for row in form.indicators] == [20, 50, 30]
    assert not any(row.doubts for row in form.indicators)


@pytest.mark.parametrize("weights", [("20%", "50%"), ("20%", "80"), ("60%", "50%")])
def test_other_percentages_are_no_points(weights: tuple[str, ...]) -> None:
    form = _form(*weights)

    assert form.indicators[0].weight is None
    assert "forms.not-points" in {doubt.key for doubt in form.indicators[0].doubts}


def test_shares_of_one_are_read_as_printed_and_doubted() -> None:
    form = _form("0.2", "0.5", "0.3")

    assert form.indicators[0].weight == Fraction(1, 5)
    assert "forms.weights-of-one" in {doubt.key for doubt in form.doubts}
