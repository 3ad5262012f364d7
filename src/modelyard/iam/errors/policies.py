"""What can be wrong with a policy document; `field` is the place in it, such as `policy.Statement[0].Action[2]`."""

from modelyard.core.errors import Invalid


class PolicyInvalid(Invalid):
    """A policy document is refused. Subclasses carry the published code of each condition."""

    code = "IAM.0073"


class PolicyMissing(PolicyInvalid):
    """There is no policy, or it is no object."""

    code = "IAM.1020"


class PolicyTooLong(PolicyInvalid):
    """The document has too many characters."""

    code = "IAM.1021"


class PolicyVersionWrong(PolicyInvalid):
    """The version is not one that may be used."""

    code = "IAM.1024"


class StatementsNotList(PolicyInvalid):
    """Statement is no list."""

    code = "IAM.1027"


class StatementCountWrong(PolicyInvalid):
    """There are too few or too many statements."""

    code = "IAM.1028"


class EffectWrong(PolicyInvalid):
    """Effect is neither Allow nor Deny."""

    code = "IAM.1029"


class ActionsNotList(PolicyInvalid):
    """Action is missing or no list."""

    code = "IAM.1030"


class ActionWithNotAction(PolicyInvalid):
    """A statement has both Action and NotAction."""

    code = "IAM.1031"


class TooManyActions(PolicyInvalid):
    """A statement has too many actions."""

    code = "IAM.1033"


class ActionTooLong(PolicyInvalid):
    """An action has too many characters."""

    code = "IAM.1034"


class ActionMalformed(PolicyInvalid):
    """An action is not `service:type:operation`."""

    code = "IAM.1035"


class ResourceCountWrong(PolicyInvalid):
    """Resource is no list, or has too few or too many entries."""

    code = "IAM.1037"


class ResourceEmpty(PolicyInvalid):
    """A resource is empty or no text."""

    code = "IAM.1040"


class ResourceTooLong(PolicyInvalid):
    """A resource has too many characters."""

    code = "IAM.1041"


class ResourceMalformed(PolicyInvalid):
    """A resource is not `service:region:account:type:path`."""

    code = "IAM.1045"


class ConditionCountWrong(PolicyInvalid):
    """Condition is no object, or has too few or too many entries."""

    code = "IAM.1050"


class ConditionOperatorWrong(PolicyInvalid):
    """A condition names no operator that there is."""

    code = "IAM.1051"


class ConditionKeyWrong(PolicyInvalid):
    """A condition key is malformed."""

    code = "IAM.1052"


class ConditionValuesNotList(PolicyInvalid):
    """The values of a condition key are no list."""

    code = "IAM.1053"


class ConditionValueCountWrong(PolicyInvalid):
    """A condition key has too few or too many values."""

    code = "IAM.1054"


class ConditionValueWrong(PolicyInvalid):
    """A value does not fit its operator."""

    code = "IAM.1055"


class ConditionValueLengthWrong(PolicyInvalid):
    """A value is empty or too long."""

    code = "IAM.1056"


class PolicyKeyUnknown(PolicyInvalid):
    """The document has a key that the language does not know."""

    code = "IAM.1059"
