"""What each command about rulesets does."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from perfscore.cli.output import (
    complain,
    print_json,
    say_aside,
    write,
    write_lines,
    write_new,
)
from perfscore.errors import RuleSetError
from perfscore.forms.faults import fault
from perfscore.messages import Lang, say
from perfscore.reports.layout import paragraph
from perfscore.reports.rulebook import (
    case_lines,
    list_lines,
    ruleset_lines,
    unreached_lines,
)
from perfscore.reports.skeleton import skeleton
from perfscore.rules.library import load_ruleset, rules_folder, rulesets
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.schema import FILE, schema_text
from perfscore.scoring.cases import CaseResult, check_cases
from perfscore.scoring.reach import Unreached, unreached


def show_list(args: argparse.Namespace) -> int:
    """List the rulesets."""
    found = rulesets()
    if args.format == "json":
        print_json(
            [
                {
                    "id": rules.id,
                    "title": rules.title.model_dump(),
                    "jurisdiction": rules.jurisdiction.model_dump(),
                    "fingerprint": rules.fingerprint,
                }
                for rules in found
            ]
        )
    else:
        write_lines(list_lines(found, args.lang))
    return 0


def show(args: argparse.Namespace) -> int:
    """Show a ruleset as a person reads it."""
    rules = load_ruleset(args.ruleset)
    if args.format == "json":
        write(rules.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        write_lines(ruleset_lines(rules, args.lang))
    return 0


def check(args: argparse.Namespace) -> int:
    """Run the cases of rulesets; a bad file is told and the rest goes on."""
    code = 0
    found = []
    for name in args.rulesets or [rules.id for rules in rulesets()]:
        try:
            rules = load_ruleset(name)
        except RuleSetError as error:
            complain(error, args.lang)
            code = 2
            continue
        results, missed = check_cases(rules), unreached(rules)
        if any(result.problem for result in results):
            code = max(code, 1)
        if args.format == "json":
            found.append(_checked(rules, results, missed, args.lang))
        else:
            write_lines(case_lines(rules, results, args.lang))
            write_lines(unreached_lines(missed, args.lang))
    if args.format == "json":
        print_json(found)
    return code


def _checked(
    rules: RuleSet,
    results: Sequence[CaseResult],
    missed: Sequence[Unreached],
    lang: Lang,
) -> dict[str, object]:
    cases = [
        {
            "name": result.name,
            "found": str(result.item.set),
            "problem": result.problem and result.problem.text(lang),
        }
        for result in results
    ]
    branches = [
        {
            "place": str(one.place),
            "rule": one.rule,
            "formula": one.formula.text(lang),
            "branch": one.branch.text(lang),
        }
        for one in missed
    ]
    return {
        "id": rules.id,
        "fingerprint": rules.fingerprint,
        "cases": cases,
        "unreached": branches,
    }


def new(args: argparse.Namespace) -> int:
    """Write the skeleton of a ruleset."""
    name = str(args.ruleset)
    if not _ID.fullmatch(name):
        raise RuleSetError("cli.bad-id", name=name[:60])
    if name in {rules.id for rules in rulesets()}:
        raise RuleSetError("cli.id-taken", name=name)
    schema = (rules_folder() / FILE).as_uri()
    text = skeleton(name, extends=args.extends, schema=schema, lang=args.lang)
    _put(text, args.output, args.lang)
    return 0


def schema(args: argparse.Namespace) -> int:
    """Write the JSON Schema of ruleset files."""
    _put(schema_text(), args.output, args.lang)
    return 0


_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def _put(text: str, output: str | None, lang: Lang) -> None:
    """Write a text to a new file, or to standard output where none is named."""
    if output is None:
        write(text)
        return
    path = Path(output)
    try:
        write_new(path, text)
    except FileExistsError:
        raise RuleSetError("cli.file-exists", name=output) from None
    except OSError as error:
        raise RuleSetError("cli.not-written", name=output, why=fault(error)) from None
    said = say("cli.written", name=output).text(lang)
    say_aside(paragraph(said, hang=2, style="green"))
