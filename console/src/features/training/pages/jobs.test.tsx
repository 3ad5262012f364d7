import { describe, expect, it } from "vitest";

import { breakDown, forbid, renderConsole } from "@/testing/render";
import { world } from "@/testing/setup";
import { makeJob } from "@/testing/workloads";

// A list that draws the rows in sight only needs a height, which jsdom does not give.
Object.defineProperty(Element.prototype, "clientHeight", {
  configurable: true,
  get(this: Element) {
    return this.getAttribute("role") === "log" ? 4_000 : 0;
  },
});

const searches = "*/v2/:project/training-job-searches";
const idOf = (name: string) => world().workloads.jobs.find((job) => job.metadata.name === name)!.metadata.id;

describe("JobsPage", () => {
  it("says of each job how it is, why it waits and how it ended", async () => {
    const screen = renderConsole("/training/jobs");

    expect(await screen.findByTestId("job-flowers-vit")).toBeTruthy();
    expect(screen.getByText(/Place 2 in the queue · It needs 2 x 8 cores/)).toBeTruthy();
    expect(screen.getByText(/needed more memory than the 4096 MiB/)).toBeTruthy();
  });

  it("leads to the first job when there is none", async () => {
    world().workloads.jobs = [];
    const screen = renderConsole("/training/jobs");

    expect(await screen.findByText("No training jobs yet")).toBeTruthy();
    await screen.user.click(screen.getByTestId("create-job"));
    expect(screen.router.state.location.pathname).toBe("/training/jobs/new");
  });

  it("keeps filters in the address and asks the server with them", async () => {
    const screen = renderConsole("/training/jobs?status=Failed");

    expect(await screen.findByTestId("job-flowers-oom")).toBeTruthy();
    expect(screen.queryByTestId("job-flowers-vit")).toBeNull();

    await screen.user.type(screen.getByTestId("search"), "speech");
    expect(await screen.findByText("No job fits these filters")).toBeTruthy();
    expect(screen.router.state.location.search).toBe("?status=Failed&q=speech");
  });

  it("stops several jobs, and leaves those alone that have ended", async () => {
    const screen = renderConsole("/training/jobs");
    await screen.findByTestId("job-flowers-vit");
    await screen.user.click(screen.getByRole("checkbox", { name: "Select all" }));
    await screen.user.click(screen.getByTestId("stop-selected"));

    expect((await screen.findAllByText("Stop 2 jobs?")).length).toBeGreaterThan(0);
    await screen.user.click(screen.getAllByRole("button", { name: "Stop" }).at(-1)!);

    await expect
      .poll(() => world().workloads.jobs.filter((job) => job.status.phase === "Terminating"))
      .toHaveLength(2);
  });

  it.each([
    ["forbidden", () => forbid("post", searches, "modelarts:trainJob:list"), "missing-action"],
    ["broken", () => breakDown("post", searches), "error-state"],
  ])("says so when the list is %s", async (_what, arrange, shown) => {
    arrange();
    const screen = renderConsole("/training/jobs");
    expect(await screen.findByTestId(shown)).toBeTruthy();
  });

  it("is Chinese in Chinese", async () => {
    const screen = renderConsole("/training/jobs", "zh");
    expect(await screen.findByText(/排队第 2 位/)).toBeTruthy();
  });
});

