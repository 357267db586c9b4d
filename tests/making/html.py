"""A page as a web page, and as what browsers and mail programs save of it."""

from __future__ import annotations

import quopri
from html import escape

from making.page import Page


def html(page: Page, charset: str = "utf-8") -> bytes:
    """Return a page as HTML in an encoding, with rowspan and colspan."""
    return _html(page, charset).encode(charset)


def _html(page: Page, charset: str) -> str:
    rows = []
    for row in page.rows():
        cells = []
        for box in row:
            spans = f' rowspan="{box.rows}"' if box.rows > 1 else ""
            spans += f" colspan={box.columns}" if box.columns > 1 else ""
            text = escape(box.text).replace("\n", "<br>")
            cells.append(f"<td{spans}><p><span>{text}</span></p></td>")
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    before = "".join(f"<p>{escape(line)}</p>\n" for line in page.before)
    after = "".join(f"<p>{escape(line)}</p>\n" for line in page.after)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}">'
        "<title>信息公开</title><style>td{border:1px solid}</style>"
        "<script>var a = '<table><tr><td>三级指标</td></tr></table>';</script></head>\n"
        f"<body><div>{before}<table border=1>\n<tbody>\n{''.join(rows)}</tbody></table>"
        f"{after}</div></body></html>\n"
    )


def mht(page: Page) -> bytes:
    """Return a page as a saved web archive (MIME, quoted-printable)."""
    content = quopri.encodestring(_html(page, "gb2312").encode("gb18030"))
    head = (
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----=_Next"\r\n'
        "\r\nThis is a multi-part message in MIME format.\r\n\r\n------=_Next\r\n"
        'Content-Type: text/html; charset="gb2312"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: file:///C:/form.htm\r\n\r\n"
    )
    tail = "\r\n------=_Next--\r\n"
    return head.encode() + content.replace(b"\n", b"\r\n") + tail.encode()
