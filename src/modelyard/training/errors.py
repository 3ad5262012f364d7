"""Failures of training jobs that a caller can meet. Published codes where there are any, else Modelyard.5000 to 5999."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound, QuotaExceeded


class JobNotFound(NotFound):
    """No training job with this id is visible to the caller."""

    code = "ModelArts.2775"
    text = "Training job {job_id} was not found."
    zh = "未找到训练作业 {job_id}。"


class JobNameTaken(Conflict):
    """The workspace has a job of this name."""

    status = 400
    code = "ModelArts.2751"
    text = "{field}: a training job named {name} exists in this workspace already. Choose another name."
    zh = "{field}：该工作空间中已存在名为 {name} 的训练作业，请更换名称。"


class JobNameInvalid(Invalid):
    """The name breaks the naming rule."""

    code = "ModelArts.2788"
    text = "{field}: {name!r} is no job name. It takes 1 to 64 letters, digits, - and _."
    zh = "{field}：{name!r} 不是合法的作业名称，名称为 1 到 64 位字母、数字、- 和 _。"


class FieldInvalid(Invalid):
    """A value that cannot be used."""

    code = "Modelyard.5001"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class FieldUnsupported(Invalid):
    """The platform does not have this; it is refused, since leaving it out would make another job."""

    code = "ModelArts.2858"
    text = "{field} is not supported here: {problem}."
    zh = "此处不支持 {field}：{problem_zh}。"


class DatasetInputRefused(Invalid):
    """An input names a version of a dataset that is not there, or not complete."""

    code = "ModelArts.2782"
    text = "{field}: {problem}"
    zh = "{field}：{problem_zh}"


class CodeDirInvalid(Invalid):
    """The code directory cannot be used."""

    code = "ModelArts.2757"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class BootFileInvalid(Invalid):
    """The boot file cannot be used."""

    code = "ModelArts.2758"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class TooManyCodeFiles(Invalid):
    """The code directory has too many entries."""

    code = "ModelArts.2759"
    text = "{field}: the code directory has more than {limit} files and folders. Put data elsewhere, as an input."
    zh = "{field}：代码目录中的文件和文件夹超过 {limit} 个。数据请作为训练输入单独存放。"


class CodeFolderTooDeep(Invalid):
    """The code directory has too many levels."""

    code = "ModelArts.2760"
    text = "{field}: the code directory has folders deeper than {limit} levels."
    zh = "{field}：代码目录的层级超过 {limit} 层。"


class CodeTooLarge(Invalid):
    """The code directory is too large."""

    code = "ModelArts.2761"
    text = "{field}: the code directory is larger than {limit} bytes. Put data elsewhere, as an input."
    zh = "{field}：代码目录超过 {limit} 字节。数据请作为训练输入单独存放。"


class PathInvalid(Invalid):
    """Not a place in a bucket."""

    code = "ModelArts.2791"
    text = "{field}: {value} is not of the form obs://bucket/folder/ (s3://, obs:/ and /bucket/folder/ are the same)."
    zh = "{field}：{value} 不是 obs://桶/目录/ 的形式（也可写作 s3://、obs:/ 或 /桶/目录/）。"


class PathsOverlap(Invalid):
    """Two places of a job contain each other."""

    code = "Modelyard.5002"
    text = "{field} ({value}) and {other} ({other_value}) overlap. Code, inputs and outputs need folders of their own."
    zh = "{field}（{value}）与 {other}（{other_value}）重叠。代码、输入和输出必须使用各自独立的目录。"


class LocalPathInvalid(Invalid):
    """A directory of the container cannot be used for this."""

    code = "ModelArts.2857"
    text = "{field}: {value} cannot be used: {problem}."
    zh = "{field}：不能使用 {value}（{problem_zh}）。"


class WorkingDirInvalid(Invalid):
    """The working directory cannot be used."""

    code = "ModelArts.2859"
    text = "{field}: {value} cannot be used: {problem}."
    zh = "{field}：不能使用 {value}（{problem_zh}）。"


class ParameterNameInvalid(Invalid):
    """A parameter, input or output has a name that cannot be one."""

    code = "ModelArts.2774"
    text = "{field}: {name!r} is no parameter name. It takes 1 to 64 letters, digits, - and _."
    zh = "{field}：{name!r} 不是合法的参数名，参数名为 1 到 64 位字母、数字、- 和 _。"


class VariableNameInvalid(Invalid):
    """An environment variable has a name that cannot be one."""

    code = "Modelyard.5003"
    text = "{field}: {name!r} is no variable name. It takes letters, digits and _, and does not begin with a digit."
    zh = "{field}：{name!r} 不是合法的环境变量名，只能包含字母、数字和 _，且不能以数字开头。"


class ParameterRepeated(Invalid):
    """Two parameters, inputs or outputs have the same name."""

    code = "ModelArts.2767"
    text = "{field}: the name {name} is used twice."
    zh = "{field}：名称 {name} 重复。"


class NameReserved(Invalid):
    """The platform sets a variable or an argument of this name itself."""

    code = "Modelyard.5004"
    text = "{field}: {name} is set by the platform ({problem}). Choose another name."
    zh = "{field}：{name} 由平台设置（{problem_zh}），请更换名称。"


class ParametersTooLong(Invalid):
    """All parameters and variables together would not fit."""

    code = "ModelArts.2607"
    text = "{field}: parameters and variables have {found} bytes; at most {limit} are allowed. Put long values into a file."
    zh = "{field}：参数和环境变量共 {found} 字节，上限为 {limit} 字节。较长的内容请放入文件。"


class CommandAndImageNeeded(Invalid):
    """Neither a boot file nor a command says what to start."""

    code = "ModelArts.2806"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class NodeCountInvalid(Invalid):
    """More nodes than a job may have, or none."""

    code = "ModelArts.2793"
    text = "{field}: {value} nodes are not possible; 1 to {limit} are."
    zh = "{field}：节点数 {value} 不可用，取值范围为 1 到 {limit}。"


class WorkspaceUnknown(Invalid):
    """The workspace does not exist, or is not the caller's to use."""

    code = "ModelArts.2891"
    text = "{field}: workspace {workspace_id} was not found."
    zh = "{field}：未找到工作空间 {workspace_id}。"


