"""The doorway and what it promises: read at once, keep the keys, fit a phone, go on without a network, be renewed."""

import json

import pytest
from playwright.sync_api import Page, expect
from website import lite, packing

from helpers.exercises.bank import find as question_of
from tests.kit.cards import answer_by_mouse, axe, card, check
from tests.kit.lab import ERRORS_JS, IDLE_JS, KERNEL_JS, RESTART_JS, finish, save
from tests.kit.tries import key_answer
from tests.site.live import NOTEBOOKS, PATIENCE, Site, alone, picture, through_the_doorway

pytestmark = pytest.mark.browser

LESSON = "01-what-does-the-essay-claim"
# A browser that is so busy that it never says which workers there are, and says late which one is in charge.
BUSY_JS = """() => {
  if (window === top || top.location.hash !== '#busy') return;
  const { prototype } = ServiceWorkerContainer;
  prototype.getRegistrations = () => new Promise(() => {});
  const plain = prototype.getRegistration;
  prototype.getRegistration = async function (...of) {
    while (!window.jupyterapp?.shell.currentWidget) await new Promise((done) => setTimeout(done, 50));
    await new Promise((done) => setTimeout(done, 3000));
    return plain.apply(this, of);
  };
}"""


def test_a_doorway_can_be_read_at_once_and_keeps_the_keys(tab: Page, served: Site) -> None:
    """The first visit, in a busy browser: answers are kept all the same."""
    tab.add_init_script(f"({BUSY_JS})()")
    tab.goto(served.url(f"run/{NOTEBOOKS[0]}.html#busy"))
    expect(tab.locator("main h1")).to_have_text("Start here")
    expect(tab.get_by_role("status")).not_to_be_empty()
    expect(tab.get_by_role("button", name="Open the live lesson")).to_be_disabled()
    axe(tab, "main", "doorway")
    tab.wait_for_function("document.body.dataset.ready", timeout=PATIENCE)
    assert tab.evaluate("document.activeElement.tagName") == "BODY"
    assert tab.evaluate("scrollY") == 0
    tab.get_by_role("button", name="Open the live lesson").focus()
    tab.keyboard.press("Enter")
    frame = tab.frame_locator("iframe")
    expect(frame.get_by_text("Everything works.")).to_be_visible()
    expect(frame.get_by_text("Your answers are saved in this browser").first).to_be_visible()
    picture(tab, "live")
    tab.wait_for_function("document.body.dataset.kept", timeout=PATIENCE)
    kept, of = tab.evaluate("document.body.dataset.kept").split("/")
    assert kept == of


def test_a_hard_reload_leaves_the_worker_in_charge(tab: Page, served: Site) -> None:
    tab.goto(served.url(f"run/{NOTEBOOKS[0]}.html"))
    tab.wait_for_function("navigator.serviceWorker.controller")
    tab.evaluate("document.body.dataset.old = 'yes'")
    tab.context.new_cdp_session(tab).send("Page.reload", {"ignoreCache": True})
    tab.wait_for_function("!document.body?.dataset.old && navigator.serviceWorker.controller")


def test_the_python_started_ahead_is_the_kernel_and_a_restarted_one_is_new(tab: Page, served: Site) -> None:
    through_the_doorway(tab, served, NOTEBOOKS[0])
    assert [worker.url.split("/")[-1] for worker in tab.workers] == ["ahead-worker.js"]
    inside = tab.frames[-1]
    finish(inside, RESTART_JS)
    inside.wait_for_function(KERNEL_JS, timeout=PATIENCE)
    finish(inside, "window.jupyterapp.commands.execute('notebook:run-all-cells')", PATIENCE)
    inside.wait_for_function(IDLE_JS, timeout=PATIENCE)
    assert inside.evaluate(ERRORS_JS) == []
    [worker] = tab.workers
    assert "comlink.worker" in worker.url


def test_a_phone_s_width(tab: Page, served: Site) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    through_the_doorway(tab, served, LESSON)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    picture(tab, "doorway-390")
    tab.get_by_role("button", name="Open the live lesson").click()
    tab.wait_for_timeout(500)
    picture(tab, "live-390")


def test_a_newer_edition_is_taken_up_and_loses_nothing(tab: Page, served: Site) -> None:
    """A changed lesson is seen on the next visit; answers stay; a page the student wrote in is kept as a copy."""
    tab.goto(served.url(f"run/{LESSON}.html"))
    tab.wait_for_function("document.body.dataset.kept", timeout=PATIENCE)  # so the old edition is what this browser has
    alone(tab, served, LESSON)
    question = question_of("01-two-names")
    answer_by_mouse(tab, card(tab, question.id), question, key_answer(question), "I am sure")
    check(tab, card(tab, question.id), answer_by_mouse)
    expect(card(tab, question.id).locator(".ex-saved")).to_contain_text("Saved at")
    tab.evaluate(
        """() => { const panel = window.jupyterapp.shell.currentWidget;
        const { sharedModel } = panel.content.widgets.find((c) => c.model.type === 'code').model;
        sharedModel.setSource(sharedModel.getSource() + '\\n# a note of mine') }"""
    )
    save(tab)
    newer = served.folder / "run" / "files" / f"{LESSON}.ipynb"
    doorway = served.folder / "run" / f"{LESSON}.html"
    for path in (newer, doorway):
        path.write_text(path.read_text(encoding="utf-8").replace("What does the essay claim?", "What does it claim?"))
    notebook = json.loads(newer.read_text(encoding="utf-8"))
    notebook["metadata"]["course_edition"] = lite.edition(notebook)
    newer.write_text(json.dumps(notebook), encoding="utf-8")
    packing.finish(served.folder)
    through_the_doorway(tab, served, LESSON)  # the doorway says "ready" of the newer edition only
    assert "What does it claim?" in tab.locator("main h1").inner_text()
    expect(tab.locator(".notice")).to_contain_text("kept in a copy of your own")
    frame = tab.frame_locator("iframe")
    expect(frame.locator(".jp-RenderedMarkdown h1").first).to_contain_text("What does it claim?")
    expect(frame.locator('.ex-card[data-exercise="01-two-names"] .ex-saved')).to_contain_text("earlier answer")
    tab.goto(tab.locator(".notice a").get_attribute("href") or "")
    expect(tab.locator(".jp-CodeCell").first).to_contain_text("a note of mine")


def test_the_second_visit_needs_no_network(tab: Page, served: Site) -> None:
    tab.goto(served.url(f"run/{NOTEBOOKS[0]}.html"))
    tab.wait_for_function("document.body.dataset.kept", timeout=PATIENCE)
    served.stop()
    for name in NOTEBOOKS:
        tab.goto(served.url(f"run/{name}.html"))
        expect(tab.locator("main h1").first).to_be_visible()
    through_the_doorway(tab, served, LESSON)
    expect(tab.frame_locator("iframe").locator(".js-plotly-plot").first).to_be_attached()
    picture(tab, "offline")
