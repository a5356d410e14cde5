"""The command line: ``teamsim run | compare | report | reproduce | lint | schema | page | doctor``."""

from __future__ import annotations

import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from teamsim._version import __version__
from teamsim.analysis import chinese, english
from teamsim.analysis.answers import without_response
from teamsim.analysis.assumptions import under_assumptions
from teamsim.analysis.compare import compare as compare_study
from teamsim.analysis.equal_cost import beside
from teamsim.analysis.lint import lint_scenario
from teamsim.analysis.lint.words import SEVERITIES
from teamsim.errors import TeamsimError
from teamsim.files import write_text
from teamsim.measures import MEASURES
from teamsim.run_folder import save_run
from teamsim.scenario import load_scenario
from teamsim.scenario.document import parameters_markdown
from teamsim.scenario.read import read_document
from teamsim.scenario.schema import scenario_schema
from teamsim.study import Study
from teamsim.study import run as simulate

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


_INTERRUPTED = 130
"""What a shell gives back for a command that was ended with Ctrl-C."""


class Engine(StrEnum):
    """Which engine lives through the futures."""

    compiled = "compiled"
    event = "event"


class Language(StrEnum):
    """What people read."""

    en = "en"
    zh = "zh"


_MONEY = ("bookings", "pay", "contribution")
_HEADS = {
    "en": ("scenario", *_MONEY, "headcount", "turnover", "hash"),
    "zh": ("方案", *(MEASURES[name].label_zh for name in _MONEY), "平均人数", "离职率", "校验码"),
}
_MEANS = {"en": "Means", "zh": "均值"}
_COMPARED = {
    "en": "{n} futures, seed {seed}; baseline: {baseline}",
    "zh": "{n} 个可能的未来，种子 {seed}；基准方案：{baseline}",
}
_NO_RESPONSE = {
    "en": "Nobody works more or less because of a plan here (response: none). ",
    "zh": "此处员工的努力程度不随激励方案变化（无响应边界）。",
}
_BOUND = {
    "en": "If nobody answered the plans (the bound; `analysis.over_elasticity` shows the range between): ",
    "zh": "若无人对方案作出响应（下限；`analysis.over_elasticity` 给出其间的范围）：",
}
_EQUAL_PAY = {
    "en": "At equal pay, with the rates of {name} times {factor:.3f}:",
    "zh": "同等薪酬成本（“{name}”的费率乘以 {factor:.3f}）：",
}
_NOTHING_FOUND = {"en": "Nothing found in the plans.", "zh": "激励方案中未发现问题。"}

Scenarios = Annotated[list[Path], typer.Argument(help="Scenario files; the first is the baseline.")]
Replications = Annotated[int, typer.Option(help="Possible futures, shared by all scenarios.", min=1)]
Seed = Annotated[int, typer.Option(help="Any whole number; the same seed gives the same numbers.", min=0)]
WhichEngine = Annotated[Engine, typer.Option("--engine", help="compiled: fast; event: SimPy, readable.")]
WhichLanguage = Annotated[Language, typer.Option("--lang", help="en: English; zh: Chinese.")]
Out = Annotated[Path | None, typer.Option(help="Folder to write the run into.")]
Assumptions = Annotated[
    int, typer.Option("--assumptions", help="Draws of the uncertain parameters; 0: they stay as they are.", min=0)
]
Overwrite = Annotated[bool, typer.Option(help="Replace an older run folder of that name.")]


def _tell_version(is_wanted: bool) -> None:
    """Print the version and end."""
    if is_wanted:
        typer.echo(f"teamsim {__version__}")
        raise typer.Exit


