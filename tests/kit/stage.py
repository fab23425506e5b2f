"""A bare page in which real widgets of this process are shown and used: real Python, real front end, no JupyterLab.

Between the two stands what a kernel and anywidget do, in stage.js and here: state and messages go as JSON and bytes,
one after the other. The page has a fixed address that nothing serves but the stage itself, so storage and the clipboard
work as on a server, and JupyterLab's own style sheets of both themes.

    with Stage(browser) as stage:
        stage.show(ExerciseWidget(question, record))
        stage.page.get_by_role("button", name="Check my answer").click()
"""

import base64
import functools
import json
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import comm
from comm.base_comm import BaseComm
from ipywidgets import Widget, widget_serialization
from playwright.sync_api import Browser, BrowserContext, Request, Route, ViewportSize

Event = dict[str, Any]  # something that Python says to the page
ADDRESS = "http://stage.localhost/"
INSIDE = (ADDRESS, "data:", "blob:", "about:")
WIDE, PHONE = ViewportSize(width=1200, height=1500), ViewportSize(width=390, height=844)
_SCRIPT = Path(__file__).with_name("stage.js")
_THEMES = Path(sys.prefix) / "share" / "jupyter" / "lab" / "themes" / "@jupyterlab"
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stage</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style data-theme="light">{light}</style><style data-theme="dark">{dark}</style>
<style>body {{ margin: 0; background: var(--jp-layout-color0); color: var(--jp-ui-font-color1);
font: var(--jp-ui-font-size1)/1.3 var(--jp-ui-font-family); }}</style></head><body><main></main>
<script src="stage.js"></script></body></html>"""

_CLEAR = "() => { localStorage.clear(); sessionStorage.clear() }"


@functools.cache
def _theme(name: str) -> str:
    return (_THEMES / f"theme-{name}-extension" / "index.css").read_text(encoding="utf-8")


class Tab:
    """A tab of the browser, which one stage after the other stands in: to open one costs more than most tests do."""

    def __init__(self, window: BrowserContext) -> None:
        self.stage: Stage | None = None  # whose page it is now; between two stages, what the page says is for nobody
        self.page = window.new_page()
        self.page.route("**/*", self._serve)
        self.page.expose_function("stageToPython", self._hear)
        self.page.on("request", self._asked)
        self.page.on("pageerror", self._failed)

    def load(self, stage: "Stage") -> None:
        """Load the page anew for a stage, with nothing in its storage and the mouse in a corner."""
        self.page.goto(ADDRESS)
        self.page.evaluate(_CLEAR)  # here, since a page may write when it is left
        self.page.mouse.move(0, 0)
        self.stage = stage

    def _hear(self, message: str) -> str:
        return self.stage.hear(message) if self.stage else "[]"

    def _asked(self, request: Request) -> None:
        if self.stage and not request.url.startswith(INSIDE):
            self.stage.left.append(request.url)

    def _failed(self, error: Exception) -> None:
        if self.stage:
            self.stage.failed.append(str(error))

    def _serve(self, route: Route) -> None:
        """Answer the page's own requests; there is no server, and nothing else is reached."""
        if route.request.url == ADDRESS:
            route.fulfill(body=_PAGE.format(light=_theme("light"), dark=_theme("dark")), content_type="text/html")
        elif route.request.url == f"{ADDRESS}stage.js":
            route.fulfill(path=_SCRIPT, content_type="text/javascript")
        else:
            route.abort()


class Window:
    """The browser's window of one kind, and its tabs that no stage stands in now."""

    def __init__(self, browser: Browser, phone: bool) -> None:
        self.context = browser.new_context(
            viewport=PHONE if phone else WIDE,
            has_touch=phone,
            reduced_motion="reduce",  # colours are there at once: axe-core must not measure one that still changes
        )
        self.free: list[Tab] = []


_windows: "weakref.WeakKeyDictionary[Browser, dict[bool, Window]]" = weakref.WeakKeyDictionary()


class Line(BaseComm):
    """A widget's connection to the page; what a kernel has for it."""

    def __init__(self, stage: "Stage", **about: Any) -> None:
        self._stage = stage
        super().__init__(**about)

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        """Tell the page what the widget says; of what has just been made, the page hears when it is shown."""
        if msg_type == "comm_msg":
            self._stage.tell(self.comm_id, data, buffers or ())


