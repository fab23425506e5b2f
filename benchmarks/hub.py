"""Measure what one student costs a classroom hub: memory, start-up and computing time, lesson by lesson.

A student on a hub is a JupyterLab server and a kernel that has run a lesson. Both are really started, on the loopback,
each with a folder of its own for answers. First each lesson alone; then several students at once on the lesson that
takes most memory. Memory is the proportional set size (PSS: what processes share is divided among them), so the
figure a student is the slope from the fewest to the most students, and what is shared is counted once. No time is
asserted. deploy/ and docs/four-ways.md quote a run of this.

Run it from the course's folder on Linux: python benchmarks/hub.py (three minutes; --students 1 4 8 says how many)
"""

import argparse
import json
import os
import secrets
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import requests
import websocket

from helpers import course

MEGABYTE = 1024 * 1024
PATIENCE = 120  # seconds before a start or a lesson counts as hung


class Student:
    """A JupyterLab server of one student, and the kernel in it."""

    def __init__(self) -> None:
        self.token = secrets.token_hex(16)
        self.folder = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        port = self.address.rpartition(":")[2]
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
        command += [f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={self.token}"]
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"token {self.token}"
        started = time.perf_counter()
        self.server = subprocess.Popen(
            command,
            cwd=course.root(),
            env={**os.environ, "COURSE_ANSWERS": self.folder.name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while True:
            try:
                self.session.get(f"http://{self.address}/lab", timeout=5).raise_for_status()
                break
            except requests.RequestException:
                if time.perf_counter() - started > PATIENCE or self.server.poll() is not None:
                    raise RuntimeError("JupyterLab did not start.") from None
                time.sleep(0.05)
        self.seconds_to_start = time.perf_counter() - started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.send_signal(signal.SIGTERM)
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
        self.folder.cleanup()

    def processes(self) -> tuple[psutil.Process, list[psutil.Process]]:
        """Return the server's process and those of its kernels."""
        server = psutil.Process(self.server.pid)
        return server, server.children(recursive=True)

    def run(self, notebook: Path) -> tuple[float, float]:
        """Run all code cells in a new kernel; return the seconds to its first answer and to the last."""
        cells = [c for c in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
        started = time.perf_counter()
        api = f"http://{self.address}/api"
        kernel = self.session.post(
            f"{api}/kernels", json={"name": "python3", "path": f"notebooks/{notebook.name}"}, timeout=PATIENCE
        ).json()["id"]
        channel = websocket.create_connection(
            f"ws://{self.address}/api/kernels/{kernel}/channels?token={self.token}", timeout=PATIENCE
        )
        first = 0.0
        try:
            for number, cell in enumerate([{"source": ""}, *cells]):
                self.execute(channel, "".join(cell["source"]), f"{notebook.name}, code cell {number}")
                first = first or time.perf_counter() - started
        finally:
            channel.close()
        return first, time.perf_counter() - started

    def execute(self, channel: websocket.WebSocket, code: str, where: str) -> None:
        """Run one cell; raises RuntimeError with its place if it fails."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": "execute_request", "username": "", "session": number, "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        channel.send(
            json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"})
        )
        idle = replied = False
        while not (idle and replied):
            message = decode(channel.recv())
            if message["parent_header"].get("msg_id") != number:
                continue
            if message["msg_type"] == "execute_reply":
                replied = True
                if message["content"]["status"] != "ok":
                    raise RuntimeError(f"{where}: {message['content'].get('evalue')}")
            idle = idle or (message["msg_type"] == "status" and message["content"]["execution_state"] == "idle")

    def stop_kernels(self) -> None:
        """End all kernels, as a student does who goes on to the next lesson."""
        for kernel in self.session.get(f"http://{self.address}/api/kernels", timeout=PATIENCE).json():
            self.session.delete(f"http://{self.address}/api/kernels/{kernel['id']}", timeout=PATIENCE)


def decode(frame: str | bytes) -> dict[str, Any]:
    """Return the message in a frame; one with pictures or tables beside its text comes in bytes, the text first."""
    if isinstance(frame, bytes):
        (parts,) = struct.unpack_from("!I", frame)
        ends = (*struct.unpack_from(f"!{parts}I", frame, 4), len(frame))
        frame = frame[ends[0] : ends[1]].decode()
    message: dict[str, Any] = json.loads(frame)
    return message


def pss(process: psutil.Process) -> float:
    return process.memory_full_info().pss / MEGABYTE


def rss(process: psutil.Process) -> float:
    return process.memory_info().rss / MEGABYTE


def cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def lessons() -> list[Path]:
    return sorted((course.root() / "notebooks").glob("[0-9]*.ipynb"))


def one_by_one() -> Path:
    """Print each lesson's figures, and return the notebook that takes most memory."""
    print(f"{'lesson':36}{'server MB':>10}{'kernel MB':>10}{'kernel RSS':>11}{'both MB':>9}", end="")
    print(f"{'kernel s':>9}{'run s':>7}{'CPU s':>7}")
    most: tuple[float, Path] | None = None
    with Student() as student:
        before = sum(cpu(p) for p in (student.processes()[0], *student.processes()[1]))
        print(f"{'(server alone)':36}{pss(student.processes()[0]):10.0f}{'':39}{'':7}{before:7.1f}")
        for notebook in lessons():
            served = cpu(student.processes()[0])
            first, last = student.run(notebook)
            server, kernels = student.processes()
            kernel = sum(map(pss, kernels))
            spent = sum(map(cpu, kernels)) + cpu(server) - served
            print(f"{notebook.stem:36}{pss(server):10.0f}{kernel:10.0f}{sum(map(rss, kernels)):11.0f}", end="")
            print(f"{pss(server) + kernel:9.0f}{first:9.1f}{last:7.1f}{spent:7.1f}")
            most = max(most or (0.0, notebook), (kernel, notebook))
            student.stop_kernels()
    assert most
    return most[1]


def at_once(notebook: Path, counts: list[int]) -> None:
    """Print the figures of several students at once, and the memory that one more takes."""
    print(f"\nAll on {notebook.stem}, all started in the same moment:")
    print(f"{'students':>8}{'all PSS MB':>12}{'a student':>11}{'server s':>10}{'to last cell s':>16}{'CPU s each':>12}")
    totals: list[tuple[int, float]] = []
    for count in counts:
        with ThreadPoolExecutor(count) as pool:
            started = time.perf_counter()
            students = list(pool.map(lambda _: Student(), range(count)))
            try:
                list(pool.map(lambda student: student.run(notebook), students))
                slowest = time.perf_counter() - started
                processes = [p for student in students for p in (student.processes()[0], *student.processes()[1])]
                total = sum(map(pss, processes))
                spent = sum(map(cpu, processes)) / count
                served = max(student.seconds_to_start for student in students)
                print(f"{count:8}{total:12.0f}{total / count:11.0f}{served:10.1f}{slowest:16.1f}{spent:12.1f}")
                totals.append((count, total))
            finally:
                list(pool.map(lambda student: student.__exit__(None, None, None), students))
    if len(totals) > 1:
        (few, least), (many, most) = totals[0], totals[-1]
        print(f"one more student: {(most - least) / (many - few):.0f} MB (slope from {few} to {many})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--students", type=int, nargs="+", default=[1, 4, 8], help="how many at once, in turn")
    counts = parser.parse_args().students
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
    at_once(one_by_one(), sorted(counts))


if __name__ == "__main__":
    main()
