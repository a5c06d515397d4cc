// Give the theme's colours of the clusters a name each in CSS, for the pictures in a component: --cluster-1, ...
export function nameColors(host) {
  const colors = getComputedStyle(host).getPropertyValue("--st-chart-categorical-colors").split(",");
  colors.forEach((color, j) => host.style.setProperty(`--cluster-${j + 1}`, color.trim()));
}
