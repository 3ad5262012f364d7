"""Trains a classifier of handwritten digits; the 1,797 pictures come inside scikit-learn.

--train_url   where the model goes (a directory; the platform uploads it)
--epochs      how often it sees all pictures
"""

import argparse
import json
import os
import time
from pathlib import Path

import joblib
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--train_url", type=Path, default=Path("out"))
parser.add_argument("--epochs", type=int, default=15)
options, _ = parser.parse_known_args()  # the platform may add arguments

images, labels = load_digits(return_X_y=True)
images = images / 16
x, x_test, y, y_test = train_test_split(images, labels, test_size=0.25, random_state=0, stratify=labels)
print(f"{len(x)} pictures to learn from, {len(x_test)} to be asked about", flush=True)

model = MLPClassifier((128, 64), learning_rate_init=0.002, batch_size=32, random_state=0)
for epoch in range(1, options.epochs + 1):
    began = time.perf_counter()
    model.partial_fit(x, y, classes=np.unique(labels))
    accuracy = model.score(x_test, y_test)
    seconds = time.perf_counter() - began
    print(f"epoch {epoch:2}/{options.epochs}  loss {model.loss_:.4f}  accuracy {accuracy:.4f}  {seconds:.2f} s", flush=True)

# What becomes a model of the registry has a folder `model/` with config.json beside the file that is loaded.
package = options.train_url / "model"
package.mkdir(parents=True, exist_ok=True)
# Under another name first: whoever looks sees a whole model or none.
partial = package / ".model.joblib"
joblib.dump(model, partial)
partial.replace(package / "model.joblib")
config = {"model_algorithm": "image_classification", "model_type": "Scikit_Learn"}
(package / "config.json").write_text(json.dumps(config) + "\n")

metrics = {"accuracy": accuracy, "epochs": options.epochs, "job": os.environ.get("MA_JOB_ID", "")}
(options.train_url / "metrics.json").write_text(json.dumps(metrics) + "\n")
np.savez_compressed(options.train_url / "digits.npz", images=images.astype(np.float32), labels=labels)
# Pictures that it has not learned from, as a service is asked about them.
samples = {"instances": x_test.tolist(), "labels": y_test.tolist()}
(options.train_url / "samples.json").write_text(json.dumps(samples) + "\n")
print(f"accuracy {accuracy:.4f}", flush=True)
