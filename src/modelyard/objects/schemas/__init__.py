"""Wire shapes of buckets, objects and storage tasks."""

from modelyard.objects.schemas.buckets import Bucket as Bucket
