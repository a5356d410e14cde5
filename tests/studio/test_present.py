"""What `make present` asks of Voila."""

from pathlib import Path

import pytest

from teamsim.studio import present


def test_it_serves_this_machine_only_without_code_and_ends_idle_kernels() -> None:
    arguments = present.voila_arguments(Path("studio.ipynb"), 8899)
    assert "--Voila.ip=127.0.0.1" in arguments
    assert "--strip_sources=True" in arguments
    assert "--show_tracebacks=False" in arguments
    assert f"--MappingKernelManager.cull_idle_timeout={present.IDLE_SECONDS}" in arguments
    assert not any("token" in argument for argument in arguments), "others on this machine can read arguments"


def test_kernels_are_told_what_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_PATH", "theirs")
    options = present.options_of(["studio.ipynb", str(tmp_path / "a.yaml"), "--board", "--lang", "zh"])
    told = present.environment_of(options)
    assert told["TEAMSIM_SCENARIOS"] == str(tmp_path / "a.yaml")
    assert (told["TEAMSIM_BOARD"], told["TEAMSIM_LANG"]) == ("1", "zh")
    assert told["JUPYTER_PATH"].endswith("theirs")
    assert (present.HERE / "jupyter" / "voila" / "templates" / "teamsim" / "index.html.j2").is_file()


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(SystemExit, match=r"absent\.yaml: no such file"):
        present.main([__file__, "absent.yaml"])
