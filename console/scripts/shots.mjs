// Screenshots of the pages, for looking at them: node scripts/shots.mjs OUT BASE name=path ...
import { mkdirSync } from "node:fs";

import { chromium } from "playwright-core";

const [out, base, ...pages] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
});
const looks = (process.env.LOOKS ?? "en-light,zh-dark").split(",");
for (const look of looks) {
  const [language, theme] = look.split("-");
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...(process.env.STATE && { storageState: process.env.STATE }),
  });
  await context.addInitScript(
    ([l, t]) => {
      localStorage.setItem("modelyard.language", l);
      localStorage.setItem("modelyard.theme", t);
    },
    [language, theme],
  );
  const page = await context.newPage();
  page.on("pageerror", (problem) => console.log("PAGE ERROR", problem.message));
  page.on(
    "console",
    (message) => message.type() === "error" && console.log("console:", message.text().slice(0, 300)),
  );
  for (const item of pages) {
    const at = item.indexOf("=");
    const name = item.slice(0, at);
    const [path, ...clicks] = item.slice(at + 1).split("=>");
    await page.goto(base + path, { waitUntil: "load" });
    await page.waitForTimeout(Number(process.env.WAIT ?? 900));
    for (const click of clicks) {
      await page.locator(click).first().click();
      await page.waitForTimeout(700);
    }
    await page.screenshot({ path: `${out}/${name}-${look}.png` });
  }
  await context.close();
}
await browser.close();
