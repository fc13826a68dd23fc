"""`make run`: whoever is told to stop stops its children, however early."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from marketplace.serve import answers, told_to_stop


def test_told_to_stop_before_the_server_answers_it_neither_dies_nor_waits_on() -> None:
    before = [(each, signal.getsignal(each)) for each in (signal.SIGINT, signal.SIGTERM)]
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        stopping = told_to_stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert not answers(1, [child], stopping)  # nobody listens on port 1: it would be asked for half a minute
        assert stopping.is_set()
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()
        for each, handler in before:
            signal.signal(each, handler)
