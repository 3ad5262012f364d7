"""The OBS SDK, imported so that its own old Python is no error here; import `obs` only from this module."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from obs import CompleteMultipartUploadRequest, CompletePart, ObsClient, util
    from obs.auth import Authentication, V4Authentication
    from obs.convertor import Adapter
    from obs.model import DeleteObjectsRequest, GetObjectHeader, Object

__all__ = [
    "Adapter",
    "Authentication",
    "CompleteMultipartUploadRequest",
    "CompletePart",
    "DeleteObjectsRequest",
    "GetObjectHeader",
    "Object",
    "ObsClient",
    "V4Authentication",
    "util",
]
