"""What other capabilities and routes may ask of images; the only way in.

`from modelyard.images import service as images` gives `require_image` and its like; one file per noun.
"""

from modelyard.images.service.context import ImagesContext, context_of
from modelyard.images.service.engines import Engine, EngineImage, get_engine, is_custom, list_engines
from modelyard.images.service.runtime import check_image, require_image

__all__ = [
    "Engine",
    "EngineImage",
    "ImagesContext",
    "check_image",
    "context_of",
    "get_engine",
    "is_custom",
    "list_engines",
    "require_image",
]
