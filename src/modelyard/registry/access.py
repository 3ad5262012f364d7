"""Actions on models, as policies name them."""

from modelyard.core.access import Action

CREATE_MODEL = Action("modelarts:model:create", "Create a model, or a version of one", "创建模型及其版本")
LIST_MODELS = Action("modelarts:model:list", "List models, runtimes and templates", "查询模型、运行环境和模板列表")
GET_MODEL = Action("modelarts:model:get", "Show a model", "查询模型详情")
UPDATE_MODEL = Action("modelarts:model:update", "Change a model", "修改模型")
DELETE_MODEL = Action("modelarts:model:delete", "Delete a model", "删除模型")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