class PlaceRefused(Invalid):
    """A place in a bucket cannot be used, for a reason of the store or of its policies."""

    code = "Modelyard.5005"
    text = "{field}: {value}: {reason}"
    zh = "{field}：{value}：{reason_zh}"


class PlaceForbidden(Forbidden):
    """The caller may not read or write a place in a bucket."""

    code = "Modelyard.5006"
    text = "{field}: you may not use {value}: {action} on {resource} is needed."
    zh = "{field}：您没有使用 {value} 的权限，需要对 {resource} 的 {action} 权限。"


class PriorityForbidden(Forbidden):
    """The highest priority needs a permission of its own."""

    code = "Modelyard.5007"
    text = "{field}: priority 3 needs the permission {action}."
    zh = "{field}：优先级 3 需要 {action} 权限。"


class PlaceMissing(Invalid):
    """There is nothing at a place that is to be read."""

    code = "ModelArts.2836"
    text = "{field}: there is nothing at {value}."
    zh = "{field}：{value} 下没有任何内容。"


class EngineUnknown(Invalid):
    """No engine of this name is there."""

    code = "ModelArts.2780"
    text = "{field}: {value} was not found. {reason}"
    zh = "{field}：未找到 {value}。{reason_zh}"


class FlavorUnknown(Invalid):
    """The flavor cannot be used."""

    code = "ModelArts.2763"
    text = "{field}: {value} cannot be used. {reason}"
    zh = "{field}：不能使用 {value}。{reason_zh}"


class PoolUnknown(Invalid):
    """The pool cannot be used."""

    code = "Modelyard.5017"
    text = "{field}: {value} cannot be used. {reason}"
    zh = "{field}：不能使用 {value}。{reason_zh}"


