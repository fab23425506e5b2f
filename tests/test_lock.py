"""What students, Binder and CI install stays one thing."""

import sys
import tomllib
from pathlib import Path

import lock
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = {
    "lab.txt": ["lab"],
    "teach.txt": ["lab", "teach"],
    "hub.txt": ["lab", "hub"],
    "site.txt": ["lab", "book", "site"],
    "test.txt": ["lab", "test", "book"],
    "oldest.txt": ["lab", "test"],
}


def test_every_lock_is_known() -> None:
    assert {path.name for path in lock.REQUIREMENTS.iterdir()} == set(LOCKS)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(name: str) -> None:
    text = (lock.REQUIREMENTS / name).read_text()
    blocks = text.split("\n    # via")
    pins = lock.pins(text)
    assert len(pins) > 80
    for pin in pins:
        after = text.split(pin, 1)[1].split("# via", 1)[0]
        assert "--hash=sha256:" in after, pin
    assert blocks
    assert "://" not in text


def test_the_tools_do_not_move_what_students_get() -> None:
    lab = set(lock.pins((lock.REQUIREMENTS / "lab.txt").read_text()))
    test = set(lock.pins((lock.REQUIREMENTS / "test.txt").read_text()))
    names = {pin.split(" ;")[0] for pin in test}
    assert {pin.split(" ;")[0] for pin in lab} <= names


@pytest.mark.parametrize(("name", "extras"), LOCKS.items())
def test_every_package_that_the_project_asks_for_is_locked(name: str, extras: list[str]) -> None:
    project = tomllib.loads((lock.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(need for extra in extras for need in project["optional-dependencies"][extra])]
    locked = [Requirement(pin) for pin in lock.pins((lock.REQUIREMENTS / name).read_text())]
    for need in map(Requirement, asked):
        pins = [pin for pin in locked if canonicalize_name(pin.name) == canonicalize_name(need.name)]
        assert pins, f"{need.name} is in pyproject.toml and not in {name}: run `make lock`"
        for pin in pins:
            (version,) = pin.specifier
            assert need.specifier.contains(version.version, prereleases=True), f"{pin} is not {need}: run `make lock`"


def test_a_drifted_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "lab.txt").write_text("pandas==3.0 \\\n    --hash=sha256:00\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (tmp_path / "environment.yml").write_text("name: x\n")
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    monkeypatch.setattr(lock, "REQUIREMENTS", tmp_path / "requirements")
    monkeypatch.setattr(sys, "argv", ["lock.py", "--check"])
    with pytest.raises(SystemExit, match="make lock"):
        lock.main()


def test_oldest_lock_holds_the_lower_bounds() -> None:
    oldest = {pin.split(" ;")[0] for pin in lock.pins((lock.REQUIREMENTS / "oldest.txt").read_text())}
    for floor in lock.oldest_pins().split():
        assert floor.replace("ruamel.yaml", "ruamel-yaml") in oldest
