"""Every page is a test: a form that has what its check finds, and one that has not."""

from __future__ import annotations

import pytest

from perfscore.auditing.audit import audit
from perfscore.auditing.catalogue import Check, checks, find_check
from perfscore.auditing.models import Finding, Severity
from perfscore.auditing.pages import example, page
from perfscore.forms.read import read_forms
from perfscore.places import NOWHERE

WITHIN_ONE_FORM = [one for one in checks() if one.code[2] in "12346"]
# A fault that is found twice: both sides of it are wrong, or the score hangs on it.
TOGETHER = {"PS106": {"PS303"}, "PS302": {"PS303"}}


def _findings(text: str) -> list[Finding]:
    return list(audit(read_forms(text.encode())).findings)


@pytest.mark.parametrize("one", WITHIN_ONE_FORM, ids=lambda one: one.code)
def test_the_form_of_a_page_has_its_finding_and_no_other(one: Check) -> None:
    shown = example(one)
    assert shown

    found = _findings(shown.bad)

    assert {f.code for f in found} - TOGETHER.get(one.code, set()) == {one.code}
    for finding in found:
        assert finding.place != NOWHERE
        assert finding.message.hint("zh") or finding.code in {"PS306", "PS601"}
        assert finding.evidence.text("en")


@pytest.mark.parametrize("one", WITHIN_ONE_FORM, ids=lambda one: one.code)
def test_the_other_form_of_a_page_is_clean(one: Check) -> None:
    shown = example(one)
    assert shown

    bad = [f for f in _findings(shown.good) if f.severity is not Severity.NOTE]

    assert bad == []
    assert one.code not in {f.code for f in _findings(shown.good)}


def test_a_page_shows_both_forms() -> None:
    one = find_check("target-cannot-be-met")
    assert one

    text = page(one)

    assert "责任事故次数 | 0 | 次 | <" in text
    assert "责任事故次数 | 0 | 次 | ≤" in text
