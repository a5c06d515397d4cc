// A part of the page in which a press or a reply is answered. A control that is removed or disabled loses the focus to
// the whole document, and a screen reader its place with it: the region that answers takes it.

const known = new WeakMap(); // root of the component -> the state of its region
const answering = new Set(); // regions with a new state since the focus has moved
let used = null; // what had the focus last: the element, the name of its region and the page
const status = document.createElement("div"); // what it says is only read out
status.role = "status";
status.style.cssText = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
document.body.append(status);

const nameOf = (region) => region?.className.match(/st-key-region-\S+/)[0];
const regionOf = (element) => element.closest?.("[class*=st-key-region-]");

const changes = new MutationObserver(takeLostFocus);
const switched = new MutationObserver(giveBackFocus);
addEventListener(
  "focusin",
  (event) => {
    used = { element: event.composedPath()[0], name: nameOf(regionOf(event.target)), page: location.pathname };
    answering.clear();
    changes.disconnect();
    switched.disconnect();
    switched.observe(used.element, { attributeFilter: ["disabled"] });
  },
  true,
);

// The button of a download is disabled until its file is made. After an upgrade of Streamlit: is it the same element then?
function giveBackFocus() {
  const { element } = used;
  const isDownload = element.closest("[data-testid=stDownloadButton]");
  if (!isDownload || document.activeElement !== document.body) return;
  status.textContent = element.disabled ? "" : "The file is ready.";
  element.focus({ preventScroll: true });
}

function isLost({ element }) {
  if (document.activeElement !== document.body) return false;
  return !element.isConnected || element.matches(":disabled") || !element.checkVisibility();
}

// The region in which the control was answers for it; if it was in none, or that has gone as well, the first that has
// changed or opened. On another page it is the title's.
function takeLostFocus() {
  if (!used || !isLost(used)) return;
  const hasPageChanged = used.page !== location.pathname;
  const regions = [...document.querySelectorAll("[class*=st-key-region-]")];
  const own = regions.find((region) => nameOf(region) === used.name);
  const candidates = own && !hasPageChanged ? [own] : regions;
  const isTitle = (region) => nameOf(region) === "st-key-region-title";
  const region = candidates.find((region) => answering.has(region) && isTitle(region) === hasPageChanged);
  region?.focus({ preventScroll: region === own });
}

export default function ({ data: { state, speaks, opens }, parentElement }) {
  const region = regionOf(parentElement.host);
  if (speaks) region.setAttribute("aria-live", "polite");
  region.tabIndex = -1;
  region.style.outline = "none"; // it takes the focus only from here, and is no control: what is in it shows its own
  if (known.get(parentElement) === state) return;
  const isFirst = !known.has(parentElement);
  known.set(parentElement, state);
  if (isFirst && !opens) return;
  answering.add(region);
  changes.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  const focused = document.activeElement;
  if (isFirst || !region.contains(focused)) return takeLostFocus();
  const field = focused.matches("input") && region.querySelector("input:enabled");
  if (field) field.focus();
  else region.focus({ preventScroll: true });
}
