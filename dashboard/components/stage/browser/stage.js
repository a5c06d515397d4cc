// A page on a projector: larger letters, and two keys. "." blanks the screen, as remote controls for presentations send
// it, and "f" makes it full screen.

import { setLetters } from "./letters.js";

const ends = new WeakMap(); // root of the component -> the function that takes its keys away

export default function ({ parentElement }) {
  ends.get(parentElement)?.();
  const cover = document.createElement("div");
  cover.className = "stage-cover";
  cover.style.cssText = "position: fixed; inset: 0; background: #000; z-index: 1000000; display: none";
  cover.onclick = () => (cover.style.display = "none");
  document.body.append(cover);
  const act = {
    ".": () => (cover.style.display = cover.style.display ? "" : "none"),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {}), // a frame may not
  };
  const onKey = (event) => {
    const writes = event.composedPath()[0].closest?.("input:not([type=range]), textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || !act[event.key]) return;
    event.preventDefault();
    act[event.key]();
  };
  document.addEventListener("keydown", onKey);
  document.documentElement.style.fontSize = "max(16px, 1.2vw)"; // Streamlit's sizes are multiples of it
  const page = document.querySelector("[data-testid=stMainBlockContainer]");
  page?.style.setProperty("padding-bottom", "0"); // or the page could be scrolled, to nothing
  const enlarge = () => {
    page?.querySelectorAll(".js-plotly-plot").forEach((graph) => setLetters(graph));
    // The numbers of lines, and code within a sentence, are smaller than what they stand in.
    const small = "[data-testid=stCode] .linenumber, [data-testid=stMarkdownContainer] code";
    page?.querySelectorAll(small).forEach((part) => (part.style.fontSize = "1em"));
  };
  let waiting = 0;
  const drawn = new MutationObserver(() => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      enlarge(); // a figure that is drawn again has its original letters
    });
  });
  if (page) drawn.observe(page, { childList: true, subtree: true });
  addEventListener("resize", enlarge);
  enlarge();
  const end = () => {
    document.removeEventListener("keydown", onKey);
    drawn.disconnect();
    cancelAnimationFrame(waiting);
    removeEventListener("resize", enlarge);
    document.documentElement.style.fontSize = "";
    page?.style.removeProperty("padding-bottom");
    cover.remove();
  };
  ends.set(parentElement, end);
  return end;
}
