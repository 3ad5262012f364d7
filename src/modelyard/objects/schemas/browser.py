"""Wire shapes of the file browser. Times are milliseconds since the epoch, sizes bytes."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(max_length=2048, pattern=r"^[^\x00]*$")]
BucketName = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00]*$")]
Key = Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=r"^[^\x00]*$")]


class BucketItem(BaseModel):
    """A bucket of the caller's account."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    owner_id: str
    created_at: int


class BucketList(BaseModel):
    """A page of buckets."""

    buckets: list[BucketItem]
    total_count: int
    count: int


class BucketCreate(BaseModel):
    """The name of a new bucket."""

    name: BucketName


class FolderItem(BaseModel):
    """A folder: a prefix that ends with the delimiter."""

    prefix: str


class ObjectItem(BaseModel):
    """An object in a listing."""

    key: str
    size_bytes: int
    modified_at: int
    etag: str
    storage_class: str


class ObjectPage(BaseModel):
    """A page of folders and objects; `next_marker` is null at the end."""

    prefix: str
    folders: list[FolderItem]
    objects: list[ObjectItem]
    next_marker: str | None


class FolderCreate(BaseModel):
    """The path of a new folder, without a slash at its end; `/` separates levels."""

    path: Text


class Folder(BaseModel):
    """A folder that was made."""

    path: str
    prefix: str


class Deletion(BaseModel):
    """The keys of objects to delete."""

    keys: Annotated[list[Key], Field(min_length=1, max_length=1000)]


class DeletionFailure(BaseModel):
    """An object that was not deleted, and why."""

    key: str
    error_code: str
    error_msg: str


class DeletionResult(BaseModel):
    """How many objects are gone, and which are not."""

    deleted: int
    failed: list[DeletionFailure]


class URLRequest(BaseModel):
    """A request to the storage endpoint that is to be signed."""

    method: Literal["GET", "PUT", "HEAD", "DELETE", "POST"]
    bucket: BucketName
    key: Key
    query: dict[Annotated[str, StringConstraints(max_length=64)], Text] = {}
    content_type: Annotated[str, StringConstraints(max_length=255, pattern=r"^[\x20-\x7e]*$")] | None = None


class SignedURLsCreate(BaseModel):
    """Requests to sign, and how long the URLs are to be good."""

    requests: Annotated[list[URLRequest], Field(min_length=1, max_length=1000)]
    expires_seconds: Annotated[int, Field(ge=60, le=43200)] = 3600


class SignedURL(BaseModel):
    """A URL with the headers that must be sent with it."""

    method: str
    url: str
    headers: dict[str, str]


class SignedURLs(BaseModel):
    """Signed URLs in the order of the requests."""

    urls: list[SignedURL]
