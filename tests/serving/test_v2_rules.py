"""Rules of the newer API of services: states, units, versions, scaling, tags."""

from typing import Any

import pytest

from modelyard.core.errors import AppError
from modelyard.registry.types import ModelKind
from modelyard.serving.errors import FieldMissing, FieldNotSupported, FieldWrong, VersionTaken
from modelyard.serving.rules.configs import Known, match
from modelyard.serving.rules.v2_states import (
    INSTANCE_WORDS,
    MEANINGS,
    DeploymentState,
    InstanceState,
    PodState,
    ServiceState,
    deployment_state,
    instance_state,
    meanings_of,
    pod_state,
    service_state,
    states_of,
)
from modelyard.serving.rules.v2_tags import check_tags, read_search
from modelyard.serving.rules.v2_units import (
    Surroundings,
    changed_rules,
    entry_of,
    free_version,
    group_of,
    is_other,
    key_of,
    next_version,
    options_of,
    place_of,
    policy_of,
    ratios_of,
    servable_of_unit,
    settings_after,
    shares_of,
    surroundings_of,
    with_policy,
)
from modelyard.serving.types import DeploymentStatus, ReplicaState, ServiceStatus

NOTHING = Surroundings()


def make_group(**changes: Any) -> dict[str, Any]:
    unit = {"image": {"source": "SWR", "swr_path": "echo:1"}, "flavor": "cpu.1", "cmd": "run it", **changes.pop("unit", {})}
    return {"name": "blue", "weight": 100, "unit_configs": [unit], **changes}


def make_entry(**changes: Any) -> dict[str, Any]:
    return entry_of(make_group(**changes), "group_configs[0]", NOTHING, version="1.0.0")


def refusal(**changes: Any) -> str:
    with pytest.raises(AppError) as refused:
        make_entry(**changes)
    return str(refused.value.params["field"])


class TestStates:
    @pytest.mark.parametrize("status", list(ServiceStatus))
    @pytest.mark.parametrize("answers", [True, False])
    @pytest.mark.parametrize("is_filled", [True, False])
    def test_every_service_has_exactly_one_state(self, status: ServiceStatus, answers: bool, is_filled: bool) -> None:
        fitting = [
            item
            for item in MEANINGS
            if status in item.statuses and item.answers in {None, answers} and item.is_filled in {None, is_filled}
        ]

        assert len(fitting) == 1
        assert service_state(status, answers=answers, is_filled=is_filled) is fitting[0].state
        assert fitting[0] in meanings_of(fitting[0].state)

    def test_a_state_that_none_is_in_means_nothing(self) -> None:
        assert meanings_of(ServiceState.ERROR) == ()

    @pytest.mark.parametrize("status", list(DeploymentStatus))
    def test_every_status_of_a_deployment_has_a_state(self, status: DeploymentStatus) -> None:
        asked = {"is_stopped": False, "is_alive": True, "has_answered": False}
        assert deployment_state(ServiceStatus.RUNNING, status, **asked) in DeploymentState

    def test_a_deployment_is_what_its_service_is_when_that_goes(self) -> None:
        asked = {"is_stopped": False, "is_alive": True, "has_answered": True}
        running = DeploymentStatus.RUNNING
        assert deployment_state(ServiceStatus.STOPPING, running, **asked) is DeploymentState.STOPPING
        assert deployment_state(ServiceStatus.DEPLOYING, DeploymentStatus.DEPLOYING, **asked) is DeploymentState.UPGRADING

    def test_one_of_which_another_is_wanted_is_upgrading(self) -> None:
        asked = {"is_stopped": False, "is_alive": True, "has_answered": True, "is_renewed": True}
        found = [
            deployment_state(ServiceStatus.DEPLOYING, status, **asked)
            for status in (DeploymentStatus.RUNNING, DeploymentStatus.FAILED)
        ]
        assert found == [DeploymentState.UPGRADING, DeploymentState.FAILED]

    def test_one_that_is_stopped_stops_first(self) -> None:
        running = (ServiceStatus.RUNNING, DeploymentStatus.RUNNING)
        going = deployment_state(*running, is_stopped=True, is_alive=True, has_answered=True)
        gone = deployment_state(*running, is_stopped=True, is_alive=False, has_answered=True)
        assert (going, gone) == (DeploymentState.STOPPING, DeploymentState.STOPPED)

    def test_a_list_is_narrowed_to_states_by_their_names(self) -> None:
        several = frozenset({PodState.RUNNING, PodState.PENDING, PodState.FAILED})
        assert states_of(PodState, ["running,PENDING", "FAILED"]) == several
        assert states_of(InstanceState, ["INIT"], INSTANCE_WORDS) == frozenset({InstanceState.PENDING})
        assert states_of(PodState, [", "]) is None
        with pytest.raises(FieldWrong):
            states_of(PodState, ["INIT"])

    @pytest.mark.parametrize("state", list(ReplicaState))
    @pytest.mark.parametrize("has_failed", [True, False])
    def test_every_replica_is_an_instance_and_a_pod(self, state: ReplicaState, has_failed: bool) -> None:
        assert instance_state(state, has_failed=has_failed) in InstanceState
        assert pod_state(state, has_failed=has_failed) in PodState


