// The markers: one shape for each lane, so that colour never speaks alone. Names as in helpers/theme.py.

import { svg } from "./dom.js";

function polygon(sides, radius, turn = 0) {
  const points = Array.from({ length: sides }, (_, i) => {
    const angle = (2 * Math.PI * i) / sides - Math.PI / 2 + turn;
    const far = typeof radius === "function" ? radius(i) : radius;
    return `${(far * Math.cos(angle)).toFixed(2)},${(far * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}

/** Paths about as large as a circle of radius 5. */
export const SHAPES = {
  circle: "M5,0A5,5,0,1,1,-5,0A5,5,0,1,1,5,0Z",
  square: "M-4.5,-4.5H4.5V4.5H-4.5Z",
  diamond: "M0,-6L6,0L0,6L-6,0Z",
  "triangle-up": "M0,-5.6L5.6,4.4H-5.6Z",
  "triangle-down": "M0,5.6L5.6,-4.4H-5.6Z",
  pentagon: polygon(5, 5.6),
  hexagon: polygon(6, 5.4),
  star: polygon(10, (i) => (i % 2 ? 2.9 : 6.8)),
};

/** A lane's marker: filled, or hollow for what is contested. */
export function marker({ symbol, colour }, isHollow) {
  return svg("path", {
    d: SHAPES[symbol] ?? SHAPES.circle, fill: isHollow ? "none" : colour, stroke: colour, "stroke-width": isHollow ? 2 : 0.5,
    class: isHollow ? "xp-hollow" : null,
  });
}

/** The same beside words; hidden from screen readers, which have the words. */
export const sign = (look, isHollow = false) =>
  svg("svg", { viewBox: "-8 -8 16 16", class: "xp-sign", "aria-hidden": "true", focusable: "false" }, marker(look, isHollow));
