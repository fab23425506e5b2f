// A hand aims at what it sees, and what it sees was drawn a moment ago. Where things have moved since, a press means what
// stood there then: on a slow machine, too, it takes what the student aimed at.

/** Milliseconds for which a layout must have been on screen before anyone can have aimed in it. */
export const GLANCE = 200;
const SLIP = 16; // pixels between press and release

/** Remember layouts: put(layout) when one is drawn; at(time) is the one that a press at that time was aimed in. */
export function sight(clock = () => performance.now(), nextFrame = requestAnimationFrame) {
  let now = null;
  let before = null; // the last layout that stood long enough to be aimed in
  let since = Infinity; // when `now` came on screen
  return {
    put(layout, whenSeen = () => {}) {
      if (clock() - since >= GLANCE) before = now;
      now = layout;
      since = Infinity;
      // When the next frame begins, this one is on screen.
      nextFrame(() => {
        if (now !== layout) return;
        since = clock();
        whenSeen(since);
      });
    },
    at: (time) => (before && time - since < GLANCE ? before : now),
  };
}

/** Tell of clicks: find(event) says at the press what was aimed at, taken(found, event) gets it at the click.
 *  A click without a press comes from a key or from a program, such as a screen reader: found is undefined. A hand that
 *  slips off to elsewhere means nothing, as with a button: found is null. */
export function press(element, find, taken) {
  let held; // {found, x, y}
  element.addEventListener("pointerdown", (event) => { held = { found: find(event), x: event.clientX, y: event.clientY }; });
  element.addEventListener("pointercancel", () => { held = undefined; });
  // While capturing: before any control in there hears of it.
  element.addEventListener("click", (event) => {
    const pressed = event.detail ? held : undefined;
    held = undefined;
    const slipped = pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLIP;
    taken(slipped ? null : pressed?.found, event);
  }, true);
}