class TestEntries:
    def test_a_unit_becomes_what_replicas_need(self) -> None:
        entry = make_entry(
            count=2,
            pool_id="pool-1",
            description="says what it hears",
            unit={
                "port": 9000,
                "envs": {"A": "1"},
                "termination_grace": {"termination_grace_period_seconds": 9},
                "readiness_health": {
                    "url": "/ok",
                    "initial_delay_seconds": 1,
                    "timeout_seconds": 2,
                    "period_seconds": 3,
                    "failure_threshold": 4,
                },
            },
            advanced_config={
                "deploy_timeout_minutes": 5,
                "upgrade_config": {"rolling_update": {"max_surge": "100%", "max_unavailable": "25%"}},
            },
        )

        assert entry["command"] == ["run", "it"]
        assert (entry["port"], entry["pool_name"], entry["deploy_timeout_in_seconds"]) == (9000, "pool-1", 300)
        assert entry["additional_properties"] == {
            "max_surge": 128.0,
            "max_unavailable": 0.25,
            "termination_grace_period_seconds": 9,
        }
        servable = servable_of_unit(entry, project_id="p1")
        assert (servable.kind, servable.image, servable.command) == (ModelKind.IMAGE, "echo:1", ("run", "it"))
        assert servable.readiness is not None
        assert (servable.readiness.url, servable.health) == ("/ok", None)
        again = entry_of(group_of(entry), "group_configs[0]", NOTHING, version="1.0.0")
        assert again == entry

    def test_what_it_does_not_say_its_service_says(self) -> None:
        around = surroundings_of({"runtime_config": {"service_invoke": {"port": 81}}, "deploy_timeout_minutes": 2})
        entry = entry_of(make_group(), "", around, version="1.0.0")
        assert (entry["port"], entry["deploy_timeout_in_seconds"]) == (81, 120)

    def test_a_size_of_ones_own_will_do(self) -> None:
        spec = {"cpu": 1.0, "memory": 512, "gpu": 1.0, "ascend": 0}
        entry = make_entry(unit={"flavor": None, "custom_spec": spec})
        assert (entry["specification"], entry["custom_spec"]) == ("custom", {"cpu": 1.0, "memory": 512, "gpu_p4": 1.0})
        cards = make_entry(unit={"custom_spec": {"cpu": 1.0, "memory": 512, "ascend": 1}})
        assert cards["custom_spec"]["ascend_a310"] == 1

    def test_files_are_copied_or_mounted(self) -> None:
        weights = {"source": "OBS", "address": "obs://b/weights/", "mount_path": "/home/ma-user/weights/", "read_only": True}
        shared = {"source": "EFS", "address": "/mnt/shared", "mount_path": "/home/ma-user/shared/"}
        entry = make_entry(unit={"files": [shared]}, model=weights)
        assert entry["inputs"] == [
            {"name": "file-0", "source": "obs://b/weights/", "target": "/home/ma-user/weights", "mounted": True}
        ]
        assert entry["additional_properties"]["persistent_volumes"][0]["source_address"] == "/mnt/shared"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"unit_configs": make_group()["unit_configs"] * 2}, "group_configs[0].unit_configs"),
            ({"workload_type": "LWS"}, "group_configs[0].workload_type"),
            ({"secret_name": "s"}, "group_configs[0].secret_name"),
            ({"advanced_config": {"protocol": "TCP"}}, "group_configs[0].advanced_config.protocol"),
            ({"model": {"source": "LOCAL", "address": "/x", "mount_path": "/m"}}, "group_configs[0].model[0].source"),
            ({"unit": {"flavor": ""}}, "group_configs[0].unit_configs[0].flavor"),
            ({"unit": {"cmd": None}}, "group_configs[0].unit_configs[0].cmd"),
            ({"unit": {"cmd": "'"}}, "group_configs[0].unit_configs[0].cmd"),
            (
                {"unit": {"readiness_health": {"check_method": "EXEC"}}},
                "group_configs[0].unit_configs[0].readiness_health.check_method",
            ),
            ({"unit": {"files": [{"source": "OBS", "mount_path": "/m"}]}}, "group_configs[0].unit_configs[0].files[0].address"),
            (
                {"unit": {"files": [{"source": "OBS", "address": "obs://b/k", "mount_path": "/a/../b"}]}},
                "group_configs[0].unit_configs[0].files",
            ),
        ],
    )
    def test_what_is_wrong_is_named(self, changes: dict[str, Any], field: str) -> None:
        assert refusal(**changes) == field

    def test_errors_say_what_kind_they_are(self) -> None:
        with pytest.raises(FieldMissing):
            make_entry(unit={"cmd": ""})
        with pytest.raises(FieldNotSupported):
            make_entry(mirror_traffic_enable=True)

    def test_deployments_go_on_by_their_names(self) -> None:
        known = [Known("d1", key_of("blue"), 0, False)]
        assert match([make_entry()], known) == ["d1"]
        assert match([make_entry(name="green")], known) == [None]
        assert place_of(make_entry(), 1) == "group_configs[1]"
        assert place_of({"model_id": "m1"}, 1) == "config[1]"