class NotAllowedToTerminate(Conflict):
    """The job has ended."""

    code = "ModelArts.2796"
    text = "Training job {name} has ended already ({phase}); there is nothing to stop."
    zh = "训练作业 {name} 已结束（{phase}），无需停止。"


class NotAllowedToDelete(Conflict):
    """Only jobs that have ended can be deleted."""

    code = "Modelyard.5008"
    text = "Training job {name} is {phase}. Stop it first; only jobs that have ended can be deleted."
    zh = "训练作业 {name} 的状态为 {phase}。请先停止，仅可删除已结束的作业。"


class NotAllowedToChange(Conflict):
    """The job has gone on too far for this change."""

    code = "ModelArts.2878"
    text = "Training job {name} is {phase}: {problem}."
    zh = "训练作业 {name} 的状态为 {phase}：{problem_zh}。"


class ActionUnsupported(Invalid):
    """No such action."""

    code = "ModelArts.2812"
    text = "{field}: there is no action {value!r}; there is terminate."
    zh = "{field}：不支持操作 {value!r}，支持的操作：terminate。"


class TooManyJobs(QuotaExceeded):
    """The project has as many jobs as it may have."""

    status = 429
    code = "ModelArts.2815"
    text = "The quota of {quota} ({limit}) would be exceeded. Delete jobs, or wait for some to end."
    zh = "将超过 {quota} 的配额（{limit}）。请删除部分作业，或等待作业结束。"


class FilterKeyUnsupported(Invalid):
    """Jobs cannot be filtered by this field."""

    code = "ModelArts.2789"
    text = "{field}: jobs cannot be filtered by {value!r}. Possible: {possible}."
    zh = "{field}：不支持按 {value!r} 过滤。可用字段：{possible}。"


class FilterOperatorUnsupported(Invalid):
    """This field does not take this operator."""

    code = "ModelArts.2808"
    text = "{field}: the operator {value!r} cannot be used with {key}. Possible: {possible}."
    zh = "{field}：{key} 不支持操作符 {value!r}。可用操作符：{possible}。"


class FilterValueInvalid(Invalid):
    """The value does not suit the field."""

    code = "ModelArts.2809"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class SortKeyUnsupported(Invalid):
    """Jobs cannot be sorted by this field."""

    code = "ModelArts.2790"
    text = "{field}: jobs cannot be sorted by {value!r}. Possible: {possible}."
    zh = "{field}：不支持按 {value!r} 排序。可用字段：{possible}。"


class OwnerGone(Forbidden):
    """Whoever created the job may not act any more."""

    code = "Modelyard.5009"
    text = "User {user_name}, who created this job, may not act any more (disabled or deleted)."
    zh = "创建该作业的用户 {user_name} 已被停用或删除。"


class MountRefused(Invalid):
    """The directory may not be mounted."""

    code = "Modelyard.5010"
    text = "{field}: {value} may not be mounted. Allowed: {possible} (setting training.mount_directories)."
    zh = "{field}：不允许挂载 {value}。允许的目录：{possible}（配置项 training.mount_directories）。"


class JobsOfSeveralWorkspaces(Invalid):
    """A batch names jobs of more than one workspace."""

    code = "Modelyard.5011"
    text = "{field}: all jobs of a batch must be of one workspace."
    zh = "{field}：批量操作的作业必须属于同一个工作空间。"


class JobTaskNotFound(NotFound):
    """The job has no task of this name."""

    code = "Modelyard.5100"
    text = "Training job {job_id} has no task {task}. It has {tasks}."
    zh = "训练作业 {job_id} 没有任务 {task}。现有任务：{tasks}。"


class AttemptNotFound(NotFound):
    """The job was not run so often."""

    code = "Modelyard.5101"
    text = "Training job {job_id} was run {attempts} times; there is no run {attempt}."
    zh = "训练作业 {job_id} 共运行 {attempts} 次，不存在第 {attempt} 次运行。"


class RangeInvalid(Invalid):
    """A part was asked for that the log does not have."""

    status = 416
    code = "Modelyard.5102"
    text = "{field}: the log has {size} bytes; {value} is no part of it."
    zh = "{field}：日志共 {size} 字节，不包含 {value}。"


