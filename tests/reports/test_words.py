"""The words that reports share."""

from __future__ import annotations

import re
from dataclasses import replace

from perfscore.forms.read import read_form
from perfscore.messages import say
from perfscore.reports.words import result_text, targets_text
from perfscore.scoring.card import score
from perfscore.scoring.item import score_indicator
from perfscore.scoring.models import Step


def test_a_unit_stands_beside_its_figure() -> None:
    result = say("scoring.judged", text="[0, 10]")
    step = Step(name=say("common.text", text="得分"), result=result, unit="分")

    assert result_text(step, "zh") == "[0, 10] 分，由人评定"
    assert result_text(replace(step, result=None), "zh") == ""


def test_targets_say_that_their_weights_are_inferred() -> None:
    text = "项目支出绩效目标表\n\n一级指标\t三级指标\t指标值\t分值\n"
    text += "产出指标\t巡检\t12次\t{}\n"
    bare = score(read_form(text.format("").encode()))
    printed = score(read_form(text.format("90").encode()))

    assert any("推定" in one for one in targets_text(bare, "zh"))
    assert not any("推定" in one for one in targets_text(printed, "zh")[:2])


def test_a_trace_in_english_holds_no_chinese_of_ours() -> None:
    """What is unknown is unknown in either language, inside a condition too."""
    item = score_indicator("≥100", "unclear", 10)
    for step in item.steps:
        for part in (step.name, step.expression, step.numbers, step.result):
            text = part.text("en") if part is not None else ""
            assert not re.search("[\u4e00-\u9fff]", text), text
