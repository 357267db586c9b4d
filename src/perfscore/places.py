"""Where a thing stands: in a file, a table, a sheet or a line of text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfscore.messages import Lang, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a person can find again; all numbers count from 1.

    Attributes:
        file: the file's name, or ``<text>`` and the like where there is no file.
        page: the page of a PDF file.
        table: the number of the table in the document.
        row: the row of the table.
        column: the column of the table's grid.
        sheet: the name of a workbook's sheet.
        cell: the cell of that sheet, as ``B7``.
        line: the line of a text file.
        character: the character of that line.

    Example:
        >>> str(Place(file="a.docx", table=1, row=5, column=4))
        'a.docx 第1表 第5行 第4列'
        >>> Place(file="rules.yaml", line=12, character=5).text("en")
        'rules.yaml:12:5'
    """

    file: str | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    character: int | None = None

    def text(self, lang: Lang = "zh") -> str:
        """Return the place as a person reads it."""
        if self.line is not None and self.table is None:
            spot = [str(self.line)]
            if self.character is not None:
                spot.append(str(self.character))
            return ":".join([self.file or "", *spot]).lstrip(":")
        parts = [self.file] if self.file else []
        if self.sheet is not None:
            parts.append(f"{self.sheet}!{self.cell}" if self.cell else self.sheet)
        for key, number in (
            ("common.place-page", self.page),
            ("common.place-table", self.table),
            ("common.place-row", self.row),
            ("common.place-column", self.column),
            ("common.place-line", self.line),
        ):
            if number is not None:
                parts.append(say(key, number=number).text(lang))
        return " ".join(parts)

    def within(self, file: str) -> Place:
        """Return the same place in a named file."""
        return replace(self, file=file)

    def __str__(self) -> str:
        return self.text()


NOWHERE = Place()
"""The place of what stands in no document."""
