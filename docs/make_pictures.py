"""Make the README's pictures: `python docs/make_pictures.py` in the project's environment."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import teamsim as ts

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Draw the pay of three plans, and the page of a study as a browser shows it."""
    pay_of_three_plans()
    page_of_a_study()


def study_of(*names: str, replications: int = 500) -> ts.Study:
    """Run scenarios of the folder `scenarios`."""
    scenarios = [ts.load_scenario(ROOT / "scenarios" / f"{name}.yaml") for name in names]
    return ts.run(scenarios, replications=replications, seed=7, progress=False)


def pay_of_three_plans() -> None:
    """Draw a fan chart that says itself where its numbers come from."""
    study = study_of("baseline", "richer_accelerator", "capped_plan")
    study.plots.save(study.plots.fan("pay"), PICTURES / "three_plans.png", dpi=110)


def page_of_a_study() -> None:
    """Write a page and take a picture of its upper part."""
    study = study_of("baseline", "flat", "faster_ramp", replications=200)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = study.report(Path(folder) / "board.html")
        chromium = playwright.chromium.launch(executable_path=browser, args=["--headless", "--no-sandbox"])
        window = chromium.new_page(viewport={"width": 1180, "height": 1010})
        window.goto(page.as_uri())
        window.screenshot(path=PICTURES / "board.png")
        chromium.close()


if __name__ == "__main__":
    main()
