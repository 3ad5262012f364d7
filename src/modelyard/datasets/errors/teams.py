"""Failures of teams and their tasks. Published codes where there are any, else Modelyard.7230 to 7289."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound, QuotaExceeded, RateLimited


class TeamNotFound(NotFound):
    """No team with this id is visible to the caller."""

    status = 400
    code = "ModelArts.4601"
    text = "Team {workforce_id} was not found."
    zh = "未找到标注团队 {workforce_id}。"


class TeamNameTaken(Conflict):
    """The workspace has a team of this name."""

    status = 400
    code = "ModelArts.4602"
    text = "{field}: the workspace has a team {name} already. Choose another name."
    zh = "{field}：该工作空间中已存在团队 {name}，请更换名称。"


class MemberNotFound(NotFound):
    """The team, or the task, has no such member."""

    status = 400
    code = "ModelArts.4604"
    text = "Member {worker_id} was not found."
    zh = "未找到成员 {worker_id}。"


class AddressTaken(Conflict):
    """The team has a member with this address."""

    status = 400
    code = "ModelArts.4605"
    text = "{field}: {email} is a member of the team already."
    zh = "{field}：{email} 已是该团队的成员。"


class UserTaken(Conflict):
    """The team has a member who is this user."""

    status = 400
    code = "ModelArts.4633"
    text = "{field}: this user is a member of the team already, as {email}."
    zh = "{field}：该用户已作为 {email} 加入该团队。"


class OneManager(Conflict):
    """A team has one manager, and so has a task that a manager hands out."""

    status = 400
    code = "ModelArts.4617"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class NotOneself(Conflict):
    """Nobody deletes himself."""

    status = 400
    code = "ModelArts.4618"
    text = "You cannot remove yourself from the team. Ask somebody else who manages it."
    zh = "不能将自己移出团队，请由其他管理人员操作。"


class MemberBusy(Conflict):
    """A member has unfinished work."""

    status = 400
    code = "ModelArts.4628"
    text = "{email} takes part in the unfinished task {task}. Hand the samples over to somebody else, or end the task."
    zh = "{email} 正在参与尚未完成的任务 {task}。请先将样本转交给他人，或结束该任务。"


class TeamTaskNotFound(NotFound):
    """The dataset has no such team task, or the caller takes no part in it."""

    status = 400
    code = "ModelArts.4619"
    text = "Team labelling task {task_id} was not found."
    zh = "未找到团队标注任务 {task_id}。"


class TeamTaskNameTaken(Conflict):
    """The dataset has a team task of this name."""

    status = 400
    code = "ModelArts.4620"
    text = "{field}: the dataset has a team labelling task {name} already. Choose another name."
    zh = "{field}：数据集中已存在团队标注任务 {name}，请更换名称。"


class CannotStart(Conflict):
    """The state of a task does not admit this."""

    status = 400
    code = "ModelArts.4621"
    text = "{problem}."
    zh = "{problem_zh}。"


class NotYours(Forbidden):
    """A member may not do this."""

    code = "ModelArts.4600"
    text = "{problem}."
    zh = "{problem_zh}。"


class TooFewLabelers(Invalid):
    """Samples shall be labelled by more people than there are."""

    code = "ModelArts.4822"
    text = "{field}: each sample shall be labelled by {wanted} people, and the task has {count} labelers."
    zh = "{field}：每个样本需要 {wanted} 人标注，但任务只有 {count} 名标注员。"


class AcceptanceOpen(Conflict):
    """One acceptance at a time."""

    status = 400
    code = "ModelArts.4623"
    text = "An acceptance is open for this task. Complete or cancel it first."
    zh = "该任务已有未完成的验收，请先完成或取消。"


class NoAcceptance(Conflict):
    """There is no acceptance to speak of."""

    status = 400
    code = "ModelArts.4624"
    text = "There is no {what} acceptance of this task."
    zh = "该任务没有{what_zh}的验收。"


class NothingToCheck(Conflict):
    """No member has finished anything that was not accepted yet."""

    status = 400
    code = "ModelArts.4625"
    text = "There is nothing to look at: no sample waits for acceptance."
    zh = "没有等待验收的样本。"


class NotifiedTooOften(RateLimited):
    """A member got a message a moment ago."""

    status = 400
    code = "ModelArts.4627"
    text = "{email} got a message less than {minutes} minutes ago. Try again later."
    zh = "{email} 在 {minutes} 分钟内已收到过通知，请稍后再试。"


class TooManyTeams(QuotaExceeded):
    """The project has as many teams as it may."""

    code = "Modelyard.7230"
    text = "The project has {limit} teams, the most it may have."
    zh = "项目的团队数量已达上限（{limit} 个）。"


class TooManyMembers(QuotaExceeded):
    """The team has as many members as it may."""

    code = "Modelyard.7231"
    text = "The team has {limit} members, the most it may have."
    zh = "团队的成员数量已达上限（{limit} 名）。"


class InvitationInvalid(Invalid):
    """An invitation is none, was used, or is too old."""

    code = "Modelyard.7232"
    text = "This invitation cannot be used: it is unknown, was used before, or has expired. Ask for a new one."
    zh = "该邀请无效：邀请不存在、已被使用或已过期。请索取新的邀请。"


class MailNotSet(Conflict):
    """The operator has not set a mail server."""

    code = "Modelyard.7233"
    text = "No mail server is set on this platform. Copy the invitation link and send it yourself."
    zh = "平台未配置邮件服务器。请复制邀请链接自行发送。"


class NotAnAddress(Invalid):
    """A member without a mail address cannot get mail."""

    code = "Modelyard.7234"
    text = "{email} is no mail address. Copy the invitation link and send it yourself."
    zh = "{email} 不是邮箱地址。请复制邀请链接自行发送。"


class SampleClosed(Conflict):
    """What was said about a sample is no longer the member's to change."""

    status = 400
    code = "Modelyard.7235"
    text = "Sample {sample_id} cannot be changed: {problem}."
    zh = "样本 {sample_id} 不能修改：{problem_zh}。"


class NotSampled(Conflict):
    """A verdict on something that was not drawn."""

    status = 400
    code = "Modelyard.7236"
    text = "{field}: sample {sample_id} of this member is not {what}."
    zh = "{field}：该成员的样本 {sample_id} {what_zh}。"


class TeamsRemain(Conflict):
    """A workspace or project cannot go while it has teams."""

    code = "Modelyard.7238"
    text = "There are {count} labelling teams in it. Delete them first."
    zh = "其中还有 {count} 个标注团队，请先删除。"


class TooManyTasks(QuotaExceeded):
    """The dataset has as many unfinished team tasks as it may."""

    status = 400
    code = "ModelArts.4616"
    text = "The dataset has {limit} unfinished team labelling tasks, the most it may have."
    zh = "数据集未完成的团队标注任务已达上限（{limit} 个）。"


class PeriodInvalid(Invalid):
    """A period that is none, or longer than is kept."""

    code = "Modelyard.7239"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"
