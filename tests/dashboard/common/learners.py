"""Simulated learners: one who knows, and one for each misconception."""

from dashboard.common.questions import SHOW_ME, Question, not_quite


def check_questions(questions: list[Question]) -> None:
    """Check that a page's questions are what they should be, and that every learner is told what is behind a reply."""
    assert 3 <= len(questions) <= 5
    assert any("what do these two" in question.text.lower() for question in questions)
    for question in questions:
        assert sum(not reply.idea for reply in question.replies) == 1
        assert len({reply.text for reply in question.replies}) == len(question.replies) > 1
        assert all(question.answer not in text for text in (question.text, *question.options))
        assert question.feedback(question.right.text) == f"**Right.** {question.answer}"
        assert question.feedback(SHOW_ME) == question.answer
        for reply in question.replies:
            if reply.idea:
                assert question.feedback(reply.text) == f"{not_quite(reply.idea)} {question.answer}"
    for idea in {reply.idea for question in questions for reply in question.replies} - {""}:
        assert all(not_quite(idea) in feedback for feedback in misses_of(idea, questions))


def misses_of(idea: str, questions: list[Question]) -> list[str]:
    """Return what a learner is told who believes in the idea wherever it offers a reply, and knows all else."""
    beliefs = [next((one for one in question.replies if one.idea == idea), question.right) for question in questions]
    told = [question.feedback(belief.text) for question, belief in zip(questions, beliefs, strict=True)]
    misses = [text for text in told if not text.startswith("**Right.**")]
    assert misses
    return misses
