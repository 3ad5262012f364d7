"""Wire shapes of apps and API keys."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from modelyard.serving.schemas.requests import Id

AppName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_一-鿿.-]+$")]
Remark = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
KeyName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_一-鿿.-]+$")]
Note = Annotated[str, StringConstraints(max_length=256, pattern=r"^[^\x00<>]*$")]
ApiName = Annotated[str, StringConstraints(min_length=3, max_length=255, pattern=r"^[A-Za-z][A-Za-z0-9_]{2,254}$")]
ApiPath = Annotated[str, StringConstraints(max_length=255, pattern=r"^(/[A-Za-z0-9_%*.-]+)+$")]
AuthType = Literal["NONE", "APP", "IAM"]
Workspace = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]


class AppCreate(BaseModel):
    """A new app."""

    app_name: AppName
    app_remark: Remark = ""
    workspace_id: Workspace = "0"


class App(BaseModel):
    """An app. app_secret and app_codes are shown to its owner, when they are new or he asks for them."""

    app_id: str
    app_name: str
    app_remark: str
    app_key: str
    app_secret: str
    app_codes: list[str]
    app_type: str = "APIG"
    bounded_api_count: int
    project_id: str
    user_id: str
    created_at: int
    updated_at: int


class AppAnswer(BaseModel):
    """One app."""

    app: App


class AppList(BaseModel):
    """A page of apps."""

    apps: list[App]
    count: int
    total_count: int


class Exists(BaseModel):
    """Whether something exists."""

    exists: bool


class AppReference(BaseModel):
    """An app, named."""

    app_id: Id


class AppsOfApi(BaseModel):
    """The apps that an operation is about."""

    apps: Annotated[list[AppReference], Field(max_length=100)]
    workspace_id: Workspace = "0"


class ApiCreate(BaseModel):
    """How a service is opened to apps."""

    api_name: ApiName
    api_method: Literal["ANY"] = "ANY"
    api_path: ApiPath | None = None
    api_url: ApiPath | None = None
    api_remark: Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")] = ""
    auth_type: AuthType = "APP"
    support_app_code: bool = False
    workspace_id: Workspace = "0"


class Api(BaseModel):
    """A service that is open to apps."""

    api_id: str
    api_name: str
    api_method: str = "ANY"
    api_remark: str
    auth_type: str
    predict_url: str
    service_id: str
    service_name: str
    support_app_code: bool


class ApiAnswer(BaseModel):
    """One API."""

    api: Api


class ApiList(BaseModel):
    """A page of APIs."""

    apis: list[Api]
    count: int
    total_count: int


class Result(BaseModel):
    """What became of one app. auth_id: of the authorization; empty when there is none."""

    api_id: str
    app_id: str
    auth_id: str = ""
    success: bool
    reason: str = ""


class Authorized(BaseModel):
    """What became of each app that was to be let in."""

    auth_result: list[Result]


class Unauthorized(BaseModel):
    """What became of each app that was to be shut out."""

    unauth_result: list[Result]


class ApiAuthorized(BaseModel):
    """A new API and the apps that may use it."""

    api: Api
    auth_result: list[Result]


class AppAuthorization(BaseModel):
    """An app, and whether it may call a service."""

    app: App
    authed: bool


class AuthorizationList(BaseModel):
    """A page of apps with whether they may call a service."""

    auths: list[AppAuthorization]
    count: int
    total_count: int


class AuthorizedApi(BaseModel):
    """The API of a service with the apps that may call it."""

    api_id: str
    authed_apps: list[App]


class ServiceAuthorization(BaseModel):
    """Whether a service is open to apps, and to which."""

    enable_app_auth: bool
    app_auth_api: AuthorizedApi | None = None


class ApiKeyCreate(BaseModel):
    """A new API key. scope: USER for all services of its user, SERVICE for those it is bound to."""

    name: KeyName
    scope: Literal["USER", "SERVICE"]
    description: Note = ""
    workspace_id: Workspace = "0"


class TemporaryKeyCreate(BaseModel):
    """A key for some hours."""

    expire_time: Annotated[int, Field(ge=1, le=24, description="Hours.")]
    workspace_id: Workspace = "0"


class TemporaryKey(BaseModel):
    """A temporary key, shown once. Times are milliseconds since the epoch."""

    api_key: str
    expire_time: int
    create_time: int


class ServiceName(BaseModel):
    """A service, named."""

    id: str
    name: str


class ApiKey(BaseModel):
    """An API key, without the key."""

    key_id: str
    name: str
    description: str
    scope: str
    domain_id: str
    project_id: str
    workspace_id: str
    create_time: str
    services: list[ServiceName]


class ApiKeyPage(BaseModel):
    """A page of API keys. current: its number. pages: of all. size: keys on a page. total: of all keys."""

    data: list[ApiKey]
    current: int
    pages: int
    size: int
    total: int


class KeyReference(BaseModel):
    """A key, named."""

    key_id: Id


class KeysOfService(BaseModel):
    """The keys that an operation is about."""

    key_ids: Annotated[list[KeyReference], Field(min_length=1, max_length=10)]


class KeyFailure(BaseModel):
    """A key with which something did not work."""

    key_id: str
    error_code: str
    error_msg: str


class KeysChanged(BaseModel):
    """What became of each key."""

    total: int
    success_count: int
    success_items: list[ApiKey]
    failure_count: int
    failure_items: list[KeyFailure]
