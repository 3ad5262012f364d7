"""Where everything is. Keys come from the environment (`./yard credentials --format env`), or stand here."""

import os

AK = os.environ["HUAWEICLOUD_SDK_AK"]
SK = os.environ["HUAWEICLOUD_SDK_SK"]
PROJECT_ID = os.environ["HUAWEICLOUD_SDK_PROJECT_ID"]
ENDPOINT = os.environ.get("MODELARTS_ENDPOINT", "http://127.0.0.1:8000")
OBS_ENDPOINT = os.environ.get("OBS_ENDPOINT", "http://127.0.0.1:9000")

BUCKET = os.environ.get("ONE_HOUR_BUCKET", "one-hour")
ROOT = "free_train"  # holds code/, data/, log/, out/ and ckpt/
RUN_SCRIPT = "code/test.py"  # below ROOT
ENGINE = os.environ.get("ONE_HOUR_ENGINE", "Scikit_Learn")
FLAVOR = "modelarts.vm.cpu.1u"
RUN_HOURS = 1
CONTINUE_ITERS = int(os.environ.get("ONE_HOUR_ITERS", "2"))  # jobs one after another; -1: a single one, to measure
