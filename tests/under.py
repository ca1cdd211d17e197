"""Run tests under a loop: `python -m tests.under gevent tests/realtime tests/web`."""

import os
import sys

if __name__ == "__main__":
    from realtime import loop

    os.environ["TESTED_UNDER"] = sys.argv[1]
    loop.patch(sys.argv[1])
    import pytest

    sys.exit(pytest.main(sys.argv[2:]))
