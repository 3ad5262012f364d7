"""Data-parallel training with PyTorch on one task or on many, with or without accelerators. A template to copy.

Each task needs RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, which the platform sets, also under torchrun. It goes on from
its last checkpoint, so that a job which is restarted or continued loses at most one epoch: let the output be downloaded
before the start (`prefetch_to_local`), or put the checkpoint into a directory that stays.

--data_url    a directory with digits.npz (images, labels)
--train_url   where checkpoint and model go (a directory; the platform uploads it)
"""

import argparse
import json
import os
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler


def main() -> None:
    """Train, and keep the model of rank 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data_url", type=Path, required=True)
    parser.add_argument("--train_url", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch_size", type=int, default=32, help="of each process")
    parser.add_argument("--learning_rate", type=float, default=0.002)
    options, _ = parser.parse_known_args()  # the platform may add arguments

    rank, size, device = join()
    seed(0)  # the same on all ranks: they begin with the same weights
    train, test = read(options.data_url / "digits.npz")
    # The sampler gives each rank a share of its own; without it all would learn from the same pictures.
    sampler: DistributedSampler[Any] = DistributedSampler(train, size, rank, shuffle=True, seed=0)
    loader = DataLoader(train, options.batch_size, sampler=sampler, pin_memory=device.type == "cuda")

    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
    parallel = DistributedDataParallel(model, device_ids=[device.index] if device.type == "cuda" else None)
    optimizer = torch.optim.AdamW(parallel.parameters(), options.learning_rate)
    options.train_url.mkdir(parents=True, exist_ok=True)
    checkpoint = options.train_url / "last.pt"
    done = resume(checkpoint, model, optimizer, device)
    say(rank, f"{size} processes on {device.type}, {len(train)} pictures, beginning after epoch {done}")

    for epoch in range(done + 1, options.epochs + 1):
        sampler.set_epoch(epoch)  # another order in each epoch, the same on all ranks
        loss = train_once(parallel, loader, optimizer, device)
        right = measure(model, test, rank, size, device)
        say(rank, f"epoch {epoch}/{options.epochs}  loss {loss:.4f}  accuracy {right:.4f}")
        if rank == 0:
            state = {"epoch": epoch, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "accuracy": right}
            save(state, checkpoint)
        dist.barrier()  # nobody goes on, or ends, before the checkpoint is there

    if rank == 0:
        right = torch.load(checkpoint, map_location="cpu", weights_only=True)["accuracy"]
        save(model.state_dict(), options.train_url / "model.pt")
        (options.train_url / "metrics.json").write_text(json.dumps({"accuracy": right, "processes": size}) + "\n")
        say(rank, f"accuracy {right:.4f}")
    dist.destroy_process_group()


def join() -> tuple[int, int, torch.device]:
    """Meet the other processes; returns the own rank, how many there are, and the device to use."""
    local = int(os.environ.get("LOCAL_RANK", "0"))
    has_cards = torch.cuda.is_available()
    if has_cards:
        torch.cuda.set_device(local)
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29500")
    rank, size = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    dist.init_process_group("nccl" if has_cards else "gloo", rank=rank, world_size=size)
    return rank, size, torch.device("cuda", local) if has_cards else torch.device("cpu")


def seed(number: int) -> None:
    """Begin all random numbers at the same place."""
    random.seed(number)
    np.random.seed(number)  # noqa: NPY002 - libraries use the old one
    torch.manual_seed(number)


def read(path: Path) -> tuple[TensorDataset, TensorDataset]:
    """Read pictures and labels, and keep every fourth for the test."""
    with np.load(path) as content:
        images, labels = torch.from_numpy(content["images"]), torch.from_numpy(content["labels"]).long()
    is_test = torch.arange(len(images)) % 4 == 0
    return TensorDataset(images[~is_test], labels[~is_test]), TensorDataset(images[is_test], labels[is_test])


def resume(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, device: torch.device) -> int:
    """Go on from a checkpoint; returns the last epoch that was done. All ranks take that of rank 0."""
    found: list[Any] = [
        torch.load(path, map_location="cpu", weights_only=True) if dist.get_rank() == 0 and path.exists() else None
    ]
    dist.broadcast_object_list(found, src=0, device=device)
    if found[0] is None:
        return 0
    model.load_state_dict(found[0]["model"])
    optimizer.load_state_dict(found[0]["optimizer"])
    return int(found[0]["epoch"])


def save(state: Any, path: Path) -> None:
    """Write a file that is whole whenever it is seen: under another name, to the disk, then renamed."""
    partial = path.with_name(f".{path.name}.part")
    with partial.open("wb") as stream:
        torch.save(state, stream)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def train_once(model: nn.Module, loader: Any, optimizer: torch.optim.Optimizer, device: torch.device) -> float:
    """Learn from each picture of the own share once; returns the mean loss."""
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        loss = nn.functional.cross_entropy(model(images.to(device)), labels.to(device))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(images), count + len(images)
    return total / max(1, count)


@torch.no_grad()
def measure(model: nn.Module, data: TensorDataset, rank: int, size: int, device: torch.device) -> float:
    """Return the share of right answers; each rank asks about its share of the pictures, every picture once."""
    model.eval()
    images, labels = (tensor[rank::size].to(device) for tensor in data.tensors)
    right = (model(images).argmax(1) == labels).sum().reshape(1).double()
    dist.all_reduce(right)
    return float(right) / len(data)


def say(rank: int, text: str) -> None:
    """Print once for all."""
    if rank == 0:
        print(text, flush=True)


if __name__ == "__main__":
    main()