class TimesIncomplete(Invalid):
    """A period needs a beginning and an end."""

    code = "Modelyard.5103"
    text = "{field}: start_time and end_time go together, start_time first, in milliseconds since the epoch."
    zh = "{field}：start_time 与 end_time 必须同时给出，且 start_time 不晚于 end_time，单位为毫秒时间戳。"


class LogLinkNotFound(NotFound):
    """The link was never made, has expired, or was revoked."""

    code = "Modelyard.5104"
    text = "This link does not work: it has expired, was revoked, or is not complete."
    zh = "链接无效：可能已过期、被撤销或不完整。"


class LogLinksOff(Forbidden):
    """The operator has switched links without login off."""

    code = "Modelyard.5105"
    text = "Links that work without login are switched off here (setting training.log_links)."
    zh = "此平台已关闭免登录日志链接（配置项 training.log_links）。"


class TooManyLogLinks(QuotaExceeded):
    """The job has as many links as it may have."""

    code = "Modelyard.5106"
    text = "The quota of {quota} ({limit}) would be exceeded. Revoke links of this job, or wait until some expire."
    zh = "将超过 {quota} 的配额（{limit}）。请撤销该作业的部分链接，或等待其过期。"


class LogExpired(NotFound):
    """The log was kept as long as the platform keeps logs."""

    code = "Modelyard.5107"
    text = "The log of {task} is not kept any more: logs stay {days} days after a job's end. {place}"
    zh = "{task} 的日志已不再保留：作业结束后日志保留 {days} 天。{place}"


class TaskNotRunning(Conflict):
    """A terminal needs a task that runs."""

    code = "Modelyard.5108"
    text = "{task} is not running (the job is {phase}). A terminal can only be opened in a running task."
    zh = "{task} 未在运行（作业状态为 {phase}）。只能登录运行中的任务。"


class InputsTooLarge(Invalid):
    """The inputs alone are more than the disk of the flavor holds."""

    code = "Modelyard.5013"
    text = (
        "{field}: the inputs have at least {found}; the flavor {flavor} has a disk of {limit}. "
        "Choose a flavor with more, name less, or read the objects from the program itself, by moxing."
    )
    zh = "{field}：训练输入至少有 {found}，而规格 {flavor} 的磁盘为 {limit}。请更换规格、减少输入，或在程序中通过 moxing 读取。"


class InputsNearlyFill(Invalid):
    """The inputs leave little of the disk: a warning, since little may be enough."""

    code = "Modelyard.5014"
    text = "{field}: the inputs have at least {found} of the {limit} that the disk of the flavor {flavor} has."
    zh = "{field}：训练输入至少有 {found}，规格 {flavor} 的磁盘为 {limit}，剩余空间不多。"


class OutputInUse(Invalid):
    """Another job that has not ended writes to the same place: a warning, since they may be made for it."""

    code = "Modelyard.5015"
    text = "{field}: {name}, which has not ended, writes to {other_value}. Files of the same name replace each other."
    zh = "{field}：尚未结束的 {name} 也写入 {other_value}，同名文件会相互覆盖。"


class OutputOfSeveralNodes(Invalid):
    """Several nodes write to one place: a warning, since most programs let the first one save."""

    code = "Modelyard.5016"
    text = (
        "{field}: all {value} nodes upload to one place, where files of the same name replace each other. Let only rank 0 "
        "save, or choose by the annotation modelyard/outputs-of-nodes: together, first or apart."
    )
    zh = (
        "{field}：{value} 个节点上传到同一路径，同名文件会相互覆盖。请仅由 rank 0 保存，"
        "或通过注解 modelyard/outputs-of-nodes 选择 together、first 或 apart。"
    )


class NodesAreMany(Invalid):
    """More nodes than the site has now: a warning, since nodes may come."""

    code = "Modelyard.5012"
    text = "{field}: {value} nodes of this flavor are asked for; there is room for {limit} while nothing else runs."
    zh = "{field}：请求 {value} 个该规格的节点，空闲时最多可容纳 {limit} 个。"
