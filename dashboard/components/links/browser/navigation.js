// Addresses within the app, and going there as the browser's Forward would: Streamlit then takes every setting from the
// address, and the default of those that it does not name.

export const pageAddress = (page, settings) => `${new URL(page, document.baseURI).href}?${new URLSearchParams(settings)}`;

export function follow(href) {
  history.pushState({}, "", href);
  dispatchEvent(new PopStateEvent("popstate"));
}
