import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Ledger } from "../../provider/ledger";
import { bornOf } from "../../provider/process-alive";
import { temporaryFolder } from "../temporary-folder";

interface Entry {
  readonly what: string;
}

let home = "";
beforeEach(() => {
  home = temporaryFolder();
});

const open = (about = "a message", to = "bob", where = home): Ledger<Entry> => new Ledger<Entry>([about], to, where);
const recovered = (...given: Parameters<typeof open>): readonly string[] => open(...given).recovered.map(({ what }) => what);
const files = (): readonly string[] => {
  const root = join(home, "desktop-sessions");
  return existsSync(root) ? readdirSync(root, { recursive: true }).map(String).filter((name) => name.endsWith(".jsonl")).map((name) => join(root, name)) : [];
};

/** A process that is not there any more. */
const dead = (): number => spawnSync(process.execPath, ["--version"]).pid;

interface Writer {
  readonly pid?: number;
  readonly machine?: string;
  readonly born?: string;
}

/** What a run leaves that another process has made. @returns its file */
function left(lines: readonly string[], { pid = dead(), machine, born }: Writer = {}, to = "bob", about = "a message"): string {
  const ledger = open(about, to);
  const before = new Set(files());
  for (const what of lines) ledger.write({ what });
  const file = files().find((one) => !before.has(one))!;
  const [, where, since, work] = file.slice(dirname(file).length + 1).split("-");
  const other = join(dirname(file), `${[pid, machine ?? where, born ?? since, work, randomUUID()].join("-")}.jsonl`);
  renameSync(file, other);
  return other;
}

describe("what a run has written down", () => {
  it("is found by the next one that does the same, when it was killed", () => {
    left(["about", "sent"]);
    expect(recovered()).toEqual(["about", "sent"]);
    expect(recovered("another message")).toEqual([]);
  });

  it("is written also while another process removes the folder again and again, because nothing is in it", async () => {
    const folder = dirname(left(["about"]));
    rmSync(folder, { recursive: true });
    const remover = spawn(process.execPath, ["-e", "console.log(1); for (;;) try { fs.rmdirSync(process.argv[1]) } catch {}", folder]);
    try {
      await once(remover.stdout, "data");
      for (let run = 0; run < 300; run++) {
        const ledger = open();
        ledger.write({ what: "about" });
        expect(files()).toHaveLength(1);
        ledger.close();
      }
    } finally {
      remover.kill("SIGKILL");
    }
  });

  it("is found whoever it was for, and taken away only by who does it for the same", () => {
    left(["told bob"], {}, "bob");
    const other = open("a message", "alice");
    expect(other.recovered).toEqual([{ what: "told bob" }]);
    other.close();
    expect(files()).toHaveLength(1);
    open("a message", "bob").close();
    expect(files()).toEqual([]);
  });

  it("is not found while it is under way in this process", () => {
    open().write({ what: "under way" });
    expect(recovered()).toEqual([]);
  });

  it("is found where a process before had the id of this one", () => {
    left(["first of its container"], { pid: process.pid });
    expect(recovered()).toEqual(["first of its container"]);
  });

  it("is not found of another machine, which can't be asked whether it goes on", () => {
    left(["elsewhere"], { machine: "0123abcd" });
    expect(recovered()).toEqual([]);
  });

  it("goes on where a line was cut off by the kill", () => {
    const file = left(["whole"]);
    appendFileSync(file, '{"what":"to');
    expect(recovered()).toEqual(["whole"]);
  });

  it("comes in the order in which runs have ended", () => {
    const [first, second] = [left(["first"]), left(["second"])];
    utimesSync(first, 1_000, 3_000);
    utimesSync(second, 1_000, 2_000);
    expect(recovered()).toEqual(["second", "first"]);
  });

  it("can be looked at, as the next run would find it, and lies there as before", () => {
    left(["first"], {}, "alice");
    left(["second"]);
    left(["of one that lives"], { pid: process.ppid, born: bornOf(process.ppid) });
    const before = files();
    expect(Ledger.look(["a message"], home)).toEqual([{ what: "first" }, { what: "second" }]);
    expect([files(), Ledger.look(["another message"], home)]).toEqual([before, []]);
  });

  it("goes with its folder when it is in other hands", () => {
    const ledger = open();
    ledger.write({ what: "done" });
    ledger.close();
    expect(readdirSync(join(home, "desktop-sessions"))).toEqual([]);
  });

  it("stays where the run after it has done nothing", () => {
    left(["drained"]);
    const ledger = open();
    ledger.write({ what: "refused" });
    ledger.drop();
    expect(recovered()).toEqual(["drained"]);
  });
});

describe("what nobody comes back for", () => {
  const age = (file: string, days: number): void => {
    const at = Date.now() / 1000 - days * 86_400;
    utimesSync(file, at, at);
  };
  /** Another home of the same files: this process has not swept it yet. */
  const moved = (): void => {
    const other = temporaryFolder();
    renameSync(join(home, "desktop-sessions"), join(other, "desktop-sessions"));
    home = other;
  };

  it.each([
    ["of this machine", {}],
    ["of another", { machine: "0123abcd" }],
  ])("is forgotten after a week: %s", (_, writer) => {
    age(left(["old"], writer, "bob", "one message"), 8);
    age(left(["young"], writer, "bob", "another message"), 6);
    moved();
    open("a third message");
    expect(files()).toHaveLength(1);
    expect(recovered("one message")).toEqual([]);
  });

  it("is not found after a week by who looks, nor removed", () => {
    age(left(["old"]), 8);
    expect([Ledger.look(["a message"], home), files().length]).toEqual([[], 1]);
  });
});

describe("a process that wrote something down", () => {
  const living = spawn(process.execPath, ["-e", "setInterval(() => {}, 60_000)"], { stdio: "ignore" });
  afterEach(() => {
    if (files().length === 0) living.kill();
  });

  it("is left to go on while it lives", () => {
    left(["under way"], { pid: living.pid!, born: bornOf(living.pid!) });
    expect(recovered()).toEqual([]);
  });

  it("is left to go on where it is another user's", () => {
    left(["under way"], { pid: 1, born: bornOf(1) });
    expect(recovered()).toEqual([]);
  });

  it.skipIf(bornOf(process.pid) === "0")("is not mistaken for a later one that has its id", () => {
    left(["killed"], { pid: living.pid!, born: "1" });
    expect(recovered()).toEqual(["killed"]);
    living.kill();
  });
});

describe("a folder that can't be used", () => {
  it("is named, with the reason and what to do", () => {
    writeFileSync(join(home, "file"), "");
    const expected = /^Could not write down in .*file.desktop-sessions.* what is about to be done: ENOTDIR.* Set PULUMI_HOME to a folder/;
    expect(() => open("a message", "bob", join(home, "file")).write({ what: "about" })).toThrow(expected);
    mkdirSync(join(home, "desktop-sessions"));
    const ledger = open();
    writeFileSync(join(home, "desktop-sessions", "in-the-way"), "");
    ledger.write({ what: "about" }); // what lies beside does not matter
    ledger.close();
  });
});
