"""Three ready-made lessons: what to show, what to say, what to ask, and what learners typically answer."""

from dataclasses import dataclass, replace

from dashboard.common.formatting import percent
from dashboard.lessons.compute import N_STARTS, Facts


@dataclass(frozen=True)
class Activity:
    """A few minutes of a lesson: the `page` with its `settings`, and the controls that stay `free`."""

    minutes: int
    title: str
    page: str
    settings: dict[str, str]
    free: tuple[str, ...]
    say: str
    ask: str
    answers: str


@dataclass(frozen=True)
class Lesson:
    """A lesson and what the class knows after it."""

    aim: str
    activities: list[Activity]

    @property
    def minutes(self) -> int:
        return sum(activity.minutes for activity in self.activities)


def lessons(facts: Facts) -> dict[str, Lesson]:
    """Return the lessons by their length in minutes, as the page's control names them."""
    usual = [*the_run(facts), *start_and_k(facts)]
    short = [replace(activity, minutes=minutes) for activity, minutes in zip(usual, (3, 3, 4), strict=False)]
    every = [
        Lesson(
            "After this lesson, students can say what k-means does, why it stops, and that the start decides where.",
            short,
        ),
        Lesson(
            "After this lesson, students can also choose a start and a k, and say when not to trust the result.", usual
        ),
        Lesson(
            "After this lesson, students can also scale features, cluster large data, and say which points are "
            "undecided.",
            [*usual, *beyond(facts)],
        ),
    ]
    return {str(lesson.minutes): lesson for lesson in every}


def the_run(facts: Facts) -> list[Activity]:
    return [
        Activity(
            6,
            "Two moves",
            "algorithm",
            {"step": "0"},
            (),
            "Four centroids start at points that are chosen at random. Two moves alternate: assign each point to "
            "its nearest centroid, then move each centroid to the mean of its points.",
            f"Stop before “Move 1”. Where will centroid {facts.farthest} go? Everyone points at a place (on phones: "
            "“Where to?” in the Class room), then discusses it with a neighbour.",
            "“To the densest spot”, “to the middle between the outermost points”, “to the nearest point”. It goes "
            "to the mean.",
        ),
        Activity(
            5,
            "Why it ends",
            "algorithm",
            {"step": "1"},
            (),
            "Back to the first assignment. Each point has joined its nearest centroid. The dot on the right is the "
            "inertia: the squared distances of all points to their centroids, added up.",
            "Each half-step adds a dot. Can the inertia rise (on phones: “Rise or fall?” in the Class room)? When will "
            "k-means stop?",
            "“It can rise when a centroid moves away from some of its points.” It cannot: the mean is the best "
            "place for all its points together, and the nearest centroid is the best one for each point. This run "
            f"has {facts.n_moves} moves; then no point changes its cluster.",
        ),
        Activity(
            7,
            "Another start",
            "algorithm",
            {"seed": "0", "step": "0"},
            ("seed",),
            "The same points, four other points as the start.",
            "Will it end in the same place? Vote by show of hands, then play it. On phones, everybody can run a start: "
            "“200 starts” in the Class room.",
            f"Most vote yes. It ends at {facts.times_higher:.1f} times the inertia, with two centroids in one "
            f"group. It has converged all the same: converged does not mean best. Of {N_STARTS} random starts, "
            f"{facts.n_best_random} reach the best result. Let them call out other seeds.",
        ),
    ]


