"""Tables of data management, a module for each part. Rows never leave this capability."""

from modelyard.datasets.models import comparing as comparing
from modelyard.datasets.models import datasets as datasets
from modelyard.datasets.models import insight as insight
from modelyard.datasets.models import kept_files as kept_files
from modelyard.datasets.models import processing as processing
from modelyard.datasets.models import tasks as tasks
from modelyard.datasets.models import teams as teams
from modelyard.datasets.models import version_searches as version_searches
from modelyard.datasets.models import versions as versions
