"""Words of serving: a service has deployments, a deployment has replicas; the gateway sends each request to one of them."""

from dataclasses import dataclass, field
from typing import NewType, TypeAlias

from modelyard.core.types import StrEnum

ServiceId = NewType("ServiceId", str)
DeploymentId = NewType("DeploymentId", str)
ReplicaId = NewType("ReplicaId", str)

# Whose workloads the replicas are, as compute knows them.
OWNER_TYPE = "service-replica"
# Whose workloads the runs of batch services are.
BATCH_OWNER_TYPE = "service-batch"
# Where replicas find the package of their model.
PACKAGE_DIRECTORY = "/home/ma-user/infer/model/1"
# The socket that replicas are reached by, and the port that servers of images listen on behind it.
SOCKET = "http"
DEFAULT_PORT = 8080


class InferType(StrEnum):
    """Kinds of services."""

    REAL_TIME = "real-time"
    BATCH = "batch"
    EDGE = "edge"


class Goal(StrEnum):
    """What is wanted of a service. GIVE_UP: nothing is to run any more, since it could not be deployed."""

    RUN = "run"
    STOP = "stop"
    GIVE_UP = "give_up"
    DELETE = "delete"


class ServiceStatus(StrEnum):
    """Where a service is; the published words. The arrows are in `rules.states`.

    WAITING: there is no room for it now. PENDING: it waits to be started. CONCERNING: some of its replicas are not well.
    FINISHED: of batch services alone.
    """

    PENDING = "pending"
    WAITING = "waiting"
    DEPLOYING = "deploying"
    RUNNING = "running"
    CONCERNING = "concerning"
    FAILED = "failed"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"
    DELETING = "deleting"


class DeploymentStatus(StrEnum):
    """How one deployment of a service stands; the published words of `config[].status`."""

    DEPLOYING = "deploying"
    RUNNING = "running"
    CONCERNING = "concerning"
    FAILED = "failed"
    STOPPED = "stopped"
    FINISHED = "finished"
    NOT_READY = "notReady"


class ReplicaState(StrEnum):
    """Where a replica is.

    NEW: its workload is to be queued. STARTING: its workload waits or starts, or it has not answered its health check yet.
    READY: it may get requests. LEAVING: the gateway is to forget it. STOPPING: its workload was told to stop.
    ENDED: its workload has ended, and is to be removed.
    """

    NEW = "new"
    STARTING = "starting"
    READY = "ready"
    LEAVING = "leaving"
    STOPPING = "stopping"
    ENDED = "ended"


class Mapping(StrEnum):
    """How inputs of a batch service become requests: each file as one, or each row of a table."""

    FILE = "file"
    CSV = "csv"


class UpdateResult(StrEnum):
    """How a change of a configuration went; the published words."""

    RUNNING = "RUNNING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"


