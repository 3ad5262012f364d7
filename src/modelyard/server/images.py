"""Images as a platform has them: for the API, and for the command line, which also builds where nothing runs."""

from pathlib import Path
from typing import Any

from modelyard.compute import service as compute
from modelyard.core.db import Database
from modelyard.images.adapters.builder import Limits, UvBuilder
from modelyard.images.adapters.machine import base_directory, pip_sources, this_machine
from modelyard.images.adapters.recipes import preset_recipes
from modelyard.images.rules.sources import PackageSources
from modelyard.images.service.context import ImagesContext
from modelyard.images.settings import ImagesSettings, Isolation
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings


def images_context(settings: PlatformSettings, home: Home, database: Database | None, **joined: Any) -> ImagesContext:
    """Return what the use cases of images need. joined: what other capabilities give, by the names of the context."""
    own = settings.images
    return ImagesContext(
        known_database=database,
        builder=images_builder(own, home),
        machine=this_machine(),
        recipes=preset_recipes(),
        base=base_directory(),
        sources=package_sources(own),
        settings=own,
        **joined,
    )


async def images_in_use(database: Database) -> set[str]:
    """Return the digests of the images that something runs in."""
    async with database.read_session() as db:
        return await compute.images_in_use(db)


def images_directory(settings: ImagesSettings, home: Home) -> Path:
    """Return where environments are kept."""
    return settings.directory or home.data / "images"


def images_builder(settings: ImagesSettings, home: Home) -> UvBuilder:
    """Return the builder of a home."""
    limits = Limits(seconds=settings.build_seconds, max_bytes=settings.max_image_bytes, reserve_bytes=settings.reserve_bytes)
    return UvBuilder(images_directory(settings, home), limits=limits, isolated=settings.isolation is Isolation.SANDBOX)


def package_sources(settings: ImagesSettings) -> PackageSources:
    """Return where packages come from: what was set, else what pip on this machine is configured with."""
    found = pip_sources()
    extra = tuple(url.get_secret_value() for url in settings.extra_index_urls)
    if settings.index_url is None and not extra and not settings.find_links:
        sources = found
    else:
        index_url = settings.index_url.get_secret_value() if settings.index_url else PackageSources().index_url
        sources = PackageSources(index_url=index_url, extra_index_urls=extra, find_links=tuple(settings.find_links))
    ca_file = str(settings.ca_file) if settings.ca_file else found.ca_file
    return PackageSources(
        index_url=sources.index_url,
        extra_index_urls=sources.extra_index_urls,
        find_links=sources.find_links,
        ca_file=ca_file,
        trusted_hosts=sources.trusted_hosts,
    )
