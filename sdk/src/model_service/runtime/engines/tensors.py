"""Models of tensors: named arrays in, named arrays out, the first axis being the batch."""

from __future__ import annotations

import contextlib
from typing import Any, Mapping, Sequence

import numpy as np

from model_service.runtime.engines.datatypes import NUMPY_OF
from model_service.runtime.engines.predictor import Call, Predictor, Tensor, open_body
from model_service.runtime.problems import BadInput


class TensorPredictor(Predictor):
    """Checks and joins arrays; a subclass runs the model and fills in `inputs` and `outputs`.

    joins: whether the first axis of every input may have any length, so that requests can be answered together.
    """

    joins = True

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the model."""
        raise NotImplementedError

    def prepare(self, body: Any) -> Call:
        """Read rows, or whole inputs as `{"inputs": {name: values}}`."""
        if isinstance(body, dict) and "inputs" in body:
            given = body["inputs"]
            if not isinstance(given, dict):
                given = {self._only("inputs").name: given}
            arrays = {tensor.name: self._array(tensor, self._of(given, tensor, "inputs"), "inputs") for tensor in self.inputs}
            return self.call(arrays, "inputs")
        rows, form, uuid, _ = open_body(body)
        if not isinstance(rows[0], dict):
            only = self._only(form)
            return self.call({only.name: self._array(only, rows, form)}, form, uuid)
        arrays = {}
        for tensor in self.inputs:
            values = [
                self._of(row, tensor, f"{form}[{number}]") if isinstance(row, dict) else None for number, row in enumerate(rows)
            ]
            arrays[tensor.name] = self._array(tensor, values, form)
        return self.call(arrays, form, uuid)

    def call(self, arrays: dict[str, Any], form: str, uuid: str = "") -> Call:
        """Return the call for arrays whose types and shapes were checked."""
        lengths = {array.shape[0] for array in arrays.values() if array.ndim}
        if self.joins and len(lengths) != 1:
            raise BadInput(f"the inputs have different numbers of rows: {sorted(lengths)}")
        return Call(arrays, lengths.pop() if len(lengths) == 1 else 1, form, uuid)

    def call_of_tensors(self, arrays: dict[str, Any]) -> Call:
        """Return the call for arrays of the Open Inference Protocol."""
        checked = {}
        for tensor in self.inputs:
            array = self._of(arrays, tensor, "inputs")
            checked[tensor.name] = self._array(tensor, array, "inputs")
        return self.call(checked, "v2")

    def _only(self, where: str) -> Tensor:
        if len(self.inputs) != 1:
            names = ", ".join(tensor.name for tensor in self.inputs)
            raise BadInput(f"{where}: the model has several inputs, so name them in each row: {names}.")
        return self.inputs[0]

    def _of(self, given: Mapping[str, Any], tensor: Tensor, where: str) -> Any:
        if tensor.name in given:
            return given[tensor.name]
        if len(self.inputs) == 1 and len(given) == 1:  # the name does not matter where there is one of each
            return next(iter(given.values()))
        raise BadInput(f"{where}: input {tensor.name!r} is missing.")

    def _array(self, tensor: Tensor, values: Any, where: str) -> Any:
        dtype = NUMPY_OF.get(tensor.datatype, NUMPY_OF["BYTES"])
        try:
            with np.errstate(over="raise"):
                array = np.asarray(values, dtype)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise BadInput(f"{where}: input {tensor.name!r} is no array of {tensor.datatype}: {error}.") from None
        wanted = tensor.shape
        if self.joins and array.ndim == len(wanted) - 1 and wanted[-1:] == (1,):
            array = array[..., np.newaxis]  # a column as numbers instead of as lists of one
        # A shape that says nothing of its rank is empty.
        if wanted and (array.ndim != len(wanted) or any(w not in {-1, h} for w, h in zip(wanted, array.shape))):
            raise BadInput(
                f"{where}: input {tensor.name!r} has shape {list(array.shape)}; the model takes {list(wanted)}, -1 being any."
            )
        return array

    def answer_all(self, calls: Sequence[Call]) -> list[Any]:
        """Put the arrays of all calls to the model, together where their shapes allow it."""
        groups: dict[Any, list[int]] = {}
        for number, call in enumerate(calls):
            key = tuple((array.dtype, array.shape[1:]) for array in call.rows.values()) if self.joins else number
            groups.setdefault(key, []).append(number)
        answers: list[Any] = [None] * len(calls)
        for numbers in groups.values():
            group = [calls[number] for number in numbers]
            for number, answer in zip(numbers, self._group(group)):
                answers[number] = answer
        return answers

    def _group(self, calls: list[Call]) -> list[Any]:
        if len(calls) == 1:
            return [self._written(calls[0], self.run(calls[0].rows))]
        outputs = self.run({name: np.concatenate([call.rows[name] for call in calls]) for name in calls[0].rows})
        total = sum(call.count for call in calls)
        if any(len(values) != total for values in outputs.values()):
            self.joins = False  # an output is not one for each row
            return [self._written(call, self.run(call.rows)) for call in calls]
        answers, at = [], 0
        for call in calls:
            part = {name: values[at : at + call.count] for name, values in outputs.items()}
            answers.append(self._written(call, part))
            at += call.count
        return answers

    def _written(self, call: Call, outputs: dict[str, Any]) -> Any:
        if call.form == "v2":
            return outputs
        if call.form == "inputs":
            return {"outputs": next(iter(outputs.values())) if len(outputs) == 1 else outputs}
        by_row = all(hasattr(values, "__len__") and len(values) == call.count for values in outputs.values())
        if not by_row:
            records: list[Any] = [outputs]
        else:
            listed = {name: values.tolist() if hasattr(values, "tolist") else values for name, values in outputs.items()}
            records = [{name: values[row] for name, values in listed.items()} for row in range(call.count)]
        if call.form == "instances":
            only = len(outputs) == 1 and by_row
            return {"predictions": [next(iter(record.values())) for record in records] if only else records}
        if call.form == "req_data":
            return {"resp_data": records}
        return {"meta": {"uuid": call.uuid}, "data": {"resp_data": records}}

    def warm_up(self) -> None:
        """Ask for zeros where all lengths but that of the batch are known."""
        if not self.inputs or any(
            not tensor.shape or -1 in tensor.shape[1:] or tensor.datatype == "BYTES" for tensor in self.inputs
        ):
            return
        with contextlib.suppress(Exception):
            for _ in range(2):
                self.run({t.name: np.zeros([max(1, n) for n in t.shape], NUMPY_OF[t.datatype]) for t in self.inputs})
