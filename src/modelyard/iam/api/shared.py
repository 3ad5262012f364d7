"""What the routes of authentication share."""

from typing import Annotated

from fastapi import Depends, Path, Request

from modelyard.iam.errors.credentials import NotWithTemporaryCredentials
from modelyard.iam.service.context import IAMContext, context_of
from modelyard.iam.service.gatekeeper import Credential, CredentialKind

Context = Annotated[IAMContext, Depends(context_of)]
AccessKeyPath = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$", description="An access key.")]
ProjectPath = Annotated[str, Path(max_length=64, description="A project of the account.")]


def refuse_temporary(request: Request) -> None:
    """Refuse what would outlive the credentials: temporary keys cannot make permanent ones.

    It runs after the guard of the route, which has left the credential on the request.
    """
    credential: Credential = request.state.credential
    if credential.kind is CredentialKind.TEMPORARY_KEY:
        raise NotWithTemporaryCredentials
