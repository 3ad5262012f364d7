import { describe, expect, it } from "vitest";

import { breakDown, forbid, renderConsole } from "@/testing/render";
import { world } from "@/testing/setup";

describe("LoginPage", () => {
  async function signIn(password: string) {
    world().session = null;
    const screen = renderConsole("/users");
    await screen.user.type(await screen.findByLabelText("Account"), "acme");
    await screen.user.type(screen.getByLabelText("User"), "admin");
    await screen.user.type(screen.getByLabelText("Password"), password);
    await screen.user.click(screen.getByTestId("login-submit"));
    return screen;
  }

  it("leads back to the page that was asked for", async () => {
    const screen = await signIn("secret-1");

    expect(await screen.findByTestId("user-lin")).toBeTruthy();
    expect(screen.router.state.location.pathname).toBe("/users");
  });

  it("does not say whether name or password was wrong", async () => {
    const screen = await signIn("nope");

    expect((await screen.findByTestId("login-error")).textContent).toContain("That did not match");
  });

  it("says how long the door stays shut", async () => {
    const screen = await signIn("locked");

    expect((await screen.findByTestId("login-locked")).textContent).toContain("5 minutes");
  });
});

describe("first sign-in", () => {
  it("asks for a new password before anything else", async () => {
    world().session!.must_change_password = true;
    const screen = renderConsole("/overview");

    expect(await screen.findByText("Choose a new password")).toBeTruthy();
    expect(screen.queryByTestId("nav-users")).toBeNull();
  });
});

describe("UsersPage", () => {
  it("filters by name, in the address bar too", async () => {
    const screen = renderConsole("/users");
    await screen.findByTestId("user-lin");

    await screen.user.type(screen.getByTestId("search"), "mari");

    expect(screen.queryByTestId("user-lin")).toBeNull();
    expect(screen.router.state.location.search).toBe("?q=mari");
  });

  it("keeps the form when the server refuses", async () => {
    const screen = renderConsole("/users");
    await screen.user.click(await screen.findByTestId("create-user"));
    await screen.user.type(await screen.findByTestId("user-name"), "lin");
    await screen.user.type(screen.getByTestId("user-password"), "Secret-12{Enter}");

    expect((await screen.findByTestId("error-alert")).textContent).toContain("exists already");
    expect((screen.getByTestId("user-name") as HTMLInputElement).value).toBe("lin");
  });

  it("says which permission is missing", async () => {
    forbid("get", "*/v3/users", "iam:users:listUsers");
    const screen = renderConsole("/users");

    expect((await screen.findByTestId("missing-action")).textContent).toBe("iam:users:listUsers");
  });

  it("speaks Chinese", async () => {
    const screen = renderConsole("/users", "zh");

    expect(await screen.findByRole("heading", { name: "用户" })).toBeTruthy();
  });
});

describe("KeysPage", () => {
  it("shows a new secret once", async () => {
    const screen = renderConsole("/keys");
    await screen.user.click(await screen.findByTestId("create-key"));
    await screen.user.type(await screen.findByTestId("key-description"), "laptop{Enter}");

    expect((await screen.findByTestId("new-secret")).textContent).toContain("s3cr3t");
    await screen.user.click(screen.getByTestId("secret-kept"));
    await expect.poll(() => screen.queryByText(/s3cr3t/)).toBeNull();
  });
});

describe("PolicyPage", () => {
  it("cannot be saved before it is a policy, and shows what the server says", async () => {
    const screen = renderConsole("/policies/new");
    await screen.user.type(await screen.findByTestId("policy-name"), "mine");
    await screen.user.type(screen.getByTestId("policy-description"), "test");
    expect((screen.getByTestId("save-policy") as HTMLButtonElement).disabled).toBe(true);
    expect(screen.getByTestId("policy-problem").textContent).toContain("at least one action");

    await screen.user.click(screen.getByText("JSON"));
    const field = screen.getByTestId("policy-json");
    await screen.user.clear(field);
    await screen.user.click(field);
    await screen.user.paste('{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["nope:x:y"]}]}');
    await screen.user.click(screen.getByTestId("save-policy"));

    expect((await screen.findByTestId("error-alert")).textContent).toContain("nope:x:y is unknown");
  });

  it("shows a system policy without a way to change it", async () => {
    const screen = renderConsole("/policies/r-OBS-OperateAccess");

    expect(await screen.findByText("Use as template")).toBeTruthy();
    expect(screen.queryByTestId("save-policy")).toBeNull();
  });
});

describe("AuditPage", () => {
  it("fetches older records when asked", async () => {
    const screen = renderConsole("/audit?range=all");
    await screen.findByText("createUser");
    const before = screen.getAllByRole("row").length;

    await screen.user.click(screen.getByTestId("older"));

    await expect.poll(() => screen.getAllByRole("row").length).toBeGreaterThan(before);
  });

  it("says so when nothing matches", async () => {
    world().traces = [];
    const screen = renderConsole("/audit");

    expect(await screen.findByText("Nothing recorded for this choice")).toBeTruthy();
  });
});

describe("a page that cannot be loaded", () => {
  it.each([
    ["/workspaces", "*/v1/:project/workspaces"],
    ["/agencies", "*/v3.0/OS-AGENCY/agencies"],
    ["/policies", "*/v3/roles"],
    ["/settings", "*/v2/:project/authorization-mode"],
    ["/overview", "*/v2/:project/overview"],
    ["/projects", "*/v3/projects"],
    ["/audit", "*/v3/:project/traces"],
  ])("%s offers to try again", async (path, api) => {
    breakDown("get", api);
    const screen = renderConsole(path);

    expect(await screen.findByText("Try again")).toBeTruthy();
    expect(screen.getByTestId("nav-overview")).toBeTruthy();
  });
});
