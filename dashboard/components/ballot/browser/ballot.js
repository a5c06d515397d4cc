// A question on a phone: a picture, ways to answer, one button. The answer is a component's state and not an event: the
// browser sends it again when it has lost the server and reconnects, even if it was given in between.

import { nameColors } from "../../board/browser/colors.js";

const SIDE = 62; // answers of a range, and cells of a picture in each direction
const ballots = new WeakMap();

class Ballot {
  constructor(root) {
    this.find = (css) => root.querySelector(css);
    this.root = root;
    this.find("form").onsubmit = (event) => {
      event.preventDefault();
      this.press();
    };
    // Enter in a field would send the vote before the other one is set.
    this.find("form").onkeydown = (event) => {
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    };
  }

  load({ data, setStateValue, setTriggerValue }) {
    Object.assign(this, { data, setStateValue, setTriggerValue });
    const drawn = JSON.stringify({ ...data, vote: null, run: null });
    if (this.drawn !== drawn) this.draw();
    this.drawn = drawn;
    this.isSending = false;
    this.label();
  }

  draw() {
    const { html, options, ranges, vote, marks, given } = this.data;
    this.value = vote ?? given;
    this.find(".picture").innerHTML = html;
    const answers = this.find(".answers");
    answers.replaceChildren(...options.map((option, i) => this.option(option, i)), ...ranges.map((range, i) => this.range(range, i)));
    answers.hidden = !options.length && !ranges.length;
    const svg = marks && this.find(".picture svg");
    if (svg) svg.onclick = (event) => this.tap(svg, event);
    this.mark();
  }

  option(html, i) {
    const label = document.createElement("label");
    label.className = "option";
    label.innerHTML = `<input type="radio" name="answer"> <span>${html}</span>`;
    const input = label.querySelector("input");
    input.checked = this.value === i;
    input.onchange = () => this.choose(i);
    return label;
  }

  // One of two ranges: the first counts cells to the right, the second cells upwards.
  range({ label: text }, i) {
    const label = document.createElement("label");
    label.className = "range";
    label.innerHTML = `<span></span><input type="range" min="0" max="${this.data.ranges[i].max}" step="1"><output></output>`;
    label.querySelector("span").textContent = text;
    label.querySelector("input").oninput = () => {
      const [across, up] = [...this.root.querySelectorAll(".range input")].map((input) => Number(input.value));
      this.choose(SIDE * up + across);
    };
    return label;
  }

  tap(svg, event) {
    const box = svg.getBoundingClientRect();
    const cell = (share) => Math.max(0, Math.min(SIDE - 1, Math.floor(SIDE * share)));
    this.choose(SIDE * cell((box.bottom - event.clientY) / box.height) + cell((event.clientX - box.left) / box.width));
  }

  choose(value) {
    this.value = value;
    this.mark();
    this.label();
  }

  // Show the answer so far in the ranges, and as a mark in the picture.
  mark() {
    const cells = this.value === null ? [] : [this.value % SIDE, Math.floor(this.value / SIDE)];
    this.root.querySelectorAll(".range").forEach((label, i) => {
      const { step, digits, unit, max } = this.data.ranges[i];
      const cell = cells[i] ?? Math.round(max / 2);
      const text = `${(cell * step).toFixed(digits)} ${unit}`.trim();
      label.querySelector("input").value = cell;
      label.querySelector("input").setAttribute("aria-valuetext", text);
      label.querySelector("output").textContent = unit ? text : "";
    });
    const svg = this.data.marks && this.find(".picture svg");
    if (!svg) return;
    svg.querySelector(".mark")?.remove();
    if (this.value === null) return;
    const [x, y] = [10 * cells[0] + 5, 10 * (SIDE - 1 - cells[1]) + 5];
    svg.insertAdjacentHTML("beforeend", `<g class="mark"><circle cx="${x}" cy="${y}" r="22"/><path d="M${x - 34} ${y}h68M${x} ${y - 34}v68"/></g>`);
  }

  get isAnswered() {
    return this.data.name !== "" && this.data.vote !== null && this.data.vote === this.value;
  }

  label() {
    const { name, vote, action, given } = this.data;
    const button = this.find("button");
    const asks = name !== "" && !this.isAnswered;
    button.textContent = asks ? (vote === null ? action : "Change my vote") : "Show what is new";
    button.ariaDisabled = this.isSending;
    let status = "";
    if (this.isSending) status = asks && this.value !== null ? "Sending …" : "Looking …";
    else if (asks && this.value === null) status = "Choose your answer, then vote.";
    else if (name !== "" && !asks) status = given === null ? "Your vote is in. You may change it until the vote closes." : "Your run is in.";
    if (this.find(".status").textContent !== status) this.find(".status").textContent = status;
  }

  press() {
    const { name } = this.data;
    if (this.isSending) return;
    // Without an answer it asks the server, too: the room may have gone on.
    if (name === "" || this.isAnswered || this.value === null) this.setTriggerValue("refresh", true);
    else this.setStateValue("vote", `${name}-${this.value}`);
    this.isSending = true;
    this.label();
  }
}

export default function (component) {
  const root = component.parentElement;
  nameColors(root.host);
  if (!ballots.has(root)) ballots.set(root, new Ballot(root));
  ballots.get(root).load(component);
  return () => ballots.delete(root);
}
