"""Settings of the registry."""

from pydantic import Field

from modelyard.core.settings import Settings


class RegistrySettings(Settings):
    """Models: how many there may be, how large their packages may be, and how these are checked."""

    max_models: int = Field(
        default=100_000, ge=1, le=100_000_000, description="Most models of one project, each version counted."
    )
    max_package_bytes: int = Field(
        default=20 * 2**30, ge=2**20, le=2**50, description="Largest package of a model, all files together."
    )
    max_dynamic_bytes: int = Field(
        default=2 * 2**40,
        ge=2**20,
        le=2**60,
        description="Largest package of a model that is fetched where it is deployed (`dynamic_load_mode`). The machine keeps "
        "it in the space of `compute.inputs.cache_bytes`.",
    )
    max_package_entries: int = Field(
        default=100_000, ge=10, le=10_000_000, description="Most files and folders in the package of a model."
    )
    max_config_bytes: int = Field(default=2**20, ge=1024, le=2**24, description="Largest config.json.")
    check_models: bool = Field(
        default=True,
        description="Whether a package is loaded once, in a sandbox, before its model counts as published.",
    )
    check_flavor: str = Field(
        default="", max_length=128, description="Flavor in which packages are loaded for that; the smallest one if empty."
    )
    check_seconds: int = Field(
        default=600, ge=10, le=86_400, description="Longest time that loading a package for its check may take."
    )
    reserve_bytes: int = Field(
        default=2**30, ge=0, le=2**50, description="Space that copies of packages leave free on the disk."
    )
