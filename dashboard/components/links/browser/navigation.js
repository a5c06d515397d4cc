// Addresses within the app, and going there as the browser's Forward would: Streamlit then takes every setting from the
// address, and the default of those that it does not name.
//
// Of Streamlit's private names it uses `data-test-script-state`, which says whether a run is over.

export function pageAddress(page, settings) {
  const address = new URL(page, document.baseURI);
  address.search = new URLSearchParams(settings);
  return address.href;
}

const { pushState, replaceState } = History.prototype;
const showEntry = () => dispatchEvent(new PopStateEvent("popstate"));

export function follow(href) {
  pushState.call(history, {}, "", href);
  showEntry();
}

// In the browser's history, a page is one entry, with its settings. Streamlit alone would add an entry for each setting
// that the server writes into the address, take the settings out of the page's entry when another page is opened, and on
// the way back leave out those that both pages have.
let path = location.pathname; // of the page that is shown
let clickedAt = location.href;
let sought = null; // the entry of another page that Back or Forward has led to, if settings of it may be missing

addEventListener("click", () => ([clickedAt, sought] = [location.href, null]), true);
addEventListener("popstate", () => {
  sought = location.pathname === path ? null : location.href;
  path = location.pathname;
});

history.pushState = (state, title, href) => {
  const to = new URL(href, location.href).pathname;
  if (to === location.pathname) return history.replaceState(state, title, href);
  if (new URL(clickedAt).pathname === location.pathname) replaceState.call(history, history.state, "", clickedAt);
  pushState.call(history, state, title, href);
  path = to;
};

history.replaceState = (state, title, href) => {
  replaceState.call(history, state, title, href);
  if (sought && String(href).startsWith("/")) setTimeout(seek, 400, sought); // the server has left some out
};

// Show the entry once more, when the page's first run is over.
function seek(entry) {
  if (entry !== sought) return;
  if (!document.querySelector("[data-test-script-state=notRunning]")) return setTimeout(seek, 400, entry);
  sought = null;
  replaceState.call(history, history.state, "", entry);
  showEntry();
}
