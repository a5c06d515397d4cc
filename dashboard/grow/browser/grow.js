// The containers named in `boxes` take what height the screen leaves; on a phone, `least`. Called again on new data.

const listening = new WeakMap();

function fit({ boxes, least, beside }) {
  for (const key of boxes) {
    const box = document.querySelector(`.st-key-${key}`);
    if (!box) continue;
    const left = innerWidth <= 640 ? 0 : Math.min(innerHeight - beside, 0.9 * box.clientWidth);
    for (const part of [box, box.parentElement]) {
      part.style.height = `${Math.round(Math.max(least, left))}px`;
      part.style.flex = "0 0 auto";
    }
  }
}

export default function ({ data, parentElement }) {
  removeEventListener("resize", listening.get(parentElement));
  const refit = () => fit(data);
  listening.set(parentElement, refit);
  addEventListener("resize", refit);
  refit();
  return () => removeEventListener("resize", listening.get(parentElement));
}
