"""Actions on images, as policies name them."""

from modelyard.core.access import Action

LIST_IMAGES = Action("modelarts:image:list", "List images", "查询镜像列表")
GET_IMAGE = Action("modelarts:image:get", "Show an image", "查询镜像详情")
REGISTER_IMAGE = Action("modelarts:image:register", "Register an image", "注册镜像")
DELETE_IMAGE = Action("modelarts:image:delete", "Delete an image or a group of images", "删除镜像或镜像组")
SYNC_IMAGE = Action("modelarts:image:sync", "Build an image again or refresh its state", "同步镜像")
LIST_GROUPS = Action("modelarts:image:listGroup", "List groups of images", "查询镜像组列表")
UPDATE_GROUP = Action("modelarts:image:updateGroup", "Change a group of images", "修改镜像组")
GET_BUILD = Action("modelarts:image:getBuild", "See the build of an image and its log", "查看镜像构建及其日志")
CANCEL_BUILD = Action("modelarts:image:cancelBuild", "Cancel the build of an image", "取消镜像构建")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
