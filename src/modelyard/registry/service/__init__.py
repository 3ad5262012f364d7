"""What other capabilities and routes may ask of the registry; the only way in.

`from modelyard.registry import service as registry` gives `servable` and its like; one file per noun.
"""

from modelyard.registry.service.context import RegistryContext as RegistryContext
from modelyard.registry.service.context import context_of as context_of
from modelyard.registry.service.models import create_model as create_model
from modelyard.registry.service.models import delete_model as delete_model
from modelyard.registry.service.models import get_model as get_model
from modelyard.registry.service.servables import require_servable as require_servable
from modelyard.registry.service.servables import servable as servable
from modelyard.registry.service.servables import servables as servables
