"""Mark a thousand made-up submissions, and a few of the same with nbgrader's autograde: time, processor time, memory.

Run it from the course's folder: python benchmarks/marking.py [--submissions 1000] [--nbgrader 30] [--lesson 02]

Ours is `python -m helpers mark` as a teacher runs it, start-up, feedback pages and tables and all. nbgrader's is
`nbgrader autograde` on a notebook with one graded cell that compares the same answers, from the same file, with a
literal key: the least that it can do. No time is asserted: machines differ, and this one may be busy.
"""

import argparse
import importlib.util
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from helpers.exercises.bank import lesson_folders, load_exercises
from helpers.exercises.marking import AnswerError
from helpers.exercises.question import MarkedQuestion
from helpers.exercises.record_line import Attempt, to_line
from helpers.teacher.by_hand import HandMarks
from helpers.teacher.incoming import submissions
from helpers.teacher.keys import load_key
from helpers.teacher.running import Job, mark_one
from tests.kit.tries import OFFERS, versions

ROOT = Path(__file__).resolve().parent.parent
OFFERED = 12  # different answers a question; what a class gives is rarely more varied
CELL = """### BEGIN HIDDEN TESTS
import json
key = json.loads({key!r})
first = {{}}
for line in open("answers.jsonl", encoding="utf-8"):
    one = json.loads(line)
    first.setdefault(one["exercise"], one["answer"])
float(sum(first.get(name) == right for name, right in key.items()))
### END HIDDEN TESTS"""


@dataclass
class Took:
    """Seconds by the clock and by the processor, and the largest process in MB."""

    wall: float
    cpu: float
    memory: float


def offers(questions) -> dict[str, list]:
    """Return some answers to each question, the right one first."""
    found = {}
    for question in questions:
        if not isinstance(question, MarkedQuestion):
            found[question.id] = [question.understand(one) for one in versions(question)]
            continue
        fit = []
        for answer in OFFERS[question.kind](question):
            try:
                fit.append(question.understand(question.carried_out(answer)))
            except AnswerError:
                continue
            if len(fit) == OFFERED:
                break
        found[question.id] = fit
    return found


def record(questions, answers, draw: random.Random, n: int) -> list[Attempt]:
    """Make one student's attempts: most right at once, some wrong and tried again, texts of their own."""
    made = []
    for question in questions:
        given = answers[question.id]
        if not isinstance(question, MarkedQuestion):
            for one in given:
                text = {**one, "text": f"{one['text']} Student {n} says so."} if "text" in one else one
                made.append(Attempt(question.id, text, "think" if question.asks_confidence else "", question.lesson))
            continue
        tries = [given[0]] if draw.random() < 0.55 else draw.choices(given, k=2)
        made += [Attempt(question.id, one, draw.choice(("guess", "think", "sure")), question.lesson) for one in tries]
    return made


