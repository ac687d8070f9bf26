# SPDX-License-Identifier: MIT
"""Runs the real binaries for the tests of the command line: bounded in time and memory, on loopback only."""
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("EGRESS_BIN", pathlib.Path(__file__).resolve().parents[1] / "build/dev/bin"))
TOOLS = ("egress-check", "egress-dns", "egress-tls", "egress-standin")
KEY = "bm90LWEta2V5LWJ1dC1sb29rcy1saWtlLW9uZTEyMzQ1Njc4OTA="


def ports(*pairs):
    """--port A=B for each of the pairs."""
    return [word for pair in pairs for word in ("--port", pair)]


# Nothing in a row of these tables may leave the machine: names are at the stand-in's place, which is closed here.
NOWHERE = ["--standin", "127.0.0.1", "--resolver", "127.0.0.1:9", *ports("443=9", "5671=9", "8883=9", "53=9", "123=9"),
           "--limit", "0.3", "--deadline", "2"]


class Ended:
    """What became of a process: status, out and err (bytes), seconds, peak kilobytes."""

    def __init__(self, status, out, err, seconds, kilobytes):
        self.status, self.out, self.err, self.seconds, self.kilobytes = status, out, err, seconds, kilobytes

    def lines(self):
        return self.err.decode("utf-8", "replace").splitlines()


def run(*command, env=None, stdin=b"", stdout=None, timeout=30, interrupt_after=None, cwd=None, shut_stdout=False):
    """Runs a binary of BIN to its end; `stdout` may be an open file. A hang is a failure with the command's name."""
    name = str(command[0])
    argv = [name if "/" in name else str(BIN / name)] + [os.fsencode(str(c)) if not isinstance(c, bytes) else c for c in command[1:]]
    surroundings = {k: v for k, v in os.environ.items() if k.lower() not in ("https_proxy", "no_proxy", "ssl_cert_file", "no_color")}
    surroundings.update(env or {})
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        began = time.monotonic()
        process = subprocess.Popen(argv, stdin=given, stdout=stdout or out, stderr=err, env=surroundings, cwd=cwd,
                                   preexec_fn=(lambda: os.close(1)) if shut_stdout else None)
        status, usage = None, None
        while status is None:
            done, code, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                status = os.waitstatus_to_exitcode(code)
                break
            gone = time.monotonic() - began
            if interrupt_after is not None and gone > interrupt_after:
                process.send_signal(signal.SIGINT)
                began, interrupt_after, timeout = time.monotonic(), None, 10  # from here on the end is timed
            elif gone > timeout:
                process.kill()
                process.wait()
                raise AssertionError("no end within %d s: %s" % (timeout, argv))
            time.sleep(0.005)
        process.returncode = status
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        return Ended(status, out.read(), err.read(), seconds, usage.ru_maxrss)


class StandIn:
    """egress-standin on free loopback ports; `options` are what egress-check needs to use it."""

    def __init__(self, folder, *more):
        self.folder = pathlib.Path(folder)
        free = ports("443=0", "5671=0", "8883=0", "53=0", "123=0")
        self.process = subprocess.Popen(
            [str(BIN / "egress-standin"), "--quiet", *free, "--ca-out", str(self.folder / "ca.pem"), "--options-out",
             str(self.folder / "standin.toml"), *more], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if self.process.stdout.readline().strip() != b"ready":
            raise RuntimeError("egress-standin did not start: %s" % self.process.stderr.read())
        self.options = ["--options", str(self.folder / "standin.toml")]
        text = (self.folder / "standin.toml").read_text()
        self.ports = {int(a): int(b) for a, b in re.findall(r'"(\d+)=(\d+)"', text)}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
