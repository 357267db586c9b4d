"""``python -m perfscore`` is the command ``perfscore``."""

from perfscore.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
