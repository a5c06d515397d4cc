"""What the Lessons page shows: the choice of a lesson, and each of its activities with its links."""

import streamlit as st

from dashboard.common.lesson import ONLY, STAGE
from dashboard.components.links import settings_links
from dashboard.lessons.compute import lesson_facts
from dashboard.lessons.plans import Activity, Lesson, lessons
from dashboard.server.results import cached

kept_lessons = cached(1)(lambda: lessons(lesson_facts()))


def choose_lesson() -> Lesson:
    """Draw the choice of a lesson by its length."""
    every = kept_lessons()
    help = "How long the lesson takes. A longer one contains the shorter ones."
    bound = dict(default=next(iter(every)), key="minutes", bind="query-params", required=True, help=help)
    minutes = st.segmented_control("Minutes", list(every), **bound)
    return every.get(minutes) or next(iter(every.values()))


def show_activity(activity: Activity, begin: int) -> None:
    """Draw what happens from minute `begin` on."""
    st.header(f"{begin}–{begin + activity.minutes} min: {activity.title}")
    settings_links(
        {
            "Open as a lesson": activity.settings | {ONLY: ",".join(activity.free)},
            "On the projector": activity.settings | {STAGE: "1"},
        },
        about=activity.title,
        page=activity.page,
        key=f"links at {begin}",
    )
    st.markdown(f"**Say.** {activity.say}\n\n**Ask.** {activity.ask}\n\n**They answer.** {activity.answers}")