@app.callback()
def teamsim(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """Simulate a sales force and compare plans before anyone lives with them.

    Example: teamsim compare scenarios/baseline.yaml scenarios/capped_plan.yaml
    """


@app.command()
def run(
    scenarios: Scenarios,
    replications: Replications = 500,
    seed: Seed = 0,
    engine: WhichEngine = Engine.compiled,
    out: Out = None,
    overwrite: Overwrite = False,
    lang: WhichLanguage = Language.en,
) -> None:
    """Simulate scenarios and write a run folder.

    Example: teamsim run scenarios/baseline.yaml --seed 7 --out runs/base
    """
    study = _study(scenarios, replications, seed, engine)
    amount = chinese.amount if lang == Language.zh else english.amount
    table = Table(*_HEADS[lang], title=_MEANS[lang])
    for result in study.results:
        currency = result.layout.scenario.parameters.money.currency
        money = (amount(result.total(name).mean(), "currency", currency) for name in _MONEY)
        people = f"{result.total('headcount').mean():,.1f}", f"{result.total('turnover').mean():.1%}"
        table.add_row(result.name, *money, *people, result.layout.scenario.hash)
    _console().print(table)
    _save(study, out, overwrite)
    _end(study.n_replications == study.n_asked)


@app.command()
def compare(
    scenarios: Scenarios,
    replications: Replications = 500,
    seed: Seed = 0,
    engine: WhichEngine = Engine.compiled,
    out: Out = None,
    overwrite: Overwrite = False,
    assumptions: Assumptions = 0,
    lang: WhichLanguage = Language.en,
) -> None:
    """Compare scenarios with the first one, future by future.

    Example: teamsim compare scenarios/baseline.yaml scenarios/capped_plan.yaml
    """
    study = _study(scenarios, replications, seed, engine)
    comparison, is_whole = compare_study(study, lang=lang.value), study.n_replications == study.n_asked
    _save(study, out, overwrite)
    if assumptions and is_whole:  # who stopped the study wants no more of it
        drawn = under_assumptions(study, draws=assumptions)
        comparison, is_whole = drawn.compare(lang=lang.value), drawn.n_draws == drawn.n_asked
    console = _console()
    head = _COMPARED[lang].format(n=study.n_replications, seed=seed, baseline=study.scenarios[0].name)
    console.print(head, style="bold", soft_wrap=True)
    for sentence in comparison.sentences:
        console.print(f"- {sentence}", highlight=False, soft_wrap=True)
    _print_equal_cost(study, lang.value)
    bound = without_response(study)
    if bound is not None:
        told = compare_study(bound, "bookings", "pay", "contribution", lang=lang.value).sentences
        console.print(_BOUND[lang] + " ".join(told), highlight=False, soft_wrap=True)
    note = comparison.note if bound is not None else _NO_RESPONSE[lang] + comparison.note
    console.print(note, style="dim", soft_wrap=True)
    _end(is_whole)


def _print_equal_cost(study: Study, lang: str) -> None:
    """Tell what plans do when they cost the same, where scenarios differ in their plans."""
    equal = beside(study)
    if equal is None:
        return
    currency = equal.as_written.currency
    for name, factor in equal.factors.items():
        bookings = equal.of(name, "bookings").sentence(currency, lang)
        contribution = equal.of(name, "contribution").sentence(currency, lang)
        head = _EQUAL_PAY[lang].format(name=name, factor=factor)
        _console().print(f"{head} {bookings} {contribution}", highlight=False, soft_wrap=True)


@app.command()
def report(
    scenarios: Scenarios,
    out: Annotated[list[Path], typer.Option(help="File to write: .html, .pptx or .xlsx; may be given again.")],
    replications: Replications = 500,
    seed: Seed = 0,
    engine: WhichEngine = Engine.compiled,
    assumptions: Assumptions = 0,
    actuals: Annotated[Path | None, typer.Option(help="YAML: bookings and what else the board knows.")] = None,
    budget: Annotated[Path | None, typer.Option(help="YAML: the same of the budget.")] = None,
    lang: WhichLanguage = Language.en,
) -> None:
    """Compare scenarios with the first one and write a page, slides or a workbook for others.

    Example: teamsim report scenarios/flat.yaml scenarios/tall.yaml --out b.html
    """
    from teamsim.report.write import check_target, write_report

    for file in out:
        check_target(file)
    known = {name: _known(file) for name, file in (("actuals", actuals), ("budget", budget)) if file is not None}
    study = _study(scenarios, replications, seed, engine)
    is_whole = study.n_replications == study.n_asked
    drawn = under_assumptions(study, draws=assumptions) if assumptions and is_whole else None
    for file in out:
        typer.echo(f"Wrote {write_report(study, file, lang=lang.value, drawn=drawn, **known)}")
    _end(is_whole and (drawn is None or drawn.n_draws == drawn.n_asked))


@app.command()
def reproduce(
    file: Annotated[Path, typer.Argument(help="A page, figure, deck, workbook or run folder that teamsim wrote.")],
    roster: Annotated[Path | None, typer.Option(help="The roster that it was made with, where there was one.")] = None,
) -> None:
    """Run again what a file was made from, and say whether its numbers are the same.

    Example: teamsim reproduce board.html
    """
    from teamsim.report import reproduce as again

    result = again(file, roster=roster)
    typer.echo(str(result))
    if not result.agrees:
        raise typer.Exit(1)


@app.command()
def lint(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.")],
    strict: Annotated[bool, typer.Option("--strict", help="End with code 1 where something serious is found.")] = False,
    lang: WhichLanguage = Language.en,
) -> None:
    """Look for what practitioners dread in the plans of a scenario: cliffs, dead zones, caps and the like.

    Example: teamsim lint scenarios/capped_plan.yaml
    """
    found, console = lint_scenario(load_scenario(scenario)), _console()
    for finding in found:
        console.print(f"{SEVERITIES[lang][finding.severity]}: {finding.place}", style="bold", soft_wrap=True)
        console.print(f"  {finding.problem(lang)}\n  > {finding.remedy(lang)}", highlight=False, soft_wrap=True)
    if not found:
        console.print(_NOTHING_FOUND[lang])
    if strict and any(finding.severity == "serious" for finding in found):
        raise typer.Exit(1)


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(help="File to write; left out: the screen.")] = None,
    markdown: Annotated[bool, typer.Option(help="A table for people instead of JSON Schema.")] = False,
) -> None:
    """Print what a scenario file may hold: JSON Schema, for completion in an editor, or a table.

    Example: teamsim schema --out scenarios/schema.json
    """
    text = parameters_markdown() if markdown else json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        if not out.parent.is_dir():
            problem = f"can not be written: there is no folder {out.parent.as_posix()}."
            raise TeamsimError(f"{out.as_posix()} {problem} Choose a folder that is there.")
        write_text(out, text)


