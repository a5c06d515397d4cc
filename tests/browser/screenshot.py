"""Make the README's picture: `make screenshot`."""

from playwright.sync_api import sync_playwright

from benchmarks.serving import ROOT
from tests.browser.serving import FLAGS, executable, rest, served, settle

PICTURE = ROOT / "docs" / "algorithm.png"


def main() -> None:
    PICTURE.parent.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(address + "/algorithm")
        settle(page)
        for _ in range(2):
            page.keyboard.press("ArrowRight")
            rest(page)
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"Wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
