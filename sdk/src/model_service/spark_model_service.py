"""`SparkServingBaseService`, the base class of inference code for models of Spark MLlib."""

from __future__ import annotations

from typing import Any

from model_service.base import BaseService

__all__ = ["SparkServingBaseService"]


class SparkServingBaseService(BaseService):
    """Inference code for models of Spark MLlib; `self.spark` is a session on this machine. Needs an image with PySpark."""

    def __init__(self, *names: str, **named: str) -> None:
        path = named.get("model_path", names[-1] if names else "")
        name = named.get("model_name", names[0] if len(names) > 1 else "")
        super().__init__(name, path)
        from pyspark.sql import SparkSession

        self.spark: Any = SparkSession.builder.master("local[*]").appName(name or "model").getOrCreate()
