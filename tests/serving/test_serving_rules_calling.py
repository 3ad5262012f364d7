"""Who may call a service, and how keys and secrets look."""

from modelyard.serving.rules import secrets
from modelyard.serving.rules.routes import auth_with_api
from modelyard.serving.types import AuthMethod


class TestApis:
    def test_the_type_of_an_api_says_by_what_a_service_is_called(self) -> None:
        own = frozenset({AuthMethod.TOKEN})

        assert auth_with_api(own, "IAM") == own
        assert auth_with_api(own, "APP") == {AuthMethod.TOKEN, AuthMethod.APP}
        assert auth_with_api(own, "NONE") == {AuthMethod.NONE}


class TestSecrets:
    def test_each_is_new_and_looks_like_its_kind(self) -> None:
        assert secrets.APP_KEY.fullmatch(secrets.new_app_key())
        assert len(secrets.new_secret()) == 64
        assert secrets.new_api_key().startswith("myk-")
        assert secrets.new_secret() != secrets.new_secret()

    def test_one_is_found_again_without_being_kept(self) -> None:
        assert secrets.lookup("a") == secrets.lookup("a") != secrets.lookup("b")
        # What a client sends need not be text.
        assert len(secrets.lookup("\ud800")) == 64

    def test_what_is_sealed_for_one_app_or_use_is_not_good_for_another(self) -> None:
        purposes = {secrets.secret_purpose("1"), secrets.code_purpose("1"), secrets.secret_purpose("2")}
        assert len(purposes) == 3
