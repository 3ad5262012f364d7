"""The public contract of the 79 operations on data: names, methods, paths, statuses, shapes of answers; and a caller by name.

`O` is any object, `{T}` a map to T, `T[]` a list; `!` marks what an answer always has. What is not marked may be left out,
but has its type where it is there. Fields beyond those are ours.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from conformance.people import HasEndpoint
from modelyard.iam.testing import ClientKey, sign_request

_BATCH = "success:B! error_code:S error_msg:S results:Outcome[]"
_STATS = "label_stats:LabelStats[]! grouped_label_stats:O sample_stats:{I}! key_sample_stats:{I} hard_detail_stats:O"
_EXPORT = """task_id:S! path:S export_type:I export_format:I version_format:S version_id:S export_params:ExportParams status:S
    progress:D total_sample_count:I finished_sample_count:I create_time:I update_time:I error_code:S error_msg:S"""
_LABEL = "name:S! type:I! property:O attributes:LabelAttribute[]"
_VERSION_COUNTS = " ".join(
    f"{name}_sample_count:I" for name in ("previous_total", "previous_annotated", "total_sub", "annotated_sub")
)
OBJECTS = {
    "Outcome": "success:B! error_code:S error_msg:S",
    "Upload": "success:B! error_code:S error_msg:S name:S info:S",
    "Batch": _BATCH,
    "LabelAttribute": "id:S! name:S! type:S! default_value:S values:AttributeValue[]",
    "AttributeValue": "id:S value:S!",
    "Label": _LABEL,
    "LabelStats": f"{_LABEL} count:I! sample_count:I!",
    "DataSource": "data_type:I! data_path:S with_column_header:B schema_maps:O[] source_info:O",
    "Column": "schema_id:I! name:S! type:S! description:S",
    "AnnotationFile": """file_id:S file_Name:S file_type:S dataset_id:S url:S! create_time:I! size:I width:I height:I depth:I
        tags:{S}""",
    "Dataset": """dataset_id:S! dataset_name:S! description:S! dataset_type:I! dataset_format:I! dataset_version:S
        data_format:S! status:I! create_time:I! update_time:I! data_update_time:I! data_sources:DataSource[]! schema:Column[]
        labels:Label[] work_path:S! work_path_type:I! inner_work_path:S! inner_annotation_path:S! inner_data_path:S!
        inner_log_path:S! inner_temp_path:S! inner_task_path:S! third_path:S current_version_id:S current_version_name:S
        next_version_num:I! dataset_version_count:I! versions:Version[] total_sample_count:I! annotated_sample_count:I!
        unconfirmed_sample_count:I! deleted_sample_count:I! loading_sample_count:I! total_sub_sample_count:I
        annotated_sub_sample_count:I data_statistics:O deletion_stats:{I} label_task_count:I! workforce_task_count:I!
        exist_running_task:B exist_workforce_task:B! running_tasks_id:S[] feature_supports:S[]! dataset_tags:S[]!
        content_labeling:B! import_data:B! import_task_id:S managed:B! workspace_id:S! enterprise_project_id:S! data_url:S
        samples:AnnotationFile[]""",
    "Version": f"""version_id:S! version_name:S! description:S version_format:S! status:I! is_current:B! previous_version_id:S
        create_time:I! update_time:I! total_sample_count:I! annotated_sample_count:I! add_sample_count:I!
        modified_sample_count:I! deleted_sample_count:I! {_VERSION_COUNTS} label_stats:LabelStats[] label_type:S
        task_type:I! tags:S[]! manifest_path:S
        data_path:S train_evaluate_sample_ratio:S! remove_sample_usage:B! clear_hard_property:B! export_images:B!
        include_dataset_data:B data_validate:B with_column_header:B! sample_state:S rotate:B crop:B rotate_path:S crop_path:S
        start_processor_task:B processor_task_id:S processor_task_status:I code:S message:S analysis_task_id:S
        analysis_status:I analysis_cache_path:S data_analysis:O data_statistics:O deletion_stats:{{I}}
        extract_serial_number:B manifest_cache_input_path:S""",
    "Sample": """sample_id:S! sample_name:S! sample_dir:S! sample_type:I! sample_size:I! sample_time:I! sample_status:S!
        sample_data:S[] source:S preview:S annotated_by:S labels:SampleLabel[]! metadata:O! hard_details:{HardDetail}
        labelers:Worker[] worker_id:S review_accept:B review_comment:S review_score:S check_accept:B check_comment:S
        check_score:S score:S deletion_reasons:S[] sub_sample_url:S""",
    "HardDetail": "id:I! alo_name:S reason:S suggestion:S",
    "SampleLabel": "name:S! type:I! id:S score:D annotated_by:S property:O",
    "Import": """task_id:S! dataset_id:S! import_path:S! import_type:I! status:S! create_time:I! update_ms:I elapsed_time:I!
        total_sample_count:I! imported_sample_count:I! annotated_sample_count:I! unconfirmed_sample_count:I!
        total_sub_sample_count:I! imported_sub_sample_count:I! total_file_count:I! finished_file_count:I! total_file_size:I!
        finished_file_size:I! file_statistics:FileStatistics! data_source:DataSource processor_task_id:S
        processor_task_status:I error_code:S error_msg:S""",
    "FileStatistics": "file_num_total:I! file_num_finished:I! file_size_total:I! file_size_finished:I!",
    "Export": _EXPORT,
    "ExportParams": """export_dest:S! export_new_dataset_name:S export_new_dataset_work_path:S export_dataset_version_name:S
        export_dataset_version_format:S clear_hard_property:B! ratio_sample_usage:B! train_sample_ratio:D! sample_state:S!
        samples:S[] search_conditions:O[]""",
    "RunningTask": """task_id:S! task_name:S! dataset_id:S! type:I! status:I! create_time:S! elapsed_time:I! progress:D!
        code:S! message:S! error_code:S error_msg:S error_detail:S total_sample_count:I annotated_sample_count:I
        unconfirmed_sample_count:I model_id:S model_name:S model_version:S config:O! result:O export_type:I""",
    "ProcessorTask": """task_id:S! name:S! description:S! status:I! template:O! data_source:O inputs:O[]! work_path:O
        version_id:S version_name:S version_count:I! is_current:B! create_time:I! duration_seconds:I! result:O error_msg:S
        workspace_id:S!""",
    "ProcessorVersion": """task_version_id:S! task_id:S! version_name:S! description:S! status:I! create_time:I! update_time:I!
        duration_seconds:I! inputs:O[]! work_path:O! template:O! origin_sample_count:I add_sample_count:I
        modified_sample_count:I unmodified_sample_count:I deleted_sample_count:I""",
    "ProcessorResult": """sample_id:S! version_id:S! origin_source:S new_source:S signed_origin_source:S signed_new_source:S
        result_property:I! result_description:O[]""",
    "ProcessorItem": "template_id:S! label_en:S! label_zh:S!",
    "Workforce": """workforce_id:S! workforce_name:S! description:S! worker_count:I! create_time:I! update_time:I!
        workspace_id:S!""",
    "Worker": "worker_id:S! workforce_id:S email:S! role:I! status:I description:S create_time:I update_time:I",
    "WorkerTask": """task_id:S! workforce_task_name:S! dataset_id:S! dataset_type:I! worker_id:S! email:S! role:I!
        task_status:I! sample_stats:SampleStats! email_status:I! last_notify_time:I! pass_rate:D! score:D! create_time:I!
        update_time:I!""",
    "SampleStats": " ".join(
        f"{name}_sample_count:I!"
        for name in (
            *("total", "unannotated", "unreviewed", "uncheck", "sampled", "rejected"),
            *("accepted", "auto_annotation", "deleted"),
        )
    ),
    "WorkforceStats": "workforce_count:I! labeler_count:I! reviewer_count:I!",
    "WorkforceTask": """task_id:S! task_name:S! dataset_id:S! version_id:S description:S! status:I! repetition:I!
        workforces_config:O! synchronize_data:B! synchronize_auto_labeling_data:B! auto_sync_dataset:B!
        sample_search_conditions:O[] sample_stats:SampleStats label_stats:LabelStats[] workforce_stats:WorkforceStats
        checking_task_desc:O check_rate:D! pass_rate:D! score:D! create_time:I! update_time:I! worker_stats:WorkerTask[]""",
    "CheckStats": """task_id:S sampling_rate:D sampling_num:I total_sample_count:I! sampled_sample_count:I!
        checked_sample_count:I! unchecked_sample_count:I! accepted_sample_count:I! rejected_sample_count:I! pass_rate:D!
        score:S! total_score:I!""",
}
_SAMPLES = "sample_count:I! samples:Sample[]!"
_D, _P, _W = "/datasets", "/processor-tasks", "/workforces"
_DATASET = f"{_D}/{{dataset_id}}"
_MARKS = f"{_DATASET}/data-annotations"
_VERSION = f"{_P}/{{task_id}}/versions/{{version_id}}"
_TEAM = f"{_W}/{{workforce_id}}"
_TASK = f"{_DATASET}/workforce-tasks/{{workforce_task_id}}"


@dataclass(frozen=True)
class Operation:
    """An operation. shape: of the answer; empty for an answer without fields. body: one that is right by itself.

    most: the largest page. items, total: what the fields of a list are called.
    """

    method: str
    path: str
    shape: str = ""
    status: int = 200
    body: Any = None
    most: int = 0
    items: str = ""
    total: str = ""


def _list(path: str, items: str, kind: str, total: str, most: int = 100, more: str = "") -> Operation:
    return Operation("GET", path, f"{total}:I! {items}:{kind}[]! {more}", most=most, items=items, total=total)


_SAID = {"samples": [{"sample_id": "0" * 32, "labels": []}]}
_COMMENTS = {"comments": [{"sample_id": "0" * 32, "worker_id": "0" * 32, "accept": True}]}
_CONFIG = {"workforces_config": {"workforces": [{"workforce_id": "0" * 19}]}}
_NEW_TASK = {
    "name": "any",
    "inputs": [{"type": "OBS", "source": "obs://any/in/"}],
    "work_path": {"type": "OBS", "path": "obs://any/out/"},
    "template": {"id": "sys_data_validation", "operator_params": [{"name": "MetaValidation", "params": {}}]},
}
OPERATIONS: dict[str, Operation] = {
    "ListDatasets": _list(_D, "datasets", "Dataset", "total_number"),
    "CreateDataset": Operation(
        "POST", _D, "dataset_id:S! import_task_id:S", 201, {"dataset_name": "any", "work_path": "/any/out/", "data_sources": []}
    ),
    "DescDataset": Operation("GET", _DATASET, OBJECTS["Dataset"]),
    "UpdateDataset": Operation("PUT", _DATASET, "dataset_id:S!", body={"description": "any"}),
    "DeleteDataset": Operation("DELETE", _DATASET, status=204),
    "GetDatasetStats": Operation(
        "GET", f"{_MARKS}/stats", f"{_STATS} metadata_stats:O deletion_stats:{{I}} data_path:S! data_spliting_enable:B!"
    ),
    "GetDatasetMetrics": Operation("GET", f"{_DATASET}/metrics", "metrics:{{I}}!"),
    "ListDatasetVersions": _list(f"{_DATASET}/versions", "versions", "Version", "total_number", 1000),
    "CreateDatasetVersion": Operation("POST", f"{_DATASET}/versions", "version_id:S!", 201, {}),
    "DescribeDatasetVersion": Operation("GET", f"{_DATASET}/versions/{{version_id}}", OBJECTS["Version"]),
    "DeleteDatasetVersion": Operation("DELETE", f"{_DATASET}/versions/{{version_id}}", status=204),
    "ListSamples": _list(f"{_MARKS}/samples", "samples", "Sample", "sample_count"),
    "UploadSamplesJson": Operation(
        "POST",
        f"{_MARKS}/samples",
        "success:B! error_code:S error_msg:S results:Upload[]",
        body={"samples": [{"name": "a.bin", "data": "YQ=="}]},
    ),
    "DeleteSamples": Operation("POST", f"{_MARKS}/samples/delete", _BATCH, body={"samples": ["0" * 32]}),
    "DescribeSample": Operation("GET", f"{_MARKS}/samples/{{sample_id}}", OBJECTS["Sample"]),
    "ListSearch": Operation("GET", f"{_MARKS}/search-condition", "labels:Label[]! metadata:O! labelers:S[]!"),
    "UpdateSamples": Operation("PUT", f"{_MARKS}/samples", _BATCH, body=_SAID),
    "ListLabels": _list(f"{_MARKS}/labels", "labels", "Label", "total_number", 100_000),
    "CreateLabels": Operation("POST", f"{_MARKS}/labels", _BATCH, body={"labels": [{"name": "any"}]}),
    "UpdateLabels": Operation("PUT", f"{_MARKS}/labels", _BATCH, body={"labels": [{"name": "any"}]}),
    "DeleteLabels": Operation("POST", f"{_MARKS}/labels/delete", _BATCH, body={"labels": [{"name": "any"}]}),
    "UpdateLabel": Operation("PUT", f"{_MARKS}/labels/{{label_name}}", status=204, body={"@modelarts:color": "#93c47d"}),
    "DeleteLabelAndSamples": Operation("DELETE", f"{_MARKS}/labels/{{label_name}}", status=204),
    "ListImportTasks": _list(f"{_DATASET}/import-tasks", "import_tasks", "Import", "total_count"),
    "ImportTask": Operation("POST", f"{_DATASET}/import-tasks", "task_id:S!", body={"import_path": "obs://any/in/"}),
    "DescImportTask": Operation("GET", f"{_DATASET}/import-tasks/{{task_id}}", OBJECTS["Import"]),
    "GetExportTasksStatusOfDataset": _list(f"{_DATASET}/export-tasks", "export_tasks", "Export", "total_count"),
    "ExportTask": Operation("POST", f"{_DATASET}/export-tasks", _EXPORT, body={"path": "/any/export/"}),
    "GetExportTaskStatusOfDataset": Operation("GET", f"{_D}/{{resource_id}}/export-tasks/{{task_id}}", _EXPORT),
    "SyncDataSource": Operation("POST", f"{_DATASET}/sync-data"),
    "SyncDataSourceState": Operation(
        "GET",
        f"{_DATASET}/sync-data/status",
        """status:S! dataset_id:S! task_id:S create_time:I duration_time:I total_sample_count:I add_sample_count:I
        deleted_sample_count:I error_code:S error_msg:S""",
    ),
    "ListTasks": _list(f"{_DATASET}/tasks", "tasks", "RunningTask", "total_count", more="exist_running_deploy_task:B!"),
    "CreateTask": Operation("POST", f"{_DATASET}/tasks", "task_id:S!", body={"task_type": "auto-label"}),
    "AutoAnnotationProgress": Operation(
        "GET",
        f"{_DATASET}/tasks/{{task_id}}",
        """task_id:S! task_name:S! resource_id:S! status:I! create_time:S! elapsed_time:I! progress:D! code:S! message:S!
        error_code:S error_msg:S error_detail:S export_type:I config:O! result:O""",
    ),
    "StopAutoAnnotation": Operation("POST", f"{_DATASET}/tasks/{{task_id}}/stop", status=204),
    "ListAutoAnnotationSamples": _list(f"{_DATASET}/auto-annotations/samples", "samples", "Sample", "sample_count"),
    "DescribeAutoAnnotationSample": Operation("GET", f"{_DATASET}/auto-annotations/samples/{{sample_id}}", OBJECTS["Sample"]),
    "ListProcessorTasks": _list(_P, "tasks", "ProcessorTask", "count"),
    "CreateProcessorTask": Operation("POST", _P, "task_id:S!", body=_NEW_TASK),
    "GetProcessorTaskItems": _list(f"{_P}/items", "items", "ProcessorItem", "total", 1000),
    "DescribeProcessorTask": Operation("GET", f"{_P}/{{task_id}}", OBJECTS["ProcessorTask"]),
    "UpdateProcessorTask": Operation("PUT", f"{_P}/{{task_id}}", body={"description": "any"}),
    "DeleteProcessorTask": Operation("DELETE", f"{_P}/{{task_id}}"),
    "ListProcessorTaskVersions": _list(f"{_P}/{{task_id}}/versions", "versions", "ProcessorVersion", "count"),
    "CreateProcessorTaskVersion": Operation("POST", f"{_P}/{{task_id}}/versions", "version_id:S!", body=_NEW_TASK),
    "DescProcessorTaskVersion": Operation("GET", _VERSION, OBJECTS["ProcessorVersion"]),
    "DeleteProcessorTaskVersion": Operation("DELETE", _VERSION, status=204),
    "ListProcessorTaskVersionResults": _list(f"{_VERSION}/results", "results", "ProcessorResult", "count", more="has_more:B!"),
    "StopProcessorTaskVersion": Operation("POST", f"{_VERSION}/stop"),
    "ListWorkforces": _list(_W, "workforces", "Workforce", "total_number"),
    "CreateWorkforce": Operation("POST", _W, "workforce_id:S!", 201, {"workforce_name": "any"}),
    "DescWorkforce": Operation("GET", _TEAM, OBJECTS["Workforce"]),
    "UpdateWorkforce": Operation("PUT", _TEAM, body={"description": "any"}),
    "DeleteWorkforce": Operation("DELETE", _TEAM, status=204),
    "ListAllWorkers": _list(f"{_W}/workers", "workers", "Worker", "total_number"),
    "ListWorkers": _list(f"{_TEAM}/workers", "workers", "Worker", "total_number"),
    "CreateWorker": Operation("POST", f"{_TEAM}/workers", "", 201, {"emails": "any@example.com", "role": 0}),
    "BatchDeleteWorkers": Operation("POST", f"{_TEAM}/workers/batch-delete", _BATCH, body={"workers": ["0" * 32]}),
    "DescWorker": Operation("GET", f"{_TEAM}/workers/{{worker_id}}", OBJECTS["Worker"]),
    "UpdateWorker": Operation("PUT", f"{_TEAM}/workers/{{worker_id}}", body={"description": "any"}),
    "DeleteWorker": Operation("DELETE", f"{_TEAM}/workers/{{worker_id}}", status=204),
    "ListWorkforceTasks": _list(f"{_DATASET}/workforce-tasks", "tasks", "WorkforceTask", "count", 1000),
    "CreateWorkforceTask": Operation("POST", f"{_DATASET}/workforce-tasks", "task_id:S!", body={"task_name": "any", **_CONFIG}),
    "DescWorkforceTask": Operation("GET", _TASK, OBJECTS["WorkforceTask"]),
    "StartWorkforceTask": Operation("POST", _TASK, body=_CONFIG),
    "UpdateWorkforceTask": Operation("PUT", _TASK, body={"description": "any"}),
    "DeleteWorkforceTask": Operation("DELETE", _TASK, status=204),
    "StartWorkforceSamplingTask": Operation("POST", f"{_TASK}/acceptance", "task_id:S!", body={"sampling_rate": 1}),
    "GetWorkforceSamplingTask": Operation(
        "GET", f"{_TASK}/acceptance/report", "checking_stats:CheckStats! total_stats:CheckStats!"
    ),
    "UpdateWorkforceSamplingTask": Operation(
        "PUT", f"{_TASK}/acceptance/status", "sample_count:I samples:Sample[]", body={"action": 0}
    ),
    "AcceptSamples": Operation("POST", f"{_TASK}/acceptance/batch-comment", body=_COMMENTS),
    "ReviewSamples": Operation("POST", f"{_TASK}/data-annotations/review", body=_COMMENTS),
    "ListWorkforceTaskSamples": _list(f"{_TASK}/data-annotations/samples", "samples", "Sample", "sample_count"),
    "DescribeWorkforceTaskSample": Operation("GET", f"{_TASK}/data-annotations/samples/{{sample_id}}", OBJECTS["Sample"]),
    "UpdateWorkforceTaskSamples": Operation("PUT", f"{_TASK}/data-annotations/samples", _BATCH, body=_SAID),
    "ListWorkforceTaskStats": Operation("GET", f"{_TASK}/data-annotations/stats", _STATS),
    "GetWorkforceTaskMetrics": Operation("GET", f"{_TASK}/metrics", "sample_stats:{{I}}!"),
    "ListWorkerTasks": _list(f"{_W}/worker-tasks", "worker_tasks", "WorkerTask", "count"),
    "SendEmails": Operation("POST", f"{_TASK}/notify", _BATCH, body={"emails": ["any@example.com"]}),
}


class DataCaller:
    """Makes signed calls by the name of an operation, and holds each answer against the contract."""

    def __init__(self, platform: HasEndpoint, project_id: str, key: ClientKey) -> None:
        self.platform, self.project_id, self.key = platform, project_id, key

    def do(self, name: str, body: Any = None, **values: Any) -> Any:
        """Call an operation; values: the ids of its path, and its query. Return the answer, which has the public shape."""
        answer = self.ask(name, body, **values)
        assert answer.status_code == OPERATIONS[name].status, f"{name}: {answer.status_code} {answer.text[:2000]}"
        found = answer.json() if answer.content else None
        if OPERATIONS[name].status != 204 and OPERATIONS[name].shape:
            wrong = differences(found, OPERATIONS[name].shape)
            assert not wrong, f"{name} differs from the contract: {wrong}"
        return found

    def refused(self, name: str, body: Any = None, *, status: int = 400, **values: Any) -> str:
        """Call an operation that is to be refused, and return the code of the refusal."""
        answer = self.ask(name, body, **values)
        assert answer.status_code == status, f"{name}: {answer.status_code} {answer.text[:2000]}"
        found = answer.json()
        assert isinstance(found["error_msg"], str), found
        return str(found["error_code"])

    def ask(self, name: str, body: Any = None, **values: Any) -> httpx.Response:
        """Call an operation, whatever comes of it. A value of None is left out of the query."""
        operation, path, query = OPERATIONS[name], OPERATIONS[name].path, {}
        for key, value in values.items():
            if f"{{{key}}}" in path:
                path = path.replace(f"{{{key}}}", quote(str(value), safe=""))
            elif value is not None:
                query[key] = json.dumps(value) if isinstance(value, bool | list | dict) else value
        content = b"" if body is None else json.dumps(body).encode()
        text = "?" + urlencode(query, quote_via=quote) if query else ""
        url = f"{self.platform.endpoint}/v2/{self.project_id}{path}{text}"
        headers = sign_request(self.key, operation.method, url, body=content)
        return httpx.request(operation.method, url, headers=headers, content=content, timeout=60)


def differences(found: Any, shape: str) -> list[str]:
    """Return where an answer differs from its shape."""
    return [*_of_object(found, shape, "")]


def _of_object(found: Any, shape: str, at: str) -> list[str]:
    if not isinstance(found, dict):
        return [f"{at or 'answer'} is {type(found).__name__}"]
    wrong: list[str] = []
    for name, kind, is_needed in _fields(shape):
        place = f"{at}.{name}" if at else name
        if name in found:
            wrong += _of_value(found[name], kind, place)
        elif is_needed:
            wrong.append(f"{place} is not there")
    return wrong


def _of_value(value: Any, kind: str, at: str) -> list[str]:
    if kind.endswith("[]"):
        if not isinstance(value, list):
            return [f"{at} is {value!r:.80}, not a list"]
        return [one for place, each in enumerate(value) for one in _of_value(each, kind[:-2], f"{at}.{place}")]
    if kind.startswith("{"):
        if not isinstance(value, dict):
            return [f"{at} is {value!r:.80}, not a map"]
        return [one for name, each in value.items() for one in _of_value(each, kind[1:-1], f"{at}.{name}")]
    if kind in OBJECTS:
        return _of_object(value, OBJECTS[kind], at)
    is_right = {
        "S": isinstance(value, str),
        "I": isinstance(value, int) and not isinstance(value, bool),
        "D": isinstance(value, int | float) and not isinstance(value, bool),
        "B": isinstance(value, bool),
        "O": isinstance(value, dict | list),
    }[kind]
    return [] if is_right else [f"{at} is {value!r:.80}, not {kind}"]


@cache
def _fields(shape: str) -> list[tuple[str, str, bool]]:
    found = []
    for token in shape.split():
        name, _, kind = token.partition(":")
        found.append((name, kind.rstrip("!"), kind.endswith("!")))
    return found
