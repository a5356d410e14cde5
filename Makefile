# The same verbs as run.py. Arguments: make test ARGS="-k ramp"
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo lab present test check

help:
	@echo "make demo    compare two scenarios and write a page"
	@echo "make lab     open the first notebook in JupyterLab"
	@echo "make present the studio without code, for others   ARGS=\"--board\" read only"
	@echo "make test    the quick tests           ARGS=\"-k ramp\" to choose"
	@echo "make check   what CI runs: ruff, mypy, import-linter, all tests"

demo lab present test check:
	@$(PYTHON) run.py $@ $(ARGS)
