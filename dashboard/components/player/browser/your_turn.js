// Your turn: before each half-step of a run of k-means the reader says what it will do, and then sees it. turn.js chooses
// what is asked and judges the answer; here are the marks on the picture, the panel and the keys.

import { Overlay } from "./overlay.js";
import { ASSIGN_MISTAKES, inertiaChoice, judgeAssignment, judgePlace } from "./turn.js";

const REACH_PX = { coarse: 9, fine: 5 }; // how exactly a finger and a mouse point
const TAP_PX = 34; // a tap this near to a mark means it
const SLIP_PX = 8; // a finger that moves farther scrolls the page
const MIN_LINE_PX = 80; // a shorter one has no room for its length
const NUDGE = [0.01, 0.05]; // of the picture's width: an arrow key, and one with Shift
const MAX_SEED = 9999;
const N_STEPS_ASKED = 8; // half-steps at the beginning of a run; then it plays to its end
const MAX_SENTENCES = 2; // about misses; of the others, only the numbers
const NOTHING_HERE =
  "Too few points lie about halfway between two centroids, clear of these and of each other: there is no good question here. “Next” plays this half-step.";
const NOTHING_IN_RUN =
  "There is nothing to ask about this run: its points lie close to their centroids, and these hardly move. Choose another start seed or another k in the sidebar.";
const hasKeys = !matchMedia("(hover: none)").matches; // not on a phone
const tally = { right: 0, asked: 0, mistake: "" }; // of this visit, on all pages

