"""The real program on a folder of its own: commands, a server, and a plain HTTP client.

CYBERDIR_PROGRAM names the program.
"""

import http.client
import json
import os
import selectors
import signal
import subprocess
import time

START_SECONDS = 60
STOP_SECONDS = 30
ANSWER_SECONDS = 30
COMMAND_SECONDS = 300


def program():
    """Path of the program under test."""
    path = os.environ.get("CYBERDIR_PROGRAM")
    if not path or not os.access(path, os.X_OK):
        raise RuntimeError(f"CYBERDIR_PROGRAM must name the program; it is {path!r}")
    return path


def run(*arguments, data):
    """Runs a command of the program to its end."""
    return subprocess.run(
        [program(), *map(str, arguments), "--data", str(data)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False)


def must(*arguments, data):
    """Runs a command that must succeed; its standard output."""
    done = run(*arguments, data=data)
    if done.returncode != 0:
        raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def start(*arguments, data):
    """Starts a command whose end is somebody else's doing."""
    return subprocess.Popen(
        [program(), *map(str, arguments), "--data", str(data)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def organisation(identifier, mark, owner="IN"):
    """A small valid entry whose content can be told from every other."""
    return {"id": identifier, "kind": "organisation", "short_name": mark,
            "name": {"en": f"Organisation {mark}"}, "type": "company", "meta": {"owner": owner}}


class Server:
    """`cyberdir serve` on a free port; without review, unless it is asked for."""

    def __init__(self, data, review="none"):
        self.process = start("serve", "--review", review, "--listen", "127.0.0.1:0", "--log-level", "error", data=data)
        self.port = self._port()

    def _port(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            deadline = time.monotonic() + START_SECONDS
            line = b""
            while not line.endswith(b"\n"):
                if not selector.select(deadline - time.monotonic()):
                    self.kill()
                    raise AssertionError("the server did not say its address in time")
                part = os.read(self.process.stdout.fileno(), 4096)
                if not part:
                    raise AssertionError(f"the server ended with {self.process.wait()} before it listened")
                line += part
        return int(line.decode().rsplit(":", 1)[1])

    def kill(self):
        """No warning, no clean-up: SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Ends it cleanly; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=STOP_SECONDS)
        self.process.stdout.close()
        return code


class Client:
    """One connection, kept alive; one thread."""

    def __init__(self, port, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        self.token = token

    def ask(self, method, path, body=None, **headers):
        """Status, ETag and body (JSON, where it is JSON). OSError and HTTPException where the server goes away."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = json.dumps(body).encode()
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        content = answer.read()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, answer.getheader("ETag"), json.loads(content) if is_json and content else content

    def close(self):
        self.connection.close()
