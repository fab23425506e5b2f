"""A real JupyterLab on the loopback, driven by Playwright as a student would use it. Only own processes."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from playwright.sync_api import Browser, Frame, Page, Playwright

from tests.kit.browser import ARGUMENTS, find

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
FLAGS = [
    *ARGUMENTS,
    # Whatever the page or the browser itself may try to reach: only the loopback answers.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
NBGRADER = ("formgrader", "validate_assignment", "assignment_list", "course_list")
KERNEL_JS = """() => { const w = window.jupyterapp && window.jupyterapp.shell.currentWidget;
  const k = w && w.sessionContext && w.sessionContext.session && w.sessionContext.session.kernel;
  return Boolean(k && k.status === 'idle') }"""
IDLE_JS = """() => { const w = window.jupyterapp && window.jupyterapp.shell.currentWidget;
  if (!w || !w.content || !w.content.widgets) return false;
  const k = w.sessionContext.session && w.sessionContext.session.kernel;
  if (!k || k.status !== 'idle' || w.sessionContext.pendingInput) return false;
  return w.content.widgets.filter(c => c.model.type === 'code' && c.model.sharedModel.getSource().trim())
    .every(c => c.model.executionState !== 'running' && c.model.sharedModel.execution_count !== null) }"""
DRAWN_JS = """() => [...document.querySelectorAll('.jp-OutputArea-output')]
  .every(output => output.textContent !== 'Loading widget...')"""
ERRORS_JS = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap((c, i) =>
  c.model.type === 'code' ? c.model.sharedModel.getOutputs().filter(o => o.output_type === 'error')
    .map(o => `cell ${i + 1}: ${o.ename}: ${o.evalue}`) : [])"""
RESTART_JS = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"


# What the libraries themselves say where nothing is lost. JupyterLab, of its questions to a kernel that is restarted
# before it has answered. anywidget, of a widget that needed more than two seconds to begin, as on a slow machine: it is
# drawn and can be used, but hears no replies, and a card says so.
HARMLESS = ("Canceled future for create_subshell_request", "[anywidget] Failed to initialize model.")


def launch(playwright: Playwright) -> Browser:
    """Start the browser of this machine."""
    return playwright.chromium.launch(executable_path=find(), args=FLAGS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _without_nbgrader(config: Path) -> None:
    """Switch nbgrader's side bar, menu and button off: it is installed for the tests, and students have none."""
    path = config / "labconfig" / "page_config.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"disabledExtensions": {"@jupyter/nbgrader": True}}), encoding="utf-8")


class Lab:
    """JupyterLab over one folder; use it in a `with`."""

    def __init__(self, work: Path, home: Path, **environment: str) -> None:
        self.work, self.home = work, home
        self.port, self.token = _free_port(), secrets.token_hex(16)
        env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PLOTLY"))}
        env |= {
            "HOME": str(home),
            "IPYTHONDIR": str(home / "ipython"),
            "PATH": str(Path(sys.executable).parent) + os.pathsep + env["PATH"],
        }
        for name in ("config_dir", "data_dir", "runtime_dir"):
            env[f"JUPYTER_{name.upper()}"] = str(home / name)
        for name in ("settings_dir", "workspaces_dir"):
            env[f"JUPYTERLAB_{name.upper()}"] = str(home / name)
        _without_nbgrader(home / "config_dir")
        self._log = (home / "lab.log").open("wb")
        options = [
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={work}",
            *(f"--ServerApp.jpserver_extensions=nbgrader.server_extensions.{one}=False" for one in NBGRADER),
            "--LabApp.expose_app_in_browser=True",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=work,
            env=env | environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 90
        while time.monotonic() < end and self._process.poll() is None:
            try:
                self.api("status")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.home / "lab.log").read_text()[-3000:])

    def __enter__(self) -> "Lab":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def url(self, notebook: str, single: bool = False) -> str:
        """Return a notebook's address; `single` is the one-document mode that suits a narrow screen."""
        mode = "doc" if single else "lab"
        return f"http://127.0.0.1:{self.port}/{mode}/tree/{quote(notebook)}?reset&token={self.token}"

    def fetch(self, path: str, method: str = "GET", timeout: float = 60) -> bytes:
        """Ask the server for a page."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            body: bytes = reply.read()
        return body

    def api(self, path: str, method: str = "GET") -> Any:
        """Ask the server itself."""
        return json.loads(self.fetch(f"api/{path}", method, timeout=10) or b"null")

    def stop(self) -> None:
        """Shut the kernels down, then the server."""
        try:
            for kernel in self.api("kernels"):
                self.api(f"kernels/{kernel['id']}", "DELETE")
        except OSError:
            pass
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


class HasNotebooks(Protocol):
    """A Lab, or a room in one."""

    def url(self, notebook: str, single: bool = False) -> str:
        """Return a notebook's address."""


