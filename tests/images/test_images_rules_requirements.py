"""What may stand in a requirement file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.images.rules.requirements import MOST_REQUIREMENTS, Problem, Requirements, read_requirements
from modelyard.images.types import LONGEST_REQUIREMENTS

HASH = f"--hash=sha256:{'0' * 64}"


class TestReadRequirements:
    def test_comments_and_empty_lines_are_left_out(self) -> None:
        found = read_requirements("# tools\n\nNumPy>=2,<3  # arrays\nscikit_learn[extra]~=1.7 ; python_version < '3.14'\n")

        assert found == Requirements(
            text="NumPy>=2,<3\nscikit_learn[extra]~=1.7 ; python_version < '3.14'\n",
            names=("numpy", "scikit-learn"),
            is_lock=False,
        )

    def test_a_lock_is_known_by_its_hashes(self) -> None:
        found = read_requirements(f"a==1.0 \\\n    {HASH} \\\n    {HASH}\nb==2 {HASH}\n")

        assert isinstance(found, Requirements)
        assert found.is_lock
        assert found.names == ("a", "b")

    def test_a_last_line_may_lack_its_end(self) -> None:
        assert isinstance(read_requirements("numpy \\"), Requirements)

    @pytest.mark.parametrize(
        ("text", "line", "problem"),
        [
            ("numpy\n--index-url https://evil.example\n", 2, "options"),
            ("-r /etc/passwd\n", 1, "options"),
            ("-e .\n", 1, "options"),
            ("numpy\n\nevil @ https://evil.example/x.whl\n", 3, "addresses"),
            ("https://evil.example/x.whl\n", 1, "addresses"),
            ("git+https://evil.example/x\n", 1, "addresses"),
            ("./local\n", 1, "addresses"),
            ("/etc/passwd\n", 1, "addresses"),
            ("a b\n", 1, "no requirement"),
            ("numpy; rm -rf $HOME\n", 1, "no requirement"),
            ("numpy==1 | cat\n", 1, "no requirement"),
            ("\x00\n", 1, "no requirement"),
            ("", 1, "nothing"),
            ("# only a comment\n", 1, "nothing"),
            (f"a==1 {HASH}\nb==1\n", 1, "either"),
            (f"a>=1 {HASH}\n", 1, "either"),
            (f"a==1.* {HASH}\n", 1, "either"),
            ("a\n" * (MOST_REQUIREMENTS + 1), 1, "more than"),
            ("a" * (LONGEST_REQUIREMENTS + 1), 1, "longer"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_line(self, text: str, line: int, problem: str) -> None:
        found = read_requirements(text)

        assert isinstance(found, Problem)
        assert found.line == line
        assert problem in found.problem
        assert found.problem_zh

    @given(st.text(max_size=200))
    def test_no_text_is_too_strange(self, text: str) -> None:
        assert read_requirements(text) is not None

    @given(st.text(alphabet="a=<>~! ;'()\\\n#-.[],1*@:", max_size=200))
    def test_what_is_read_reads_the_same_again(self, text: str) -> None:
        found = read_requirements(text)
        assert isinstance(found, Problem) or read_requirements(found.text) == found
