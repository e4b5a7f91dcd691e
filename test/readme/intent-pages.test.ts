import { copyFile, symlink, writeFile } from "node:fs/promises";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { detectDrift } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { beforeAll, describe, expect, it } from "vitest";
import type { World } from "../../emulator";
import { hostArguments } from "../../provider/hosts/host-args";
import { intents } from "../../provider/intents";
import { root } from "../../scripts/project-copy.mts";
import { renderReport } from "../provider/drift/formats/render";
import { run, type Ended } from "../run";
import { useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";
import { codeBlocks } from "./code-blocks";

type Look = "preview" | "refresh" | "drift";

/** What a page shows in its blocks of text, in their order, when its program has run and something has happened since. */
interface Shown {
  readonly takes: readonly string[];
  readonly looks: readonly Look[];
  readonly meanwhile?: (world: World) => void;
}

const sh0 = "sh-0.contoso.com";
const all: readonly Look[] = ["preview", "refresh", "drift"];
const pages: Readonly<Record<string, Shown>> = {
  "session-disconnected": { takes: intents.SessionDisconnected.takes, looks: all, meanwhile: (world) => { world.reconnect(world.session(sh0, 3)); } },
  "session-logged-off": { takes: intents.SessionLoggedOff.takes, looks: all },
  "message-sent": { takes: intents.MessageSent.takes, looks: all, meanwhile: (world) => { world.reconnect(world.session(sh0, 5)); } },
  "host-drained": { takes: hostArguments.HostDrained, looks: all, meanwhile: (world) => { world.undrain(world.sessionHost(sh0)); } },
  "host-empty": {
    takes: hostArguments.HostEmpty,
    looks: all,
    meanwhile: (world) => {
      world.undrain(world.sessionHost(sh0));
      world.signIn(world.sessionHost(sh0), { userPrincipalName: "erin@contoso.com" });
    },
  },
  "host-maintenance": { takes: ["scope", "sessionHosts", "atOnce", "work", "triggers", "mustSettle"], looks: ["preview", "drift"] },
};

const folder = temporaryFolder();
const sample = useSample();
let compiler: Ended;

beforeAll(async () => {
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const files = Object.keys(pages).map((page) => `${page}.mts`);
  for (const page of Object.keys(pages)) await writeFile(join(folder, `${page}.mts`), programOf(page));
  const options = ["--strict", "--module", "nodenext", "--target", "es2024", "--types", "node", "--skipLibCheck"];
  compiler = await run("node", [join(root, "node_modules/typescript/bin/tsc"), ...options, ...files], { cwd: folder });
}, 240_000);

const blocksOf = (page: string, language: string): readonly string[] => codeBlocks(`docs/intents/${page}.md`).filter((block) => block.language === language).map(({ code }) => code);

function programOf(page: string): string {
  const [program, ...others] = blocksOf(page, "ts");
  expect(others).toEqual([]);
  return program!;
}

/** A line as it is, wherever it stands, and at whatever time it was written. */
const lines = (text: string): readonly string[] =>
  text.trimEnd().split("\n").map((line) => line.trim().replace(/ +/g, " ").replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "SOME TIME"));

it("There is a page for each intent, and a list of them", () => {
  const files = readdirSync(join(root, "docs/intents")).sort();
  expect(files).toEqual(["README.md", ...Object.keys(pages).map((page) => `${page}.md`)].sort());
  const list = readFileSync(join(root, "docs/intents/README.md"), "utf8");
  for (const page of Object.keys(pages)) expect(list).toContain(`(${page}.md)`);
});

it("The programs of the pages are complete as they are shown, and right by their types", () => {
  expect(compiler).toEqual({ code: 0, stdout: "", stderr: "" });
});

describe.each(Object.entries(pages))("The page of %s", (page, { takes, looks, meanwhile }) => {
  it("shows what its program does", async () => {
    let turn = 0;
    // A module runs once under each name, and a program in each operation.
    const program = async (): Promise<Record<string, unknown>> => {
      const copy = join(folder, `${page}-${++turn}.mjs`);
      await copyFile(join(folder, `${page}.mjs`), copy);
      return createRequire(__filename)(copy) as Record<string, unknown>;
    };
    const stack = await createTestStack({ projectName: "desktops", stackName: "prod", program });
    const preview = (await stack.preview({ color: "never" })).stdout + (await stack.preview({ diff: true, color: "never" })).stdout;
    await stack.up();
    meanwhile?.(sample.emulator.world);
    const refresh = (await stack.preview({ refresh: true, diff: true, color: "never" })).stdout;
    const drift = renderReport(await detectDrift({ states: [{ state: await stack.exportStack() }] }), "text");
    const blocks = blocksOf(page, "text");
    expect(blocks).toHaveLength(looks.length);
    for (const [index, look] of looks.entries()) {
      const written = lines({ preview, refresh, drift }[look]).join("\n");
      for (const line of lines(blocks[index]!)) expect(written).toContain(line);
    }
  });

  it("names every argument", () => {
    const text = readFileSync(join(root, `docs/intents/${page}.md`), "utf8");
    for (const name of takes) expect(text, name).toMatch(new RegExp(`\`${name}[\`:]`));
  });
});

const headingsOf = (file: string): ReadonlySet<string> =>
  new Set([...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-")));

it.each([...Object.keys(pages), "README"])("The page of %s links to what there is", (page) => {
  const file = join(root, `docs/intents/${page}.md`);
  for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/\]\(([^)]+)\)/g)) {
    const [path = "", heading] = target.split("#");
    const linked = path === "" ? file : join(dirname(file), path);
    expect(existsSync(linked), target).toBe(true);
    if (heading !== undefined) expect(headingsOf(linked), target).toContain(heading);
  }
});
