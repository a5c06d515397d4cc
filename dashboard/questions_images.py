"""Questions worth trying on the Image compression page, their answers computed. No Streamlit."""

from dashboard.questions import Question


def questions() -> list[Question]:
    return []
