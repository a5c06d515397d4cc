"""What the two pages of the class room show."""

import streamlit as st

from dashboard.classroom import cache, compute, text
from dashboard.classroom.board import answered_text, board_html, code_of_link
from dashboard.classroom.panels import Rounds, bars_of_ends, ends_of_runs, own_start, pictures_of, question_panels
from dashboard.classroom.questions import (
    FIRST_VOTE,
    HOURS,
    MAX_TASK,
    MINUTES,
    N_SEEDS,
    OPTIONS,
    QUESTIONS,
    SECOND_VOTE,
    SIDE,
    Shown,
    votes_in,
)
from dashboard.classroom.settings import address_of, note_vote, own_votes, show
from dashboard.common import layout
from dashboard.common.drawn import MIN_POINTS, write_places
from dashboard.common.lesson import is_on_stage
from dashboard.common.settings import DRAWN
from dashboard.common.share import warn_of_own_machine
from dashboard.components.ballot import ballot
from dashboard.components.board import board
from dashboard.components.player import player
from dashboard.components.reply_region import reply_region
from dashboard.server.rooms import ROOM_SECONDS, ROOMS

POLL_SECONDS = 2
PLACE_RANGES = [
    dict(label="Across", max=SIDE - 1, step=1, digits=0, unit=""),
    dict(label="Up", max=SIDE - 1, step=1, digits=0, unit=""),
]
DATA_RANGES = [
    dict(label="How long did you sleep last night?", max=HOURS[1] / HOURS[2], step=HOURS[2], digits=2, unit="hours"),
    dict(
        label="How long did it take you to get here?",
        max=MINUTES[1] / MINUTES[2],
        step=MINUTES[2],
        digits=0,
        unit="minutes",
    ),
]
REPLAYED = "replayed start"


# ---- the projector


def lead(code: str, key: str, shown: Shown) -> None:
    """Draw the lecturer's buttons: the questions, and the phases of the one that is shown."""
    warn_of_own_machine()
    with st.container(horizontal=True):
        for name, question in QUESTIONS.items():
            offer(question.name, key, Shown(name), name == shown.question, question.title)
        with st.popover("More", icon=":material/more_horiz:"):
            help = "The same question about other points. It begins with a vote."
            offer("New task", key, Shown(shown.question, shown.task % MAX_TASK + 1), False, help)
            help = "The same room in a new window, without your buttons and your key, as large as the screen."
            st.link_button("For the projector", address_of("class", room=code, stage="1"), help=help)
    with st.container(horizontal=True):
        help = "What the projector shows. Phones can vote only while a vote is open."
        for phase, label in QUESTIONS[shown.question].phases.items():
            offer(label, key, Shown(shown.question, shown.task, phase), phase == shown.phase, help)
    with reply_region("shown", name="Shown now"):
        st.markdown(f":small[{text.now_shown(shown)}]")


def offer(label: str, key: str, to: Shown, is_shown: bool, help: str) -> None:
    """Draw a button that lets the room show something; what it shows already has a mark."""
    mark = dict(label=f"**{label}**", icon=":material/check:") if is_shown else dict(label=label)
    st.button(**mark, key=f"show {label}", help=help, on_click=show, args=(key, to))


@st.fragment(run_every=POLL_SECONDS)
def follow(code: str, shown: Shown, seen: tuple) -> None:
    """Draw the board again every two seconds; when the room shows something else, run the page again."""
    if (ROOMS.shown(code), votes_seen(code, shown)) != (shown, seen):
        st.rerun()
    rounds = votes_of(code, shown)
    ends, panels = [], []
    if shown.question == "starts" and shown.runs:
        ends = ends_of(shown, rounds)
        panels = [bars_of_ends(ends)]
    elif shown.question != "data":
        panels = question_panels(shown, cache.class_task(shown.question, shown.task), rounds)
    title, hint = QUESTIONS[shown.question].title, board_hint(shown, rounds)
    html = board_html(title, hint, panels, board_aside(code, shown, rounds))

    if is_on_stage():
        html = f'<div class="large">{html}</div>'

    def replay(i: int) -> None:
        st.session_state[REPLAYED] = ends[i][1][0]

    board(html, key="board", n_choices=len(ends), on_chosen=replay)


def votes_of(code: str, shown: Shown) -> Rounds:
    """Return the votes of the first round and, once there are any or may be, of the second, each with its heading."""
    first, second = (ROOMS.votes(code, shown.ballot_of(phase)) for phase in (FIRST_VOTE, SECOND_VOTE))
    if SECOND_VOTE not in QUESTIONS[shown.question].phases or not (second or shown.phase == SECOND_VOTE):
        return [("", first)]
    return [(f"First vote: {len(first)}", first), (f"Second vote: {len(second)}", second)]


def votes_seen(code: str, shown: Shown) -> tuple:
    """Return what the film depends on: how many votes there are, and the start that is replayed."""
    if not shown.runs:
        return ()
    return (*(len(votes) for _, votes in votes_of(code, shown)), st.session_state.get(REPLAYED))


def ends_of(shown: Shown, rounds: Rounds) -> list[tuple[float, list[int]]]:
    return cache.optima_of(shown.task, tuple(sorted(rounds[0][1].values())))


def board_aside(code: str, shown: Shown, rounds: Rounds) -> list[str]:
    """Return what is beside the pictures until the run: how to join, and how many have answered."""
    if shown.runs:
        return []
    link = address_of("vote", room=code)
    return [code_of_link(link, link.partition("://")[2]), answered_text(len(rounds[-1][1]), ROOMS.n_voters(code))]


