"""A handout is one file with everything in it, and a stranger's words are never markup."""

from dashboard.common.handout import drawn_pictures, handout_html, image_pictures, plain_html
from dashboard.common.questions import Number, Question, Reply
from tests.dashboard.common.tables import blobs, point_film, run_of

CHOICE = Question("Why?", (Reply("a < b"), Reply("c", "it is c")), "Because.", {}, pictures=(b"abc",))
NUMBER = Question("How many?", (Reply("7"),), "Seven.", {}, Number(0, 9, unit=" %"))


def test_a_handout_has_picture_sentences_questions_and_the_link_as_a_code():
    film = point_film(blobs(60), run_of(blobs(60), 3))
    pictures = drawn_pictures(dict(stage=film.figure), dict(n_steps=9, deflated="eJy</script>"), 99)
    page = handout_html("A <b>", pictures, ["One **bold**.", ""], [CHOICE, NUMBER], "http://x/?k=3&a=<")
    assert "<h1>A &lt;b&gt;</h1>" in page and "<p>One <b>bold</b>.</p>" in page
    assert "Why?" in page and "Because" not in page and "<span>a &lt; b</span>" in page and 'alt="A"' in page
    assert '<span class="line"></span> %' in page and "7" not in page.partition("How many?")[2].partition("<footer>")[0]
    assert "<svg" in page and "http://x/?k=3&amp;a=&lt;" in page
    assert '"step":8' in page and "eJy</script>" not in page and "#000001" not in page


def test_pictures_can_be_files_with_the_colours_below():
    page = image_pictures({"Before": b"abc", 'After"': b"abd"}, ["#ff0000"])
    assert page.columns == 2 and page.html.count("data:image/png;base64,YWJ") == 2
    assert "After&quot;" in page.html and "background: #ff0000" in page.html


def test_a_sentence_in_markdown_becomes_plain_words():
    assert plain_html(r"k\-means: `a` < **b** & :small[c] $n$") == "k-means: a &lt; <b>b</b> &amp; c n"


def test_a_link_too_long_for_a_code_is_printed_in_words():
    page = handout_html("A", drawn_pictures({}), [], [], "http://x/?pts=" + "a" * 2000)
    assert "<svg" not in page and "pts=aaa" in page
