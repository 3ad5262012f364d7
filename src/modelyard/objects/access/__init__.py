"""Actions on buckets and objects, as policies name them: what the console, the storage port and its tasks demand."""

from modelyard.core.access import Action

LIST_BUCKETS = Action("obs:bucket:ListAllMyBuckets", "List the buckets of the account", "列举账号下的桶")
CREATE_BUCKET = Action("obs:bucket:CreateBucket", "Create a bucket", "创建桶")
DELETE_BUCKET = Action("obs:bucket:DeleteBucket", "Delete a bucket", "删除桶")
LIST_BUCKET = Action("obs:bucket:ListBucket", "List the objects of a bucket", "列举桶内对象")
GET_OBJECT = Action("obs:object:GetObject", "Read an object and its metadata", "读取对象及其元数据")
PUT_OBJECT = Action("obs:object:PutObject", "Write an object", "上传对象")
DELETE_OBJECT = Action("obs:object:DeleteObject", "Delete an object", "删除对象")
IMPORT_FILES = Action(
    "modelarts:storage:import", "Import files that lie on the server into a bucket", "将服务器上的文件导入到桶中"
)
LIST_TASKS = Action("modelarts:storage:listTasks", "See the storage tasks of others", "查看他人的存储任务")
CANCEL_TASK = Action("modelarts:storage:cancelTask", "Cancel the storage tasks of others", "取消他人的存储任务")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