@app.command()
def page(
    notebook: Annotated[Path, typer.Argument(help="A notebook (.ipynb).")],
    out: Annotated[Path, typer.Option(help="The page to write (.html).")],
    lang: WhichLanguage = Language.en,
) -> None:
    """Execute a notebook and write it as one page that works offline.

    Example: teamsim page notebooks/01_compare_two_plans.ipynb --out demo.html
    """
    try:
        from teamsim.report.page import notebook_page
    except ImportError as error:
        remedy = "Install the notebook packages: pip install 'teamsim[notebook]'"
        raise TeamsimError(f"`page` needs {error.name}, which is missing. {remedy}") from error
    notebook_page(notebook, out, lang.value)
    typer.echo(f"Wrote {out}")


@app.command()
def doctor(
    clean: Annotated[bool, typer.Option("--clean", help="Delete the compiled simulations of other versions.")] = False,
) -> None:
    """Look at Python, packages, threads, the compiler's cache and fonts; say what is amiss and what mends it.

    Example: teamsim doctor
    """
    from teamsim.doctor import findings, is_usable, remove_old_caches

    if clean:
        typer.echo(f"Deleted {remove_old_caches() / 1e6:,.1f} MB of old compiled simulations.")
    found = findings()
    for finding in found:
        typer.echo(f"{finding.state:8} {finding.what}: {finding.detail}")
        if finding.remedy:
            typer.echo(f"{'':8} > {finding.remedy}")
    if not is_usable(found):
        typer.echo("teamsim can not run as it should: see above what mends it.", err=True)
        raise typer.Exit(1)


def _study(files: list[Path], replications: int, seed: int, engine: Engine) -> Study:
    """Load and run scenarios; two files that carry the same name are refused."""
    return simulate([load_scenario(file) for file in files], replications, seed, engine.value)


def _known(file: Path) -> dict[str, float]:
    """Read what the board knows: a mapping of measures to numbers."""
    return read_document(file).tree


def _console() -> Console:
    """Return a console that prints names as they are written: [brackets] and :colons: have no meaning."""
    return Console(markup=False, emoji=False)


def _save(study: Study, out: Path | None, overwrite: bool) -> None:
    """Write the run folder, if asked for; after Ctrl-C with what is finished."""
    if out is not None:
        typer.echo(f"Wrote {save_run(study, out, overwrite=overwrite)}")


def _end(is_whole: bool) -> None:
    """End as a shell expects it: work that Ctrl-C cut short has the exit code of an interrupt."""
    if not is_whole:
        raise typer.Exit(_INTERRUPTED)


def _speak_utf8() -> None:
    """Give files and pipes UTF-8, whatever the old code page of a Windows machine is; a terminal knows its own."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def main() -> None:
    """Run the command line; what teamsim refuses is a sentence, not a traceback."""
    _speak_utf8()
    try:
        app()
    except TeamsimError as error:
        typer.echo(f"teamsim: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
