"""Takes the README's pictures from the real thing: lesson 1 in JupyterLab, run and answered by the script."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from helpers.exercises.bank import find
from tests.kit.cards import answer_by_mouse, card, check, verdict
from tests.kit.lab import Lab, launch, open_notebook, run_all, set_theme

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs"
LESSON = "notebooks/01-what-does-the-essay-claim.ipynb"


def picture(page: Page, place: Locator, name: str, above: int = 90) -> None:
    """Save what a reader sees with `place` near the top of the window."""
    place.scroll_into_view_if_needed()
    place.evaluate(
        """(node, above) => {
            const scroller = node.closest('.jp-WindowedPanel-outer');
            scroller.scrollTop += node.getBoundingClientRect().top - scroller.getBoundingClientRect().top - above;
        }""",
        above,
    )
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    page.screenshot(path=TARGET / f"{name}.png", animations="disabled")
    print("taken:", name)


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work, home = Path(folder) / "work", Path(folder) / "home"
        home.mkdir()
        shutil.copytree(ROOT / "notebooks", work / "notebooks")
        with Lab(work, home, COURSE_ANSWERS=str(work / "answers")) as lab:
            browser = launch(playwright)
            page = browser.new_page(viewport={"width": 1200, "height": 800})
            open_notebook(page, lab, LESSON)
            run_all(page)
            page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
            figure = page.locator(".js-plotly-plot").first
            picture(page, figure, "lesson-1", above=120)
            question = find("01-two-names")
            first = card(page, question.id)
            answer_by_mouse(page, first, question, "founder", "I am sure")
            check(page, first, answer_by_mouse)
            verdict(first).wait_for()
            page.set_viewport_size({"width": 1200, "height": 1000})
            picture(page, first, "exercise", above=30)
            set_theme(page, "JupyterLab Dark")
            picture(page, page.locator(".js-plotly-plot").nth(1), "dark", above=160)
            set_theme(page, "JupyterLab Light")
            page.set_viewport_size({"width": 390, "height": 844})
            open_notebook(page, lab, LESSON, single=True)
            run_all(page)
            picture(page, page.locator(".js-plotly-plot").first, "narrow", above=60)
            browser.close()


if __name__ == "__main__":
    main()