const short = (value) => Number(value.toPrecision(3)).toLocaleString("en");
const at = (position) => `(${Array.from(position, short).join(", ")})`;
const between = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export class YourTurn {
  constructor(player) {
    this.player = player;
    this.find = player.find;
    this.isOn = false;
    this.asks = null; // what the page does, as in `follow`
    this.seed = 1;
    this.task = undefined; // not chosen yet; null if the next half-step has none
    this.result = null;
    this.overlay = new Overlay(player.root.host, {
      press: (pixel, isGrip) => this.press(pixel, isGrip),
      drag: (pixel) => this.drag(pixel),
      release: (pixel) => this.release(pixel),
    });
  }

  // Take the seed of the tasks from an address. One that leads to a step, and to no task, is there to be seen.
  followLink(address) {
    this.isShown = address.has("step") && !address.has("task");
    const seed = Number(address.get("task") ?? NaN);
    if (Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED) this.seed = seed;
  }

  // What is in the address while it is the reader's turn: null where the page begins like that by itself.
  get address() {
    const { step } = this.player;
    return { step: step || null, task: this.seed === 1 && !step ? null : this.seed };
  }

  // Follow the page, which asks (true), shows everything (false) or has no questions (null).
  follow(asks) {
    if (asks && this.isShown) {
      this.player.emit("asked", false);
      asks = false;
    }
    this.isShown = false;
    if (this.asks && asks === false && !this.player.step) this.player.go(this.player.data.begin); // as if it had never asked
    this.find(".mode").hidden = asks === null;
    this.find(".watch").onclick = () => this.choose(false);
    this.find(".turn").onclick = () => this.choose(true);
    // A button that was clicked, not chosen by the keyboard, must not keep Enter for itself.
    this.find(".player").onclick = (event) => {
      if (this.isOn && event.detail > 0) event.target.closest("button")?.blur();
    };
    if (this.asks !== asks) this.switch(asks === true);
    this.asks = asks;
    this.render();
  }

  // The reader chooses. The page is told, for it withholds what would tell the answers.
  choose(isOn) {
    if (isOn === this.isOn) return;
    this.asks = isOn;
    this.player.stop();
    const { data, step } = this.player;
    if (isOn && (step <= data.begin || step === data.beats.length - 1)) this.player.go(0);
    this.switch(isOn);
    this.player.share();
    this.player.emit("asked", isOn);
  }

  switch(isOn) {
    this.isOn = isOn;
    this.reset();
    this.attached();
    this.player.showHandles();
  }

  // Forget the task: another film has come, or the mode has changed.
  reset() {
    clearTimeout(this.waiting);
    this.task = undefined;
    this.result = null;
    this.overlay.remove();
  }

  // Regions tell which centroid is nearest: they are shown when that has been answered, and at the end.
  get hidesRegions() {
    return this.isOn && !this.result?.misses && this.player.step < this.player.data.beats.length - 1;
  }

  // The figures show the player's picture; until they are on the screen, there is nothing to ask about.
  attached() {
    if (!this.player.figures.every((figure) => figure.isAttached())) return;
    if (this.isOn && this.task === undefined) this.open();
    else this.render();
  }

  // The player shows another picture.
  moved() {
    if (this.isOn) this.render();
  }

  // Ask about the next half-step; one without a task is played, but the first not before the reader has seen the start.
  open() {
    clearTimeout(this.waiting);
    const { player } = this;
    const task = this.taskAt(player.step);
    this.result = null;
    this.task = task ?? null;
    this.nothing = task || player.data.beats.some((_, i) => this.taskAt(i)) ? "" : NOTHING_IN_RUN;
    this.isHeld = task === null && player.step === 0;
    if (!this.task && !this.isHeld && player.step < player.data.beats.length - 1) {
      this.waiting = setTimeout(() => {
        player.go(player.step + 1, { playing: true });
        this.open();
      }, player.stepMs);
    }
    this.render();
  }

  // Return what is asked before picture i + 1: undefined if it is of a kind about which nothing is, null if it does not suit.
  taskAt(i) {
    const { figures, data } = this.player;
    if (i >= Math.min(N_STEPS_ASKED, data.beats.length - 1)) return undefined;
    const task = figures[0].scene.task(i, 1000 * this.seed + i);
    if (!task) return task;
    const { value } = figures.at(-1).scene; // of the curve
    const choice = task.asksChange ? inertiaChoice(value(i), value(i + 1)) : null;
    return { ...task, choice, answers: task.points?.map(() => null), current: 0, given: null, marked: null, chosen: null };
  }

  // ---- answers

  answer(cluster) {
    const { task } = this;
    if (this.result || !task?.points || cluster >= task.step.centroids.length) return;
    task.answers[task.current] = cluster;
    task.given = task.current;
    const open = task.answers.map((_, i) => (task.current + i) % task.answers.length).find((i) => task.answers[i] === null);
    task.current = open ?? task.current;
    this.render();
  }

  mark(position) {
    if (this.result || !this.task?.place) return;
    this.task.marked = position;
    this.render();
  }

  get isAnswered() {
    const { task } = this;
    if (task.points) return task.answers.every((answer) => answer !== null);
    return (!task.place || task.marked !== null) && (!task.choice || task.chosen !== null);
  }

  check() {
    const { task, player } = this;
    if (player.step === player.data.beats.length - 1) return this.again();
    if (this.result) return this.open();
    if (!task) {
      if (this.isHeld) player.go(player.step + 1, { playing: true });
      return this.open();
    }
    if (!this.isAnswered) return this.warn(task.points ? "Answer every ? first." : missing(task));
    this.result = task.points ? this.judgePoints() : this.judgeOthers();
    player.go(player.step + 1);
    this.render();
  }

  judgePoints() {
    const { step, points, answers } = this.task;
    const result = judgeAssignment(step, points, answers);
    const mistake = ASSIGN_MISTAKES[result.mistake];
    count(result.right, points.length, mistake);
    const misses = result.misses.map(({ point, answer, truth, distances: [own, nearest] }) => {
      const why = short(own) === short(nearest) ? "" : `: ${short(nearest)} instead of ${short(own)}`;
      return `Point ${points.indexOf(point) + 1} is nearer to ${truth + 1} than to ${answer + 1}${why}.`;
    });
    const score = misses.length ? `${result.right} of ${points.length} right.` : `All ${points.length} right.`;
    const others = result.misses.slice(MAX_SENTENCES).map(({ point }) => points.indexOf(point) + 1);
    const rest = others.length ? `Also wrong: ${others.join(", ")}.` : null;
    return { ...result, sentences: [score, mistake?.sentence, ...misses.slice(0, MAX_SENTENCES), rest] };
  }

  judgeOthers() {
    const { place, marked, choice, chosen } = this.task;
    const sentences = [];
    let isMissed = false;
    if (place) {
      const [figure] = this.player.figures;
      const pixels = matchMedia("(pointer: coarse)").matches ? REACH_PX.coarse : REACH_PX.fine;
      const reach = between(figure.position([0, 0]), figure.position([pixels, 0]));
      const { isRight, isClose, off, mistake } = judgePlace(place, marked, reach);
      isMissed = !isRight;
      count(isRight, 1, mistake);
      const miss = `${isClose ? "Close, but" : "Not quite:"} ${place.truthIs} is ${short(off)} away, at the end of the line.`;
      sentences.push(isRight ? `Right: that is ${place.truthIs}.` : miss, mistake?.sentence);
    }
    if (choice) {
      const isRight = choice.right.includes(chosen);
      count(isRight, 1, { short: choice.name });
      const judgement = isRight ? "Right." : "Not quite."; // said once in a reply
      sentences.push(place ? null : judgement, choice.explain(chosen));
    }
    return { isMissed, sentences };
  }

  // Ask about the same run again, with other points.
  again() {
    this.seed = (this.seed + 1) % (MAX_SEED + 1);
    this.player.go(0);
    this.open();
  }

  // ---- the panel

  say(text, css = ".said") {
    const part = this.find(css);
    if (part.textContent !== text) part.textContent = text; // a screen reader reads out again what is written again
  }

  // Say this even if it has been said just now: otherwise a second press would be answered by silence.
  warn(text) {
    this.say(this.find(".said").textContent === text ? `${text}\u00a0` : text);
  }

  // What the panel says: the question, and what there is to say about the answer.
  get texts() {
    const { task, result, player } = this;
    const { step, data } = player;
    const [current, next] = [data.beats[step].next, data.beats[step + 1]?.next];
    if (result) return [`After ${current}`, result.sentences.filter(Boolean).join(" ")];
    if (task) return [`${next}: ${question(task)}`, state(task)];
    if (this.isHeld) return [`${next}: nothing to ask`, this.nothing || NOTHING_HERE];
    return [next ? `${next} …` : "The run has ended.", this.nothing];
  }

  render() {
    const { player, task, result, isOn } = this;
    this.find(".player").classList.toggle("asking", isOn);
    this.find(".watch").ariaPressed = !isOn;
    this.find(".turn").ariaPressed = isOn;
    const { right, asked, mistake } = tally;
    this.find(".tally").textContent = isOn && asked ? `${right} of ${asked} right${mistake && `; last mistake: ${mistake}`}` : "";
    for (const css of [".question", ".said"]) this.find(css).setAttribute("aria-live", isOn ? "polite" : "off");
    this.find(".task").hidden = !isOn || task === undefined;
    player.showGroups();
    this.draw();
    if (!isOn || task === undefined) return;
    const isLast = player.step === player.data.beats.length - 1;
    const [asks, said] = this.texts;
    this.say(asks, ".question");
    this.say(said);
    const isOpen = task && !result;
    // Elsewhere, a screen reader keeps the arrow keys for itself.
    const pad = this.find(".pad");
    const hidesPad = !isOpen || !task.place;
    if (hidesPad && player.root.activeElement === pad) this.find(".check").focus();
    pad.hidden = hidesPad;
    if (!pad.hidden) pad.ariaLabel = `Place of centroid ${task.place.cluster + 1}: move the cross with the arrow keys`;
    this.choices(".choices", isOpen && task.points ? task.step.centroids : [], (_, j) => ({
      text: j + 1,
      label: `Centroid ${j + 1}, at ${at(task.step.centroids[j])}`,
      color: this.color(j),
      isPressed: task.answers[task.current] === j,
      act: () => this.answer(j),
    }));
    this.choices(".alternatives", (isOpen && task.choice?.options) || [], (option, i) => ({
      text: option,
      isPressed: task.chosen === i,
      act: () => {
        task.chosen = i;
        this.render();
      },
    }));
    const check = this.find(".check");
    check.textContent = isOpen ? "Check" : isLast ? "Again" : "Next";
    check.ariaDisabled = isOpen ? !this.isAnswered : !result && !isLast && !this.isHeld; // while it plays it keeps the focus
    check.onclick = () => this.check();
  }

  // Show one button for each item. The buttons stay where their number does: one of them may have the focus.
  choices(css, items, look) {
    const row = this.find(css);
    while (row.children.length > items.length) row.lastChild.remove();
    items.forEach((item, i) => {
      const { text, label, color, isPressed, act } = look(item, i);
      const button = row.children[i] ?? row.appendChild(document.createElement("button"));
      Object.assign(button, { type: "button", textContent: text, ariaLabel: label ?? null, ariaPressed: isPressed, onclick: act });
      if (color) button.style.setProperty("--cluster", color);
    });
  }

  color(cluster) {
    const palette = getComputedStyle(this.player.root.host).getPropertyValue("--st-chart-categorical-colors").split(",");
    return palette[cluster % palette.length].trim();
  }

  // ---- the marks on the picture

  draw() {
    const { task, result, isOn, overlay } = this;
    const [figure] = this.player.figures;
    if (!isOn || !(task?.points || task?.place)) return overlay.remove();
    if (!figure.isAttached()) return;
    overlay.begin(figure.graph);
    const { step, points, answers, place, marked } = task;
    const pixelOf = (point) => figure.pixel([step.x[point], step.y[point]]);
    if (points && !result) {
      overlay.ring(pixelOf(points[task.current]));
      points.forEach((point, i) => {
        const cluster = answers[i] ?? step.before?.[point];
        overlay.badge(pixelOf(point), answers[i] === null ? "?" : answers[i] + 1, cluster === undefined ? overlay.page : this.color(cluster));
      });
    }
    const misses = result?.misses ?? [];
    const lines = misses.flatMap(({ point, answer, truth, distances }) =>
      [answer, truth].map((cluster, i) => ({ from: pixelOf(point), to: figure.pixel(step.centroids[cluster]), isWrong: i === 0, length: distances[i] })),
    );
    for (const { from, to, isWrong } of lines) overlay.lineToCentroid(from, to, isWrong);
    const taken = misses.length ? [...misses.map(({ point }) => pixelOf(point)), ...step.centroids.map((centroid) => figure.pixel(centroid))] : [];
    for (const { from, to, length } of lines) if (between(from, to) > MIN_LINE_PX) overlay.label(from, to, short(length), taken);
    for (const { point, truth } of misses) overlay.badge(pixelOf(point), truth + 1, this.color(truth));
    if (place && !result) overlay.ring(figure.pixel(place.from));
    if (result?.isMissed) overlay.lineToCentroid(figure.pixel(marked), figure.pixel(place.truth));
    if (marked) overlay.cross(figure.pixel(marked));
  }

  press(pixel, isGrip) {
    this.pressed = pixel;
    this.isDragging = isGrip;
  }

  drag(pixel) {
    if (this.isDragging) this.mark(this.player.figures[0].position(pixel));
  }

  release(pixel) {
    const { task } = this;
    const [figure] = this.player.figures;
    if (!task || this.isDragging || between(this.pressed, pixel) > SLIP_PX) return;
    if (!task.points) return this.mark(figure.position(pixel));
    const places = [...task.points.map((point) => [task.step.x[point], task.step.y[point]]), ...task.step.centroids];
    const away = places.map((position) => between(figure.pixel(position), pixel));
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] > TAP_PX) return;
    if (nearest >= task.points.length) this.answer(nearest - task.points.length);
    else this.look(nearest);
  }

  // Go to one of the points that are asked for.
  look(i) {
    const n = this.task.points.length;
    if (!this.result) Object.assign(this.task, { current: (i + n) % n, given: null });
    this.render();
  }

  // ---- keys. Return whether the key has done something.

  key(event, isButton) {
    const { task, result } = this;
    const { key } = event;
    if (isButton && (key === " " || key === "Enter")) return false;
    if (key === "Enter" || (result && [" ", "ArrowRight", "PageDown"].includes(key))) this.check();
    else if (!task || result) return false;
    else if (task.points && /^\d$/.test(key)) this.answer((Number(key) + 9) % 10); // 0 is the tenth
    else if (task.points && key in STEPS) this.look(task.current + STEPS[key][0] - STEPS[key][1]);
    else if (!task.points && key in STEPS) this.nudge(STEPS[key], NUDGE[Number(event.shiftKey)]);
    else return false;
    return true;
  }

  nudge([right, up], share) {
    const { place, marked } = this.task;
    if (!place) return;
    const [figure] = this.player.figures;
    const [left, bottom] = figure.pixel(marked ?? place.from);
    const width = this.overlay.svg.clientWidth;
    this.mark(figure.position([left + right * share * width, bottom - up * share * width]));
  }
}

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function count(right, asked, mistake) {
  tally.right += Number(right);
  tally.asked += asked;
  if (Number(right) !== asked) tally.mistake = mistake?.short ?? "";
}

