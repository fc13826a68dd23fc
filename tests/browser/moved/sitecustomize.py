"""Every Python process of a product under test that has a clock to be moved: so many seconds on, as a file says.

Python imports a module of this name at its start; the tests put this folder on the path of what they start.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

EVERY = 0.1  # seconds between two looks


def _follow(file: Path) -> None:
    """Travel wherever the file says, for as long as the process lives."""
    before = 0.0
    while True:
        seconds = float(file.read_text() or 0)
        if seconds != before:
            _stay()
            traveller = time_machine.travel(datetime.fromtimestamp(time.time() + seconds, UTC), tick=True)
            traveller.start()
            journeys.append(traveller)
            before = seconds
        time.sleep(EVERY)


def _stay() -> None:
    while journeys:
        journeys.pop().stop()


def _start() -> None:
    _stay()  # a web server's workers are its copies: somewhere in time, and without its threads
    threading.Thread(target=_follow, args=(Path(os.environ["MOVED_CLOCK"]),), daemon=True).start()


if "MOVED_CLOCK" in os.environ:
    import time_machine  # only here: every process of Python comes by
    from huey.consumer import Scheduler  # noqa: TID251 - the clock of the job library is moved as well

    Scheduler.periodic_task_seconds = 2  # the sweep comes at once, not each minute: days pass in seconds
    journeys: list[time_machine.travel] = []
    _start()
    os.register_at_fork(after_in_child=_start)
