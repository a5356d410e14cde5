"""Make the README's pictures: `python docs/make_pictures.py` in the project's environment."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

import teamsim as ts
from teamsim import plots
from teamsim.analysis import succession

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SHOWN = {"Compare": "studio", "Plan lab": "plan_lab", "Succession": "succession", "Organisation": "organisation"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Draw what the gallery shows: pictures of studies, a page and the studio as a browser shows them."""
    pay_of_three_plans()
    people_of_a_study()
    page_of_a_study()
    studio()


def study_of(*names: str, replications: int = 500) -> ts.Study:
    """Run scenarios of the folder `scenarios`."""
    scenarios = [ts.load_scenario(ROOT / "scenarios" / f"{name}.yaml") for name in names]
    return ts.run(scenarios, replications=replications, seed=7, progress=False)


def pay_of_three_plans() -> None:
    """Draw a fan chart that says itself where its numbers come from."""
    study = study_of("baseline", "richer_accelerator", "capped_plan")
    study.plots.save(study.plots.fan("pay"), PICTURES / "three_plans.png", dpi=110)


def people_of_a_study() -> None:
    """Draw how people move, how long they stay, who sits where, and how the bench narrows."""
    study = study_of("baseline", replications=40)
    drawn = {
        "careers": study.plots.careers(),
        "survival": study.plots.survival(tier="representative"),
        "seats": study.plots.seats(unit="west", tier="senior_representative"),
        "funnel": plots.bench_funnel(succession(study)),
    }
    for name, picture in drawn.items():
        study.plots.save(picture, PICTURES / f"{name}.png", dpi=90)


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


def studio() -> None:
    """Serve the studio as `make present` does and take pictures of its tabs."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    files = [str(ROOT / "scenarios" / name) for name in ("baseline.yaml", "faster_ramp.yaml")]
    command = [sys.executable, "-m", "teamsim.studio.present", str(ROOT / "notebooks" / "studio.ipynb"), *files]
    served = subprocess.Popen([*command, "--no-browser"], stdout=subprocess.PIPE, text=True)
    assert served.stdout is not None
    try:
        address = re.findall(r"http://\S+", served.stdout.readline())[0]
        time.sleep(5)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=["--headless", "--no-sandbox"])
            window = chromium.new_page(viewport={"width": 1280, "height": 890})
            window.goto(address)
            for tab, name in SHOWN.items():
                window.get_by_role("tab", name=tab).click(timeout=60_000)
                window.wait_for_timeout(500)
                if tab == "Plan lab":  # a plan that pays otherwise
                    window.locator("input[type=file]").set_input_files(ROOT / "scenarios" / "quarterly_push.yaml")
                    window.get_by_text("140 of 140 people").wait_for(timeout=60_000)
                if tab == "Succession":
                    window.get_by_role("button", name="Undo").click()
                if tab == "Organisation":
                    window.locator("[data-unit=west]").drag_to(window.locator("[data-unit=central]"))
                window.get_by_text("Done in").wait_for(timeout=60_000)
                window.wait_for_timeout(1500)
                window.screenshot(path=PICTURES / f"{name}.png")
            chromium.close()
    finally:
        served.terminate()
        served.wait(15)


if __name__ == "__main__":
    main()
