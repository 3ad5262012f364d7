"""Configurations and options of services, what replicas are made of, and what the gateway is told."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from modelyard.compute.types import InputCopy, Mount, Resources
from modelyard.core.errors import AppError
from modelyard.registry.types import CheckMethod, Health, ModelKind
from modelyard.serving.errors import FieldNotSupported, FieldWrong, RuleInvalid, RulesRepeated
from modelyard.serving.rules.configs import Known, check_entries, match, stop_time, with_hidden, with_weights
from modelyard.serving.rules.counting import Counts, between, counts_of, quantile, together
from modelyard.serving.rules.options import (
    DEFAULT_AUTH,
    addresses_of,
    auth_of,
    body_of,
    check_options,
    has_websocket,
    rate_of,
    retries_of,
    rules_of,
    timeout_of,
)
from modelyard.serving.rules.patches import BadPatch, patched
from modelyard.serving.rules.routes import Named, Version, route_of
from modelyard.serving.rules.templates import endpoint_of, resources_of, task_of, template_of
from modelyard.serving.testing import make_servable
from modelyard.serving.types import AuthMethod, CallCounts, Endpoint, RateLimit

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
CHECK: dict[str, Any] = {"model_ids": ["m1"], "longest_seconds": 100, "most_bytes": 2**20}
ENTRY = {"model_id": "m1", "specification": "s", "instance_count": 1}


class TestWeights:
    def test_a_single_entry_gets_all(self) -> None:
        assert with_weights([ENTRY])[0]["weight"] == 100
        assert with_weights([{**ENTRY, "weight": 100}])[0]["weight"] == 100

    @pytest.mark.parametrize("weights", [(None, 50), (50, 40), (60, 60)])
    def test_several_add_up(self, weights: tuple[int | None, int]) -> None:
        with pytest.raises(AppError):
            with_weights([{**ENTRY, "weight": weight} for weight in weights])


class TestEntries:
    @pytest.mark.parametrize(
        "change",
        [
            {"nodes": ["n"]},
            {"specification": ""},
            {"specification": "custom"},
            {"specification": "custom", "custom_spec": {"cpu": 1, "memory": 1, "gpu_p4": 1, "ascend_a310": 1}},
            {"instance_count": 0},
            {"scaling_policy": {"min_replicas": 3, "max_replicas": 2}},
            {"scaling_policy": {"min_replicas": 1, "max_replicas": 2, "schedules": [{"schedule": "x"}]}},
        ],
    )
    def test_what_is_wrong_is_refused(self, change: dict[str, Any]) -> None:
        with pytest.raises(AppError):
            check_entries([{**ENTRY, **change}])

    def test_the_same_model_twice_is_refused(self) -> None:
        with pytest.raises(AppError):
            check_entries([ENTRY, ENTRY])

    def test_what_is_right_is_taken(self) -> None:
        policy = {"min_replicas": 0, "max_replicas": 2, "schedules": [{"schedule": "0 8 * * *"}]}

        check_entries([ENTRY, {**ENTRY, "model_id": "m2", "scaling_policy": policy, "instance_count": 0}])


class TestHidden:
    def test_a_mark_stands_for_the_value_of_the_same_model_or_the_same_place(self) -> None:
        known: list[dict[str, Any]] = [{"model_id": "a-1", "envs": {"X": "1"}}, {"model_id": "b"}]
        given: list[dict[str, Any]] = [
            {"model_id": "A1", "envs": {"X": "*", "Y": "*", "Z": "3"}},
            {"model_id": "new", "envs": {"X": "*"}},
            {"model_id": "newer", "envs": {"X": "*"}},
            {"model_id": "newest"},
        ]

        assert [item.get("envs") for item in with_hidden(given, known, mark="*")] == [
            {"X": "1", "Y": "*", "Z": "3"},
            {"X": "*"},
            {"X": "*"},
            None,
        ]


class TestStopTime:
    def test_it_is_counted_from_the_start(self) -> None:
        assert stop_time([{"type": "stop", "time_unit": "MINUTES", "duration": 5}], NOW) == NOW + timedelta(minutes=5)
        assert stop_time([], NOW) is None

    def test_it_has_an_end(self) -> None:
        with pytest.raises(FieldWrong):
            stop_time([{"type": "stop", "time_unit": "DAYS", "duration": 1_000_000}], NOW)


class TestMatch:
    def test_a_model_keeps_its_deployment_and_a_place_its_other(self) -> None:
        known = [Known("a", "m1", 0, False), Known("b", "m2", 1, False), Known("z", "m9", 2, True)]
        entries = [{"model_id": name} for name in ("m2", "m3", "m9", "m4")]

        assert match(entries, known) == ["b", None, "z", None]
        assert match([{"model_id": "m5"}, {"model_id": "m2"}], known) == ["a", "b"]


class TestOptions:
    def test_nothing_given_means_the_defaults(self) -> None:
        check_options({}, **CHECK)

        assert auth_of({}) == DEFAULT_AUTH
        assert (rate_of({}), timeout_of({}, 60), body_of({}, 7), retries_of({})) == (None, 60.0, 7, 2)
        assert (addresses_of({}), has_websocket({}), rules_of({}, {})) == (((), ()), False, ())

    def test_what_is_given_counts(self) -> None:
        options = {
            "additional_properties": {"websocket_upgrade": True},
            "runtime_config": {
                "service_invoke": {"auth_type": ["TOKEN"], "request_retry_enable": True, "request_retry_cnt_max": 5},
                "service_limit": {
                    "rate_limit": {"num": 3, "unit": "MINUTES"},
                    "request_timeout": 9,
                    "request_size_limit": 2,
                    "ip_white_list": ["10.0.0.0/8"],
                    "ip_black_list": ["10.0.0.1"],
                },
            },
        }

        assert auth_of(options) == {AuthMethod.TOKEN, AuthMethod.AKSK}
        assert rate_of(options) == RateLimit(3, 60)
        assert (timeout_of(options, 60), body_of(options, 7), retries_of(options)) == (9.0, 2 * 2**20, 5)
        assert addresses_of(options) == (("10.0.0.0/8",), ("10.0.0.1",))
        assert has_websocket(options)

    def test_retries_and_credentials_can_be_turned_off(self) -> None:
        invoke = {"auth_type": ["NONE"], "request_retry_enable": False}
        options = {"runtime_config": {"service_invoke": invoke}}

        assert (retries_of(options), auth_of(options)) == (0, frozenset({AuthMethod.NONE}))

    @pytest.mark.parametrize(
        "options",
        [
            {"runtime_config": {"service_limit": {"ip_white_list": ["nowhere"]}}},
            {"runtime_config": {"service_limit": {"request_timeout": 101}}},
            {"runtime_config": {"service_limit": {"request_size_limit": 2000}}},
            {
                "runtime_config": {"service_limit": {"rate_limit": {"num": 1, "unit": "SECONDS"}}},
                "additional_properties": {"websocket_upgrade": True},
            },
        ],
    )
    def test_what_is_wrong_is_refused(self, options: dict[str, Any]) -> None:
        with pytest.raises(FieldWrong):
            check_options(options, **CHECK)

    def test_secrets_are_refused(self) -> None:
        with pytest.raises(FieldNotSupported):
            check_options({"service_secrets": [{}]}, **CHECK)

    @pytest.mark.parametrize(
        "rules",
        [
            [{"condition": "#USER_NAME == 'a'", "model_id": "m1"}] * 11,
            [{"condition": "nonsense", "model_id": "m1"}],
            [{"condition": "#USER_NAME == 'a'", "model_id": "m2"}],
            [{"condition": "#USER_NAME == 'a'", "model_id": "m1", "parameter_name": "x"}],
        ],
    )
    def test_rules_are_checked(self, rules: list[dict[str, Any]]) -> None:
        with pytest.raises(RuleInvalid):
            check_options({"traffic_rules": rules}, **CHECK)

    def test_a_condition_stands_once(self) -> None:
        rule = {"condition": "#USER_NAME == 'a'", "model_id": "m1"}
        with pytest.raises(RulesRepeated):
            check_options({"traffic_rules": [rule, {**rule, "condition": " #USER_NAME=='a'"}]}, **CHECK)


class TestPatches:
    def test_a_value_is_replaced_and_the_rest_stays(self) -> None:
        entries = [{"envs": {"a/b": "1"}, "custom_spec": None, "nodes": ["x"]}]

        assert patched(entries, "replace", "/config/0/envs/a~1b", "2")[0]["envs"] == {"a/b": "2"}
        assert patched(entries, "replace", "/config/0/custom_spec/cpu", 1)[0]["custom_spec"] == {"cpu": 1}
        assert patched(entries, "replace", "/config/0/nodes/0", "y")[0]["nodes"] == ["y"]
        assert entries[0]["nodes"] == ["x"]

    @pytest.mark.parametrize(
        ("op", "path"),
        [
            ("add", "/config/0/weight"),
            ("replace", "/weight"),
            ("replace", "/config/0"),
            ("replace", "/config/0/"),
            ("replace", "/config/x/weight"),
            ("replace", "/config/9/weight"),
            ("replace", "/config/0/status"),
            ("replace", "/config/0/weight/x"),
            ("replace", "/config/0/nodes/0/x"),
        ],
    )
    def test_what_cannot_be_replaced_is_named(self, op: str, path: str) -> None:
        with pytest.raises(BadPatch):
            patched([{"weight": 1, "nodes": ["x"]}], op, path, 1)


class TestTemplates:
    def test_weights_and_numbers_are_no_part_of_it(self) -> None:
        entry = {**ENTRY, "weight": 5, "additional_properties": {"max_surge": 1.0, "termination_grace_period_seconds": 30}}
        other = {**entry, "weight": 9, "instance_count": 7, "additional_properties": {"termination_grace_period_seconds": 30}}

        first = template_of(entry, flavor="f", pool="", restarts=0)

        assert first == template_of(other, flavor="f", pool="", restarts=0)
        assert first != template_of(entry, flavor="f", pool="", restarts=1)

    def test_an_own_size_is_rounded_to_two_decimals(self) -> None:
        custom = {"cpu": 1.239, "memory": 100, "gpu_p4": 1.0, "ascend_a310": None}

        found = resources_of({"specification": "custom", "custom_spec": custom})

        assert found == Resources(1240, 100 * 2**20, 10 * 2**30, 1, 0)
        assert resources_of({"specification": "s"}) is None

    def test_our_server_gets_the_package_a_socket_and_its_settings(self) -> None:
        template = {"envs": {"A": "1"}, "batching": {"max_batch_size": 8, "max_wait_milliseconds": 3.0}}

        task = task_of(template, make_servable(), service_id="s", timeout_seconds=60, request_seconds=5)

        assert "{socket:http}" in task.argv
        assert task.env["MODEL_SERVICE_BATCH_SIZE"] == "8"
        assert task.health is not None
        assert (task.health.socket, task.health.start_seconds) == ("http", 60)

    def test_an_image_gets_what_it_asks_for(self) -> None:
        servable = make_servable(
            kind=ModelKind.IMAGE, directory=None, command=("serve",), health=Health(url="/ok", period_seconds=7), port=9
        )
        extras = {
            "persistent_volumes": [{"source_address": "/data", "mount_path": "/a"}],
            "log_volume": [{"host_path": "/logs", "mount_path": "/b"}],
            "termination_grace_period_seconds": 33,
        }

        task = task_of({"additional_properties": extras}, servable, service_id="s", timeout_seconds=60, request_seconds=5)

        assert task.health is not None
        assert (task.argv, task.health.path, task.forwards, task.grace_seconds) == (("serve",), "/ok", {"http": 9}, 33.0)
        assert task.mounts == (Mount("/data", "/a", False), Mount("/logs", "/b", False))

    def test_a_package_that_stays_in_its_bucket_is_a_pinned_input(self) -> None:
        servable = make_servable("m1", directory=None, source="obs://b/model/", sha256="d" * 64, config_text="e30=")

        task = task_of({}, servable, service_id="s", timeout_seconds=60, request_seconds=5)

        assert task.mounts == ()
        assert task.inputs == (InputCopy("model", "obs://b/model/", servable.target, mounted=True, digest="d" * 64),)
        assert task.env["MODEL_SERVICE_CONFIG"] == "e30="

    def test_an_image_without_a_health_check_only_takes_connections(self) -> None:
        for health in (None, Health(method=CheckMethod.EXEC, command=("true",))):
            servable = make_servable(kind=ModelKind.IMAGE, command=("serve",), health=health)

            task = task_of({}, servable, service_id="s", timeout_seconds=60, request_seconds=5)

            assert task.health is not None
            assert task.health.path == ""

    def test_a_replica_listens_on_its_socket(self) -> None:
        assert endpoint_of({"http": "/s"}) == Endpoint(socket="/s")


class TestRoutes:
    HERE = (Endpoint(socket="/s"),)

    def shares(self, *versions: tuple[int, bool]) -> list[int]:
        named = Named("0" * 32, "p", "d", "0", answers=True, asleep=False)
        given = [Version(str(i), str(i), weight, self.HERE if up else ()) for i, (weight, up) in enumerate(versions)]
        route = route_of(named, given, {}, default_seconds=60, default_bytes=1)
        return [item.weight for item in route.versions]

    def test_a_version_without_a_replica_passes_its_share_on(self) -> None:
        assert self.shares((90, True), (10, True)) == [90, 10]
        assert self.shares((90, False), (10, True)) == [0, 10]
        assert self.shares((100, False), (0, True)) == [0, 1]
        assert self.shares((90, False), (10, False)) == [90, 10]

    def test_rules_lead_to_what_is_ready(self) -> None:
        named = Named("0" * 32, "p", "d", "0", answers=True, asleep=False)
        rules = [{"condition": "#USER_NAME == 'a'", "model_id": name} for name in ("m1", "m2")]
        versions = [Version("a", "m1", 50, self.HERE), Version("b", "m2", 50, ())]

        route = route_of(named, versions, {"traffic_rules": rules}, default_seconds=60, default_bytes=1)

        assert [item.version for item in route.rules] == ["a"]
        assert route.paths[0] == "/v1/infers/00000000-0000-0000-0000-000000000000"


class TestCounting:
    def test_what_is_new_is_the_difference_unless_it_began_anew(self) -> None:
        old = Counts(10, 1, 1, ((5.0, 8), (10.0, 10)))
        new = counts_of(CallCounts("s", "v", 15, 2, 1, 0, ((5.0, 12), (10.0, 15), (20.0, 15))))

        assert between(old, new) == Counts(5, 1, 0, ((5.0, 4), (10.0, 5), (20.0, 15)))
        assert between(None, new) == new
        assert between(new, old) == old

    def test_counts_add_up(self) -> None:
        assert together(Counts(1, 0, 1, ((5.0, 1),)), Counts(2, 1, 0, ((5.0, 1), (10.0, 2)))) == Counts(
            3, 1, 1, ((5.0, 2), (10.0, 2))
        )

    def test_quantiles_lie_between_the_bounds(self) -> None:
        latency = ((10.0, 50), (20.0, 100), (float("inf"), 100))

        assert quantile(latency, 0.5) == 10.0
        assert quantile(latency, 0.75) == 15.0
        assert quantile(((10.0, 0), (float("inf"), 3)), 0.5) == 10.0
        assert quantile(((10.0, 0), (20.0, 0)), 0.5) is None
        assert quantile(((10.0, 4), (20.0, 4)), 1.5) == 20.0
