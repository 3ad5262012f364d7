"""Reads of training jobs."""

from modelyard.training.queries.jobs import ENDED_PHASES as ENDED_PHASES
from modelyard.training.queries.jobs import WITH_DETAILS as WITH_DETAILS
from modelyard.training.queries.jobs import count_jobs as count_jobs
from modelyard.training.queries.jobs import count_unfinished as count_unfinished
from modelyard.training.queries.jobs import delete_job as delete_job
from modelyard.training.queries.jobs import events_of as events_of
from modelyard.training.queries.jobs import find_by_name as find_by_name
from modelyard.training.queries.jobs import find_job as find_job
from modelyard.training.queries.jobs import get_details as get_details
from modelyard.training.queries.jobs import jobs_of as jobs_of
from modelyard.training.queries.jobs import known_ids as known_ids
from modelyard.training.queries.jobs import steps_of as steps_of
from modelyard.training.queries.jobs import unfinished_specs as unfinished_specs
from modelyard.training.queries.jobs import visible_jobs as visible_jobs
from modelyard.training.queries.searches import Order as Order
from modelyard.training.queries.searches import Revision as Revision
from modelyard.training.queries.searches import Scope as Scope
from modelyard.training.queries.searches import count_in as count_in
from modelyard.training.queries.searches import ids_of as ids_of
from modelyard.training.queries.searches import note_deletion as note_deletion
from modelyard.training.queries.searches import page_of as page_of
from modelyard.training.queries.searches import revision_of as revision_of
from modelyard.training.queries.searches import rows_of as rows_of
