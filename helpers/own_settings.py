"""What a student's or a teacher's own Jupyter brings along, and how the course starts all the same.

Settings of their own may name another folder to begin in, and their home may take no files: a guest's account, a full
quota, a home that can only be read.
"""

import os
import tempfile
from pathlib import Path


def folder_options(folder: Path) -> list[str]:
    """Return options for JupyterLab by which it opens this folder, whatever folder somebody's own settings name."""
    return [
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.preferred_dir={folder}",
        f"--FileContentsManager.root_dir={folder}",
        "--FileContentsManager.preferred_dir=",
    ]


def places_that_take() -> tuple[dict[str, str], str]:
    """Return variables that lead Jupyter away from where it cannot write, and a sentence on that; both empty if it can.

    Jupyter must write down where its server listens; without that it ends in two hundred lines of traceback.
    """
    from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir, jupyter_runtime_dir

    lab = Path(jupyter_config_dir()) / "lab"
    wanted = {
        "JUPYTER_RUNTIME_DIR": Path(jupyter_runtime_dir()),
        "JUPYTER_DATA_DIR": Path(jupyter_data_dir()),
        "JUPYTERLAB_SETTINGS_DIR": Path(os.environ.get("JUPYTERLAB_SETTINGS_DIR") or lab / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": Path(os.environ.get("JUPYTERLAB_WORKSPACES_DIR") or lab / "workspaces"),
        "IPYTHONDIR": Path(os.environ.get("IPYTHONDIR") or Path("~/.ipython").expanduser()),
    }
    refused = {name: why for name, folder in wanted.items() if (why := _refuses(folder))}
    if not refused:
        return {}, ""
    away = Path(tempfile.mkdtemp(prefix="jupyter-"))
    name, why = next(iter(refused.items()))
    told = (
        f"Jupyter cannot write to {wanted[name]} ({why}), so its own settings last until you close it. "
        "Your answers do not lie there."
    )
    return {name: str(away / name.lower()) for name in refused}, told


def _refuses(folder: Path) -> str:
    """Return why nothing can be written to a folder; "" if it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as problem:
        return problem.strerror or str(problem)
