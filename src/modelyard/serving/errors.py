"""Failures of services that a caller can meet. Published codes where there are any, else Modelyard.6500 to 6799."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound, QuotaExceeded, Unavailable


class ServiceNotFound(NotFound):
    """No service with this id is visible to the caller."""

    code = "ModelArts.3502"
    text = "Service {service_id} was not found."
    zh = "未找到服务 {service_id}。"


class ServiceNameTaken(Conflict):
    """The workspace has a service of this name."""

    code = "ModelArts.3503"
    text = "{field}: a service named {name} exists in this workspace already. Choose another name."
    zh = "{field}：该工作空间中已存在名为 {name} 的服务，请更换名称。"


class ModelMissing(NotFound):
    """No model with this id is visible to the caller."""

    code = "ModelArts.3507"
    text = "{field}: model {model_id} was not found."
    zh = "{field}：未找到模型 {model_id}。"


class ModelNotReady(Invalid):
    """The model has not been published yet, or could not be."""

    code = "ModelArts.3515"
    text = "{field}: model {model} is {status}; only a published one can be deployed."
    zh = "{field}：模型 {model} 的状态为 {status}，只有已发布的模型才能部署。"


class ModelRepeated(Invalid):
    """Two entries name the same version of a model."""

    code = "ModelArts.3516"
    text = "{field}: model {model} stands twice in the configuration. Put its instances and its weight into one entry."
    zh = "{field}：配置中模型 {model} 重复。请将其实例数和权重合并为一项。"


class ModelOfAnotherType(Invalid):
    """The model was not made for this kind of service."""

    code = "ModelArts.3589"
    text = "{field}: model {model} cannot become a {infer_type} service; it was made for {install_types}."
    zh = "{field}：模型 {model} 不能部署为 {infer_type} 服务，其支持的部署类型为 {install_types}。"


class ServiceBusy(Invalid):
    """The state of the service does not admit this."""

    code = "ModelArts.3519"
    text = "Service {name} is {status} and cannot be {action}: {problem}."
    zh = "服务 {name} 的状态为 {status}，不能{action_zh}：{problem_zh}。"


class TooManyServices(QuotaExceeded):
    """The project has as many services as it may."""

    status = 400
    code = "ModelArts.3520"
    text = "The project has {limit} services of this kind already, which is its quota. Delete some first."
    zh = "该项目的此类服务已达到配额 {limit} 个，请先删除部分服务。"


class TooManyInstances(QuotaExceeded):
    """The project would have more replicas than it may."""

    status = 400
    code = "ModelArts.3522"
    text = "{field}: with {wanted} more instances the project would have more than its quota of {limit}."
    zh = "{field}：再增加 {wanted} 个实例将超过该项目的实例配额 {limit} 个。"


class RuleInvalid(Invalid):
    """A rule cannot be understood."""

    code = "ModelArts.3590"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class RulesRepeated(Invalid):
    """Two rules have the same condition, so that the second would never decide."""

    code = "ModelArts.3591"
    text = "{field}: the condition of rule {number} stands in an earlier rule already; it would never decide."
    zh = "{field}：第 {number} 条规则的条件与前面的规则重复，永远不会生效。"


class SpecificationUnknown(Invalid):
    """No machine has room for this specification, or none of this name exists."""

    code = "ModelArts.3954"
    text = "{field}: {problem}"
    zh = "{field}：{problem}"


class FieldMissing(Invalid):
    """Something that is needed was not given."""

    code = "ModelArts.3610"
    text = "{field} is needed: {problem}."
    zh = "缺少 {field}：{problem_zh}。"


class MonitorUnavailable(Unavailable):
    """The numbers of a service cannot be read now."""

    status = 500
    code = "ModelArts.3508"
    text = "The numbers of service {service_id} cannot be read now: {problem}"
    zh = "暂时无法查询服务 {service_id} 的监控信息：{problem}"


class FieldWrong(Invalid):
    """A value that cannot be used."""

    code = "Modelyard.6501"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class FieldNotSupported(Invalid):
    """The platform does not have this; leaving it out would make another service."""

    code = "Modelyard.6502"
    text = "{field} is not supported here: {problem}."
    zh = "此处不支持 {field}：{problem_zh}。"


class WeightsWrong(Invalid):
    """The weights do not add up."""

    code = "Modelyard.6503"
    text = "{field}: the weights of all entries add up to {total}; they have to be 100 together."
    zh = "{field}：各项权重之和为 {total}，必须等于 100。"


class NothingChanged(Invalid):
    """What was asked for is so already."""

    code = "Modelyard.6504"
    text = "{field}: nothing would change; {problem}."
    zh = "{field}：没有任何变化，{problem_zh}。"


class PatchInvalid(Invalid):
    """An operation of a patch cannot be applied."""

    code = "Modelyard.6505"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class RevisionNotFound(NotFound):
    """The service never had this configuration."""

    code = "Modelyard.6506"
    text = "Service {service_id} has no configuration of {update_time}. Its update logs list the ones there are."
    zh = "服务 {service_id} 没有更新时间为 {update_time} 的配置，可在更新记录中查看。"


class InstanceNotFound(NotFound):
    """The service has no such instance."""

    code = "Modelyard.6507"
    text = "Service {service_id} has no instance {instance}."
    zh = "服务 {service_id} 没有实例 {instance}。"


class NoEarlierRevision(Conflict):
    """There is nothing to go back to."""

    code = "Modelyard.6509"
    text = "Service {name} has no earlier configuration to go back to."
    zh = "服务 {name} 没有可回滚的历史配置。"


class InstanceNotRunning(Conflict):
    """Nobody can enter an instance that does not run, or end one twice."""

    code = "Modelyard.6510"
    text = "Instance {instance} does not run any more, or not yet."
    zh = "实例 {instance} 未在运行。"


class AppNotFound(NotFound):
    """No app with this id is the caller's, or visible to him."""

    code = "ModelArts.3923"
    text = "App {app_id} was not found."
    zh = "未找到应用 {app_id}。"