class TestOptions:
    def test_the_gateway_is_told_what_a_service_says(self) -> None:
        invoke = {"auth_type": "API_KEY", "strategy": "MIN_CONN", "protocol": "WS", "request_retry_enable": True}
        found = options_of({"runtime_config": {"service_invoke": invoke, "service_limit": {"request_timeout": 5}}})
        assert found["runtime_config"]["service_invoke"] == {"auth_type": ["API_KEY"], "request_retry_enable": True}
        assert found["load_balancer_policy"] == "LEAST_CONNECTIONS"
        assert found["additional_properties"] == {"websocket_upgrade": True}
        assert options_of({})["load_balancer_policy"] == "ROUND_ROBIN"

    @pytest.mark.parametrize(
        ("settings", "field"),
        [
            ({"type": "ASYNC_REAL_TIME"}, "type"),
            ({"log_configs": [{"status": "ON"}]}, "log_configs"),
            ({"runtime_config": {"service_invoke": {"strategy": "SLO_BASED"}}}, "runtime_config.service_invoke.strategy"),
            ({"runtime_config": {"service_secret": {"secret_enable": True}}}, "runtime_config.service_secret"),
            ({"runtime_config": {"smart_routing_enable": True}}, "runtime_config.smart_routing_enable"),
        ],
    )
    def test_what_there_is_not_is_refused_by_name(self, settings: dict[str, Any], field: str) -> None:
        with pytest.raises(FieldNotSupported) as refused:
            options_of(settings)
        assert refused.value.params["field"] == field


