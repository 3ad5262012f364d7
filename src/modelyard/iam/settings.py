"""Settings of identity and access."""

from pydantic import Field

from modelyard.core.settings import Settings


class IAMSettings(Settings):
    """Accounts, users and passwords, who may come in and for how long, what the catalogue of services says."""

    region_id: str = Field(
        "local-1",
        pattern=r"^[a-z0-9-]{1,40}$",
        description="Id of the one region, and name of the first project of each account.",
    )
    region_name: str = Field("Modelyard", max_length=64, description="What people read as the name of the region.")
    api_endpoint: str = Field(
        "http://127.0.0.1:8000", max_length=255, description="Public address of the API, as the service catalogue tells it."
    )
    storage_endpoint: str = Field(
        "http://127.0.0.1:9000", max_length=255, description="Public address of the object storage, for the catalogue."
    )
    password_min_length: int = Field(8, ge=6, le=32, description="Shortest password that may be set.")
    max_users: int = Field(10_000, ge=1, description="Most users of one account.")
    max_groups: int = Field(1_000, ge=1, description="Most groups of one account.")
    max_projects: int = Field(1_000, ge=1, description="Most projects of one account.")
    max_policies: int = Field(1_000, ge=1, description="Most custom policies of one account.")
    max_agencies: int = Field(1_000, ge=1, description="Most agencies of one account.")
    password_valid_days: int = Field(0, ge=0, le=3650, description="Days until a password must be changed; 0 is never.")
    max_workspaces: int = Field(1_000, ge=1, description="Most workspaces of one project, the default one not counted.")
    first_domain_name: str = Field(
        "modelyard", pattern=r"^[A-Za-z][A-Za-z0-9_-]{4,63}$", description="Name of the account made on the first start."
    )
    first_user_name: str = Field(
        "admin", pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$", description="Name of the administrator made on the first start."
    )
    max_access_keys_per_user: int = Field(10, ge=1, le=100, description="How many permanent access keys a user may have.")
    clock_skew_seconds: int = Field(
        900, ge=60, le=3600, description="How far the clock of a client that signs requests may differ from ours."
    )
    replay_grace_seconds: float = Field(
        2.0,
        ge=0.5,
        le=60,
        description="For how long the same signature of a POST or PATCH is accepted again after it was first seen: "
        "signatures name whole seconds, so that two equal requests made in one second carry the same one.",
    )
    max_remembered_signatures: int = Field(
        200_000, ge=1000, le=5_000_000, description="How many signatures each process remembers against replay."
    )
    key_failures_before_lock: int = Field(
        5,
        ge=1,
        le=100,
        description="Wrong signatures in a row after which an access key is locked for those that sign wrongly.",
    )
    key_lock_seconds: int = Field(300, ge=1, le=86_400, description="How long such a lock lasts.")
    token_lifetime_seconds: int = Field(86_400, ge=300, le=86_400, description="How long a token is valid.")
    session_idle_seconds: int = Field(
        7_200, ge=300, le=604_800, description="After how long without a request a console session ends."
    )
    session_lifetime_seconds: int = Field(
        86_400, ge=600, le=2_592_000, description="After how long a console session ends in any case."
    )
    login_failures_before_lock: int = Field(
        5,
        ge=2,
        le=100,
        description="Wrong passwords in a row after which a user is locked; every further one doubles the time.",
    )
    login_lock_seconds: int = Field(900, ge=1, le=86_400, description="How long the first lock of a user lasts.")
    longest_login_lock_seconds: int = Field(86_400, ge=1, le=604_800, description="How long a lock of a user can become.")
    logins_per_minute_per_address: int = Field(
        30, ge=1, le=10_000, description="How many failed logins one client address may cause in a minute."
    )
    audit_retention_days: int = Field(180, ge=1, le=3_650, description="How long audit records are kept.")
    last_used_resolution_seconds: int = Field(
        60, ge=1, le=3_600, description="How exact the time of last use of keys and sessions is."
    )