class AppNameTaken(Conflict):
    """The project has an app of this name."""

    code = "ModelArts.3929"
    text = "{field}: an app named {name} exists in this project already. Choose another name."
    zh = "{field}：该项目中已存在名为 {name} 的应用，请更换名称。"


class TooManyApps(QuotaExceeded):
    """The caller has as many apps as he may."""

    status = 400
    code = "Modelyard.6820"
    text = "You have {limit} apps already, which is your quota. Delete some first."
    zh = "您的应用数已达到配额 {limit} 个，请先删除部分应用。"


class AppInUse(Conflict):
    """The app is let in by services."""

    code = "Modelyard.6821"
    text = "App {app_id} may call {count} services. Take that right away first."
    zh = "应用 {app_id} 已被授权调用 {count} 个服务，请先解除授权。"


class TooManyCodes(QuotaExceeded):
    """The app has as many codes as it may."""

    status = 400
    code = "Modelyard.6822"
    text = "App {app_id} has {limit} codes already, the most there may be. Delete one first."
    zh = "应用 {app_id} 的 AppCode 已达到上限 {limit} 个，请先删除部分 AppCode。"


class AppCodeNotFound(NotFound):
    """The app has no such code."""

    code = "Modelyard.6823"
    text = "App {app_id} has no such code."
    zh = "应用 {app_id} 没有该 AppCode。"


class AppOfAnother(Forbidden):
    """Only who made an app may do this."""

    code = "Modelyard.6824"
    text = "App {app_id} belongs to another user; only he may do this."
    zh = "应用 {app_id} 属于其他用户，仅其创建者可执行该操作。"


class AppApiNotFound(NotFound):
    """The service is not open to apps, or not under this id."""

    code = "ModelArts.3935"
    text = "Service {service_id} has no API {api_id} for apps."
    zh = "服务 {service_id} 没有应用认证 API {api_id}。"


class AppApiExists(Conflict):
    """The service is open to apps already."""

    code = "Modelyard.6825"
    text = "Service {service_id} is open to apps already, by API {api_id}."
    zh = "服务 {service_id} 已开启应用认证，API 为 {api_id}。"


class ApiNotForApps(Invalid):
    """The API asks for other credentials than those of apps."""

    code = "Modelyard.6826"
    text = "API {api_id} has the type {auth_type}; apps can be authorized for the type APP only."
    zh = "API {api_id} 的认证类型为 {auth_type}，仅 APP 类型可以授权给应用。"


class ApiKeyNotFound(NotFound):
    """No API key with this id is visible to the caller."""

    code = "Modelyard.6810"
    text = "API key {key_id} was not found."
    zh = "未找到 API Key {key_id}。"


class ApiKeyNameTaken(Conflict):
    """The project has an API key of this name."""

    code = "Modelyard.6811"
    text = "{field}: an API key named {name} exists in this project already. Choose another name."
    zh = "{field}：该项目中已存在名为 {name} 的 API Key，请更换名称。"


