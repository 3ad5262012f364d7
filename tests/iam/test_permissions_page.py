"""The page about permissions promises what the code keeps."""

import json
import re
from pathlib import Path

import pytest

from modelyard.iam.rules.policy_check import check_policy
from modelyard.iam.rules.system_policies import SYSTEM_POLICIES

DOCS = Path(__file__).parents[2] / "docs" / "user"


@pytest.fixture(params=["en", "zh"])
def page(request: pytest.FixtureRequest) -> str:
    language: str = request.param
    return (DOCS / language / "permissions.md").read_text(encoding="utf-8")


class TestPage:
    def test_its_policies_are_valid(self, page: str) -> None:
        documents = re.findall(r"```json\n(.*?)```", page, re.DOTALL)

        assert documents
        for document in documents:
            check_policy(json.loads(document))

    def test_its_roles_exist(self, page: str) -> None:
        table = page.split("## ")[2]
        named = {name for name in re.findall(r"`([^`]+)`", table) if " " in name}

        assert len(named) > 5
        assert named <= {policy.display_name for policy in SYSTEM_POLICIES}

    def test_its_python_is_python(self, page: str) -> None:
        for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
            compile(block, "permissions.md", "exec")
