"""A value as people read it: its cells' comparator and unit stand beside its text."""

from __future__ import annotations

import pytest

from perfscore.values.full_text import full_text
from perfscore.values.parse import parse_value


@pytest.mark.parametrize(
    ("text", "unit", "comparator", "read"),
    [
        ("3", "万人", "≥", "≥3万人"),
        ("100", "%", "=", "=100%"),
        ("12000", "次/年", "≥", "≥12000次/年"),
        ("57.6", "万元", None, "57.6万元"),
        ("57.6", "万", None, "57.6万"),
        ("约300", "人", "≥", "≥约300人"),
        # What the text says itself is not said twice.
        ("≥95%", "%", "≥", "≥95%"),
        ("不低于95", "%", "≥", "不低于95%"),
        ("5%以内", "%", "≤", "5%以内"),
        ("12次", "次/月", "≥", "≥12次"),
        # Words, dates and blanks are no figures of a unit.
        ("保持", "", "定性", "保持"),
        ("12月底前", "", "=", "12月底前"),
        ("", "人", "≥", ""),
        ("3\n个", "个", None, "3 个"),
    ],
)
def test_full_text(text: str, unit: str, comparator: str | None, read: str) -> None:
    value = parse_value(text, unit=unit, comparator=comparator, year=2024)

    assert read == full_text(value)