def start_and_k(facts: Facts) -> list[Activity]:
    return [
        Activity(
            8,
            "A better start",
            "init_comparison",
            {"show": "pick by pick"},
            ("seed",),
            "k-means++ picks one centroid after another at random: the farther a point is from the centroids so "
            "far, the more likely it is to be picked. In the picture, likelier points are larger.",
            "The first centroid is picked. Where would you put the second?",
            "“As far away as possible.” That is farthest-first, which picks outliers. k-means++ leaves it to "
            f"chance. On the lesson's points, {facts.n_best_random} of {N_STARTS} random starts reach the best result, "
            f"and {facts.n_best_classic} of {N_STARTS} starts of classic k-means++. The greedy variant draws several "
            f"points for each pick and keeps the best one: {facts.n_best_greedy} of its {N_STARTS} starts reach the "
            "best result.",
        ),
        Activity(
            8,
            "How many clusters?",
            "elbow",
            {},
            ("noise",),
            "k-means always finds as many clusters as it is asked for. More clusters always lower the inertia.",
            "How many groups do you see (on phones: “How many?” in the Class room)? Where does this curve have its "
            "elbow?",
            f"“Four”, and “it depends”. Here the elbow rule answers {facts.elbow_of_blobs} and the mean silhouette "
            f"{facts.silhouette_of_blobs}: criteria need not agree. More noise makes them less certain.",
        ),
        Activity(
            5,
            "No clusters at all",
            "elbow",
            {"data": "uniform"},
            (),
            "These points are spread evenly.",
            "How many clusters does the elbow find here?",
            f"It answers {facts.elbow_of_uniform}, and four clusters save {percent(facts.uniform_saved)} of the "
            "inertia, although there are no groups. k-means never says no; of the five criteria only the gap "
            "statistic can.",
        ),
        Activity(
            6,
            "When it fails",
            "failure_cases",
            {"case": "circles"},
            ("case",),
            "A ring around a ring. People see two groups at once.",
            "Draw the border that k-means will draw between two clusters.",
            "“A circle.” It is a straight line: the points that are equally far from two centroids. The adjusted "
            f"Rand index of two clusters on such rings is {round(facts.rings, 2) + 0.0:.2f}, no better than "
            "chance. Let them choose another case.",
        ),
    ]


def beyond(facts: Facts) -> list[Activity]:
    return [
        Activity(
            10,
            "Grams and millimetres",
            "algorithm",
            {"data": "penguins", "k": "3"},
            ("scale",),
            "342 penguins of three species; their bills are measured in millimetres, their mass in grams.",
            "Which measurement decides? What changes when all are standardised?",
            "“All four count the same.” Mass has by far the largest numbers and decides alone. Standardised, the "
            f"adjusted Rand index with the species rises from {facts.penguins_raw:.2f} to "
            f"{facts.penguins_scaled:.2f}.",
        ),
        Activity(
            10,
            "One point by hand",
            "algorithm",
            {"tab": "By hand", "point": "7"},
            (),
            "Everyone works out one squared distance and one mean, and compares them with the table under the picture, "
            "which the projector leaves out.",
            "Which centroid is nearest to point 7? Does the square root matter?",
            "Some compare along one axis only, some forget a square. The root changes every distance but not their "
            "order, so it is left out.",
        ),
        Activity(
            10,
            "Large data",
            "mini_batch",
            {},
            ("batch",),
            "A mini-batch moves the centroids after a few random points instead of after all of them.",
            "How many of the 20,000 points must it look at to come close to full k-means?",
            "“At least half.” The sentence under the picture says how close this run comes, and after how many.",
        ),
        Activity(
            8,
            "Points between two groups",
            "soft_assignment",
            {},
            ("softness",),
            "A point between two centroids belongs partly to each; the softness says how far a centroid reaches.",
            "What happens to the border as the softness grows? And when it is “uniform”?",
            "“The clusters disappear.” At the uniform end all shares are equal; in between, only the points near a "
            "border are undecided.",
        ),
        Activity(
            7,
            "The colours of a picture",
            "image_compression",
            {"k": "4"},
            ("k", "image"),
            "Each pixel is a point with three features: red, green, blue. The centroids are the palette.",
            "How many colours does this picture need before you no longer see a difference?",
            "Guesses vary widely. Large smooth areas such as the sky need the most; move the slider and compare.",
        ),
    ]
