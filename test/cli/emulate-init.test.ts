import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Emulator, manualClock, type Seed, startEmulator } from "../../emulator/index";
import { sampleWorld } from "../../emulator/seed/sample-world";
import { seedSchema } from "../../emulator/seed/seed-schema";
import { HOST, POOL, SESSIONS, signedIn } from "../emulator/wire";
import { temporaryFolder } from "../temporary-folder";
import { run } from "./emulator-process";

let file: string;
let text: string;
beforeAll(async () => {
  file = join(temporaryFolder(), "world.yaml");
  expect(await run("emulate", "init", file).ended).toEqual({ code: 0, stdout: `Wrote ${file}. Start from it:\n  desktop-sessions emulate --seed ${file}\n`, stderr: "" });
  text = readFileSync(file, "utf8");
});

/** A "#" right before a property is one to take away. */
const uncommented = (keep: (line: string) => boolean): string =>
  text.split("\n").map((line) => (/^ *#\w/.test(line) && keep(line) ? line.replace("#", "") : line)).join("\n");

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
}

/** What a schema speaks of and no value of a seed has, each with its place, in which a name of somebody's is `*`. */
function* unmentioned(schema: JsonSchema, values: readonly unknown[], path = ""): Generator<string> {
  for (const option of schema.anyOf ?? []) yield* unmentioned(option, values, path);
  if (schema.items) yield* unmentioned(schema.items, values.filter(Array.isArray).flat(), `${path}.*`);
  const objects = values.filter((value): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value));
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const found = objects.flatMap((object) => (Object.hasOwn(object, name) ? [object[name]] : []));
    const place = path === "" ? name : `${path}.${name}`;
    if (found.length === 0) yield place;
    else yield* unmentioned(inner, found, place);
  }
  if (typeof schema.additionalProperties === "object") yield* unmentioned(schema.additionalProperties, objects.flatMap(Object.values), `${path}.*`);
}

async function shown(seed: string | Seed): Promise<unknown> {
  const emulator: Emulator = await startEmulator({ seed, clock: manualClock("2026-01-31T08:30:00Z") });
  try {
    const call = await signedIn(emulator);
    const answers = await Promise.all([POOL, HOST, SESSIONS, `${POOL}/sessionHosts`, `${POOL}/userSessions`].map(async (path) => (await call(path)).json));
    const desktops = Array.from(emulator.world.rds.desktops, ({ name, host, state, session }) => [name, host.name, state, session?.id, session?.user, session?.connectState]);
    const users = Array.from(emulator.world.rds.users, ({ name, password, access }) => [name, password, access]);
    return { answers, desktops, users, collections: Array.from(emulator.world.rds.collections, ({ alias, name }) => [alias, name]) };
  } finally {
    await emulator.close();
  }
}

describe("desktop-sessions emulate init", () => {
  test("writes the sample world", async () => {
    expect(await shown(file)).toEqual(await shown(sampleWorld));
  });

  test("stands before defaults with its comments: without them nothing changes", async () => {
    const defaults = join(temporaryFolder(), "defaults.yaml");
    writeFileSync(defaults, uncommented((line) => !line.endsWith("example")));
    expect(await shown(defaults)).toEqual(await shown(file));
  });

  test("is a seed with all that it has in comments, too", async () => {
    const everything = join(temporaryFolder(), "everything.yaml");
    writeFileSync(everything, uncommented(() => true));
    await expect(shown(everything)).resolves.toBeDefined();
  });

  test("mentions every property that a seed can have", () => {
    const schema = z.toJSONSchema(seedSchema(), { io: "input", unrepresentable: "any", reused: "inline" }) as JsonSchema;
    const seed = load(uncommented(() => true), { schema: CORE_SCHEMA });
    const [, ofSnapshots] = /does not need: ([^.]*)\./.exec(text)!;
    const needless = ofSnapshots!.split(/[\s,#]+/);
    // The same shape in several places is spelled out in one of them.
    const isSaid = (place: string): boolean => needless.includes(place.split(".").at(-1)!) || place.includes("transitions.");
    expect([...unmentioned(schema, [seed])].filter((place) => !isSaid(place))).toEqual([]);
    for (const name of ["signIn", "disconnect", "logOff", "after", "polls"]) expect(text).toMatch(new RegExp(`transitions: .*\\b${name}: `));
  });

  test("takes world.yaml where no file is named, and overwrites none", async () => {
    const folder = mkdtempSync(join(temporaryFolder(), "init-"));
    const here = process.cwd();
    process.chdir(folder);
    try {
      expect((await run("emulate", "init").ended).code).toBe(0);
      writeFileSync("world.yaml", "mine\n");
      expect(await run("emulate", "init").ended).toEqual({ code: 1, stdout: "", stderr: "desktop-sessions: Could not write world.yaml: it is there already. Name another file, or remove this one.\n" });
      expect(readFileSync("world.yaml", "utf8")).toBe("mine\n");
    } finally {
      process.chdir(here);
    }
    expect(statSync(join(folder, "world.yaml")).isFile()).toBe(true);
  });

  test.each<[string[], string]>([
    [["world.json"], '"world.json" must end in .yaml or .yml.'],
    [["world.txt"], '"world.txt" must end in .yaml or .yml.'],
    [["a.yaml", "b.yaml"], 'Did not understand "b.yaml"'],
    [["--force"], "Unknown option '--force'"],
  ])("refuses %j and exits 2", async (args, message) => {
    expect(await run("emulate", "init", ...args).ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  });

  test("says why it can't write, and explains itself", async () => {
    expect(await run("emulate", "init", join(temporaryFolder(), "missing", "world.yaml")).ended).toMatchObject({ code: 1, stderr: expect.stringContaining("Name a file in a directory that you may write to.") });
    expect(await run("emulate", "init", "--help").ended).toMatchObject({ code: 0, stdout: expect.stringContaining("emulate init [FILE]") });
  });
});
