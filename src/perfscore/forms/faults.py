"""What the system says of files, in sentences for people."""

from __future__ import annotations

import errno

from perfscore.messages import Message, say

_KINDS = {
    errno.ENOENT: "forms.fault-missing",
    errno.EACCES: "forms.fault-forbidden",
    errno.EPERM: "forms.fault-forbidden",
    errno.EISDIR: "forms.fault-folder",
    errno.ENOTDIR: "forms.fault-no-folder",
    errno.ENAMETOOLONG: "forms.fault-long-name",
    errno.ELOOP: "forms.fault-loop",
    errno.ENOSPC: "forms.fault-full",
    errno.EDQUOT: "forms.fault-full",
    errno.EFBIG: "forms.fault-full",
    errno.EROFS: "forms.fault-read-only",
    errno.EIO: "forms.fault-device",
    errno.EINVAL: "forms.fault-name",
}


def fault(error: OSError | ValueError) -> Message:
    """Return why a file could not be opened, read or written.

    Args:
        error: what the system raised; a ``ValueError`` where a name cannot be a path.

    Returns:
        A sentence of the catalogue; only the error's code where there is none.

    Example:
        >>> fault(FileNotFoundError(2, "No such file or directory")).text()
        '没有这个文件'
    """
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return say("forms.fault-name")
    key = _KINDS.get(error.errno or 0)
    if key is not None:
        return say(key)
    number = error.errno or 0
    return say("forms.fault-other", code=errno.errorcode.get(number, str(number)))
