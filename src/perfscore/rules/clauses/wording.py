"""The words of a piece, for the list of what was not understood."""

from __future__ import annotations

from perfscore.rules.clauses.parts import Named, Points, Span, Written
from perfscore.rules.clauses.pieces import Likewise


def words_of(piece: object) -> str:
    """Return the words of a piece, for the list of what was not understood."""
    if isinstance(piece, Span):
        ends = dict.fromkeys(
            end.figure.text for end in (piece.low, piece.high) if end is not None
        )
        return piece.subject + "-".join(ends)
    if isinstance(piece, Named):
        return piece.words
    if isinstance(piece, Points):
        return f"{piece.low}分" if not piece.of_weight else f"{piece.low * 100}%"
    if isinstance(piece, Written):
        return piece.text
    if isinstance(piece, Likewise):
        return "类推"
    return _WORDS.get(str(piece), str(piece))


_WORDS = {
    "met": "达到",
    "same": "与目标值一致",
    "missed": "未达到",
    "undone": "未开展",
    "partly": "部分完成",
    "above": "高于目标值",
    "below": "低于目标值",
    "on_time": "按时",
    "late": "未按时",
    "otherwise": "否则",
    "none": "未发生",
    "some": "发生",
    "full": "满分",
    "ratio": "按比例",
    "judged_off": "酌情扣分",
    "ratio_or_inverse": "按B/A或A/B",
    "beyond": "按超过的比重",
    "judged": "酌情",
    "linear": "线性",
}
"""What a piece without a figure says, for the list of what was not understood."""
