# make check: all that .ci/run runs, in the active environment
.PHONY: check format
check:
	ruff format --check .
	ruff check .
	mypy --strict -p summarize
	lint-imports
	python -m pytest
format:
	ruff format .
	ruff check --fix .