class EventType(StrEnum):
    """How good an event of a service is; the published words."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"


class BalancePolicy(StrEnum):
    """How requests are spread over the replicas of a deployment; the published words."""

    ROUND_ROBIN = "ROUND_ROBIN"
    LEAST_CONNECTIONS = "LEAST_CONNECTIONS"
    SOURCE_IP = "SOURCE_IP"


class AuthMethod(StrEnum):
    """By what callers of a service prove who they are. NONE: everybody may call it."""

    TOKEN = "TOKEN"  # noqa: S105 - the published word
    AKSK = "AKSK"
    APP = "APP"
    API_KEY = "API_KEY"
    NONE = "NONE"


class Variable(StrEnum):
    """What a rule may ask of the caller. HEADER: of his request; the name of the header goes with it."""

    DOMAIN_NAME = "DOMAIN_NAME"
    DOMAIN_ID = "DOMAIN_ID"
    PROJECT_NAME = "PROJECT_NAME"
    PROJECT_ID = "PROJECT_ID"
    USER_NAME = "USER_NAME"
    USER_ID = "USER_ID"
    HEADER = "HEADER"


class Comparison(StrEnum):
    """How two numbers are compared."""

    LESS = "<"
    LESS_OR_EQUAL = "<="
    EQUAL = "=="
    NOT_EQUAL = "!="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


@dataclass(frozen=True)
class Operand:
    """What a condition asks about. header: its name in lower case, when the variable is HEADER."""

    variable: Variable
    header: str = ""


@dataclass(frozen=True)
class Equals:
    """The value is exactly this text."""

    operand: Operand
    value: str


@dataclass(frozen=True)
class Matches:
    """The whole value matches a regular expression, in the part of the language that Java and RE2 share."""

    operand: Operand
    pattern: str


@dataclass(frozen=True)
class HashIn:
    """The hash of the value, modulo a number, compares so.

    The hash is Java's of strings, as 32 bits with a sign; its remainder is never negative (`Math.floorMod`), so that
    `% 100 < 10` is ten per cent of all values. modulus: None compares the hash itself.
    """

    operand: Operand
    modulus: int | None
    comparison: Comparison
    value: int


Condition: TypeAlias = Equals | Matches | HashIn


@dataclass(frozen=True)
class HeaderRule:
    """Where requests of some callers go. Rules are asked in order; the first whose condition holds decides.

    A value that is missing fulfils no condition.
    text: the condition as it was written. version: the key of the version that gets the request.
    header_name, header_value: put on the request when the rule decides; empty for none.
    """

    text: str
    condition: Condition
    version: str
    header_name: str = ""
    header_value: str = ""


@dataclass(frozen=True)
class RateLimit:
    """How many requests a service takes in a period, all callers together."""

    requests: int
    seconds: int = 1


@dataclass(frozen=True)
class Endpoint:
    """Where a replica listens: a unix socket of this machine, or an address with a port."""

    socket: str | None = None
    address: str | None = None
    port: int | None = None


@dataclass(frozen=True)
class RouteVersion:
    """A version of a model that gets a share of the requests.

    key: the id of its deployment; the same for as long as the deployment lives, also through upgrades of it.
    weight: relative to those of the other versions; 0 gets only what a rule sends there.
    endpoints: of the replicas that are ready; may be empty.
    """

    key: str
    weight: int
    endpoints: tuple[Endpoint, ...] = ()


@dataclass(frozen=True)
class ServiceRoute:
    """Everything the gateway has to know of a service.

    paths: prefixes of the paths by which it is called, without a slash at the end. The prefix is cut off
        (`strip_prefix`) before the request goes on; nothing left means `/`.
    auth: any of these will do; NONE admits everybody.
    timeout_seconds: until the answer begins, and between its parts. max_body_bytes: larger requests are refused with 413.
    retries: how often a request goes to another replica when one went away before it answered.
    asleep: it has no replica, and a request has it woken. stopped: requests are refused with the published answer.
    allow_ips, deny_ips: addresses or networks (CIDR); empty allow_ips admits all that are not denied.
    """

    service_id: str
    project_id: str
    domain_id: str
    workspace_id: str
    paths: tuple[str, ...]
    versions: tuple[RouteVersion, ...] = ()
    auth: frozenset[AuthMethod] = field(default_factory=lambda: frozenset({AuthMethod.TOKEN, AuthMethod.AKSK}))
    timeout_seconds: float = 60.0
    max_body_bytes: int = 12 * 2**20
    rate_limit: RateLimit | None = None
    websocket: bool = False
    retries: int = 2
    asleep: bool = False
    stopped: bool = False
    allow_ips: tuple[str, ...] = ()
    deny_ips: tuple[str, ...] = ()
    rules: tuple[HeaderRule, ...] = ()
    balance: BalancePolicy = BalancePolicy.ROUND_ROBIN
    strip_prefix: bool = True


@dataclass(frozen=True)
class CallCounts:
    """What the gateway counted of one version since it began to; a smaller number than before means that it began anew.

    client_errors, server_errors: answers with 4xx and 5xx, also those of the gateway itself for want of a replica.
    active: requests under way. latency: how many requests took at most so many milliseconds, for rising bounds.
    """

    service_id: str
    version: str
    requests: int = 0
    client_errors: int = 0
    server_errors: int = 0
    active: int = 0
    latency: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True)
class WorkerProgress:
    """How far one worker of a batch service is; inputs, and rows of tables."""

    worker: int
    state: str
    total: int = 0
    done: int = 0
    failed: int = 0
    rows: int = 0
    failed_rows: int = 0
    reason: str = ""


@dataclass(frozen=True)
class RecordFile:
    """A file in which a worker wrote down what came of some inputs. run: of the service. is_done: all went well."""

    name: str
    run: int
    is_done: bool
    count: int
