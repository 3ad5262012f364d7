"""The rules of the house notice what they are there for, and the product keeps them."""

import ast
from pathlib import Path

import pytest

import house_rules

HERE = Path("src/modelyard/training/service.py")


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "code"),
        [
            (house_rules.no_commit_outside_the_kernel, "await db.commit()"),
            (house_rules.no_commit_outside_the_kernel, "db.rollback()"),
            (house_rules.no_http_exception_in_capabilities, "from fastapi import HTTPException"),
            (house_rules.no_shell, "subprocess.run(x, shell=True)"),
            (house_rules.no_shell, "os.system(x)"),
            (house_rules.no_dialect_questions, "if database.is_sqlite: pass"),
            (house_rules.no_environment_at_import, "HOME = os.environ['HOME']"),
        ],
    )
    def test_a_broken_rule_is_noticed(self, rule: house_rules.Rule, code: str) -> None:
        tree = ast.parse(f"async def f():\n    {code}") if "await" in code else ast.parse(code)

        assert list(rule(HERE, tree))

    @pytest.mark.parametrize(
        ("rule", "code"),
        [
            (house_rules.no_http_exception_in_capabilities, "from http.client import HTTPException"),
            (house_rules.no_shell, "subprocess.run(['a'], shell=False)"),
            (house_rules.no_environment_at_import, "def f():\n    return os.environ"),
            (house_rules.no_commit_outside_the_kernel, "committed = True"),
        ],
    )
    def test_what_is_right_passes(self, rule: house_rules.Rule, code: str) -> None:
        assert list(rule(HERE, ast.parse(code))) == []

    def test_the_kernel_may_end_transactions(self) -> None:
        assert list(house_rules.no_commit_outside_the_kernel(Path("core/db.py"), ast.parse("db.commit()"))) == []


class TestProduct:
    def test_keeps_the_rules(self) -> None:
        assert list(house_rules.broken_rules(house_rules.SOURCE)) == []
