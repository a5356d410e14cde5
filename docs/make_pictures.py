"""Make the README's pictures: `python docs/make_pictures.py` in the project's environment."""

from pathlib import Path

import teamsim as ts

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Draw the pay of three plans."""
    names = ("baseline", "richer_accelerator", "capped_plan")
    scenarios = [ts.load_scenario(ROOT / "scenarios" / f"{name}.yaml") for name in names]
    study = ts.run(scenarios, replications=500, seed=7, progress=False)
    axes = study.plots.fan("pay")
    axes.figure.savefig(ROOT / "docs" / "pictures" / "three_plans.png", dpi=110)


if __name__ == "__main__":
    main()
