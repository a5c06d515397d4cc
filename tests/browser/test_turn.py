"""Your turn: what the player asks, how it judges, and that it tells nothing before."""

import re
from itertools import islice, pairwise

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from kmeans_core import lloyd, minibatches, random_init
from tests.browser.conftest import visits
from tests.browser.drawn import shown
from tests.browser.serving import rest, settle

# Each learner answers every task as its misconception does, and one as it should be. Returns for each task [learner,
# whether all is right, the mistake that is named].
LEARNERS = """async ([url, runs]) => {
  const { ASSIGN_MISTAKES, contestedPoints, inertiaChoice, judgeAssignment, judgePlace, moveTask } =
    await import(url);
  const marked = [];
  for (const { x, y, path, labels, inertias } of runs) {
    const choice = inertiaChoice(inertias[0], inertias[1]);
    const [rises, falls] = [0, 1];
    marked.push(["perfect", choice.right.includes(falls), null]);
    const isNamed = choice.explain(rises).includes("cannot rise");
    marked.push(["it rises", choice.right.includes(rises), isNamed ? "it rises" : null]);
    path.forEach((centroids, t) => {
      const assign = { x, y, centroids, moved: centroids, before: labels[t - 1] ?? null, after: labels[t] };
      const points = contestedPoints(assign, t);
      const answerAll = (learner, answer) => {
        const { right, mistake } = judgeAssignment(assign, points, points.map(answer));
        marked.push([learner, right === points.length, mistake]);
      };
      if (points.length) {
        answerAll("perfect", (point) => labels[t][point]);
        for (const [name, { answer }] of Object.entries(ASSIGN_MISTAKES))
          if (answer(assign, points[0]) !== undefined) answerAll(name, (point) => answer(assign, point));
      }
      if (t + 1 === path.length) return;
      const move = { x, y, centroids, moved: path[t + 1], before: labels[t], after: labels[t] };
      const task = moveTask(move, t);
      if (task === null) return;
      for (const { name, position } of [{ name: "perfect", position: path[t + 1][task.cluster] }, ...task.held]) {
        const { isRight, mistake } = judgePlace(task, position);
        marked.push([name, isRight, mistake?.name ?? null]);
      }
    });
  }
  return marked;
}"""
# The same of where batches pull their centroids.
PULLED = """async ([url, batches]) => {
  const { judgePlace, pullTask } = await import(url);
  return batches.flatMap((batch, seed) => {
    const task = pullTask(batch, seed);
    if (task === null) return [];
    return [{ name: "perfect", position: task.truth }, ...task.held].map(({ name, position }) => {
      const { isRight, mistake } = judgePlace(task, position);
      return [name, isRight, mistake?.name ?? null];
    });
  });
}"""
# Returns how near a point that is asked for is to a centroid, as a share of the picture's longer side.
NEAREST_MARKS = """async ([url, runs]) => {
  const { contestedPoints } = await import(url);
  return runs.flatMap(({ x, y, path, labels }) => path.flatMap((centroids, t) => {
    const side = Math.max(...[x, y].map((values) => Math.max(...values) - Math.min(...values)));
    const step = { x, y, centroids, moved: centroids, before: labels[t - 1] ?? null, after: labels[t] };
    const away = (point) => centroids.map(([a, b]) => Math.hypot(x[point] - a, y[point] - b) / side);
    return contestedPoints(step, t).map((point) => Math.min(...away(point)));
  }));
}"""
# The boxes of all that is written over the picture.
WRITTEN = """[...document.querySelectorAll(".st-key-stage .js-plotly-plot > svg:not(.main-svg) text")].map((text) => {
  const { left, right, top, bottom } = text.getBoundingClientRect();
  return [left, right, top, bottom];
})"""
CASES = [
    ("blobs", 4),
    ("two blobs", 3),
    ("moons", 2),
    ("uniform", 8),
    ("stretched", 3),
    ("varied spread", 3),
    ("outliers", 3),
]


def runs(n_starts=6):
    """Return runs on several data sets: their points, and centroids and labels after every move."""
    for name, k in CASES:
        X = NAMED[name].make(300, 1.0, 42).X
        for seed in range(n_starts):
            steps = list(lloyd(X, random_init(X, k, seed=seed), tol=0))
            path, labels = [step.centroids.tolist() for step in steps], [step.labels.tolist() for step in steps]
            inertias = [step.inertia for step in steps]
            yield dict(x=X[:, 0].tolist(), y=X[:, 1].tolist(), path=path, labels=labels, inertias=inertias)


