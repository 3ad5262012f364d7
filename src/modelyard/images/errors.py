"""Failures of images."""

from modelyard.core.errors import AppError, Conflict, Invalid, NotFound, Unavailable


class ImageNotFound(NotFound):
    """No image of this name or id is visible to the caller."""

    code = "Modelyard.4000"
    text = "There is no image {image}. Images like it: {near}."
    zh = "不存在镜像 {image}。相近的镜像：{near}。"


class EngineNotFound(Invalid):
    """No engine has this name and version."""

    code = "Modelyard.4006"
    text = "There is no engine {engine}. Engines there are: {engines}."
    zh = "不存在引擎 {engine}。可用的引擎：{engines}。"


class ImageUnavailable(Conflict):
    """The image is listed, and this machine cannot have it."""

    code = "Modelyard.4001"
    text = "Image {image} cannot be used here: this machine has no {problem}."
    zh = "镜像 {image} 在此不可用：本机没有 {problem}。"


class ImageBuildFailed(Conflict):
    """The image could not be built."""

    code = "Modelyard.4002"
    text = "Image {image} could not be built: {problem} {hint}"
    zh = "镜像 {image} 构建失败：{problem} {hint}"


class BuildProblem(AppError):
    """A build came to a bad end; never leaves the capability, its text becomes the reason of `ImageBuildFailed`."""

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
