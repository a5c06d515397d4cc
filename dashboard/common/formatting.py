"""Numbers and lists in words. No Streamlit."""

import math


def plural(count, noun) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def agreeing(count, verb) -> str:
    """Return the form of a verb that follows a count of things: 2 "lie", 1 "lies"."""
    return verb if count != 1 else {"are": "is", "have": "has", "do": "does"}.get(verb, f"{verb}s")


def percent(share) -> str:
    """Return a share (0..1) in words that never round something to nothing."""
    if share == 0:
        return "0 %"
    if share < 0.001:
        return "less than 0.1 %"
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


def half_up(value, decimals) -> float:
    """Return a value to so many decimals, rounded as at school: 9/80 becomes 0.113, although NumPy says 0.112."""
    if not math.isfinite(value):
        return value
    return math.copysign(math.floor(abs(value) * 10.0**decimals + 0.5 + 1e-9) / 10.0**decimals, value)


def number(value, digits=3) -> str:
    """Return a value to so many significant digits, as people write it."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if 1e-3 <= abs(value) < 1e9:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        return f"{half_up(value, decimals):,.{decimals}f}"
    return f"{value:.{digits - 1}e}"


def parse_number(text) -> float:
    """Return the value that `number` shows as `text`."""
    return float(text.replace(",", ""))


def two_digits(score) -> str:
    """Return a score with two decimals; one that rounds to zero has no minus sign."""
    return f"{half_up(score, 2) + 0.0:.2f}"


def unbroken(text) -> str:
    """Return the text with its equations, tolerances, percentages and sizes of files kept on one line each."""
    for symbol in (" = ", " ± ", " %", " kB", " MB"):
        text = text.replace(symbol, symbol.replace(" ", "\u00a0"))
    return text


def join_words(words, last="and") -> str:
    """Return "a, b and c" for a list of one or more words."""
    words = [str(word) for word in words]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
