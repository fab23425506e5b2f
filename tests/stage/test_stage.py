"""The stage itself: what a page of JupyterLab and a kernel do for a widget, it does too."""

import anywidget
import ipywidgets
import pytest
import traitlets
from playwright.sync_api import expect

from tests.kit.stage import Stage

COUNTER = """export default { render({ model, el }) {
  const button = document.createElement("button");
  const said = Object.assign(document.createElement("p"), { className: "said" });
  const draw = () => { button.textContent = `${model.get("name")} ${model.get("count")}`; };
  button.onclick = () => {
    model.set("count", model.get("count") + 1);
    model.save_changes();
    model.send({ at: model.get("count") }, undefined, [new Uint8Array([1, 2])]);
  };
  const heard = (content, buffers) => { said.textContent += `${content.sum} ${buffers[0].getUint8(0)};`; };
  model.on("change:count", draw);
  model.on("msg:custom", heard);
  draw();
  el.append(button, said);
  return () => { model.off("change:count", draw); model.off("msg:custom", heard); };
} }"""
BYTES = """id => { const { columns } = stage.model(id).get("data");
  return [columns[0].getUint8(1), columns[1].deep.getUint8(0)] }"""


class Counter(anywidget.AnyWidget):
    _esm = COUNTER
    _css = ".said { color: rgb(1, 2, 3) }"
    name = traitlets.Unicode("c").tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)
    data = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self.heard = []
        self.on_msg(self.hear)

    def hear(self, _, content, buffers):
        self.heard.append(content["at"])
        self.send({"sum": sum(buffers[0])}, [bytes([7])])


def button(stage, n=0):
    return stage.page.get_by_role("button").nth(n)


def test_what_the_page_sets_and_sends_arrives_and_the_answer_comes_back(stage):
    counter = Counter()
    stage.show(counter)
    button(stage).click()
    expect(stage.page.locator(".said")).to_have_text("3 7;")
    expect(stage.page.locator(".said")).to_have_css("color", "rgb(1, 2, 3)")
    assert (counter.count, counter.heard) == (1, [1])


def test_what_python_sets_shows_at_once_and_after_the_page_is_loaded_again(stage):
    one, two = Counter(name="a"), Counter(name="b")
    stage.show(one, two)
    one.count = 5
    expect(button(stage)).to_have_text("a 5")
    stage.reload()
    expect(button(stage)).to_have_text("a 5")
    button(stage, 1).click()
    expect(button(stage, 1)).to_have_text("b 1")


def test_bytes_in_a_state_arrive_as_bytes(stage):
    counter = Counter(data={"columns": [b"\x01\x02", {"deep": b"\x03"}]})
    stage.show(counter)
    assert stage.page.evaluate(BYTES, counter.model_id) == [2, 3]


def test_while_python_is_busy_messages_wait_in_order_and_states_are_merged(stage):
    counter = Counter()
    stage.show(counter)
    with stage.busy():
        for _ in range(3):
            button(stage).click()
        expect(button(stage)).to_have_text("c 3")
        assert counter.heard == []
    expect(stage.page.locator(".said")).to_have_text("3 7;3 7;3 7;")
    assert counter.heard == [1, 2, 3]
    expect(button(stage)).to_have_text("c 3")  # an echo of the first click takes nothing back
    stage.page.wait_for_function("id => !stage.model(id).onItsWay", arg=counter.model_id)
    assert counter.count == 3


def test_a_dead_kernel_answers_no_more(stage):
    counter = Counter()
    stage.show(counter)
    stage.silent = True
    button(stage).click()
    expect(button(stage)).to_have_text("c 1")
    counter.count = 9
    expect(button(stage)).to_have_text("c 1")
    assert counter.heard == []


def test_a_box_changes_its_children_and_keeps_those_before(stage):
    one, two = Counter(name="a"), Counter(name="b")
    box = ipywidgets.VBox([one, two])
    stage.show(box)
    stage.page.evaluate("() => { document.querySelector('button').dataset.kept = 'yes' }")
    box.children = [one, Counter(name="new")]
    expect(button(stage, 1)).to_have_text("new 0")
    expect(button(stage)).to_have_attribute("data-kept", "yes")
    expect(stage.page.get_by_role("button")).to_have_count(2)


def test_the_page_has_jupyterlabs_themes_and_storage(stage):
    ink = "() => getComputedStyle(document.body).getPropertyValue('--jp-layout-color1').trim()"
    light = stage.page.evaluate(ink)
    stage.theme("dark")
    assert stage.page.evaluate(ink) not in (light, "")
    assert stage.page.evaluate("() => document.body.dataset.jpThemeLight") == "false"
    stage.page.evaluate("() => { sessionStorage.setItem('a', 'b'); localStorage.setItem('a', 'b') }")
    stage.reload()
    assert stage.page.evaluate("() => sessionStorage.getItem('a') + localStorage.getItem('a')") == "bb"
    assert stage.page.evaluate("() => isSecureContext && document.body.dataset.jpThemeLight") == "false"


def test_a_request_to_the_outside_fails_the_test(browser):
    def asks_outside():
        with Stage(browser) as stage, stage.page.expect_request("https://example.org/x"):
            stage.page.evaluate("() => { fetch('https://example.org/x').catch(() => null) }")

    with pytest.raises(AssertionError, match="outside"):
        asks_outside()


def test_an_error_of_the_page_fails_the_test(browser):
    def breaks():
        with Stage(browser) as stage, stage.page.expect_event("pageerror"):
            stage.page.evaluate("() => { setTimeout(() => { throw Error('broken') }) }")

    with pytest.raises(AssertionError, match="errors of the page"):
        breaks()
