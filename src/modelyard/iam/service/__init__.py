"""What other capabilities and routes may ask of identity; the only way in. One file per noun."""

from modelyard.iam.service.authorization import decide as decide
from modelyard.iam.service.authorization import require as require
from modelyard.iam.service.bootstrap import FirstAdministrator as FirstAdministrator
from modelyard.iam.service.bootstrap import ensure_first_administrator as ensure_first_administrator
from modelyard.iam.service.bootstrap import ensure_ready as ensure_ready
from modelyard.iam.service.bootstrap import ensure_system_roles as ensure_system_roles
from modelyard.iam.service.context import IAMContext as IAMContext
from modelyard.iam.service.context import context_of as context_of
from modelyard.iam.service.domains import Account as Account
from modelyard.iam.service.domains import create_domain as create_domain
from modelyard.iam.service.domains import list_accounts as list_accounts
from modelyard.iam.service.domains import new_password as new_password
from modelyard.iam.service.gatekeeper import Gatekeeper as Gatekeeper
from modelyard.iam.service.keys import SigningKey as SigningKey
from modelyard.iam.service.keys import find_key as find_key
from modelyard.iam.service.revision import bump_revision as bump_revision
from modelyard.iam.service.signatures import Signatures as Signatures
from modelyard.iam.service.subjects import find_subject as find_subject
from modelyard.iam.service.temporary_keys import issue_temporary_key as issue_temporary_key
from modelyard.iam.service.tokens import jwks as jwks
