// Links to other settings of this page. A click makes one entry in the browser's history and leads there as Forward
// would: Streamlit then takes every setting from the address, and the default of those that it does not name.

function address(query, keep) {
  const wanted = new URLSearchParams(query);
  const current = new URLSearchParams(location.search);
  for (const name of keep) if (!wanted.has(name)) for (const value of current.getAll(name)) wanted.append(name, value);
  return location.pathname + (wanted.size ? `?${wanted}` : "");
}

function follow(href, scrolls) {
  history.pushState({}, "", href);
  dispatchEvent(new PopStateEvent("popstate"));
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (scrolls) document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0, behavior: isStill ? "auto" : "smooth" });
}

export default function ({ data: { links, keep, scrolls }, parentElement }) {
  const anchors = links.map(([label, query]) => {
    const anchor = document.createElement("a");
    anchor.textContent = label;
    anchor.href = address(query, keep);
    anchor.onpointerenter = anchor.onfocus = () => (anchor.href = address(query, keep)); // what is kept may have changed
    anchor.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // another tab, as the browser does it
      event.preventDefault();
      follow(address(query, keep), scrolls);
    };
    return anchor;
  });
  parentElement.querySelector(".links").replaceChildren(...anchors);
}
