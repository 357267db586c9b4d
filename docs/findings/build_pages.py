"""Write the pages of this folder from the catalogue: run it after a change."""

from __future__ import annotations

from pathlib import Path

from perfscore.auditing.catalogue import checks
from perfscore.auditing.pages import file_name, index, page


def main() -> None:
    """Write one page for each check, and the table of them all."""
    folder = Path(__file__).parent
    for old in folder.glob("PS*.md"):
        old.unlink()
    for check in checks():
        (folder / file_name(check)).write_text(page(check), encoding="utf-8")
    (folder / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
