import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DriftReport } from "../../../../provider/drift/report";
import { arbitraryReport } from "./arbitrary-report";
import { launch, reasonToSkip } from "./browser.mts";
import { renderReport } from "./render";
import { emptyReport, hostileNames, inSyncReport, sampleReport } from "./sample-report";

const megabyte = 1e6;

/** A pool and a state as large as they get. */
function large(hosts: number, sessionsOnEach: number, intents: number, findingsOfEach: number): DriftReport {
  const [stack] = sampleReport.stacks;
  const intent = stack!.intents[1]!;
  const finding = intent.findings[0]!;
  return {
    ...sampleReport,
    outcome: "drift",
    stacks: [
      {
        ...stack!,
        outcome: "drift",
        intents: Array.from({ length: intents }, (_, n) => ({
          ...intent,
          name: `off-${n}`,
          findings: Array.from({ length: findingsOfEach }, (__, m) => ({ ...finding, session: { ...finding.session, sessionHost: `sh-${n % hosts}.contoso.com`, sessionId: String(m) } })),
        })),
      },
    ],
    scopes: [
      {
        ...sampleReport.scopes[0]!,
        hosts: Array.from({ length: hosts }, (_, n) => ({ sessionHost: `sh-${n}.contoso.com`, states: { Active: sessionsOnEach - 1, Disconnected: 1 } })),
      },
    ],
  };
}

/** The same with intents that hold besides. */
function withHeld(report: DriftReport, held: number): DriftReport {
  const [stack] = report.stacks;
  const intent = { ...sampleReport.stacks[0]!.intents[0]!, wanted: `Nobody who matches user ${"x".repeat(150)}@contoso.com is connected.` };
  return { ...report, stacks: [{ ...stack!, intents: [...stack!.intents, ...Array.from({ length: held }, (_, n) => ({ ...intent, name: `held-${n}` }))] }] };
}

describe("the HTML of a drift report", () => {
  it.each([
    ["sample", sampleReport],
    ["in-sync", inSyncReport],
    ["empty", emptyReport],
  ])("is this: %s", async (name, report) => {
    await expect(renderReport(report, "html")).toMatchFileSnapshot(`golden/${name}.html`);
  });

  it.each([
    ["ten thousand sessions on a hundred hosts, in a thousand intents", large(100, 100, 1_000, 10)],
    ["ten thousand intents that hold besides", withHeld(large(100, 100, 1_000, 10), 10_000)],
    ["ten thousand sessions on one host", large(1, 10_000, 1, 10_000)],
    ["ten thousand hosts", large(10_000, 5, 10_000, 1)],
  ])("stays light: %s", (_name, report) => {
    const page = renderReport(report, "html");
    expect(page.length).toBeLessThan(2 * megabyte);
    expect(page).toMatch(/\d+ more (findings|hosts|intents)/);
  });
});