def batches(n_batches=6):
    """Return the first batches of several runs, and the centroids before and after each."""
    for name, k in CASES:
        X = NAMED[name].make(1000, 1.0, 42).X
        for seed in range(3):
            states = list(islice(minibatches(X, random_init(X, k, seed=seed), batch_size=40, seed=seed), n_batches))
            for before, after in pairwise(states):
                x, y = X[after.indices].T.tolist()
                change = dict(centroids=before.centroids.tolist(), moved=after.centroids.tolist())
                learned = dict(counts=before.counts.tolist(), totals=after.counts.tolist())
                drawn = dict(x=x, y=y, labels=after.labels.tolist(), reassigned=after.reassigned.tolist())
                yield dict(side=float(np.ptp(X, axis=0).max()), **change, **learned, **drawn)


@pytest.fixture(scope="module")
def page(chrome, address, lasting):
    with visits(chrome, address, lasting) as visit:
        yield visit("/algorithm")


def part(page, css):
    return page.locator(f".st-key-player {css}")


def turn_js(page) -> str:
    """Return the address of the script that chooses and judges."""
    return page.evaluate("performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/turn.js')).name")


def test_no_point_that_is_asked_for_is_beneath_a_centroid(page):
    away = page.evaluate(NEAREST_MARKS, [turn_js(page), list(runs())])
    assert len(away) > 1000 and min(away) >= 0.11


def test_every_misconception_fails_most_tasks_and_is_named_and_who_knows_fails_none(page):
    url = turn_js(page)
    marked = page.evaluate(LEARNERS, [url, list(runs())]) + page.evaluate(PULLED, [url, list(batches())])
    learners = {learner for learner, _, _ in marked}
    assert len(learners) == 15 and len(marked) > 1000
    for learner in sorted(learners):
        answers = [(is_right, mistake) for who, is_right, mistake in marked if who == learner]
        missed = [mistake for is_right, mistake in answers if not is_right]
        if learner == "perfect":
            assert missed == []
        else:
            assert len(missed) >= 0.6 * len(answers), learner
            assert missed.count(learner) >= 0.8 * len(missed), learner


def asked_points(page):
    """Return the positions of the points that are asked for, in the order of the keyboard."""
    places = []
    while True:
        said = part(page, ".said").inner_text()
        place = [float(value) for value in re.search(r"\((.+), (.+)\)", said).groups()]
        if place in places:
            return np.array(places)
        places.append(place)
        page.keyboard.press("ArrowRight")


def test_nothing_tells_the_answer_until_it_is_given_and_a_link_leads_to_the_task_that_follows(page, visit):
    X = NAMED["blobs"].make(300, 1.0, 42).X
    start, first = list(lloyd(X, random_init(X, 4, seed=50), tol=0))[:2]
    assert "Converged" not in page.inner_text("body") and page.locator("[data-testid=stDataFrame]").count() == 0
    drawn = shown(page)
    assert np.isnan(drawn["so far"]["y"]).all() and len(drawn["points"]["color"]) == 300
    assert part(page, ".check").get_attribute("aria-disabled") == "true"
    places = asked_points(page)
    nearest = ((places[:, None] - start.centroids) ** 2).sum(axis=2).argmin(axis=1)
    page.keyboard.press(str(nearest[0] + 1))
    said = part(page, ".said").inner_text()
    assert said.startswith(f"Point 1: centroid {nearest[0] + 1}. Point 2 of {len(places)}, at ")
    for cluster in nearest[1:]:
        page.keyboard.press(str(cluster + 1))
    assert {part(page, css).get_attribute("aria-live") for css in (".question", ".said")} == {"polite"}
    page.keyboard.press("Enter")
    assert part(page, ".said").inner_text() == f"All {len(places)} right."
    np.testing.assert_array_equal(shown(page)["points"]["color"], start.labels)

    page.keyboard.press("Enter")
    question = part(page, ".question").inner_text()
    cluster = int(re.search(r"centroid (\d)", question)[1]) - 1
    page.wait_for_url("**task=1**")
    assert "step=1" in page.url
    click(page, first.centroids[cluster])
    part(page, ".alternatives button").first.click()  # rises
    assert part(page, ".said").inner_text().endswith("You say: It rises.")
    part(page, ".check").click()
    said = part(page, ".said").inner_text()
    assert said.startswith("Right: that is the mean")
    assert "The inertia falls; you said that it rises. It cannot rise" in said
    tally = f"{len(places) + 1} of {len(places) + 2} right; last mistake: the inertia"
    assert part(page, ".tally").inner_text() == tally

    # The next task's link, on a phone: the same points, and targets large enough for fingers.
    page.keyboard.press("Enter")
    page.wait_for_url("**step=2**")
    places = asked_points(page)
    link = "/algorithm" + page.url.partition("/algorithm")[2]
    phone = visit(link, width=390, height=844, reduced_motion="no-preference")
    np.testing.assert_array_equal(asked_points(phone), places)
    sizes = [button.bounding_box() for button in part(phone, ".choices button, .check, .mode button").all()]
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in sizes)
    for cluster in ((places[:, None] - first.centroids) ** 2).sum(axis=2).argmin(axis=1):
        part(phone, ".choices button").nth(int(cluster)).tap()
    part(phone, ".check").tap()
    assert part(phone, ".said").inner_text() == f"All {len(places)} right."  # and the half-step is played with motion
    rest(phone)
    np.testing.assert_array_equal(shown(phone)["points"]["color"], first.labels)


