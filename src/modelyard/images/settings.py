"""Settings of images: where packages come from, how builds are kept in bounds, names."""

from pathlib import Path

from pydantic import Field, SecretStr

from modelyard.core.settings import Settings
from modelyard.core.types import StrEnum


class Isolation(StrEnum):
    """What stands between the code of packages and the machine while an image is built."""

    SANDBOX = "sandbox"
    OFF = "off"


class ImagesSettings(Settings):
    """Preset and custom images: package sources, builds, the registry of OCI images."""

    index_url: SecretStr | None = Field(
        default=None,
        description="Package index for images and for `pip` in tasks. Without it and the three below, what pip on this "
        "machine is configured with is used.",
    )
    extra_index_urls: list[SecretStr] = Field(default=[], description="Further package indexes; all are looked at equally.")
    find_links: list[str] = Field(default=[], description="Directories or pages with package files.")
    ca_file: Path | None = Field(
        default=None, description="PEM file with the certificates that the package index is checked by."
    )
    share_index_credentials: bool = Field(
        default=False,
        description="Let code of users see the user names and passwords in the addresses of package indexes: `pip` in tasks, "
        "and packages that are built from source.",
    )
    directory: Path | None = Field(
        default=None,
        description="Where environments are kept; without it, `data/images` in the home. Several platforms may share one "
        "only if `unused_days` is 0 in all of them.",
    )
    isolation: Isolation = Field(
        default=Isolation.SANDBOX,
        description="`sandbox`: packages are installed in a sandbox that sees nothing of the platform. `off`: without one, "
        "where a machine cannot make any; whoever may register an image could then read what the platform can.",
    )
    source_builds: bool = Field(
        default=True,
        description="Let registered images hold packages that have no wheel and are built from source, in a sandbox.",
    )
    build_seconds: int = Field(default=3600, ge=60, le=86_400, description="A build that takes longer is ended.")
    max_image_bytes: int = Field(default=35 * 2**30, ge=2**20, le=2**44, description="Largest environment that may be built.")
    reserve_bytes: int = Field(default=2**30, ge=0, le=2**44, description="Free space that builds leave on the data disk.")
    retry_failed_seconds: int = Field(
        default=120, ge=0, le=86_400, description="A failed build is tried again by the next use after this time."
    )
    unused_days: int = Field(
        default=30, ge=0, le=3650, description="Environments that nothing has used for so long are removed; 0 keeps them all."
    )
    deleted_grace_seconds: int = Field(
        default=3600, ge=0, le=2_592_000, description="How long the environment of a deleted image is kept on the disk."
    )
    registry: str = Field(
        default="docker.io",
        max_length=253,
        pattern=r"^[A-Za-z0-9.-]+(:[0-9]{1,5})?$",
        description="Registry of OCI images whose reference names none, as in `team/name:1.0`.",
    )
    organization: str = Field(
        default="atelier",
        pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$",
        max_length=64,
        description="Organization that preset images belong to in their addresses.",
    )
    engine_aliases: dict[str, str] = Field(
        default={},
        description="Old engine versions that scripts carry, and the image to use for them, for example "
        '`{"PyTorch-1.4.0-python3.6" = "pytorch"}`. Without an entry they are refused with the list of those there are.',
    )
    max_images: int = Field(default=1000, ge=1, le=1_000_000, description="Most registered images of one project.")
