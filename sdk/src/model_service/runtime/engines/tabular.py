"""Models of tables: a row of numbers, or a record of named columns, gives a value and perhaps a probability per class."""

from __future__ import annotations

import contextlib
import warnings
from typing import Any, Sequence

import numpy as np

from model_service.runtime.engines.predictor import Call, Predictor, Tensor, open_body
from model_service.runtime.problems import BadInput


class TabularPredictor(Predictor):
    """Checks and joins rows; a subclass says what the model makes of them.

    columns: names in the order that the model takes, or None when it only knows positions.
    width: how many columns there are, or None when the model does not say.
    as_frame: whether the model is given a pandas DataFrame, because it finds columns by name or takes text.
    """

    columns: list[str] | None = None
    width: int | None = None
    as_frame = False
    dtype: Any = np.float64
    accepts_missing = False
    has_probabilities = False

    def predict(self, rows: Any) -> Any:
        """Return one value, or a list of values, for each row."""
        raise NotImplementedError

    def probabilities(self, rows: Any) -> Any:
        """Return the probability of each class for each row."""
        raise NotImplementedError

    def describe(self) -> None:
        """Fill in `inputs` and `outputs` from columns and width."""
        width = self.width if self.width is not None else -1
        if self.as_frame and self.columns:
            self.inputs = tuple(Tensor(name, "BYTES", (-1, 1)) for name in self.columns)
        else:
            self.inputs = (Tensor("input", "FP64" if self.dtype is np.float64 else "FP32", (-1, width)),)
        self.outputs = (Tensor("predict", self._output_type(), (-1, 1)),)
        if self.has_probabilities:
            count = len(self.classes) if self.classes is not None else -1
            self.outputs += (Tensor("predict_proba", "FP64", (-1, count)),)

    def _output_type(self) -> str:
        if self.classes is None:
            return "FP64"
        return {"i": "INT64", "u": "INT64", "b": "BOOL", "f": "FP64"}.get(np.asarray(self.classes).dtype.kind, "BYTES")

    def prepare(self, body: Any) -> Call:
        """Check rows and bring them into the order of the model."""
        rows, form, uuid, given = open_body(body)
        wants = given.get("probabilities", form != "instances")
        return Call(self.table(rows, form), len(rows), form, uuid, bool(wants) and self.has_probabilities)

    def table(self, rows: list[Any], where: str) -> Any:
        """Return rows as an array, or as a list of lists when the model takes a DataFrame. Raises BadInput."""
        if isinstance(rows[0], dict):
            rows = self._by_name(rows, where)
        if self.as_frame:
            for number, row in enumerate(rows):
                self._check(row, number, where)
            return rows
        try:
            with np.errstate(over="raise"):
                table = np.array(rows, self.dtype)
        except (ValueError, TypeError, ArithmeticError):
            raise self._bad_rows(rows, where) from None
        if (
            table.ndim != 2
            or (self.width is not None and table.shape[1] != self.width)
            or (not self.accepts_missing and not np.isfinite(table).all())
        ):
            raise self._bad_rows(rows, where)
        return table

    def call_of_tensors(self, arrays: dict[str, Any]) -> Call:
        """Take one tensor with all columns, or one tensor for each column."""
        if len(arrays) == 1 and (self.columns is None or not set(arrays) & set(self.columns) or len(self.columns) == 1):
            table = next(iter(arrays.values()))
            if table.ndim != 2:
                raise BadInput(f"inputs: the tensor has shape {list(table.shape)}; the model takes [rows, columns].")
        else:
            missing = [name for name in self.columns or () if name not in arrays]
            if missing or not self.columns:
                raise BadInput(f"inputs: {', '.join(missing) or 'one tensor'} is missing.")
            columns = [arrays[name].reshape(-1) for name in self.columns]
            if len({len(column) for column in columns}) != 1:
                raise BadInput("inputs: the columns have different numbers of rows.")
            table = np.stack([column.astype(object) for column in columns], axis=1)
        if not len(table):
            raise BadInput("inputs: there are no rows.")
        fits = not self.as_frame and table.dtype.kind in "fiub" and table.shape[1] == self.width
        if fits and (self.accepts_missing or np.isfinite(table).all()):
            rows = table.astype(self.dtype, copy=False)
        else:
            rows = self.table(table.tolist(), "inputs")  # which says what is wrong
        return Call(rows, len(table), "v2", "", self.has_probabilities)

    def _by_name(self, rows: list[Any], where: str) -> list[list[Any]]:
        names = self.columns or list(rows[0])
        if self.columns is None and self.width is not None and len(names) != self.width:
            raise BadInput(f"{where}[0]: has {len(names)} columns; the model takes {self.width}.")
        ordered = []
        for number, row in enumerate(rows):
            if not isinstance(row, dict):
                raise BadInput(f"{where}[{number}]: must be an object like the rows before it.")
            try:
                ordered.append([row[name] for name in names])
            except KeyError as error:
                raise BadInput(f"{where}[{number}]: column {error.args[0]!r} is missing.") from None
        return ordered

    def _check(self, row: Any, number: int, where: str) -> None:
        if not isinstance(row, list):
            raise BadInput(f"{where}[{number}]: must be a list of values or an object of named columns.")
        if self.width is not None and len(row) != self.width:
            raise BadInput(f"{where}[{number}]: has {len(row)} columns; the model takes {self.width}.")

    def _bad_rows(self, rows: list[Any], where: str) -> BadInput:
        """Find the first value that is wrong and say where it is."""
        width = self.width if self.width is not None else len(rows[0]) if isinstance(rows[0], list) else 0
        for number, row in enumerate(rows):
            if not isinstance(row, list):
                return BadInput(f"{where}[{number}]: must be a list of numbers or an object of named columns.")
            if len(row) != width:
                return BadInput(f"{where}[{number}]: has {len(row)} columns; the model takes {width}.")
            for column, value in enumerate(row):
                name = self.columns[column] if self.columns else str(column)
                try:
                    with np.errstate(over="raise"):
                        fits = np.isfinite(np.array(value, self.dtype)).item() or self.accepts_missing
                except (ValueError, TypeError, ArithmeticError):
                    fits = False
                if not fits:
                    return BadInput(f"{where}[{number}], column {name}: {_shown(value)} is not a number that the model takes.")
        return BadInput(f"{where}: the rows are not a table of numbers.")

    def answer_all(self, calls: Sequence[Call]) -> list[Any]:
        """Put the rows of all calls to the model at once and write each answer in the form of its request."""
        rows = calls[0].rows if len(calls) == 1 else self._joined(calls)
        if self.as_frame:
            import pandas as pd

            rows = pd.DataFrame(rows, columns=self.columns)
        values = _listed(self.predict(rows))
        wanted = any(call.wants_probabilities for call in calls)
        chances = _listed(self.probabilities(rows)) if wanted else None
        answers, at = [], 0
        for call in calls:
            end = at + call.count
            shares = chances[at:end] if chances is not None and call.wants_probabilities else None
            answers.append(self._written(call, values[at:end], shares))
            at = end
        return answers

    def warm_up(self) -> None:
        """Ask for a row of zeros, where a row is nothing but numbers; what it answers does not matter."""
        if self.width is None or self.as_frame:
            return
        with contextlib.suppress(Exception):
            for _ in range(3):
                self.answer_all([Call(np.zeros((1, self.width), self.dtype), 1, "data.req_data", "", self.has_probabilities)])

    def _joined(self, calls: Sequence[Call]) -> Any:
        if self.as_frame:
            return [row for call in calls for row in call.rows]
        return np.concatenate([call.rows for call in calls])

    def _written(self, call: Call, values: list[Any], shares: list[Any] | None) -> Any:
        if call.form == "v2":
            return {"predict": np.array(values), **({"predict_proba": np.array(shares)} if shares is not None else {})}
        if call.form == "instances":
            answer: dict[str, Any] = {"predictions": values}
            if shares is not None:
                answer["probabilities"] = shares
                answer["classes"] = self.classes
            return answer
        records: list[dict[str, Any]] = [{"predict_result": value} for value in values]
        if shares is not None:
            names = [str(name) for name in self.classes or range(len(shares[0]))]
            for record, share in zip(records, shares):
                record["probabilities"] = dict(zip(names, share))
        if call.form == "req_data":
            return {"resp_data": records}
        return {"meta": {"uuid": call.uuid}, "data": {"resp_data": records}}


def _listed(values: Any) -> list[Any]:
    listed = values.tolist() if hasattr(values, "tolist") else list(values)
    return listed if isinstance(listed, list) else [listed]


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def quiet() -> None:
    """Keep warnings of libraries about every single row out of the log."""
    warnings.filterwarnings("ignore", message="X does not have valid feature names")
