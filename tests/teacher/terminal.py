"""A terminal of a real Jupyter server, as JupyterLab shows it: what is typed there, and what it answers."""

import json
import os
import re
import secrets
import subprocess
import sys
import urllib.request
from pathlib import Path

import websocket

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_ENDED = re.compile(r"ended:(\d+)\r?\n")
_SIGNS = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])")  # colours and titles


class Server:
    """JupyterLab as `make teach` starts it, over a copy of the course; use it in a `with`.

    home : the person's, with settings of their shell; shell : the one that the person uses
    """

    def __init__(self, course: Path, home: Path, shell: str) -> None:
        self._token = secrets.token_hex(16)
        # Nothing is activated, as where a desktop starts it: the environment's Python is called by its path.
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "SHELL": shell, "LANG": "C.UTF-8"}
        if browser := os.environ.get("COURSE_BROWSER"):
            environment["COURSE_BROWSER"] = browser
        options = ["--no-browser", "--allow-root", "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "helpers", "lab", "--teacher", *options, f"--IdentityProvider.token={self._token}"],
            cwd=course,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout
        said = []
        for line in self._process.stdout:
            said.append(line)
            if found := _ADDRESS.search(line):
                self._port = found.group(1)
                return
        raise RuntimeError("".join(said)[-3000:])

    def __enter__(self) -> "Terminal":
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}/api/terminals", method="POST")
        request.add_header("Authorization", f"token {self._token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            name = json.load(answer)["name"]
        return Terminal(f"ws://127.0.0.1:{self._port}/terminals/websocket/{name}?token={self._token}")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=60)


class Terminal:
    """One terminal. What is typed is a line of a shell."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=300)
        self._socket.send(json.dumps(["set_size", 50, 400]))

    def type(self, line: str) -> tuple[int, str]:
        """Type a line and return how it ended and what it printed."""
        self._socket.send(json.dumps(["stdin", f"{line}; echo ended:$?\r"]))
        printed = ""
        while not (found := _ENDED.search(printed)):
            kind, *rest = json.loads(self._socket.recv())
            printed += _SIGNS.sub("", rest[0]) if kind == "stdout" else ""
        return int(found.group(1)), printed[: found.start()]
