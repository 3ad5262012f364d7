"""What other capabilities and routes may ask of compute; the only way in. One file per noun."""

from modelyard.compute.rules.flavors import Flavor as Flavor
from modelyard.compute.rules.flavors import FlavorType as FlavorType
from modelyard.compute.service.context import ComputeContext as ComputeContext
from modelyard.compute.service.context import context_of as context_of
from modelyard.compute.service.flavors import get_flavor as get_flavor
from modelyard.compute.service.flavors import list_flavors as list_flavors
from modelyard.compute.service.pools import PUBLIC as PUBLIC
from modelyard.compute.service.running import log_reader as log_reader
from modelyard.compute.service.running import open_terminal as open_terminal
from modelyard.compute.service.running import read_log as read_log
from modelyard.compute.service.running import samples as samples
from modelyard.compute.service.running import signal as signal
from modelyard.compute.service.workloads import get_workload as get_workload
from modelyard.compute.service.workloads import list_places as list_places
from modelyard.compute.service.workloads import list_workloads as list_workloads
from modelyard.compute.service.workloads import remove as remove
from modelyard.compute.service.workloads import set_priority as set_priority
from modelyard.compute.service.workloads import stop as stop
from modelyard.compute.service.workloads import submit as submit
