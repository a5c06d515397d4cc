"""The Draw it page: the drawing in the address, the run from its centroids, and missions judged by the core."""

import re

import pytest

from dashboard.common.drawn import EXAMPLE, read_places
from dashboard.draw_it.compute import N_STARTS, run_from
from dashboard.draw_it.missions import MISSIONS
from dashboard.draw_it.text import PAGES, UNREADABLE
from tests.pages.pages import behind, complaints, figures, opened, player, sent

PAGE = "pages/9_draw_it.py"


def captions(at) -> list[str]:
    return [beat["caption"] for beat in player(at)["beats"]]


def press(at, label):
    return next(button for button in at.button if button.label == label).click().run()


def test_the_player_shows_the_run_from_the_placed_centroids_of_the_address():
    at = opened(PAGE, points="00110zz0", centroids="0022")
    steps = run_from(read_places("00110zz0"), read_places("0022"))
    assert not complaints(at) and len(captions(at)) == 2 * len(steps)
    assert captions(at)[-1].startswith(f"Converged after {steps[-1].iteration} move")


def test_without_points_or_centroids_the_page_says_what_is_missing_and_comes_back():
    first = opened(PAGE)
    at = opened(PAGE, **behind(first, "Empty plane"))
    assert at.text_input(key="points").value == "" and not figures(at) and not complaints(at)
    assert any("two points and a centroid" in info.value for info in at.info)
    at = opened(PAGE, **behind(first, "Three groups"))
    assert at.text_input(key="points").value == EXAMPLE and len(figures(at)) == 1


def test_a_drawing_that_cannot_be_read_is_refused_in_sight_and_not_only_where_its_text_is():
    at = opened(PAGE, points="00110zz", centroids="0022")
    assert at.text_input(key="points").value == "00110zz" and len(figures(at)) == 1
    assert [UNREADABLE in warning.value for warning in at.warning].count(True) == 1
    at = opened(PAGE, points="00110zz0", centroids="0022")
    assert not at.warning


def test_the_best_of_many_starts_is_placed_as_centroids():
    at = opened(PAGE, centroids="AiGmkQ")
    before = run_from(read_places(EXAMPLE), read_places("AiGmkQ"))[-1].inertia
    press(at, f"Place the best of {N_STARTS} starts")
    placed = read_places(at.text_input(key="centroids").value)
    assert len(placed) == 3 and {tuple(place) for place in placed} <= {tuple(place) for place in read_places(EXAMPLE)}
    first, *_, last = (step.inertia for step in run_from(read_places(EXAMPLE), placed))
    assert last < before
    (said,) = [caption.value for caption in at.caption if "ends lowest" in caption.value]
    assert f"{first:,.0f} now" in said and f"{last:,.0f} at the end" in said
    at.text_input(key="centroids").set_value("AiGmkQ").run()
    assert not any("ends lowest" in caption.value for caption in at.caption)


def test_the_drawing_opens_on_every_page_that_clusters_points():
    at = opened(PAGE, points="0011zz", centroids="00zz")
    for page in PAGES.values():
        assert behind(at, page)["pts"] == ["0011zz"]
    start = behind(at, "Algorithm")
    assert (start["data"], start["init"], start["cen"]) == (["drawn"], ["placed"], ["00zz"])
    assert behind(at, "Failure cases")["case"] == ["drawn"]


# The elbow of the last one is at 2 if k goes up to 8, and at 3 if it goes up to 10.
ELBOWS = [
    *(points for points, _ in MISSIONS["criteria disagree"].solutions),
    "4N3N9Y4S4W8c1VARALJLCMERglljOhgijrecnrdxdeerawarGdJVLeAiJiPkKbEhDgFjCc8ZemceMges",
]


@pytest.mark.parametrize("points", ELBOWS)
def test_the_elbow_page_says_what_the_mission_says(points):
    at = opened(PAGE, mission="criteria disagree", points=points, centroids="UU")
    state = " ".join(text.value for text in [*at.info, *at.success])
    elbow, highest = re.search(r"elbow is at k = (\d+), .* at k = (\d+);", state).groups()
    there = opened("pages/2_elbow.py", ask="0", **behind(at, "Elbow"))
    said = " ".join(text.value for text in there.markdown)
    assert f"Elbow: **{elbow}**" in said and f"Silhouette: **{highest}**" in said


@pytest.mark.parametrize("mission", MISSIONS.values(), ids=lambda mission: mission.name)
def test_the_link_of_a_solved_mission_is_its_proof(mission):
    points, centroids = mission.solutions[1]
    at = opened(PAGE, mission=mission.name, points=points, centroids=centroids)
    (proof,) = at.success
    assert proof.value.startswith("Solved. ") and not complaints(at)
    assert len(figures(at)) == 3 and sent(at) < 100 * 1024


def test_a_mission_shows_its_state_and_no_solution_before_it_is_solved():
    mission = MISSIONS["strand a centroid"]
    at = opened(PAGE, mission=mission.name)
    assert not at.success and any("times the best known inertia; goal: 2" in info.value for info in at.info)
    texts = [text.value for text in at.markdown]
    assert mission.goal in texts and mission.in_common not in texts and len(figures(at)) == 1


def test_a_solution_can_be_put_on_the_plane():
    mission = MISSIONS["strand a centroid"]
    points, centroids = mission.solutions[0]
    at = press(opened(PAGE, mission=mission.name, points=points, centroids=centroids), "Open solution 2")
    assert (at.text_input(key="points").value, at.text_input(key="centroids").value) == mission.solutions[1]
    assert at.success