def open_notebook(page: Page, lab: HasNotebooks, notebook: str, single: bool = False) -> None:
    """Open a notebook and wait for its kernel."""
    page.goto(lab.url(notebook, single))
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for(timeout=60_000)
    page.wait_for_function(KERNEL_JS, timeout=60_000)


def open_and_run(page: Page, lab: HasNotebooks, notebook: str, single: bool = False) -> None:
    """Open a notebook, run all of it, and see that no cell fails."""
    open_notebook(page, lab, notebook, single)
    run_all(page)
    assert errors(page) == []


def command(page: Page, name: str, arguments: dict[str, Any] | None = None) -> None:
    """Run one of JupyterLab's commands."""
    page.evaluate("([name, args]) => { window.jupyterapp.commands.execute(name, args) }", [name, arguments or {}])


def finish(page: Page | Frame, promise: str, timeout: float = 60_000) -> None:
    """Wait for a promise in the page; `evaluate` alone would wait for ever, for a dialog that nobody answers, say."""
    page.evaluate(
        f"""timeout => Promise.race([{promise}, new Promise((_, fail) => setTimeout(() => {{
          const asked = [...document.querySelectorAll('.jp-Dialog')].map((one) => one.innerText).join('; ');
          fail(new Error(`not done after ${{timeout}} ms; open dialogs: ${{asked || 'none'}}`));
        }}, timeout))]).then(() => null)""",
        timeout,
    )


def run_all(page: Page, timeout: float = 120_000) -> None:
    """Run every cell and wait until all have run."""
    command(page, "notebook:run-all-cells")
    wait_idle(page, timeout)


def wait_idle(page: Page, timeout: float = 120_000) -> None:
    """Wait until every code cell has run."""
    page.wait_for_function(IDLE_JS, timeout=timeout, polling=100)


def restart_kernel(page: Page) -> None:
    """Restart the kernel as the menu does, and wait for it.

    First every card must be drawn: a page that was loaded again fetches them from the kernel, and a restart in the
    midst of that makes JupyterLab give up the rest, with an error for each.
    """
    page.wait_for_function(KERNEL_JS, timeout=60_000)
    page.wait_for_function(DRAWN_JS, timeout=60_000)
    finish(page, RESTART_JS)
    page.wait_for_function(KERNEL_JS, timeout=60_000)


def save(page: Page) -> None:
    """Save the notebook and wait until it is saved."""
    finish(page, "window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def set_theme(page: Page, name: str) -> None:
    """Switch to "JupyterLab Light" or "JupyterLab Dark" and wait until it shows."""
    command(page, "apputils:change-theme", {"theme": name})
    page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)
    page.wait_for_timeout(300)


def errors(page: Page | Frame) -> list[str]:
    """Return every error that a cell shows."""
    found: list[str] = page.evaluate(ERRORS_JS)
    return found


def outside(url: str) -> bool:
    """Say whether an address leaves this computer."""
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:"))


def harmless(error: object) -> bool:
    """Say whether an error of the page is one that nothing is lost by."""
    return any(words in str(error) for words in HARMLESS)


def to_top(page: Page) -> None:
    """Scroll the notebook to its first cell: running all cells leaves a reader at the end."""
    page.evaluate("() => { for (const n of document.querySelectorAll('.jp-WindowedPanel-outer')) n.scrollTop = 0 }")
    page.wait_for_timeout(300)
