// Shows HTML that the server made, and reports which of its buttons is pressed. Called again whenever that changes.

import { nameColors } from "./colors.js";

export default function ({ data, parentElement: root, setTriggerValue }) {
  nameColors(root.host);
  const board = root.querySelector(".board");
  if (board.shown === data.html) return;
  const focused = root.activeElement?.dataset.choose;
  board.innerHTML = board.shown = data.html;
  if (focused) board.querySelector(`[data-choose="${focused}"]`)?.focus();
  for (const button of board.querySelectorAll("[data-choose]")) {
    button.onclick = () => setTriggerValue("chosen", Number(button.dataset.choose));
  }
}
