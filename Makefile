# `make run` serves the app, `make test` runs every test. Both set up what they need, once.
PORT ?= 8501
PYTHON ?= python3
VENV := .venv
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
# One NumPy thread for each process: the matrices here are small, and a server shares its cores.
export OPENBLAS_NUM_THREADS ?= 1
# pytest would compile every package that has a plugin for it again, in each of its processes.
export PYTEST_DISABLE_PLUGIN_AUTOLOAD := 1

.PHONY: run test lint film benchmark wheel docs notebooks clean chromium haproxy

run: $(VENV)/.run
	$(VENV)/bin/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.dev chromium haproxy lint
	$(VENV)/bin/python -m pytest -p xdist -p hypothesispytest --numprocesses 3 --dist worksteal  # they wait for browsers more than they compute

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/mypy

film: $(VENV)/.dev chromium
	$(VENV)/bin/python -m tests.browser.film

benchmark: $(VENV)/.dev
	$(VENV)/bin/python -m benchmarks

wheel: $(VENV)/.dev
	$(VENV)/bin/python -m hatchling build --target wheel

notebooks: $(VENV)/.dev
	$(VENV)/bin/python -m notebooks
	$(VENV)/bin/python -m hatchling build --target wheel --directory dist/notebooks

docs: $(VENV)/.dev
	$(VENV)/bin/python -m docs dist/api

clean:
	rm -rf $(VENV)

# Debian's python3 comes without the module that makes virtual environments.
$(VENV)/bin/python:
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { $(SUDO) apt-get update && $(SUDO) apt-get install -y python3-venv; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet -r requirements-dev.txt
	touch $(VENV)/.run $@

chromium:
	@for name in "$$CHROME" $(BROWSERS); do command -v "$$name" >/dev/null && exit 0; done; \
	$(SUDO) apt-get update && $(SUDO) apt-get install -y chromium

haproxy:
	@command -v haproxy >/dev/null || { $(SUDO) apt-get update && $(SUDO) apt-get install -y haproxy; } \
	|| echo "No haproxy: the tests of deploy/haproxy.cfg are skipped."