class Stage:
    """The page, and the widgets on it; use it in a `with`, and make the widgets within.

    phone : a narrow page that is touched
    """

    def __init__(self, browser: Browser, *, phone: bool = False) -> None:
        self._browser, self._phone = browser, phone
        self._lines: dict[str, Line] = {}
        self._shown: list[Widget] = []
        self._known: set[str] = set()  # widgets of which the page has a model
        self._said: list[Event] | None = None  # collected while Python acts on a message; the page gets all at once
        self._held: list[str] | None = None
        self._theme = "light"
        self._clocked = False
        self.silent = False  # whether Python answers no more, as when a kernel has died
        self.told: list[str] = []  # all that the page was ever told
        self.left: list[str] = []
        self.failed: list[str] = []

    # ------------------------------------------------------------------ beginning and end

    def __enter__(self) -> "Stage":
        self._create, comm.create_comm = comm.create_comm, self._connect
        free = self._window().free
        self._tab = free.pop() if free else Tab(self._window().context)
        self.page = self._tab.page
        self._tab.load(self)
        self.theme("light")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        comm.create_comm = self._create
        self._known.clear()
        for widget in self._shown:
            widget.close()  # else ipywidgets keeps it as long as the process
        self._tab.stage = None
        if self._clocked:
            _windows[self._browser].pop(self._phone).context.close()
        elif kind is None:
            self._window().free.append(self._tab)
        else:
            self.page.close()
        if kind is None:
            assert self.left == [], "requests to the outside"
            assert self.failed == [], "errors of the page"

    def _window(self) -> Window:
        windows = _windows.setdefault(self._browser, {})
        if self._phone not in windows:
            windows[self._phone] = Window(self._browser, self._phone)
        return windows[self._phone]

    def _connect(self, *_: Any, **about: Any) -> BaseComm:
        line = Line(self, **about)
        self._lines[line.comm_id] = line
        return line

    # ------------------------------------------------------------------ what a test does

    def take_clock(self) -> None:
        """Let the test turn the page's clock from now on; so turn all of its window's, which ends with the stage."""
        self._clocked = True
        self.page.clock.install()

    def show(self, *widgets: Widget) -> None:
        """Show widgets at the end of the page, as cells that are run do, and wait until they are drawn."""
        for widget in widgets:
            self._deliver(self._opening(widget))
            self._shown.append(widget)
            self.page.evaluate("id => stage.show(id)", widget.model_id)

    def clear(self) -> None:
        """Take all widgets off the page, as when a notebook's cells are run again; the tab keeps what it stored."""
        self._shown, self._known = [], set()
        self.page.evaluate("() => stage.clear()")

    def reload(self) -> None:
        """Load the page again; its widgets come back as Python has them now, as with a kernel that lives on."""
        self._known.clear()
        self.page.reload()
        self.theme(self._theme)
        widgets, self._shown = self._shown, []
        self.show(*widgets)

    def theme(self, name: str) -> None:
        """Change to JupyterLab's "light" or "dark" theme."""
        self._theme = name
        self.page.evaluate("name => stage.theme(name)", name)

    @contextmanager
    def busy(self) -> Iterator[list[str]]:
        """Let Python answer only when this ends, as a kernel does that runs a long cell; gives what waits for it."""
        self._held = []
        yield self._held
        held, self._held = self._held, None
        for message in held:
            self._deliver(self._acted(message))

    # ------------------------------------------------------------------ between Python and page

    def tell(self, name: str, data: dict[str, Any], buffers: Any) -> None:
        """Tell the page what a widget of it says; outside of an answer, at once."""
        if name not in self._known or self.silent:
            return
        self.told += [bytes(one).decode("utf-8", "replace") for one in buffers]  # tables travel as bytes
        about = {"id": name, "kind": data["method"], "number": None, "buffers": _as_text(buffers)}
        if data["method"] == "custom":
            events = [{**about, "content": data["content"]}]
        else:
            children = [_widget(one) for one in data["state"].get("children", ())]
            opening = [event for child in children for event in self._opening(child)]
            events = [*opening, {**about, "state": data["state"], "paths": data["buffer_paths"]}]
        if self._said is None:
            self._deliver(events)
        else:
            self._said += events

    def _opening(self, widget: Widget) -> list[Event]:
        """Return what the page must hear before it can show a widget: its whole state, if it does not know it yet."""
        if widget.model_id in self._known:
            return []
        self._known.add(widget.model_id)
        before, self._said = self._said, []
        widget.send_state()
        opening, self._said = self._said, before
        return opening

    def hear(self, message: str) -> str:
        """Act on what a widget's page says; return what Python says to that."""
        if self.silent:
            return "[]"
        if self._held is not None:
            self._held.append(message)
            return "[]"
        return self._as_told(self._acted(message))

    def _acted(self, message: str) -> list[Event]:
        said = json.loads(message)
        buffers = [memoryview(base64.b64decode(one)) for one in said["buffers"]]
        self._said = []
        try:
            self._lines[said["id"]].handle_msg({"content": {"data": said["data"]}, "buffers": buffers})
            events = self._said
        finally:
            self._said = None
        for event in events:
            event["number"] = said["number"]
        return [*events, {"id": said["id"], "kind": "idle", "number": said["number"]}]

    def _deliver(self, events: list[Event]) -> None:
        if events:
            self.page.evaluate("events => stage.hear(events)", self._as_told(events))

    def _as_told(self, events: list[Event]) -> str:
        self.told.append(json.dumps(events, allow_nan=False, ensure_ascii=False))
        return self.told[-1]


def _widget(name: str) -> Widget:
    """Return the widget that another one names as its child."""
    return widget_serialization["from_json"](name, None)


def _as_text(buffers: Any) -> list[str]:
    return [base64.b64encode(one).decode("ascii") for one in buffers]
