"""Starts a real JupyterHub on the loopback, and visits it as a student's browser would."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import requests
import websocket

PATIENCE = 150  # seconds; machines under test are often busy


def free_port() -> int:
    """Return a port that is free together with the two after it: proxy, hub and the proxy's own door."""
    for _ in range(50):
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                for more in (1, 2):
                    with socket.socket() as other:
                        other.bind(("127.0.0.1", port + more))
            except OSError:
                continue
            return port
    raise RuntimeError("No three free ports in a row.")


class Hub:
    """A running hub; its log lies in its folder."""

    def __init__(self, work: Path) -> None:
        self.work, port = work, free_port()
        self.address = f"http://127.0.0.1:{port}"
        (work / "homes").mkdir()
        self.log = (work / "hub.log").open("w")
        environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "COURSE_ANSWERS", "COURSE_ROOT")}
        environment |= {"HUB_WORK": str(work), "HUB_PORT": str(port)}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
        config = Path(__file__).with_name("jupyterhub_config.py")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(config)],
            cwd=work,
            env=environment,
            stdout=self.log,
            stderr=self.log,
        )

    def wait(self) -> None:
        """Return when the hub answers."""
        until(lambda: requests.get(f"{self.address}/hub/api/", timeout=5).ok, self)

    def stop(self) -> None:
        """End the hub, and with it the students' servers."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def until(answers: Any, hub: Hub) -> None:
    """Wait until `answers` is true; what it raises for want of a server does not count."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and hub.process.poll() is None:
        try:
            if answers():
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise AssertionError(f"The hub did not answer:\n{(hub.work / 'hub.log').read_text()[-3000:]}")


class Visit:
    """One student's browser: its cookies, and what it asks for."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub, self.name = hub, name
        self.server = f"{hub.address}/user/{name}"
        self.browser = requests.Session()

    def log_in(self) -> None:
        """Fill in the form of the log-in page."""
        page = self.browser.get(f"{self.hub.address}/hub/login", timeout=PATIENCE)
        token = re.search(r'name="_xsrf" value="([^"]+)"', page.text)
        assert token, page.text[:500]
        done = self.browser.post(
            f"{self.hub.address}/hub/login",
            data={"username": self.name, "password": "any", "_xsrf": token.group(1)},
            allow_redirects=False,
            timeout=PATIENCE,
        )
        assert done.status_code == 302, done.text[:500]

    def start(self) -> None:
        """Start the student's server, and wait for JupyterLab's page."""
        self.browser.get(f"{self.hub.address}/hub/spawn/{self.name}", timeout=PATIENCE)
        until(lambda: "jupyter-config-data" in self.browser.get(f"{self.server}/lab", timeout=PATIENCE).text, self.hub)

    def follow(self, link: str) -> str:
        """Follow an nbgitpuller link, given from `git-pull?` on, and return what the pull said."""
        page = self.browser.get(f"{self.server}/{link}", timeout=PATIENCE)
        page.raise_for_status()
        said = self.browser.get(f"{self.server}/{link.replace('git-pull?', 'git-pull/api?')}", timeout=PATIENCE)
        return said.text

    def run(self, code: str, folder: str) -> str:
        """Run code in a new kernel in a folder of the student's, and return what it prints."""
        self.browser.get(f"{self.server}/lab", timeout=PATIENCE)
        token = next(
            cookie.value for cookie in self.browser.cookies if cookie.name == "_xsrf" and "/user/" in cookie.path
        )
        made = self.browser.post(
            f"{self.server}/api/kernels",
            json={"name": "python3", "path": f"{folder}/x.ipynb"},
            headers={"X-XSRFToken": token or ""},
            timeout=PATIENCE,
        )
        assert made.status_code == 201, made.text
        cookies = "; ".join(
            f"{cookie.name}={cookie.value}"
            for cookie in self.browser.cookies
            if cookie.name != "_xsrf" or "/user/" in cookie.path
        )
        address = self.server.replace("http", "ws", 1)
        channel = websocket.create_connection(
            f"{address}/api/kernels/{made.json()['id']}/channels?_xsrf={token}", cookie=cookies, timeout=PATIENCE
        )
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": "execute_request", "username": "", "session": number, "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        channel.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content}))
        printed = ""
        while True:
            message = json.loads(channel.recv())
            if message["parent_header"].get("msg_id") == number:
                kind, body = message["msg_type"], message["content"]
                printed += body["text"] if kind == "stream" else ""
                assert kind != "error", body["evalue"]
                if kind == "status" and body["execution_state"] == "idle":
                    channel.close()
                    return printed
