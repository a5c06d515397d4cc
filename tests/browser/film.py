"""Make the README's film of the player: `make film`."""

import io

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks.serving import ROOT
from tests.browser.serving import FLAGS, executable, rest, served, settle

FILM = ROOT / "docs" / "player.webp"
LINK = "/algorithm?ask=0"
WIDTH = 960  # pixels
SHOWN, LAST_SHOWN = 900, 3000  # milliseconds


def frames() -> list[Image.Image]:
    """Return one picture of the page for each half-step of a run, the start first."""
    pictures = []
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(address + LINK)
        settle(page)
        caption, previous = page.locator(".st-key-player .caption"), None
        while (text := caption.inner_text()) != previous:
            pictures.append(Image.open(io.BytesIO(page.screenshot())))
            previous = text
            page.keyboard.press("ArrowRight")
            rest(page)
        browser.close()
    return pictures


def main() -> None:
    pictures = [picture.convert("RGB") for picture in frames()]
    first, *others = [picture.resize((WIDTH, WIDTH * picture.height // picture.width)) for picture in pictures]
    durations = [SHOWN] * len(others) + [LAST_SHOWN]
    first.save(FILM, save_all=True, append_images=others, duration=durations, loop=0, quality=80, method=6)
    print(f"Wrote {FILM.relative_to(ROOT)}: {len(pictures)} half-steps, {FILM.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
