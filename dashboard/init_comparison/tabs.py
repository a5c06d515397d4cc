"""The three views of the Init comparison page, and the tabs below them."""

import streamlit as st

from dashboard.common import controls, layout
from dashboard.common.ask import SHOW_ME, ask_for_guess
from dashboard.common.cache import table
from dashboard.common.clicks import clicked_value
from dashboard.common.lesson import is_on_stage
from dashboard.common.plots.plane import constrained_domains
from dashboard.common.questions import without_guess
from dashboard.common.settings import Data
from dashboard.common.source_code import source_of
from dashboard.common.tables import number_table, text_table
from dashboard.components.fit_height import fit_height
from dashboard.components.player import player
from dashboard.components.reply_region import reply_region
from dashboard.init_comparison import cache, text
from dashboard.init_comparison.best_known import BestKnown
from dashboard.init_comparison.cache import PlayedStage
from dashboard.init_comparison.figures import best_of_plot, final_inertia_histograms
from dashboard.init_comparison.restart_statistics import (
    RestartStatistics,
    affordable_restarts,
    histogram_bars,
    next_seed,
)
from dashboard.init_comparison.settings import DEFAULTS, SIDE_BY_SIDE, InitSettings
from dashboard.init_comparison.side_by_side import Comparison, read_rows, rows_after_click, write_rows

SHOWN_BY = ("step", "tab")  # names in the address that lead to a result
STARTS_PX = 560


def side_by_side_view(settings: InitSettings, best: BestKnown, asks: bool) -> None:
    """Draw every run as a panel, all moved by one player."""
    X, comparison = table(settings.data).X, cache.start_comparison(settings, best)
    if asks:
        guess_worst_start(settings, comparison)

    def pick(point: int, step: int) -> None:  # a second click may come before the page has drawn the first one
        picked = read_rows(st.session_state["own"] or "", len(X), settings.k)
        st.session_state["own"] = write_rows(rows_after_click(picked, point, X, settings.k))

    scene = cache.side_by_side_stage(settings, comparison)
    with stage_column(scene, text.SIDE_BY_SIDE_ALT):
        player(scene.script, key="player", n_points=len(X), on_chosen=pick)
        if is_on_stage():
            return
        offer_own_start(settings)
        text_table(text.result_table(comparison))
    if scene.note:
        st.text(scene.note)
    st.markdown(text.result_explanation(comparison))
    with st.popover("What the starts do", icon=":material/help:"):
        st.markdown(text.STARTS)


def offer_own_start(settings: InitSettings) -> None:
    """Say how many points the reader has picked, beside a button that removes them."""
    n_picked = len(settings.own)
    with reply_region("own start", n_picked), st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text.own_status(settings.k, n_picked), width="stretch")
        clear = dict(on_click=st.session_state.update, kwargs=dict(own=""), help="Removes all picked points.")
        st.button("Clear", disabled=not n_picked, **clear)


