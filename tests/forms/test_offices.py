"""Spellings of one office that differ by a slip."""

from __future__ import annotations

import pytest

from perfscore.forms.models import Form, FormKind, Scope
from perfscore.forms.offices import doubt_offices


def doubted(*offices: str) -> list[str]:
    forms = [
        Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="表", office=office)
        for office in offices
    ]
    return [form.office for form in doubt_offices(forms) if form.doubts]


@pytest.mark.parametrize(
    ("offices", "expected"),
    [
        (
            ["南山区财政局机关", "南山区财政局机关", "南出区财政局机关"],
            ["南出区财政局机关"],
        ),
        (["南山区财政局机关", "南出区财政局机关"], []),
        (["财政局", "财政局", "民政局"], []),
        (["北城县财政局", "北城县财政局", "北城县民政局办"], []),
        (["北城县教育局", "北城县教育局", "东海县教育局"], []),
        (["北城县机关事务中心", "北城县...事务中心"], ["北城县...事务中心"]),
        (["", "", "北城县财政局"], []),
    ],
)
def test_a_slip_is_one_against_several(offices: list[str], expected: list[str]) -> None:
    assert expected == doubted(*offices)
