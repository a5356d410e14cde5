"""``python -m teamsim``."""

from teamsim.cli import main

main()
