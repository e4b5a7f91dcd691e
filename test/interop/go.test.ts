import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder";

const main = resolve(__dirname, "../../dist/cli/main.js");
const go = process.env["GO"] ?? (existsSync("/usr/local/go/bin/go") ? "/usr/local/go/bin/go" : "go");
const reason = spawnSync(go, ["version"]).error ? `there is no ${go}` : undefined;

describe("Go without any package", () => {
  test.skipIf(reason !== undefined)(`follows the pages of a list${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
    const program = `${temporaryFolder()}/pages`;
    const built = spawnSync(go, ["build", "-o", program, resolve(__dirname, "pages.go")], { encoding: "utf8", env: { ...process.env, GOFLAGS: "-mod=mod" } });
    expect({ status: built.status, stderr: built.stderr }).toEqual({ status: 0, stderr: "" });
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "emulate", "--", program], { encoding: "utf8", env: { ...process.env, NO_PROXY: "*" } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect((JSON.parse(stdout) as string[]).sort()).toEqual(["alice@contoso.com", "bob@contoso.com", "carol@contoso.com", "dave@contoso.com"]);
  }, 120_000);
});
