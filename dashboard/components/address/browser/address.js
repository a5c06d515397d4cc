// Reports what the address says, unless the page knows it.
export default function ({ data, setStateValue }) {
  if (location.search !== data.search && location.search.length < 10_000) setStateValue("search", location.search);
}
