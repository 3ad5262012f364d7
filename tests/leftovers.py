"""What tests leave running on a platform that they share."""

import time

from conformance.people import People
from modelyard.server.testing import ThrowawayPlatform

WITHIN_SECONDS = 120
_OVER = frozenset({"Completed", "Failed", "Terminated", "Abnormal"})


def remove_what_runs(platform: ThrowawayPlatform) -> None:
    """Delete all services and stop all jobs of the administrator, and wait until they hold nothing of the machine.

    Whoever comes next would wait for them: a machine with two cores is full with two services.
    """
    people = People(platform)
    project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
    services, jobs = f"/v1/{project}/services", f"/v2/{project}/training-jobs"

    def left() -> list[str]:
        found = people.call("POST", f"/v2/{project}/training-job-searches", {"limit": 50})["items"]
        running = [f"{jobs}/{job['metadata']['id']}" for job in found if job["status"]["phase"] not in _OVER]
        return running + [f"{services}/{each['service_id']}" for each in people.call("GET", f"{services}?limit=50")["services"]]

    asked: set[str] = set()
    late = time.monotonic() + WITHIN_SECONDS
    while there := left():
        for path in set(there) - asked:
            if path.startswith(services):
                people.call("DELETE", path)
            else:
                people.call("POST", f"{path}/actions", {"action_type": "terminate"})
            asked.add(path)
        assert time.monotonic() < late, there
        time.sleep(0.2)