class TooManyApiKeys(QuotaExceeded):
    """The project has as many API keys as it may."""

    status = 400
    code = "Modelyard.6812"
    text = "You have {limit} API keys already, the most there may be. Delete some first."
    zh = "您的 API Key 已达到上限 {limit} 个，请先删除部分 API Key。"


class ApiKeyForAll(Invalid):
    """A key for all services cannot be bound to one."""

    code = "Modelyard.6813"
    text = "API key {key_id} has the scope USER, which is good for all services. Only keys of scope SERVICE are bound."
    zh = "API Key {key_id} 的范围为 USER，可调用您有权限的所有服务；仅范围为 SERVICE 的 API Key 需要绑定。"


class BatchInputMissing(Invalid):
    """The model does not say what it takes, or takes something else."""

    code = "ModelArts.3514"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class BatchMappingInvalid(Invalid):
    """The mapping of columns to the request cannot be used."""

    code = "Modelyard.6550"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class TooManyBatchServices(QuotaExceeded):
    """The project has as many batch services as it may."""

    status = 400
    code = "ModelArts.3521"
    text = "The project has {limit} batch services already, which is its quota. Delete some first."
    zh = "该项目的批量服务已达到配额 {limit} 个，请先删除部分服务。"


class BatchResultsUnreadable(Invalid):
    """What a worker wrote down was changed since."""

    code = "Modelyard.6551"
    text = "The records of the batch at {place} cannot be read: somebody has changed or deleted them."
    zh = "无法读取 {place} 处的批量处理记录：记录已被修改或删除。"


class NoBatchService(Invalid):
    """Only batch services have this, or only others do."""

    code = "Modelyard.6552"
    text = "Service {name}: {problem}."
    zh = "服务 {name}：{problem_zh}。"


class DeploymentNotFound(NotFound):
    """The service has no such deployment."""

    code = "Modelyard.6900"
    text = "Service {service_id} has no deployment {deployment}."
    zh = "服务 {service_id} 没有部署 {deployment}。"


class DeploymentNameTaken(Conflict):
    """The service has a deployment of this name."""

    code = "Modelyard.6901"
    text = "{field}: the service has a deployment named {name} already. Choose another name."
    zh = "{field}：该服务中已存在名为 {name} 的部署，请更换名称。"


class VersionNotFound(NotFound):
    """The deployment never had this version, or it was deleted."""

    code = "Modelyard.6902"
    text = "Deployment {deployment} has no version {version}."
    zh = "部署 {deployment} 没有版本 {version}。"


class VersionInUse(Conflict):
    """The version is the present one."""

    code = "Modelyard.6903"
    text = "Version {version} is the present one of deployment {deployment}. Switch to another version first."
    zh = "版本 {version} 是部署 {deployment} 的当前版本，请先切换到其他版本。"


class NothingToInterrupt(Conflict):
    """The deployment is neither being deployed nor upgraded."""

    code = "Modelyard.6904"
    text = "Deployment {deployment} is {status}; only what is being deployed or upgraded can be interrupted."
    zh = "部署 {deployment} 的状态为 {status}，仅部署中或升级中的部署可以中断。"


class ScalingNotFound(NotFound):
    """The deployment does not scale by itself."""

    code = "Modelyard.6905"
    text = "Deployment {deployment} has no autoscaling policy."
    zh = "部署 {deployment} 没有自动扩缩容策略。"


class ScalingExists(Conflict):
    """The deployment has an autoscaling policy."""

    code = "Modelyard.6906"
    text = "Deployment {deployment} has an autoscaling policy already; change that one."
    zh = "部署 {deployment} 已有自动扩缩容策略，请修改现有策略。"


class OperationNotSupported(Invalid):
    """The platform does not have this operation."""

    code = "Modelyard.6907"
    text = "{operation} is not supported here: {problem}."
    zh = "此处不支持 {operation}：{problem_zh}。"


class TooManyTags(QuotaExceeded):
    """The service has as many tags as it may."""

    status = 400
    code = "Modelyard.6908"
    text = "{field}: a service has {limit} tags at most."
    zh = "{field}：每个服务最多 {limit} 个标签。"


class VersionTaken(Conflict):
    """The deployment had this version before."""

    code = "Modelyard.6909"
    text = "{field}: version {version} exists already. Choose another one."
    zh = "{field}：版本 {version} 已存在，请更换版本号。"


class FilesOfAnother(Forbidden):
    """Instances read storage with the rights of who made the service; nobody else says what they read."""

    code = "Modelyard.6910"
    text = "{field}: only the owner of service {name} can have its instances read {source}."
    zh = "{field}：只有服务 {name} 的所有者才能让其实例读取 {source}。"
