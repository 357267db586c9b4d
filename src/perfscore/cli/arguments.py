"""The words that the command understands; its help is in both languages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from perfscore.messages import LANGS, say
from perfscore.reports.layout import WIDTH, wrap

_ROOM = WIDTH - 2


class _Help(argparse.HelpFormatter):
    """Help that counts a Chinese character as two columns."""

    def __init__(self, prog: str, **more: object) -> None:
        del more
        super().__init__(prog, max_help_position=24, width=_ROOM)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [line for part in text.splitlines() for line in wrap(part, width)]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = [
            line
            for part in text.splitlines()
            for line in (wrap(part, width) if part.strip() else [""])
        ]
        return "\n".join(f"{indent}{line}" for line in lines)


class _Version(argparse.Action):
    """Print the version; looked up only when it is asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        del namespace, values, option_string
        if sys.stdout:
            sys.stdout.write(f"perfscore {version('perfscore')}\n")
        parser.exit()


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the words of the command line."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "perfscore",
        epilog=_both("examples"),
        formatter_class=_Help,
        add_help=False,
        allow_abbrev=False,
    )
    _dress(parser, "about")
    parser.add_argument("--version", action=_Version, nargs=0, help=_both("version"))
    commands = parser.add_subparsers(
        title=_both("commands", " "), metavar="COMMAND", required=True
    )

    scoring = _command(commands, "score", "score")
    _paths(scoring)
    _options(scoring, ("rules", "actuals", "decisions", "format", "lang"))

    auditing = _command(commands, "audit", "audit")
    _paths(auditing)
    _options(auditing, ("rules", "actuals", "decisions", "format", "lang"))

    explaining = _command(commands, "explain", "explain")
    explaining.add_argument("form", metavar="FORM", help=_both("form-path"))
    explaining.add_argument(
        "indicator", metavar="INDICATOR", nargs="?", help=_both("indicator")
    )
    explaining.add_argument(
        "--form", dest="which", metavar="NAME", default="", help=_both("which")
    )
    _options(explaining, ("rules", "actuals", "decisions", "format", "lang"))

    ruling = _command(commands, "rules", None)
    parts = ruling.add_subparsers(
        title=_both("commands", " "), metavar="COMMAND", required=True
    )
    listing = _command(parts, "list", "rules_list", "rules-list")
    _options(listing, ("format", "lang"))
    showing = _command(parts, "show", "rules_show", "rules-show")
    showing.add_argument("ruleset", metavar="ID|PATH", help=_both("ruleset"))
    _options(showing, ("format", "lang"))
    checking = _command(parts, "check", "rules_check", "rules-check")
    checking.add_argument(
        "rulesets", metavar="ID|PATH", nargs="*", help=_both("rulesets")
    )
    _options(checking, ("format", "lang"))
    return parser


def _dress(parser: argparse.ArgumentParser, about: str) -> argparse.ArgumentParser:
    """Give a parser what all of them share."""
    parser.description = _both(about)
    parser._positionals.title = _both("arguments", " ")  # noqa: SLF001 -- no other way
    parser._optionals.title = _both("options", " ")  # noqa: SLF001 -- as above
    parser.add_argument("-h", "--help", action="help", help=_both("help"))
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: str | None,
    about: str | None = None,
) -> argparse.ArgumentParser:
    key = f"about-{about or name}"
    parser = commands.add_parser(
        name,
        help=_both(key),
        formatter_class=_Help,
        add_help=False,
        allow_abbrev=False,
    )
    _dress(parser, key)
    if run:
        parser.set_defaults(run=run)
    return parser


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", help=_both("paths"))


def _options(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    for name in names:
        if name == "format":
            parser.add_argument(
                "--format",
                choices=("table", "json"),
                default="table",
                help=_both("format"),
            )
        elif name == "lang":
            parser.add_argument(
                "--lang", choices=LANGS, default=LANGS[0], help=_both("lang")
            )
        else:
            metavar = "ID|PATH" if name == "rules" else "FILE"
            parser.add_argument(f"--{name}", metavar=metavar, help=_both(name))


def _both(entry: str, between: str = "\n") -> str:
    """Return a text of the help in both languages; argparse wants ``%`` doubled."""
    message = say(f"cli.{entry}")
    texts = (message.text("zh"), message.text("en"))
    return between.join(texts).replace("%", "%%")