describe("CreateJobPage", () => {
  it("objects only after the first change, and names the place", async () => {
    const screen = renderConsole("/training/jobs/new");
    const name = await screen.findByTestId("job-name");
    expect(screen.queryByTestId("job-problems")).toBeNull();
    expect(document.querySelector(".ant-form-item-explain-error")).toBeNull();

    await screen.user.type(name, "!");
    await expect
      .poll(() => document.querySelector(".ant-form-item-explain-error")?.textContent)
      .toContain("The name may have");
  });

  it("takes any spelling of a path, shows what will run, and creates the job", async () => {
    const screen = renderConsole("/training/jobs/new");
    const name = await screen.findByTestId("job-name");
    await screen.user.clear(name);
    await screen.user.paste("first-job");
    await screen.user.click(screen.getByTestId("boot-file"));
    await screen.user.paste("/datasets/code/train.py");
    await screen.user.tab();

    expect((screen.getByTestId("boot-file") as HTMLInputElement).value).toBe("obs://datasets/code/train.py");
    expect((screen.getByTestId("code-dir") as HTMLInputElement).value).toBe("obs://datasets/code/");
    expect(await screen.findByTestId("job-valid")).toBeTruthy();
    expect(screen.getByText(/user-job-dir\/code\/train\.py --data_url/)).toBeTruthy();

    await screen.user.click(screen.getByTestId("submit-job"));
    await expect.poll(() => screen.router.state.location.pathname).toMatch(/\/training\/jobs\/[0-9a-f]{8}-/);
    expect(world().workloads.jobs[0]!.metadata.name).toBe("first-job");
  });

  it("fills in several parameters from one paste", async () => {
    const screen = renderConsole("/training/jobs/new");
    await screen.user.click(await screen.findByTestId("add-parameter"));
    await screen.user.click(screen.getByTestId("parameter-name-0"));
    await screen.user.paste("batchsize=4;learning_rate=0.01");

    expect((screen.getByTestId("parameter-value-1") as HTMLInputElement).value).toBe("0.01");
  });

  it("begins with the values of the job that is rebuilt", async () => {
    const screen = renderConsole(`/training/jobs/new?from=${idOf("flowers-svm")}`);

    expect(((await screen.findByTestId("job-name")) as HTMLInputElement).value).toBe("flowers-svm-2");
    expect((screen.getByTestId("input-path-0") as HTMLInputElement).value).toBe("obs://datasets/flowers/");
    expect((screen.getByTestId("parameter-value-0") as HTMLInputElement).value).toBe("20");
  });

  it("picks a boot file from the buckets", async () => {
    const screen = renderConsole("/training/jobs/new");
    await screen.user.click(await screen.findByTestId("boot-file-browse"));
    await screen.user.click(await screen.findByTestId("pick-datasets"));
    await screen.user.click(await screen.findByTestId("pick-README.md"));
    await screen.user.click(screen.getByTestId("picker-take"));

    await expect
      .poll(() => (screen.getByTestId("boot-file") as HTMLInputElement).value)
      .toBe("obs://datasets/README.md");
  });
});

describe("JobPage", () => {
  it("says in words how a job failed, with its last lines", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("flowers-oom")}`);

    const ending = await screen.findByTestId("job-ending");
    expect(ending.textContent).toContain("needed more memory than the 4096 MiB");
    expect((await screen.findByTestId("last-lines")).textContent).toContain("saved model.pkl");
  });

  it("says why a job waits", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("speech-large")}`);

    const waiting = await screen.findByTestId("job-waiting");
    expect(waiting.textContent).toContain("Place 2 in the queue");
    expect(waiting.textContent).toContain("the largest free block is 4 cores");
    expect(await screen.findByText("The log begins when the job starts")).toBeTruthy();
  });

  it("shows the log, and only errors when asked for them", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("flowers-svm")}`);
    expect(await screen.findByText(/saved model.pkl/)).toBeTruthy();

    await screen.user.click(screen.getByText("Errors"));
    expect(await screen.findByText(/became NaN/)).toBeTruthy();
    await expect.poll(() => screen.queryByText(/saved model.pkl/)).toBeNull();
    expect(screen.router.state.location.search).toBe("?level=error");
  });

  it("counts what is looked for in the whole log", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("flowers-svm")}`);
    await screen.user.type(await screen.findByTestId("log-search"), "accuracy");

    await expect.poll(() => screen.getByTestId("log-hits").textContent).toBe("40 of 40");
    await screen.user.click(screen.getByRole("button", { name: "Previous place" }));
    expect(screen.getByTestId("log-hits").textContent).toBe("39 of 40");
  });

  it("shows the configuration with links into the storage", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("flowers-svm")}?tab=configuration`);

    const link = await screen.findByRole("link", { name: "obs://datasets/flowers/" });
    expect(link.getAttribute("href")).toBe("/storage/datasets?prefix=flowers%2F");
    expect(screen.getByText(/OBS_SECRET_KEY=\*{6}/)).toBeTruthy();
  });

  it("lists events of the job", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("flowers-oom")}?tab=events`);
    expect(await screen.findByText("The training job failed.")).toBeTruthy();
  });

  it("says why there is no terminal", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("flowers-svm")}?tab=terminal`);
    expect(await screen.findByText("The status of this job is “Completed”.")).toBeTruthy();
  });

  it("does not offer to delete a job that has not ended", async () => {
    const screen = renderConsole(`/training/jobs/${idOf("flowers-vit")}`);
    await screen.user.click(await screen.findByTestId("job-menu"));

    const item = await screen.findByRole("menuitem", { name: /Delete/ });
    expect(item.getAttribute("aria-disabled")).toBe("true");
  });

  it("says so when there is no such job", async () => {
    world().workloads.jobs = [makeJob("other")];
    const screen = renderConsole("/training/jobs/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
    expect(await screen.findByText("The training job was not found.")).toBeTruthy();
  });
});