def guess_worst_start(settings: InitSettings, comparison: Comparison) -> None:
    """Ask which start ends highest, and judge the guess. Until then the page ends with the starts."""
    what = guessed_about(settings.data, settings.k, f"start{settings.seed}")
    guess, place = ask_for_guess(what, text.START_QUESTION, [*text.IDEAS], unless=(*SHOWN_BY, "own"))
    if guess is None:
        figure, config = cache.starts_figure(settings, comparison), layout.chart_config()
        left, right = st.columns([3, 2])
        with left.container(key="starts-box", height=STARTS_PX, border=False):
            st.plotly_chart(figure, config=config, height="stretch", key="starts chart", alt=text.STARTS_ALT)
        size = dict(least=STARTS_PX, reserved=0, floor=STARTS_PX // 2, aspect=0.9)  # a phone needs less
        fit_height(("starts-box",), **size, domains=constrained_domains(figure), key="grow")
        right.markdown(text.STARTS)
        layout.end_on_stage()
        st.stop()
    if guess != SHOW_ME:
        place.markdown(text.start_verdict(guess, comparison))


def guessed_about(data: Data, k, *what) -> tuple:
    """Return what a guess is about, for the name of its parameter."""
    return data.name, data.seed, data.upload, data.points, f"k{k}", *what


def stage_column(scene: PlayedStage, alt):
    """Draw the stage, and return the column beside it."""
    left, right = st.columns([3, 2])
    with left.container(key="stage"):
        st.plotly_chart(scene.stage, config=layout.chart_config(), height=560, key="stage chart", alt=alt)
    return right


def pick_by_pick_view(settings: InitSettings, best: BestKnown) -> None:
    """Draw k-means++ as a film: the wheel before and after every pick."""
    scene = cache.pick_by_pick_stage(settings, best)
    with stage_column(scene, text.PICK_BY_PICK_ALT):
        player(scene.script, key="player")
        st.caption(text.PICK_BY_PICK_KEY)
    if scene.note:
        st.text(scene.note)


def many_runs_view(settings: InitSettings, best: BestKnown, asks: bool) -> None:
    """Offer many runs of every method. They take a while, so they start on a click; those that are known are shown."""
    help = "How many runs of each method the statistics are made of, from the seeds 0, 1, 2 and so on."
    restarts = controls.slider("Runs of each start", "restarts", 20, 500, 20, help, defaults=DEFAULTS)
    n, d = table(settings.data).X.shape
    affordable = affordable_restarts(n, d, settings.k, restarts)
    if affordable < restarts:
        st.warning(text.fewer_restarts(n, d, settings.k, restarts, affordable))
    guess = None
    if asks:
        what = guessed_about(settings.data, settings.k, "runs")
        guess, place = ask_for_guess(what, text.share_question(affordable), [*text.SHARES], unless=SHOWN_BY)
        if guess is None:
            st.markdown(text.best_known_sentence(best))
            layout.end_on_stage()
            st.stop()
        outcome = place.empty()
    asked = settings.data, settings.k, affordable, best
    statistics = cache.restart_statistics.known(*asked)
    with reply_region("runs", statistics is not None):
        if statistics is None:
            if guess in text.SHARES:
                outcome.markdown(text.run_to_see(affordable))
            st.markdown(text.best_known_sentence(best))
            help = "Runs k-means from so many starts of every method, and shows where the runs end."
            if not st.button(f"Run every method {affordable} times", help=help):
                return
            statistics = cache.restart_statistics(*asked, status=st.empty())
        st.markdown(text.restart_summary(statistics))
    if guess in text.SHARES:
        outcome.markdown(text.share_verdict(guess, statistics))
    show_many_runs(settings, statistics, cache.start_comparison(settings, best))


def show_many_runs(settings: InitSettings, statistics: RestartStatistics, comparison: Comparison) -> None:
    """Draw where the runs of every method end, and how many are needed to reach the best known inertia."""
    current = {track.name: track.inertia for track in comparison.runs}
    bars = {text.bar_label(bar): bar for of_method in histogram_bars(statistics).values() for bar in of_method}

    def replay(label) -> None:
        if label in bars:
            seed = next_seed(bars[label].seeds, settings.seed)
            st.session_state.update(seed=int(seed), show=SIDE_BY_SIDE)
            st.session_state.update(without_guess(*guessed_about(settings.data, settings.k, f"start{seed}")))

    def replay_clicked() -> None:
        replay(clicked_value("landscape", "customdata"))

    histograms, best_of = final_inertia_histograms(statistics, current), best_of_plot(statistics)
    left, right = st.columns([3, 2])
    with left:
        more = dict(key="landscape", on_select=replay_clicked, selection_mode="points", height=590)
        st.plotly_chart(histograms, config=layout.chart_config(), alt=text.histograms_alt(statistics), **more)
    with right:
        st.plotly_chart(best_of, config=layout.chart_config(), height=340, key="best of", alt=text.BEST_OF_ALT)
        st.markdown(text.guarantee(statistics))
        more = dict(key="bar", placeholder="Choose a bar", on_change=lambda: replay(st.session_state["bar"]))
        st.selectbox("See one of its runs side by side", list(bars), None, help=text.BARS_HELP, **more)
        st.caption(text.HISTOGRAMS_KEY)
    columns = {name: st.column_config.Column(name, help=help) for name, help in text.RESTART_TABLE_HELP.items()}
    number_table(text.restart_table(statistics), columns)


def seeding_code_tab() -> None:
    """Show the source of the methods."""
    st.markdown("k-means++; the classic method is `trials=1`:")
    names = "kmeans_plusplus", "kmeans_plusplus_picks", "d2_sampling", "draw"
    st.code(source_of("kmeans_core.seeding", *names), language="python", wrap_lines=True)
    st.markdown("The other two:")
    st.code(source_of("kmeans_core.seeding", "random_init", "farthest_first"), language="python", wrap_lines=True)
