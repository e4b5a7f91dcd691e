import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { detectDrift } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../temporary-folder";
import { checkpoint } from "./state-of";

/** A program named `pulumi` that says which it is and what it was asked, as the name of a stack. */
function makeCli(path: string, name: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const state = JSON.stringify({ ...checkpoint(), checkpoint: { stack: "NAME" } });
  writeFileSync(path, `#!/bin/sh\necho '${state}' | sed "s#NAME#${name}: $*#"\n`);
  chmodSync(path, 0o755);
}

const stackIn = async (environment: Record<string, string>, source: { stack?: string; cwd?: string } = {}): Promise<string> => {
  const { stacks } = await detectDrift({ states: [source], environment: { ...environment, PATH: [environment["PATH"] ?? "", "/bin", "/usr/bin"].join(delimiter) } });
  return stacks[0]!.error?.name ?? stacks[0]!.stack;
};

describe.skipIf(process.platform === "win32")("the Pulumi CLI", () => {
  it("is asked to export, and never to show secrets", async () => {
    const home = temporaryFolder();
    makeCli(join(home, "bin/pulumi"), "it");
    expect(await stackIn({ PULUMI_HOME: home })).toBe("it: stack export --non-interactive --color never");
    expect(await stackIn({ PULUMI_HOME: home }, { stack: "acme" })).toBe("it: stack export --non-interactive --color never --stack acme");
  });

  it("is the one on PATH, else the installer's, else the latest that was downloaded", async () => {
    const [folder, home] = [temporaryFolder(), temporaryFolder()];
    const found = async () => (await stackIn({ PULUMI_HOME: home, PATH: folder })).split(":")[0];
    expect(await found()).toBe("NoPulumiCli");
    makeCli(join(home, "versions/3.99.0/bin/pulumi"), "3.99.0");
    makeCli(join(home, "versions/3.259.0/bin/pulumi"), "3.259.0");
    mkdirSync(join(home, "versions/4.0.0/bin"), { recursive: true }); // a download that failed
    expect(await found()).toBe("3.259.0");
    makeCli(join(home, "bin/pulumi"), "installer's");
    expect(await found()).toBe("installer's");
    makeCli(join(folder, "pulumi"), "on PATH");
    expect(await found()).toBe("on PATH");
  });

  it("is not the launcher of the npm package, which may begin to download, nor a folder, nor what may not be run", async () => {
    const [folder, other, third, home] = [temporaryFolder(), temporaryFolder(), temporaryFolder(), temporaryFolder()];
    makeCli(join(folder, "node_modules/pulumi/bin/run.js"), "launcher");
    mkdirSync(join(folder, "bin"));
    symlinkSync(join(folder, "node_modules/pulumi/bin/run.js"), join(folder, "bin/pulumi"));
    mkdirSync(join(other, "pulumi"));
    makeCli(join(third, "pulumi"), "plain");
    chmodSync(join(third, "pulumi"), 0o644);
    expect(await stackIn({ PULUMI_HOME: home, PATH: [join(folder, "bin"), other, third].join(delimiter) })).toBe("NoPulumiCli");
  });
});
