// The containers named in `boxes` take the height that the screen leaves, at least (and on a phone) `least`, but no more
// than their contents fill: `aspect` times their width and `padding`. Called again on new data.

import { isDrawn, isOnStage, setLetters } from "../../stage/browser/letters.js";
import { lostDomains } from "./domains.js";

const cleanups = new WeakMap(); // root of the component -> the function that ends its observers

// The height of the screen below the top of the box: on a projector nothing follows, and the rows above vary.
function roomBelow(box) {
  const scrolled = document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0;
  return innerHeight - box.getBoundingClientRect().top - scrolled - 48;
}

function fit({ boxes, least, reserved, aspect, padding, floor }) {
  for (const key of boxes) {
    const box = document.querySelector(`.st-key-${key}`);
    if (!box) continue;
    const room = isOnStage() ? roomBelow(box) : Math.max(least, innerWidth <= 640 ? 0 : innerHeight - reserved);
    const filled = aspect * box.clientWidth + padding;
    for (const part of [box, box.parentElement]) {
      part.style.height = `${Math.round(Math.max(isOnStage() ? floor / 2 : floor, Math.min(room, filled)))}px`;
      part.style.flex = "0 0 auto";
    }
  }
}

export default function ({ data, parentElement }) {
  cleanups.get(parentElement)?.();
  const graphs = data.boxes.map((key) => `.st-key-${key} .js-plotly-plot`).join();
  const refit = () => {
    fit(data);
    document.querySelectorAll(graphs).forEach((graph) => {
      if (isDrawn(graph)) setLetters(graph, lostDomains(graph, data.domains));
    });
  };
  let waiting = 0;
  const drawn = new MutationObserver(() => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      refit(); // a figure that is drawn again has its original letters
    });
  });
  drawn.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true });
  addEventListener("resize", refit);
  const end = () => {
    drawn.disconnect();
    cancelAnimationFrame(waiting);
    removeEventListener("resize", refit);
  };
  cleanups.set(parentElement, end);
  refit();
  return end;
}
