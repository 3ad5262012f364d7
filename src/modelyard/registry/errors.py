"""Failures of models that a caller can meet. Published codes where there are any, else Modelyard.6000 to 6499."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound, QuotaExceeded


class ModelNotFound(NotFound):
    """No model with this id is visible to the caller."""

    code = "ModelArts.3001"
    text = "Model {model_id} was not found."
    zh = "未找到模型 {model_id}。"


class ModelExists(Conflict):
    """The workspace has this version of the model."""

    code = "ModelArts.3002"
    text = "{field}: model {name} has a version {version} in this workspace already. Choose another version."
    zh = "{field}：该工作空间中的模型 {name} 已存在版本 {version}，请更换版本号。"


class ModelInUse(Conflict):
    """A service runs the model."""

    code = "ModelArts.3009"
    text = "Model {name} {version} is deployed as {services}. Delete the service or remove the model from it first."
    zh = "模型 {name} {version} 已部署为 {services}。请先删除该服务，或从服务中移除该模型。"


class ModelNotReady(Conflict):
    """Only published models can be deployed."""

    status = 400
    code = "ModelArts.3515"
    text = "{field}: model {name} {version} is {status}. Only published models can be deployed."
    zh = "{field}：模型 {name} {version} 的状态为 {status}，只能部署发布成功的模型。"


class ConfigInvalid(Invalid):
    """The configuration breaks its rules."""

    code = "ModelArts.3015"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class ConfigUnreadable(Invalid):
    """The configuration is no JSON, or is missing."""

    code = "ModelArts.3016"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class SourceInvalid(Invalid):
    """The source of the model cannot be used."""

    code = "ModelArts.3017"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class SourceForbidden(Forbidden):
    """The caller may not read the source."""

    code = "ModelArts.3010"
    text = "{field}: you may not use {value}: {action} on {resource} is needed."
    zh = "{field}：您没有使用 {value} 的权限，需要对 {resource} 的 {action} 权限。"


class ParameterMissing(Invalid):
    """A parameter that this kind of model needs."""

    code = "ModelArts.3036"
    text = "{field} is needed: {problem}."
    zh = "缺少参数 {field}：{problem_zh}。"


class ParameterInvalid(Invalid):
    """A value that cannot be used."""

    code = "ModelArts.3037"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class RestraintInvalid(Invalid):
    """The restraint of a dependency."""

    code = "ModelArts.3041"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class TypeUnsupported(Invalid):
    """No engine of this machine serves models of this type."""

    code = "ModelArts.3053"
    text = "{field}: models of type {value} cannot be served here: {problem}."
    zh = "{field}：此平台无法部署 {value} 类型的模型：{problem_zh}。"


class TooManyModels(QuotaExceeded):
    """The project has as many models as it may have."""

    code = "ModelArts.3578"
    text = "The quota of {quota} ({limit}) would be exceeded. Delete versions that are not needed."
    zh = "将超过 {quota} 的配额（{limit}）。请删除不再需要的版本。"


class TemplateNotFound(NotFound):
    """No template has this id."""

    code = "ModelArts.3021"
    text = "Template {template_id} was not found. There are: {possible}."
    zh = "未找到模板 {template_id}。现有模板：{possible}。"


class TemplateInputsInvalid(Invalid):
    """The inputs do not suit the template."""

    code = "ModelArts.3024"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class TemplateInputTwice(Invalid):
    """An input of a template is given twice."""

    code = "ModelArts.3039"
    text = "{field}: the input {value} is given twice."
    zh = "{field}：输入 {value} 重复。"


class TemplateNeeded(Invalid):
    """The type is Template, and there is none."""

    code = "ModelArts.3034"
    text = "{field} is needed for models of type Template: template_id and template_inputs."
    zh = "Template 类型的模型必须提供 {field}：template_id 与 template_inputs。"


class OwnerGone(Forbidden):
    """Whoever created the model may not act any more."""

    code = "Modelyard.6001"
    text = "User {user_name}, who created this model, may not act any more (disabled or deleted)."
    zh = "创建该模型的用户 {user_name} 已被停用或删除。"


class PackageTooLarge(Invalid):
    """The package breaks a limit."""

    code = "ModelArts.3044"
    text = "{field}: the package has {found} {what}; at most {limit} are allowed."
    zh = "{field}：模型包的{what_zh}为 {found}，上限为 {limit}。"


class PackageChanged(Conflict):
    """Objects changed while they were copied."""

    code = "Modelyard.6002"
    text = "{value} changed while it was copied. Create the model again when nobody writes there."
    zh = "{value} 在复制过程中被修改。请在没有写入时重新创建模型。"


class DiskShort(Conflict):
    """There is no room for the package."""

    code = "Modelyard.6003"
    text = "The package has {needed} bytes, and the platform's disk has room for {free}. The operator has to make room."
    zh = "模型包共 {needed} 字节，平台磁盘可用空间为 {free} 字节，请联系管理员清理磁盘。"


class LoadFailed(Invalid):
    """The model could not be loaded."""

    code = "Modelyard.6004"
    text = "The model could not be loaded: {problem}"
    zh = "模型加载失败：{problem_zh}"


class LayoutInvalid(Invalid):
    """The files of a package are not laid out as they should be."""

    code = "Modelyard.6005"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class NotPublishedYet(Conflict):
    """Something needs a model whose import has ended."""

    code = "Modelyard.6006"
    text = "Model {name} {version} is {status}: {problem}."
    zh = "模型 {name} {version} 的状态为 {status}：{problem_zh}。"


class ImageUnusable(Invalid):
    """The image cannot be used."""

    code = "Modelyard.6008"
    text = "{field}: {problem}"
    zh = "{field}：{problem_zh}"


class EnvironmentFailed(Invalid):
    """The environment with the dependencies could not be built."""

    code = "ModelArts.3301"
    text = "The environment with the model's dependencies could not be built: {problem}"
    zh = "包含模型依赖的环境镜像构建失败：{problem_zh}"


class NoFlavor(Conflict):
    """No machine is there that a package could be loaded on."""

    code = "Modelyard.6009"
    text = "There is no machine to load the package on."
    zh = "没有可用于加载模型的机器。"


class ModeNotFound(NotFound):
    """There are no input and output modes beside those of the templates."""

    code = "ModelArts.3019"
    text = "{field}: there is no input and output mode {value}. Leave it out: each template has its own."
    zh = "{field}：不存在输入输出模式 {value}。请省略该参数，模板自带输入输出模式。"


class JobUnusable(Invalid):
    """The training job cannot be the source of a model."""

    code = "Modelyard.6007"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class DependenciesFixed(Conflict):
    """The dependencies of a model that did not fail stay as they are."""

    code = "ModelArts.3065"
    text = "{field}: model {name} {version} is {status}; only those of one that failed can be changed. Create a new version."
    zh = "{field}：模型 {name} {version} 的状态为 {status}，仅导入失败的模型可修改依赖，请创建新版本。"
