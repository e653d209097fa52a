"""`summarize schema`: the JSON Schema of a record."""

from __future__ import annotations


def schema() -> int:
    """The schema of `summarize run` and `summarize quotes`."""
    from summarize.render.json import dumps
    from summarize.render.json import schema as schema_

    print(dumps(schema_(), indent=1))
    return 0