describe.skipIf(reasonToSkip !== undefined)(`the HTML of a drift report in a browser${reasonToSkip === undefined ? "" : ` (skipped: ${reasonToSkip})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());

  const cases = (["light", "dark"] as const).flatMap((colorScheme) => [360, 1280].map((width) => ({ colorScheme, width })));

  async function open(report: DriftReport, { colorScheme, width }: (typeof cases)[number] = cases[1]!): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on("request", (request) => complaints.push(`request: ${request.url()}`));
    await page.setContent(renderReport(report, "html"));
    return { page, complaints };
  }

  it.each(cases)("shows everything in $colorScheme at $width pixels: nothing overflows, nothing is fetched, nothing complains", async (setting) => {
    const { page, complaints } = await open(sampleReport, setting);
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll("main *")].filter((element) => element.closest("thead") === null && element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5).map((element) => element.outerHTML.slice(0, 200)),
    );
    expect(outside).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(setting.width);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("3 of 6 intents drifted, 1 could not be looked at");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(cases)("can be read in $colorScheme at $width pixels: each text stands out from what is behind it (WCAG 2.2, AA)", async (setting) => {
    const { page } = await open(sampleReport, setting);
    const faint = await page.evaluate(() => {
      const parse = (colour: string): number[] => colour.match(/[\d.]+/g)!.map(Number);
      const luminance = (colour: string): number => {
        const [red, green, blue] = parse(colour).map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
      };
      const behind = (element: Element | null): string => {
        if (element === null) return "rgb(255, 255, 255)";
        const colour = getComputedStyle(element).backgroundColor;
        return parse(colour)[3] === 0 ? behind(element.parentElement) : colour;
      };
      return [...document.querySelectorAll("main *")]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== ""))
        .map((element) => {
          const [light, dark] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
          return { text: element.textContent.slice(0, 40), contrast: (light! + 0.05) / (dark! + 0.05) };
        })
        .filter(({ contrast }) => contrast < 4.5);
    });
    expect(faint).toEqual([]);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number));
    expect(Math.max(...background) < 64).toBe(setting.colorScheme === "dark");
    await page.close();
  });

  it("draws each session once, and those that break an intent apart", async () => {
    const { page } = await open(sampleReport);
    const squares = (look: string): Promise<number> => page.locator(`.hosts .${look} i`).count();
    expect(await page.locator(".hosts i").count()).toBe(79);
    expect(await Promise.all(["drift", "ignored", "active", "disconnected", "pending", "other"].map(squares))).toEqual([9, 2, 53, 14, 0, 1]);
    await expect(page.getByRole("img", { name: "1 Active breaking an intent, 13 Active, 3 Disconnected" }).count()).resolves.toBe(1);
    await page.close();
  });

  it("has tables with heads and rows, and a heading for each part, to who does not see it", async () => {
    const { page } = await open(sampleReport, cases[0]);
    expect(await page.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual([
      "Errors",
      "Hosts and sessions",
      expect.stringContaining("desktops/prod"),
      expect.stringContaining("desktops/labs"),
      expect.stringContaining("desktops/empty"),
      expect.stringContaining("states/broken.json"),
      "Gone since the earlier report",
    ]);
    expect(await page.getByRole("table").count()).toBe(7);
    expect(await page.getByRole("rowheader").count()).toBe(7);
    expect(await page.getByRole("columnheader", { name: "User" }).count()).toBe(4);
    await page.close();
  });

  it("shows hostile names as what they are", async () => {
    const { page, complaints } = await open(sampleReport);
    const users = await page.locator("article", { hasText: "empty-host" }).locator("tbody td:first-child").allInnerTexts();
    expect(users).toEqual([
      hostileNames.script,
      hostileNames.markdown,
      "bob<U+202E>moc.osotnoc@<U+202C>",
      "eve<U+001B>[31m<U+000D><U+000A>HELP<U+0000><U+FFFF>",
      hostileNames.xml,
      `a",b="c\\"} 1<U+000A># TYPE x gauge`,
    ]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("has no element and no attribute that is not its own, whatever names there are", async () => {
    const { page } = await open(emptyReport);
    const pages = fc.sample(arbitraryReport, 200).map((report) => renderReport(report, "html"));
    const found = await page.evaluate(
      (texts) => {
        const names = new Set<string>();
        for (const text of texts) {
          const parsed = new DOMParser().parseFromString(text, "text/html");
          for (const element of parsed.querySelectorAll("*")) {
            names.add(element.localName);
            for (const attribute of element.attributes) names.add(`@${attribute.name}`);
          }
        }
        return [...names].sort();
      },
      pages,
    );
    const elements = "article b bdi body code dd div dl dt footer h1 h2 h3 head header html i li main meta p section span style table tbody td th thead title tr ul";
    const attributes = "aria-label aria-labelledby charset class content data-is http-equiv id lang name role scope title";
    expect(found.filter((name) => !elements.split(" ").includes(name) && !attributes.split(" ").includes(name.replace(/^@/, "")))).toEqual([]);
    expect(found).not.toContain("script");
    await page.close();
  });

  it("lets nothing run and nothing load, even where something got in", async () => {
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on("console", (message) => refused.push(message.text()));
    const intruder = `<script>document.title = "owned"</script><img src="https://evil.example/x.png"><p style="color:red">x</p>`;
    await page.setContent(renderReport(emptyReport, "html").replace("<footer>", `${intruder}<footer>`));
    expect(await page.title()).toBe("Session drift: in sync");
    expect(refused.join("\n")).toMatch(/script[\s\S]*evil\.example[\s\S]*style|Content Security Policy/);
    await page.close();
  });

  it("draws who was not sent a message as active, which a breaking session is", async () => {
    const [stack] = sampleReport.stacks;
    const told = stack!.intents[0]!;
    const finding = { ...stack!.intents[1]!.findings[0]!, from: "sent", to: "not sent" };
    const { page } = await open({ ...emptyReport, scopes: [{ ...sampleReport.scopes[0]!, hosts: [{ sessionHost: finding.session.sessionHost, states: { Disconnected: 1, Active: 2 } }] }], stacks: [{ ...stack!, intents: [{ ...told, findings: [finding] }] }] });
    expect(await page.getByRole("img").first().getAttribute("aria-label")).toBe("1 Active breaking an intent, 1 Active, 1 Disconnected");
    await page.close();
  });

  it("draws a bar for a host with more sessions than one can count", async () => {
    const { page, complaints } = await open(large(3, 400, 1, 5));
    expect(await page.locator(".hosts svg").count()).toBe(3);
    expect(await page.locator(".hosts i").count()).toBe(0);
    const [drift, all] = await Promise.all(["rect.drift", "svg"].map(async (part) => (await page.locator(`.hosts ${part}`).first().boundingBox())!.width));
    expect(drift! / all!).toBeCloseTo(5 / 400, 3);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
