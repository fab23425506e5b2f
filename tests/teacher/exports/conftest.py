"""Exercises of every kind, and the published schemas."""

import os
from pathlib import Path

import pytest
from lxml import etree

from helpers import course

HERE = Path(__file__).parent.parent / "schemas"
FIXTURES = Path(__file__).parent.parent.parent / "exercises" / "fixtures"


def elsewhere(name: str) -> Path:
    """Return a schema that may not be copied into the project; skip where it is not at hand."""
    root = Path(__file__).resolve().parents[3]
    named = [Path(os.environ["QTI_SCHEMAS"])] if "QTI_SCHEMAS" in os.environ else []
    for folder in (*named, *(above / "shared" / "schemas" for above in root.parents)):
        if (folder / name).is_file():
            return folder / name
    pytest.skip(f"{name} may not be copied into the project and is not at hand; see tests/teacher/schemas/README.md")


def parse(path: Path):
    return etree.parse(str(path), etree.XMLParser(no_network=True))


@pytest.fixture(scope="session")
def qti21_schema():
    return etree.XMLSchema(parse(HERE / "qtiv2p1" / "imsqti_v2p1.xsd"))


@pytest.fixture(scope="session")
def manifest_schema():
    return etree.XMLSchema(parse(elsewhere("imscp_v1p1.xsd")))


@pytest.fixture(scope="session")
def qti12_dtd():
    return etree.DTD(str(elsewhere("ims_qtiasiv1p2p1.dtd")))


def _every_question(root: Path):
    from helpers.exercises.bank import lesson_folders, load_exercises

    return [question for folder in lesson_folders() for question in load_exercises(folder)]


@pytest.fixture(scope="session")
def questions():
    """Every exercise of the fixture course, which has each kind, and of the course itself."""
    from helpers.exercises import titles

    found = _every_question(course.root())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(FIXTURES))
        for cached in (course.root, titles._titles):
            cached.cache_clear()
        every = _every_question(FIXTURES)
    for cached in (course.root, titles._titles):
        cached.cache_clear()
    # Ids of the fixtures may be those of the course; here they need only differ.
    taken = {one.id for one in every}
    return every + [one for one in found if one.id not in taken]


@pytest.fixture(scope="session")
def by_kind(questions):
    found: dict[str, list] = {}
    for one in questions:
        found.setdefault(one.kind, []).append(one)
    return found
