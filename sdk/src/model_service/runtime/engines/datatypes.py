"""Data types as the Open Inference Protocol and NumPy call them."""

from __future__ import annotations

from typing import Any

import numpy as np

NUMPY_OF = {
    "BOOL": np.dtype(np.bool_),
    "UINT8": np.dtype(np.uint8),
    "UINT16": np.dtype(np.uint16),
    "UINT32": np.dtype(np.uint32),
    "UINT64": np.dtype(np.uint64),
    "INT8": np.dtype(np.int8),
    "INT16": np.dtype(np.int16),
    "INT32": np.dtype(np.int32),
    "INT64": np.dtype(np.int64),
    "FP16": np.dtype(np.float16),
    "FP32": np.dtype(np.float32),
    "FP64": np.dtype(np.float64),
    "BYTES": np.dtype(object),
}
_NAMES = {dtype: name for name, dtype in NUMPY_OF.items()}


def datatype_of(dtype: Any) -> str:
    """Return the name of a data type of NumPy; everything that is no number is BYTES."""
    return _NAMES.get(np.dtype(dtype), "BYTES")