def offer_the_data(code: str, shown: Shown) -> None:
    """Draw a link to the class as a data set, once it has run."""
    votes = list(votes_of(code, shown)[0][1].values())
    if shown.question == "data" and shown.runs and len(votes) >= MIN_POINTS:
        points = write_places(compute.drawn_places(votes))
        link = address_of("algorithm", data=DRAWN, pts=points, k=str(cache.DATA_K))
        st.link_button(text.take_along(len(votes)), link, icon=":material/open_in_new:", help=text.DRAWING)


def board_hint(shown: Shown, rounds: Rounds) -> str:
    """Return the sentence under the question: what to do or, when it has run, what came of it."""
    if not shown.runs:
        return question_hint(shown)
    has_bars = shown.question == "starts" and rounds[0][1]
    return f"{outcome_of(shown, rounds)} {text.CHOOSE_BAR if has_bars else ''}".rstrip()


def outcome_of(shown: Shown, rounds: Rounds) -> str:
    """Return what came of the question."""
    votes = list(rounds[-1][1].values())
    if shown.question == "data":
        return text.data_result(len(votes), shown.phase == "scaled")
    if shown.question == "starts":
        return text.starts_result(ends_of(shown, rounds))
    return text.result(shown.question, cache.class_task(shown.question, shown.task), votes)


def question_hint(shown: Shown) -> str:
    task = cache.class_task(shown.question, shown.task) if shown.question == "inertia" else None
    return QUESTIONS[shown.question].hint if task is None else text.next_event(task.half_steps()[task.asked_after])


def show_film(code: str, shown: Shown) -> None:
    """Draw the player and its pictures, once the room shows how the question ends."""
    votes = tuple(votes_of(code, shown)[-1][1].values())
    match shown.question:
        case "data":
            film = cache.film_of_class(tuple(sorted(votes)), shown.phase == "scaled") if len(votes) > 1 else None
        case "starts":
            seed = st.session_state.get(REPLAYED)
            film = None if seed is None else cache.film_of_start(shown.task, seed)
        case question:
            film = cache.film_of_task(question, shown.task, votes if question == "place" else ())
    if film is None:
        return
    chart, alt = layout.chart_config("k-means"), text.FILM_DESCRIPTION
    if film.curve is None:
        for key, column, picture in zip(cache.PICTURES, st.columns(len(film.pictures)), film.pictures, strict=True):
            with column.container(key=key):
                st.plotly_chart(picture, config=chart, height=400, key=f"{key} chart", alt=alt)
        player(film.script, key="player")
        return
    left, right = st.columns([3, 2])
    with left.container(key="stage"):
        st.plotly_chart(film.pictures[0], config=chart, height=560, key="stage chart", alt=alt)
    with right:
        player(film.script, key="player")
        with st.container(key="curve"):
            st.plotly_chart(film.curve, config=chart, height=190, key="curve chart", alt="The inertia so far.")


@st.fragment(run_every=POLL_SECONDS)
def wait_for_room(code: str) -> None:
    """Check every two seconds whether the room is open, and show it then."""
    if ROOMS.shown(code) is not None:
        st.rerun()


# ---- a phone


@st.fragment(run_every=ROOM_SECONDS)
def run_again_after_a_restart() -> None:
    """Draw nothing. A browser that reconnects asks for a run of a page only if some part of it runs by itself."""


def answer(shown: Shown | None, voter: int) -> None:
    """Draw the ballot that is open, or a button to go on."""
    sent = ballot(**ballot_of(shown, voter), key="ballot", on_vote=note_vote)
    if isinstance(sent, str) and votes_in(sent).items() - own_votes().items():  # given while the server was away
        note_vote(sent)
        st.rerun()


def ballot_of(shown: Shown | None, voter: int) -> dict:
    """Return what a phone draws of the question."""
    if shown is None or not shown.ballot:
        return dict(name="", html=own_result(shown, voter) if shown and shown.runs else "")
    vote = own_votes().get(shown.ballot)
    common = dict(name=shown.ballot, vote=vote, html="")
    if shown.question == "data":
        return common | dict(ranges=DATA_RANGES)
    task, seed = cache.class_task(shown.question, shown.task), voter % N_SEEDS
    if shown.question == "starts":
        return common | dict(given=seed, action="Run my start", html=own_start(task, seed, vote is not None))
    pictures = pictures_of(shown.question, task)
    if shown.question == "start":
        return common | dict(options=[f"<strong>{picture.heading}</strong>{picture.html}" for picture in pictures])
    if shown.question == "place":
        return common | dict(html=pictures[0].html, ranges=PLACE_RANGES, marks=True)
    return common | dict(html=pictures[0].html, options=OPTIONS[shown.question])


def own_result(shown: Shown, voter: int) -> str:
    """Return how the question has ended, with this voter's own mark or start."""
    if shown.question == "data":
        return ""
    task, votes = cache.class_task(shown.question, shown.task), own_votes()
    own = [votes[ballot] for ballot in map(shown.ballot_of, (SECOND_VOTE, FIRST_VOTE)) if ballot in votes]
    if shown.question == "starts":
        return own_start(task, voter % N_SEEDS, True) if own else ""
    return ends_of_runs(shown.question, task, own[:1])
