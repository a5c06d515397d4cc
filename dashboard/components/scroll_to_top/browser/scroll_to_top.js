// Scrolls the page to its top, once, when it is drawn.
const drawn = new WeakSet();

export default function ({ parentElement }) {
  if (drawn.has(parentElement)) return;
  drawn.add(parentElement);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0, behavior: isStill ? "auto" : "smooth" });
}
