"""The parts of the Build it page."""

import streamlit as st

from dashboard.build_it import cache, settings, text
from dashboard.build_it.compute import HARMLESS, LETTERS, RIGHT, SHOWN_SEED, Effect, core_effect, shuffled_lines
from dashboard.build_it.figures import effect_picture
from dashboard.build_it.notebooks import NOTEBOOKS, course_notebook
from dashboard.common import layout
from dashboard.common.lesson import is_on_stage
from dashboard.common.plots.plane import constrained_domains
from dashboard.common.take_home import WHEEL_HELP
from dashboard.common.wheel import packed_wheel, wheel_name
from dashboard.components.fit_height import fit_height
from dashboard.components.reply_region import reply_region

EFFECT_PX = 230


def choose_and_run(mode: str, number: int) -> None:
    """Draw a program with four options for one line; after the choice, what it does and what the library does."""
    puzzle = cache.puzzle_of(mode, number)
    st.markdown(f"**{text.QUESTIONS[mode]}**")
    left, right = st.columns(2)
    with left:
        st.code(puzzle.shown, language=None, line_numbers=True, wrap_lines=True)
        st.markdown(text.GIVEN)
    with right:
        if mode == text.BUG:
            show_effect(puzzle.lines, "bug", text.WRONG_PROGRAM)
        st.code(text.option_lines(puzzle), language=None, wrap_lines=True)
        with reply_region("options", settings.has_run(), name="Answer", speaks=False):
            option = settings.choose_option()
            if option is not None:
                show_verdict(puzzle.is_right[option], text.verdict_on_option(puzzle, option))
    if option is not None:
        if any(code == HARMLESS for _, code in puzzle.options) and puzzle.is_blank:
            with st.expander("Why does the square root change nothing?"):
                st.markdown(text.WHY_HARMLESS)
        beside_the_library(puzzle.program(option))


def order_and_run(number: int) -> None:
    """Draw the lines that are left as buttons, and the program so far."""
    lines, letters = shuffled_lines(number), settings.order_of_lines()
    program = tuple(lines[LETTERS.index(letter)] for letter in letters)
    st.markdown(f"**{text.QUESTIONS[text.ORDER]}**")
    left, right = st.columns(2)
    with left:
        st.markdown("Lines that are left. Dots show how far a line is indented.")
        lines_left = dict(name="Lines that are left", speaks=False, lists=True)
        with reply_region("lines", len(letters), **lines_left), st.container(horizontal=is_on_stage()):
            for i, line in enumerate(lines):
                if LETTERS[i] not in letters:
                    indent = "· " * ((len(line) - len(line.lstrip())) // 2)
                    full = len(letters) == len(RIGHT)
                    help = "Puts this line below the others."
                    args = (letters + LETTERS[i],)
                    label = f"{indent}`{line.strip()}`"
                    st.button(label, key=f"line {i}", help=help, on_click=settings.set_order, args=args, disabled=full)
    with right:
        with reply_region("placed"):
            st.markdown(text.so_far(len(program)))
        st.code("\n".join(program) or " ", language=None, line_numbers=True, wrap_lines=True)
        st.markdown(text.GIVEN)
        with st.container(horizontal=True):
            help = "Takes the last line out of the program."  # never disabled: it would lose the focus
            st.button("Take back", help=help, on_click=settings.set_order, args=(letters[:-1],))
            if len(program) == len(RIGHT):
                st.button("Run it", help="Runs the nine lines.", on_click=settings.run_it)
    has_run = settings.has_run() and len(program) == len(RIGHT)
    with reply_region("program", has_run, name="Answer", speaks=False):
        if has_run:
            is_right, effect = cache.is_kmeans(program), cache.effect_of(program, SHOWN_SEED)
            show_verdict(is_right, text.verdict_on_order(program, is_right, effect))
    if has_run and not effect.error:
        beside_the_library(program)


def show_verdict(is_right: bool, sentence: str) -> None:
    (st.success if is_right else st.warning)(sentence)


def beside_the_library(lines) -> None:
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{text.THIS_PROGRAM}**")
        show_effect(lines, "program", text.THIS_PROGRAM)
    with right:
        st.markdown(f"**{text.LIBRARY}**")
        draw_effect(core_effect(SHOWN_SEED), "library", text.LIBRARY)
    size = dict(least=EFFECT_PX, reserved=0, floor=EFFECT_PX, aspect=1 / 3, padding=60)
    domains = constrained_domains(effect_picture(core_effect(SHOWN_SEED)))
    fit_height(("program-box", "library-box"), **size, domains=domains, key="grow")


def show_effect(lines, key: str, name: str) -> None:
    effect = cache.effect_of(lines, SHOWN_SEED)
    if effect.error:
        st.markdown(text.explain_error(effect))
    else:
        draw_effect(effect, key, name)


def draw_effect(effect: Effect, key: str, name: str) -> None:
    alt = text.effect_alt(name, effect)
    with st.container(key=f"{key}-box", height=EFFECT_PX, border=False):
        st.plotly_chart(effect_picture(effect), config=layout.chart_config(), height="stretch", key=key, alt=alt)


def write_alone() -> None:
    """Offer the notebooks in which the reader writes the code."""
    st.markdown(
        "Write it yourself, in a notebook for Jupyter, Colab or JupyterLite. It needs NumPy, Matplotlib and the "
        "library, which is one of the files."
    )
    files = [(name, f"{file}.ipynb", course_notebook(file), about) for file, (name, about) in NOTEBOOKS.items()]
    files.append(("The library as a wheel", wheel_name(), packed_wheel(), WHEEL_HELP))
    with st.container(horizontal=True):
        for name, file, content, help in files:
            st.download_button(name, content, file, "application/octet-stream", on_click="ignore", help=help)
