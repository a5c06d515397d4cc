// A part of the page in which a reply is answered. A control that is removed or disabled loses the focus to the whole
// document, and a screen reader its place with it.

const known = new WeakMap(); // root of the component -> how many replies its region has had

export default function ({ data: { replies }, parentElement }) {
  const region = parentElement.host.closest("[class*=st-key-region-]");
  region.setAttribute("aria-live", "polite");
  region.tabIndex = -1;
  region.style.outlineOffset = "4px";
  const isNew = replies !== (known.get(parentElement) ?? replies);
  known.set(parentElement, replies);
  const focused = document.activeElement;
  if (!isNew || (focused !== document.body && !region.contains(focused))) return;
  const field = focused.matches("input") && region.querySelector("input:enabled");
  if (field) field.focus();
  else region.focus({ preventScroll: true });
}
