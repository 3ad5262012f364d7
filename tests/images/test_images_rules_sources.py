"""Where packages come from."""

from modelyard.images.rules.sources import PYPI, PackageSources, hidden, sources_of_pip

SECRET = "https://reader:p%40ss@index.example/simple"


class TestSourcesOfPip:
    def test_without_a_configuration_it_is_the_common_index(self) -> None:
        assert sources_of_pip({}, []) == PackageSources()
        assert PackageSources().index_url == PYPI

    def test_later_files_and_then_variables_win(self) -> None:
        files = [
            "[global]\nindex-url = https://one.example/simple\nfind-links = /a /b\ncert = /ca.pem\n",
            "not a configuration",
            "[install]\nextra_index_url =\n https://x.example/simple\n https://y.example/simple\n[global]\ntrusted-host=h\n",
        ]

        found = sources_of_pip({"PIP_INDEX_URL": "https://two.example/simple", "OTHER": "x"}, files)

        assert found == PackageSources(
            index_url="https://two.example/simple",
            extra_index_urls=("https://x.example/simple", "https://y.example/simple"),
            find_links=("/a", "/b"),
            ca_file="/ca.pem",
            trusted_hosts=("h",),
        )


class TestDirectories:
    def test_local_places_are_seen_by_sandboxes(self) -> None:
        sources = PackageSources(
            index_url="file:///srv/index/simple/",
            extra_index_urls=("https://x.example/simple", "file:///simple"),
            find_links=("/wheels", "file:///more%20wheels", "wheels", "https://pages.example", "/", "http://[bad"),
            ca_file="/etc/ca.pem",
        )

        assert sources.directories == ("/srv/index", "/simple", "/wheels", "/more wheels", "/etc/ca.pem")

    def test_the_common_index_needs_none(self) -> None:
        assert PackageSources().directories == ()


class TestVariables:
    def test_uv_and_pip_get_all_of_it(self) -> None:
        sources = PackageSources("https://i.example", ("https://x.example",), ("/w",), "/ca.pem", ("h",))

        uv, pip = sources.uv_env(), sources.pip_env()

        assert (uv["UV_DEFAULT_INDEX"], uv["UV_INDEX"], uv["UV_FIND_LINKS"]) == ("https://i.example", "https://x.example", "/w")
        assert (uv["SSL_CERT_FILE"], uv["UV_INSECURE_HOST"]) == ("/ca.pem", "h")
        assert (pip["PIP_INDEX_URL"], pip["PIP_EXTRA_INDEX_URL"]) == ("https://i.example", "https://x.example")
        assert (pip["PIP_FIND_LINKS"], pip["PIP_CERT"], pip["PIP_TRUSTED_HOST"]) == ("/w", "/ca.pem", "h")

    def test_what_is_not_set_is_not_there(self) -> None:
        assert "UV_INDEX" not in PackageSources().uv_env()
        assert "PIP_CERT" not in PackageSources().pip_env()


class TestCredentials:
    def test_they_are_known_in_every_spelling_and_hidden(self) -> None:
        sources = PackageSources(index_url=SECRET, extra_index_urls=("https://token@y.example",))

        assert sources.has_credentials
        assert hidden(f"{SECRET} p@ss token", sources.secrets) == "https://reader:***@index.example/simple *** ***"

    def test_they_can_be_left_out(self) -> None:
        sources = PackageSources(index_url=SECRET, find_links=("/w", "http://[bad")).without_credentials()

        assert sources.index_url == "https://index.example/simple"
        assert not sources.has_credentials
        assert sources.find_links == ("/w", "http://[bad")
