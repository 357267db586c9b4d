"""Rulesets as a person reads them: every shipped one, in both languages."""

from __future__ import annotations

import pytest

from perfscore.messages import Lang
from perfscore.reports.layout import plain, widest
from perfscore.reports.rulebook import list_lines, ruleset_lines
from perfscore.rules.library import load_ruleset, rulesets

NAMES = [rules.id for rules in rulesets()]


def shown(name: str, lang: Lang = "zh") -> str:
    """Return what is shown, with what was broken over lines on one line."""
    lines = plain(ruleset_lines(load_ruleset(name), lang)).splitlines()
    return " ".join(line.strip() for line in lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_ruleset_is_no_wider_than_80_columns(name: str, lang: Lang) -> None:
    text = plain(ruleset_lines(load_ruleset(name), lang))

    assert [line for line in text.splitlines() if widest(line) > 80] == []
    assert "{'" not in text
    assert "Fraction" not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_a_ruleset_is_shown(name: str) -> None:
    rules = load_ruleset(name)
    text = "".join(shown(name).split())

    for source in rules.sources.values():
        assert "".join(source.document.split()) in text
        assert source.address in text
    for heading in rules.weights.levels:
        assert heading in text
    for clause in rules.clauses:
        assert "".join(clause.text.split()) in text
    for band in rules.rating.bands:
        assert band.word in text
    for point in type(rules.conventions).model_fields:
        assert f"（{point}）" in text
    assert rules.fingerprint in text
    if rules.extends:
        assert f"底本{rules.extends}" in text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("hengyang-2024", "适用 数量，越低越好，一级指标“成本”"),
        ("mof-2003-admin", "除外 政策或特殊原因"),
        ("mof-2003-admin", "按期限记分 (deadline)：用不到"),
        ("mof-2020", "越低越好 达成时 分值；否则 分值 ÷ 完成率"),
        ("platform", "否则 分值 × (2 − 完成率)"),
        ("hubei", "酌情低于(50% × 分值, 80% × 分值)"),
        ("mof-2021-core", "没有成本指标的：产出指标 加 10 分，效益指标 加 10 分"),
        ("mof-2021-core", "越低越好  达成时 分值；否则 酌情(0, 分值)"),
        ("sichuan", "执行率低于 90% 的须说明原因"),
        ("sichuan", "适用期 2022-01-01 至 2023-12-31"),
        ("mof-2020", "适用期自 2020-02-25"),
    ],
)
def test_what_a_ruleset_says_is_said_in_words(name: str, told: str) -> None:
    assert "".join(told.split()) in "".join(shown(name).split())


def test_the_list_names_every_ruleset() -> None:
    text = plain(list_lines(rulesets(), "en"))

    assert all(f"{name}\n" in text for name in NAMES)
