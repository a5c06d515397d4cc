// Links to settings of this page, or of another one. A click makes one entry in the browser's history.

import { follow, pageAddress } from "./navigation.js";

// What a link to the same page keeps is as it is at the click.
function addressOf(page, query, keep) {
  if (page) return pageAddress(page, query);
  const wanted = new URLSearchParams(query);
  const current = new URLSearchParams(location.search);
  for (const name of keep) if (!wanted.has(name)) for (const value of current.getAll(name)) wanted.append(name, value);
  return location.pathname + (wanted.size ? `?${wanted}` : "");
}

function scrollToTop() {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0, behavior: isStill ? "auto" : "smooth" });
}

export default function ({ data: { links, about, page, keep, scrolls, hint }, parentElement }) {
  const row = parentElement.querySelector(".links");
  parentElement.querySelector(".hint").textContent = hint;
  while (row.children.length > links.length) row.lastChild.remove();
  links.forEach(([label, query], i) => {
    const anchor = row.children[i] ?? row.appendChild(document.createElement("a")); // one that has the focus keeps it
    anchor.textContent = label;
    if (about) anchor.ariaLabel = `${label}: ${about}`;
    anchor.href = addressOf(page, query, keep);
    anchor.onpointerenter = anchor.onfocus = () => (anchor.href = addressOf(page, query, keep));
    anchor.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // another tab, as the browser does it
      event.preventDefault();
      follow(addressOf(page, query, keep));
      if (scrolls) scrollToTop();
    };
  });
}
