# SPDX-License-Identifier: MIT
"""Scenarios in several labs side by side: most of a scenario is waiting."""
import queue
import threading
import traceback

import cloud
import lab


def labs(number, work, do, tell):
    """Takes each item of `work` to a lab that is free: do(site, item), and tell(item, what it gave or the exception). `number`
    labs are wired up beside each other and taken down at the end, also after an interruption. A lab in which something
    went wrong is replaced by a new one."""
    waiting, told, stop = queue.SimpleQueue(), queue.SimpleQueue(), threading.Event()
    for item in work:
        waiting.put(item)

    def take():
        try:
            return waiting.get_nowait()
        except queue.Empty:
            return None

    def one_lab(count):
        item = take()
        rebuilt = 0
        while item is not None and not stop.is_set():
            try:
                with lab.Lab(prefix="eg%s%c%d" % (lab.os.getpid() % 100000, ord("a") + count, rebuilt), proxy=True) as site:
                    cloud.up(site)
                    while item is not None and not stop.is_set():
                        told.put((item, do(site, item)))
                        item = take()
            except Exception as failed: # noqa: BLE001: whatever it is, the other scenarios go on
                told.put((item, RuntimeError("%s: %s" % (failed, traceback.format_exc(limit=-3)))))
                item, rebuilt = take(), rebuilt + 1

    threads = [threading.Thread(target=one_lab, args=(n,)) for n in range(min(number, len(work)))]
    for thread in threads:
        thread.start()
    try:
        for _ in work:
            tell(*told.get())
    finally:
        stop.set()
        for thread in threads:
            thread.join()
