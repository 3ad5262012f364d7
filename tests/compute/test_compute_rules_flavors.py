"""Flavors made from machines, and the names that people use for them."""

import pytest

from modelyard.compute.rules.flavors import PUBLISHED, Flavor, FlavorType, from_nodes, resolve, whole
from modelyard.compute.rules.room import Node

GIB = 2**30


def machine(name: str = "n", *, cores: float = 8, memory: int = 32, **cards: object) -> Node:
    return Node(name, "public", int(cores * 1000), memory * GIB, 100 * GIB, **cards)  # type: ignore[arg-type]


class TestFromNodes:
    def test_a_machine_is_offered_whole_and_in_halves_down_to_a_core(self) -> None:
        flavors = from_nodes([machine(cores=8)])

        assert [flavor.name for flavor in flavors] == [f"modelarts.vm.cpu.{size}" for size in ("8u", "4u", "2u", "1u")]
        assert (flavors[1].memory_bytes, flavors[1].disk_bytes) == (16 * GIB, 50 * GIB)

    def test_a_small_machine_is_offered_in_half_cores_too(self) -> None:
        assert [flavor.name for flavor in from_nodes([machine(cores=1)])] == ["modelarts.vm.cpu.1u", "modelarts.vm.cpu.500m"]

    def test_machines_of_one_size_give_what_all_of_them_have(self) -> None:
        flavors = from_nodes([machine("a", memory=33), machine("b", memory=32)])

        assert {flavor.name: flavor for flavor in flavors}["modelarts.vm.cpu.8u"].memory_bytes == 32 * GIB

    def test_cards_are_offered_singly_in_twos_and_so_on_up_to_all(self) -> None:
        flavors = from_nodes([machine(cores=96, memory=960, gpus=6, gpu="NVIDIA H100 80GB")])
        sizes = {flavor.gpus: flavor for flavor in flavors if flavor.gpus}

        assert list(sizes) == [1, 2, 4, 6]
        assert sizes[1].name == "modelarts.vm.gpu.nvidia-h100-80gb.1"
        assert (sizes[1].cpu_milli, sizes[1].memory_bytes, sizes[1].type) == (16_000, 160 * GIB, FlavorType.GPU)

    def test_a_machine_with_cards_gives_at_most_half_of_itself_to_those_who_want_none(self) -> None:
        flavors = from_nodes([machine(cores=8, npus=1, npu="")])

        assert [flavor.cpu_milli for flavor in flavors if not flavor.cards] == [4000, 2000, 1000]
        assert [flavor.name for flavor in flavors if flavor.npus] == ["modelarts.vm.npu.card.1"]

    def test_a_flavor_promises_the_least_of_each_that_a_machine_of_it_has(self) -> None:
        small, large = machine("a", cores=4, memory=16), machine("b", cores=8, memory=64, npus=2, npu="910B")

        found = {flavor.name: flavor for flavor in from_nodes([small, large])}["modelarts.vm.cpu.4u"]

        assert (found.memory_bytes, found.disk_bytes) == (16 * GIB, 50 * GIB)

    def test_a_whole_machine_is_a_flavor_too(self) -> None:
        assert whole(machine(cores=8)).name == "modelarts.vm.cpu.8u"
        assert whole(machine(gpus=6, gpu="A")).name == "modelarts.vm.gpu.a.6"

    def test_very_little_memory_is_not_rounded_to_nothing(self) -> None:
        tiny = Node("n", "public", 500, 2**20, GIB)

        assert from_nodes([tiny])[0].memory_bytes == 2**20


class TestResolve:
    flavors = (
        Flavor("site.small", FlavorType.CPU, 2000, 4 * GIB, GIB),
        Flavor("modelarts.vm.cpu.8u", FlavorType.CPU, 8000, 32 * GIB, GIB),
        Flavor("modelarts.vm.gpu.h100.1", FlavorType.GPU, 8000, 32 * GIB, GIB, gpus=1),
        Flavor("modelarts.vm.npu.910b.8", FlavorType.ASCEND, 96_000, 320 * GIB, GIB, npus=8),
    )

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("site.small", "site.small"),
            ("modelarts.vm.cpu.2u", "site.small"),
            ("modelarts.vm.cpu.8u", "modelarts.vm.cpu.8u"),
            ("modelarts.vm.cpu.free", "site.small"),
            ("modelarts.p3.large.public", "modelarts.vm.gpu.h100.1"),
            ("modelarts.kat1.8xlarge", "modelarts.vm.npu.910b.8"),
            ("mine", "modelarts.vm.cpu.8u"),
            ("modelarts.kat1.xlarge", None),
            ("modelarts.vm.cpu.64u", None),
            ("nonsense", None),
        ],
    )
    def test_a_name_means_a_flavor_of_its_size_or_nothing(self, asked: str, found: str | None) -> None:
        flavor = resolve(asked, self.flavors, {"mine": "modelarts.vm.cpu.8u"})

        assert (None if flavor is None else flavor.name) == found

    def test_every_published_name_says_a_size(self) -> None:
        for name, size in PUBLISHED.items():
            assert (size.cards > 0) is (size.type is not FlavorType.CPU), name
