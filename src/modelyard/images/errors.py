"""Failures of images. 4000 to 4499."""

from modelyard.core.errors import AppError, Conflict, Invalid, NotFound, QuotaExceeded, Unavailable


class ImageNotFound(NotFound):
    """No image of this name or id is visible to the caller."""

    code = "Modelyard.4000"
    text = "There is no image {image}. Images like it: {near}."
    zh = "不存在镜像 {image}。相近的镜像：{near}。"


class ImageUnavailable(Conflict):
    """The image is listed, and this machine cannot have it."""

    code = "Modelyard.4001"
    text = "Image {image} cannot be used here: this machine has no {problem}."
    zh = "镜像 {image} 在此不可用：本机没有 {problem}。"


class EngineUnusable(ImageUnavailable):
    """The engine is listed, and this machine lacks what it needs."""

    code = "Modelyard.4020"
    text = "Engine {image} cannot be used here: this machine has no {problem}. Engines that can: {engines}."
    zh = "引擎 {image} 在此不可用：本机没有 {problem}。可用的引擎：{engines}。"


class ImageBuildFailed(Conflict):
    """The image could not be built."""

    code = "Modelyard.4002"
    text = "Image {image} could not be built: {problem} {hint}"
    zh = "镜像 {image} 构建失败：{problem} {hint_zh}"


class BuildProblem(AppError):
    """A build came to a bad end; its text becomes the reason of `ImageBuildFailed`."""

    code = "Modelyard.4003"
    text = "{problem}"
    zh = "{problem}"


class SandboxImpossible(Unavailable):
    """No sandbox can be made on this machine, so nothing foreign is installed or run."""

    code = "Modelyard.4004"
    text = (
        "Images cannot be built here, because no sandbox can be made: {problem}. `modelyard doctor` says what to do; "
        "images.isolation = off builds without one."
    )
    zh = (
        "本机无法创建沙箱，不能构建镜像：{problem}。请执行 `modelyard doctor` 查看处理办法；"
        "设置 images.isolation = off 可不使用沙箱。"
    )


class BuildCanceled(Conflict):
    """The build was canceled."""

    code = "Modelyard.4005"
    text = "The build was canceled."
    zh = "构建已取消。"


class EngineNotFound(Invalid):
    """No engine has this name and version."""

    code = "Modelyard.4006"
    text = "There is no engine {engine}. Engines there are: {engines}."
    zh = "不存在引擎 {engine}。可用的引擎：{engines}。"


class AddressInvalid(Invalid):
    """Not the address of an image."""

    code = "Modelyard.4007"
    text = (
        "{field}: {value} is no address of an image. Write [registry/]organization/name:tag in lower-case letters, digits, "
        "dots, underscores and hyphens; the tag is needed."
    )
    zh = (
        "{field}：{value} 不是有效的镜像地址。请写 [仓库地址/]组织/名称:标签，"
        "名称用小写字母、数字、点、下划线与中划线，必须带标签。"
    )


class AddressReserved(Invalid):
    """The organization belongs to the preset images."""

    code = "Modelyard.4008"
    text = "{field}: organization {organization} belongs to the preset images; choose another one."
    zh = "{field}：组织 {organization} 由预置镜像使用，请换一个组织名。"


class RequirementsInvalid(Invalid):
    """A requirement file holds something that cannot become an image."""

    code = "Modelyard.4009"
    text = "{field}, line {line}: {problem}."
    zh = "{field} 第 {line} 行：{problem_zh}。"


class RequirementsTwice(Invalid):
    """Both the text and a path were given."""

    code = "Modelyard.4010"
    text = "{field}: give either requirements or requirements_path, not both."
    zh = "{field}：requirements 与 requirements_path 只能指定其一。"


class ImageExists(Conflict):
    """The project has an image of this address."""

    code = "Modelyard.4011"
    text = "Image {image} is registered already. Choose another tag, or delete it first."
    zh = "镜像 {image} 已注册。请更换标签，或先删除它。"


class TooManyImages(QuotaExceeded):
    """The project has as many images as it may have."""

    code = "Modelyard.4012"
    text = "The quota of {quota} ({limit}) would be exceeded. Delete images that nobody needs."
    zh = "将超过 {quota} 的配额（{limit}）。请删除不再需要的镜像。"


class PresetImageFixed(Conflict):
    """Preset images belong to the platform."""

    code = "Modelyard.4013"
    text = "{image} is a preset image of the platform; it cannot be changed or deleted."
    zh = "{image} 是平台预置镜像，不能修改或删除。"


class ContainersImpossible(Conflict):
    """The image is one for containers, and nothing here runs those."""

    code = "Modelyard.4014"
    text = (
        "Image {image} is an OCI image, and no container can be run here: {problem}. Use a preset image, or "
        "register a requirement file as an image. If you meant another image: {near}."
    )
    zh = (
        "镜像 {image} 是 OCI 镜像，而本机无法运行容器：{problem}。请使用预置镜像，或将依赖文件注册为镜像。"
        "若您指的是其他镜像：{near}。"
    )


class ImageArchWrong(Conflict):
    """The image is for machines of another kind."""

    code = "Modelyard.4015"
    text = "Image {image} is for {arch}; this machine is {own}."
    zh = "镜像 {image} 适用于 {arch}，本机为 {own}。"


class GroupNotFound(NotFound):
    """No group of images with this id is visible to the caller."""

    code = "Modelyard.4016"
    text = "Image group {group} was not found."
    zh = "未找到镜像组 {group}。"


class NoBuild(NotFound):
    """The image is none that is built here."""

    code = "Modelyard.4017"
    text = "Image {image} is not built here, so there is nothing to show or cancel."
    zh = "镜像 {image} 不在本平台构建，没有可查看或取消的构建。"


class SortKeyInvalid(Invalid):
    """The list cannot be sorted by this."""

    code = "Modelyard.4018"
    text = "{field}: {value} is no field to sort by. There are: {keys}."
    zh = "{field}：不能按 {value} 排序。可用字段：{keys}。"


class ImageInUse(Conflict):
    """Something runs in the image."""

    code = "Modelyard.4019"
    text = "Image {image} is in use and stays on the disk. Try again when nothing runs in it."
    zh = "镜像 {image} 正在使用，暂不能从磁盘移除。请在没有任务使用它时重试。"