def run(command: list[str], cwd: Path) -> Took:
    """Run a command and measure it with all the processes that it starts."""
    # nbgrader calls `alembic` by its bare name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    memory = 0
    with tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen(command, cwd=cwd, stdout=said, stderr=said, env=environment)
        while running.poll() is None:
            memory = max(memory, largest(running.pid))
            time.sleep(0.02)
        wall = time.perf_counter() - began
        said.seek(0)
        if running.returncode:
            raise SystemExit(f"{' '.join(command[:4])} failed:\n{said.read()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory / 1024)


def largest(pid: int) -> int:
    """Return the most kB that a process or one of its children has held so far; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    # Not ru_maxrss: a child inherits that of the process which started it.
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return max([int(found[1]) if found else 0, *(largest(int(child)) for child in children)])


def marked_by_us(folder: Path, key: Path, out: Path, processes: int) -> Took:
    """Mark a folder by the command line."""
    command = [sys.executable, "-m", "helpers", "mark", str(folder), "--key", str(key), "--out", str(out)]
    return run([*command, "--processes", str(processes)], ROOT)


def course_for_nbgrader(folder: Path, submitted: list[Path], right: dict) -> None:
    """Lay out a course as nbgrader wants it."""
    import nbformat

    cell = nbformat.v4.new_code_cell(CELL.format(key=json.dumps(right)))
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "schema_version": 3,
        "grade_id": "marks",
        "points": len(right),
        "cell_type": "code",
    }
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    source = folder / "source" / "ps1"
    source.mkdir(parents=True)
    nbformat.write(notebook, source / "lesson.ipynb")
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
    run([sys.executable, "-m", "nbgrader", "generate_assignment", "ps1"], folder)
    for path in submitted:
        target = folder / "submitted" / path.stem / "ps1"
        target.mkdir(parents=True)
        shutil.copy(folder / "release" / "ps1" / "lesson.ipynb", target)
        shutil.copy(path, target / "answers.jsonl")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--nbgrader", type=int, default=30, help="submissions that nbgrader marks too (0: none)")
    parser.add_argument("--lesson", default="02")
    options = parser.parse_args()
    lesson = next(one for one in lesson_folders() if one.name[:2] == options.lesson)
    key = lesson / "exercises.yml"
    questions = load_exercises(lesson)
    answers = offers(questions)
    draw = random.Random(5)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        records = [record(questions, answers, draw, n) for n in range(options.submissions)]
        for name, some in (("few", records[: max(1, options.submissions // 10)]), ("all", records)):
            (folder / name).mkdir()
            for n, made in enumerate(some):
                (folder / name / f"student-{n:05}.jsonl").write_bytes(b"".join(map(to_line, made)))
        size = sum(len(made) for made in records) / len(records)
        what = f"{len(questions)} exercises, {size:.0f} attempts each"
        print(f"{options.submissions:,} submissions to {lesson.name}: {what}")

        job = Job(load_key(key), HandMarks(), None)
        began = time.process_time()
        for submission in submissions(folder / "all"):
            assert not mark_one(submission, job).problem
        bare = (time.process_time() - began) / len(records)
        print(f"reading and marking alone: {bare * 1e3:.3f} ms of processor a submission, {1 / bare:,.0f} a second")

        few = marked_by_us(folder / "few", key, folder / "out-few", 1)
        one = marked_by_us(folder / "all", key, folder / "out-1", 1)
        cores = os.cpu_count() or 1
        two = marked_by_us(folder / "all", key, folder / "out-2", cores)
        number = options.submissions
        for label, took, count in (
            ("a tenth of them, 1 process", few, len(list((folder / "few").iterdir()))),
            ("all, 1 process", one, number),
            (f"all, {cores} processes", two, number),
        ):
            print(
                f"mark: {label:28} {count / took.wall:7,.0f} a second; {took.wall / count * 1e3:7.2f} ms, "
                f"{took.cpu / count * 1e3:7.2f} ms of processor each; largest process {took.memory:.0f} MB"
            )
        if not options.nbgrader:
            return
        if importlib.util.find_spec("nbgrader") is None:
            print("nbgrader is not installed here (pip install .[teach]): not compared")
            return
        right = {one.id: answers[one.id][0] for one in questions if isinstance(one, MarkedQuestion)}
        submitted = sorted((folder / "all").iterdir())[: options.nbgrader]
        course = folder / "nbgrader"
        course_for_nbgrader(course, submitted, right)
        theirs = run([sys.executable, "-m", "nbgrader", "autograde", "ps1"], course)
        each = theirs.wall / len(submitted)
        print(
            f"nbgrader autograde, {len(submitted)} of the same   {len(submitted) / theirs.wall:7.2f} a second; "
            f"{each * 1e3:7,.0f} ms, {theirs.cpu / len(submitted) * 1e3:7,.0f} ms of processor each; "
            f"largest process {theirs.memory:.0f} MB"
        )
        handed_back = run([sys.executable, "-m", "nbgrader", "generate_feedback", "ps1"], course)
        cpu, pages = theirs.cpu / len(submitted), handed_back.cpu / len(submitted)
        wall = (theirs.wall + handed_back.wall) / len(submitted)
        best = min(one.wall, two.wall) / number
        print(f"nbgrader generate_feedback: {handed_back.wall / len(submitted) * 1e3:,.0f} ms each")
        whole = (cpu + pages) / (one.cpu / number)
        print(f"autograde by reading and marking, of processor: {cpu / bare:,.0f} times")
        print(f"autograde and feedback by a whole run of ours, of processor: {whole:,.0f} times")
        print(f"the same by the clock: {wall / best:,.0f} times")


if __name__ == "__main__":
    main()