def test_a_reply_to_two_questions_says_what_is_missing_and_once_that_it_is_not_right(visit):
    page = visit("/algorithm?step=1&task=1")
    for times in range(2):  # said again, in other letters: otherwise a screen reader is silent
        part(page, ".check").press("Enter")
        missing = "Still missing: the place of centroid 4 and the inertia."
        assert part(page, ".said").evaluate("(said) => said.textContent") == missing + "\u00a0" * times
    part(page, ".pad").press("ArrowRight")  # hardly away from where the centroid is
    assert part(page, ".pad").get_attribute("role") == "application"
    part(page, ".alternatives button").first.click()  # rises
    part(page, ".check").click()
    said = part(page, ".said").inner_text()
    assert said.startswith("Not quite") and said.count("ot quite") == 1 and "you said that it rises" in said


def test_a_reply_names_every_point_that_is_wrong(visit):
    page = visit("/algorithm?k=3")
    starts = random_init(NAMED["blobs"].make(300, 1.0, 42).X, 3, seed=50)
    places = asked_points(page)
    for place in places:
        page.keyboard.press(str(((place - starts) ** 2).sum(axis=1).argmax() + 1))
    page.keyboard.press("Enter")
    said = part(page, ".said").inner_text()
    others = ", ".join(str(number) for number in range(3, len(places) + 1))
    assert said.startswith(f"0 of {len(places)} right.") and said.endswith(f"Also wrong: {others}.")


@pytest.mark.parametrize("seed", range(1, 4))
def test_no_two_lengths_of_lines_overlap(visit, seed):
    page = visit(f"/algorithm?k=3&task={seed}", width=390, height=844)
    starts = random_init(NAMED["blobs"].make(300, 1.0, 42).X, 3, seed=50)
    for place in asked_points(page):
        page.keyboard.press(str(((place - starts) ** 2).sum(axis=1).argmax() + 1))
    page.keyboard.press("Enter")
    rest(page)
    boxes = page.evaluate(WRITTEN)
    assert len(boxes) > 6  # the points' numbers, and some lengths
    for i, (left, right, top, bottom) in enumerate(boxes):
        for left2, right2, top2, bottom2 in boxes[:i]:
            assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top


# Three small, distant groups, each with a centroid from the start.
PLAIN = "a;b\n" + "".join(f"{10 * j},{i:02};{(7 * j) % 11}\n" for j in range(3) for i in range(30))


@pytest.mark.parametrize(
    "path, said",
    [
        ("algorithm", "Assign 1: nothing to ask"),
        ("mini_batch", "There is nothing to ask about this run"),
    ],
    ids=["algorithm", "mini-batch"],
)
def test_where_nothing_can_be_asked_the_reader_is_told_why_at_the_start(visit, path, said):
    page = visit(f"/{path}?data=your+own&k=3&init=farthest-first")
    file = dict(name="plain.csv", mimeType="text/csv", buffer=PLAIN.encode())
    page.locator("[data-testid=stSidebar] input[type=file]").set_input_files(file)
    page.locator(".st-key-player .task").filter(has_text=said).wait_for()
    settle(page)
    if path == "algorithm":
        assert part(page, ".count").text_content().startswith("half-step 0")
        page.keyboard.press("Enter")
        part(page, ".question").filter(has_text="Move 1").wait_for()


def click(page, position):
    """Click where a position is in the picture."""
    x, y = page.evaluate(
        """([x, y]) => { const graph = document.querySelector(".st-key-stage .js-plotly-plot");
           const { xaxis, yaxis } = graph._fullLayout, box = graph.getBoundingClientRect();
           return [box.x + xaxis._offset + xaxis.l2p(x), box.y + yaxis._offset + yaxis.l2p(y)]; }""",
        list(position),
    )
    page.mouse.click(x, y)


def test_watch_shows_everything_and_is_in_the_address(page):
    part(page, ".watch").click()
    page.wait_for_url("**ask=false**")
    settle(page)
    assert page.locator("[data-testid=stDataFrame]").count() == 1 and part(page, ".next").is_visible()
    page.keyboard.press("End")
    rest(page)
    assert part(page, ".caption").inner_text().startswith("Converged")


def test_the_button_that_checks_and_goes_on_keeps_the_focus_where_nothing_is_asked(visit):
    page = visit("/mini_batch")
    check = part(page, ".check")
    check.focus()
    for _ in range(3):  # the third batch has no task here: it is played
        page.keyboard.press("ArrowRight")
        for alternative in part(page, ".alternatives button").all()[:1]:
            alternative.evaluate("(button) => button.click()")
        for _ in ("check", "next"):
            page.keyboard.press("Enter")
            assert check.evaluate("(button) => button.getRootNode().activeElement === button")