function question({ points, place, choice }) {
  if (points) return `which centroid is nearest to the ringed “?” Tap the centroid${hasKeys ? ", or type" : " or"} its number.`;
  const where = place && `where will centroid ${place.cluster + 1} go? ${place.remark ?? ""} Tap the place${hasKeys ? ", or use the arrow keys" : ""}.`;
  return [where, choice?.question].filter(Boolean).join(" ");
}

function missing({ place, marked, choice, chosen }) {
  const parts = [place && !marked && `the place of centroid ${place.cluster + 1}`, choice && chosen === null && choice.name];
  return `Still missing: ${parts.filter(Boolean).join(" and ")}.`;
}

// Return how far the answer has come, also for those who do not see the picture.
function state({ step, points, answers, current, given, place, marked, choice, chosen }) {
  if (!points) {
    const moved = place && marked && `Centroid ${place.cluster + 1} from ${at(place.from)} to ${at(marked)}.`;
    return [moved, choice && chosen !== null && `You say: ${choice.options[chosen]}.`].filter(Boolean).join(" ");
  }
  const answer = (i) => (answers[i] === null ? "no answer yet" : `centroid ${answers[i] + 1}`);
  const before = given === null || given === current ? "" : `Point ${given + 1}: ${answer(given)}. `;
  return `${before}Point ${current + 1} of ${points.length}, at ${at([step.x[points[current]], step.y[points[current]]])}: ${answer(current)}.`;
}
