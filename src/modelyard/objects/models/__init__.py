"""Tables of objects. Rows never leave this capability. The store is the only one that knows the objects themselves."""

from modelyard.objects.models.buckets import BucketRow as BucketRow
from modelyard.objects.models.tasks import StorageTaskRow as StorageTaskRow
