// A part of the page in which a press or a reply is answered. A control that is removed or disabled loses the focus to
// the whole document, and a screen reader its place with it: the region that answers takes it.

const known = new WeakMap(); // root of the component -> the state of its region
const answering = new Set(); // regions with a new state since the focus has moved
const lists = new WeakSet(); // regions in which the next button takes the focus of one that has gone
let used = null; // what had the focus last: the element, its place among the buttons of its region, whose name, and the page
const status = document.createElement("div"); // what it says is only read out
status.role = "status";
status.style.cssText = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
document.body.append(status);

const nameOf = (region) => region?.className.match(/st-key-region-\S+/)[0];
const regionOf = (element) => element.closest?.("[class*=st-key-region-]");
// Streamlit draws some buttons twice and shows one of the two.
const buttonsOf = (region) => [...(region?.querySelectorAll("button:enabled") ?? [])].filter((button) => button.checkVisibility());

const changes = new MutationObserver(takeLostFocus);
const switched = new MutationObserver(giveBackFocus);
addEventListener(
  "focusin",
  (event) => {
    const [element, region] = [event.composedPath()[0], regionOf(event.target)];
    used = { element, place: buttonsOf(region).indexOf(element), name: nameOf(region), page: location.pathname };
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
  if (!isDownload || ![document.body, element].includes(document.activeElement)) return; // it may not have lost it yet
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
  const left = region === own && lists.has(region) ? buttonsOf(region) : [];
  (left[used.place] ?? left.at(-1) ?? region)?.focus({ preventScroll: region === own });
}

export default function ({ data: { state, name, speaks, opens, lists: isList }, parentElement }) {
  const region = regionOf(parentElement.host);
  if (speaks) region.setAttribute("aria-live", "polite");
  if (isList) lists.add(region);
  if (name) Object.assign(region, { role: "group", ariaLabel: name }); // a title has its own
  region.tabIndex = -1;
  region.style.outline = "none"; // it takes the focus only from here, and is no control: what is in it shows its own
  if (known.get(parentElement) === state) return;
  const isFirst = !known.has(parentElement);
  known.set(parentElement, state);
  if (isFirst && !opens) return;
  const focused = document.activeElement;
  const isInside = !isFirst && !isList && region.contains(focused);
  const field = isInside && focused.matches("input") && region.querySelector("input:enabled");
  if (field) field.focus();
  else if (isInside) region.focus({ preventScroll: true });
  answering.add(region); // afterwards, for the field may be one that is about to leave
  changes.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  takeLostFocus();
}
