"""Records -> Parquet: the columns are those of the JSON Schema; what it leaves open, as `extra`, is JSON in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from summarize.records import SCHEMA
from summarize.render.json import dumps, schema

if TYPE_CHECKING:
    import pyarrow

ROWS = 1000  # of a group: some megabytes


def write(records: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """A group of rows at a time, whatever their number."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    columns, rows = _columns(), iter(records)
    with ParquetWriter(stream, columns) as writer:
        while group := [_row(record, columns) for record in islice(rows, ROWS)]:
            writer.write_table(pyarrow.Table.from_pylist(group, columns))


def is_ours(stream: BinaryIO) -> bool:
    """Whether `write` wrote it: it has no other columns, and its first record, if any, names our schema."""
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(stream) as file:
            first = next(file.iter_batches(1, columns=["schema"]), None)
            kind = first.to_pylist()[0].get("schema") if first else SCHEMA
            return {*file.schema_arrow.names} <= {*_columns().names} and str(kind).startswith("summarize/")
    except pyarrow.ArrowException:
        return False


def _row(record: Mapping[str, Any], columns: pyarrow.Schema) -> dict[str, Any]:
    return {name: _cell(record.get(name), str(columns.field(name).type)) for name in columns.names}


def _cell(value: Any, kind: str) -> Any:
    """{'id': 7} where a text is wanted -> '{"id": 7}'"""
    return dumps(value) if kind == "string" and isinstance(value, dict) else value


def _columns() -> pyarrow.Schema:
    """Of an article and of an error together: the one has no `error`, the other little else."""
    import pyarrow

    good, bad = (kind["properties"] for kind in schema()["anyOf"])
    return pyarrow.schema(list(_fields({**good, "error": bad["error"]})))


def _fields(properties: Mapping[str, Any]) -> Iterator[pyarrow.Field]:
    import pyarrow

    return (pyarrow.field(name, _type(one)) for name, one in properties.items())


def _type(one: Mapping[str, Any]) -> pyarrow.DataType:
    """{'type': ['string', 'null']} -> string; any column may be null."""
    import pyarrow

    if "anyOf" in one:
        return _type(next(kind for kind in one["anyOf"] if kind != {"type": "null"}))
    if "type" not in one:
        return pyarrow.bool_() if isinstance(one.get("const"), bool) else pyarrow.string()
    if one["type"] == "array":
        return pyarrow.list_(_type(one["items"]))
    if "properties" in one:
        return pyarrow.struct(list(_fields(one["properties"])))
    kinds = {"integer": pyarrow.int64(), "number": pyarrow.float64()}
    return kinds.get(str(one["type"]), pyarrow.string())
