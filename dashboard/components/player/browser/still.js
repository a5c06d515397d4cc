// Shows one picture of a film without the player, and returns its caption: for what is printed.

import { Figure } from "./figure.js";
import { inflate } from "./states.js";

export default async function drawStill({ deflated }, step) {
  const { films, beats } = await inflate(deflated);
  for (const [key, film] of Object.entries(films)) {
    const figure = new Figure(key, film, null, false);
    if (!figure.find()) continue; // not every figure is printed
    figure.attach(() => {});
    figure.draw(step, 0);
  }
  return beats[step].caption;
}
