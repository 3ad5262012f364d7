"""The job: fetches its data, goes on from the last epoch, and puts the checkpoint back. One file of a fixed name."""

import argparse
import os
from pathlib import Path

import joblib
import numpy as np
from sklearn.linear_model import SGDClassifier

import moxing as mox

parser = argparse.ArgumentParser()
parser.add_argument("--root", required=True, help="obs://bucket/free_train")
parser.add_argument("--epochs", type=int, default=5, help="of one job")
options, _ = parser.parse_known_args()

os.system("pip --version")  # noqa: S605, S607 - as people do, to install what is missing
mox.file.copy_parallel(f"{options.root}/data", "/cache/")
if mox.file.exists(f"{options.root}/ckpt"):
    mox.file.copy_parallel(f"{options.root}/ckpt", "/cache/ckpt")

table = np.loadtxt("/cache/points.csv", delimiter=",")
last = Path("/cache/ckpt/last_epoch.ckpt")
begin, model = joblib.load(last) if last.exists() else (0, SGDClassifier(random_state=0))
for epoch in range(begin + 1, begin + options.epochs + 1):
    model.partial_fit(table[:, :-1], table[:, -1], classes=[0, 1])
    print(f"epoch {epoch} accuracy {model.score(table[:, :-1], table[:, -1]):.3f}", flush=True)
    last.parent.mkdir(exist_ok=True)
    joblib.dump((epoch, model), last)

mox.file.copy_parallel("/cache/ckpt", f"{options.root}/ckpt")
