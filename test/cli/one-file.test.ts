import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "../..");
const command = readFileSync(join(root, "dist/cli/main.js"), "utf8");

/** Those of the provider, which say their names in drift reports. */
const errors = readdirSync(join(root, "provider/errors"))
  .flatMap((file) => readFileSync(join(root, "provider/errors", file), "utf8").match(/(?<=^export (?:abstract )?class )\w+(?= extends)/gm) ?? [])
  .filter((name) => command.includes(`provider/errors/`) && command.includes(name));

describe("the command, which is one file", () => {
  it("has errors", () => {
    expect(errors.length).toBeGreaterThan(20);
  });

  // A class that speaks of itself gets another name within, as does one of two in the same scope.
  it.each(errors)("calls %s as its source does", (name) => {
    expect(command).toMatch(new RegExp(`^\\s*(?:var ${name} = class|class ${name}) extends `, "m"));
  });
});