class TestScaling:
    def test_rules_become_a_policy(self) -> None:
        cron = {"type": "CRON_HPA", "schedule": "0 8 * * *", "target_replicas": 4, "upscale_window": 7}
        metric = {"type": "METRIC_HPA", "schedule": "", "target_replicas": 2, "min_replicas": 1, "max_replicas": 6}
        policy = policy_of({"rules": [cron, metric]}, 2)
        assert policy is not None
        assert (policy["min_replicas"], policy["max_replicas"], policy["up_seconds"]) == (1, 6, 7)
        assert (policy["cpu_percent"], len(policy["schedules"])) == (80.0, 1)
        assert "cpu_percent" not in (policy_of({"rules": [cron]}, 2) or {})
        assert policy_of({"rules": [{**cron, "disable": True}]}, 2) is None

    def test_what_is_stopped_does_not_scale(self) -> None:
        cron = {"type": "CRON_HPA", "schedule": "0 8 * * *", "target_replicas": 4}
        entry = {"instance_count": 1, "hpa": {"rules": [cron]}}
        assert "scaling_policy" in with_policy(entry)
        assert "scaling_policy" not in with_policy({**entry, "stopped": True})
        assert "scaling_policy" not in with_policy({**entry, "hpa": {"rules": []}})
        own = {"instance_count": 1, "scaling_policy": {"min_replicas": 1}}
        assert with_policy(own) == own
        resting = with_policy({**own, "stopped": True})
        assert "scaling_policy" not in resting
        assert with_policy({**resting, "stopped": False})["scaling_policy"] == own["scaling_policy"]

    def test_rules_are_replaced_or_changed_one_by_one(self) -> None:
        old = [{"id": "a", "name": "one"}, {"id": "b", "name": "two"}]
        assert changed_rules(old, [{"name": "new"}]) == [{"name": "new"}]
        asked = [
            {"id": "a", "operate": "DELETE"},
            {"id": "b", "name": "2", "operate": "UPDATE"},
            {"name": "3", "operate": "ADD"},
        ]
        assert changed_rules(old, asked) == [{"id": "b", "name": "2"}, {"name": "3"}]
        with pytest.raises(FieldWrong):
            changed_rules(old, [{"id": "c", "operate": "DELETE"}])


class TestVersions:
    @pytest.mark.parametrize(("old", "new"), [("1.0.0", "1.0.1"), ("1.0.99", "1.1.0"), ("1.99.99", "2.0.0")])
    def test_the_last_number_rises(self, old: str, new: str) -> None:
        assert next_version(old) == new

    def test_a_free_one_is_found(self) -> None:
        assert free_version({"1.0.0", "1.0.1"}, None, "1.0.0") == "1.0.2"
        assert free_version({"1.0.0"}, "3.0.0", "1.0.0") == "3.0.0"
        with pytest.raises(VersionTaken):
            free_version({"1.0.0", "1.0.1"}, "1.0.0", "1.0.1")

    def test_who_sends_the_present_one_back_means_the_next(self) -> None:
        assert free_version({"1.0.0"}, "1.0.0", "1.0.0") == "1.0.1"

    def test_a_share_makes_none(self) -> None:
        assert not is_other(make_entry(weight=5), make_entry())
        assert is_other(make_entry(unit={"cmd": "run other"}), make_entry())

    def test_shares_are_relative(self) -> None:
        assert ratios_of([1, 2]) == ["33.33%", "66.67%"]
        assert ratios_of([0]) == ["0.00%"]
        assert (shares_of([1, 2]), shares_of([0])) == ([33, 67], [0])


class TestSettings:
    def test_what_is_not_given_stays(self) -> None:
        limit = {"request_timeout": 5, "request_size_limit": 1}
        old = {"version": "1.0.0", "runtime_config": {"service_invoke": {"auth_type": "TOKEN"}, "service_limit": limit}}

        found = settings_after(old, {"version": "1.0.1", "runtime_config": {"service_limit": {"request_timeout": 9}}})

        assert found["version"] == "1.0.1"
        assert found["runtime_config"]["service_invoke"] == {"auth_type": "TOKEN"}
        assert found["runtime_config"]["service_limit"] == {"request_timeout": 9, "request_size_limit": 1}
        assert settings_after(old, {"version": "2.0.0"}) == {**old, "version": "2.0.0"}


class TestTags:
    def test_keys_stand_once(self) -> None:
        assert check_tags([("a", "1"), ("b", "")]) == {"a": "1", "b": ""}
        for wrong in ([("a", ""), ("a", "")], [(" a", "")], [("_sys_a", "")]):
            with pytest.raises(FieldWrong):
                check_tags(wrong)

    def test_a_search_names_keys_and_values(self) -> None:
        assert read_search("a|1,b,,c|") == [("a", "1"), ("b", None), ("c", "")]
