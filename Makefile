# Accord's five commands. They need Python 3.11 or later, pip and make; the rest they bring.
UV := .ci/uv
RUN := $(UV) run --group dev

.PHONY: help kernels setup env browser check test bench study

help:  ## say what each command does
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: env browser  ## bring all that the tests need: uv, the packages, Chromium and a font

env:
	@$(UV) sync --quiet --group dev

browser:
	@.ci/browser

check: env  ## format, lint, types, import contracts
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports

test: setup kernels  ## the whole suite except the slow tests
	$(RUN) pytest -m "not slow" -n 2 --dist loadfile --no-loadscope-reorder

kernels: env  ## compile the kernels of the simulation, both at once
	@$(RUN) python -m accord.flow.warm

bench: env  ## measure every speed claim; each file prints its ratio
	@for claim in $$(grep -l '^"""Claim' bench/*.py); do echo "== $$claim"; $(RUN) python "$$claim" || exit 1; done

study: env  ## the complete study of the example plant
	$(RUN) accord study plants/gaillon
