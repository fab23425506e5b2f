"""Starts a notebook's kernel with the environment of its room: JupyterLab alone gives all kernels the server's own."""

import json
import os
import runpy
from pathlib import Path

FILE = "room.json"

if __name__ == "__main__":
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / FILE).exists():
            os.environ |= json.loads((folder / FILE).read_text(encoding="utf-8"))
            break
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
