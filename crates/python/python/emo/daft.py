"""Predictions as a function of Daft's expressions. Needs Daft."""

from __future__ import annotations

from typing import Any

from emo import arrow

__all__ = ["predict"]

_RESULTS = ["label", "probability", "probabilities", "quality", "quality_value", "error"]


def predict(recordings: Any, model: str = "general", *, is_bytes: bool = False) -> Any:
    """Predict the emotions of the recordings in a column of a Daft data frame.

    Parameters
    ----------
    recordings : daft.Expression
        The paths of local files; or, with `is_bytes`, the contents of files, such as what Daft's
        `download` gives for those in an object store.
    model : str
        The name of a bundled model, or the path of a model file.

    Returns
    -------
    daft.Expression
        Structs with the fields `label`, `probability`, `probabilities`, `quality`,
        `quality_value` and `error`.

    Examples
    --------
    >>> import daft
    >>> df = daft.from_pydict({"path": [str(speech)]})
    >>> df = df.with_column("emotion", emo.daft.predict(df["path"]))
    >>> df.select(df["emotion"]["label"]).to_pydict()
    {'label': ['angry']}
    """
    import daft

    text, number = daft.DataType.string(), daft.DataType.float64()
    types = [text, number, daft.DataType.map(text, number), text, number, text]
    dtype = daft.DataType.struct(dict(zip(_RESULTS, types, strict=True)))

    @daft.func.batch(return_dtype=dtype, batch_size=64)
    def emotion(values: daft.Series) -> Any:
        import pyarrow as pa

        column = "bytes" if is_bytes else "path"
        batch = pa.record_batch({column: values.to_arrow()})
        return arrow._loaded(model)(batch).select(_RESULTS).to_struct_array()

    return emotion(recordings)
