"""Vocabulary of training."""

from modelyard.training.types.jobs import DEFAULT_WORKSPACE as DEFAULT_WORKSPACE
from modelyard.training.types.jobs import OWNER_TYPE as OWNER_TYPE
from modelyard.training.types.jobs import AccessMethod as AccessMethod
from modelyard.training.types.jobs import Channel as Channel
from modelyard.training.types.jobs import CodeFacts as CodeFacts
from modelyard.training.types.jobs import Draft as Draft
from modelyard.training.types.jobs import Launcher as Launcher
from modelyard.training.types.jobs import NodeOutputs as NodeOutputs
from modelyard.training.types.jobs import Parameter as Parameter
from modelyard.training.types.jobs import Phase as Phase
from modelyard.training.types.jobs import SecondaryPhase as SecondaryPhase
from modelyard.training.types.jobs import Surroundings as Surroundings
from modelyard.training.types.jobs import Volume as Volume
