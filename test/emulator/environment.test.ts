import { execFileSync } from "node:child_process";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { environmentFormats } from "../../emulator/environment";

/** Anything printable; a single quote only where a shell would expand nothing else. */
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(` "$\`\\!#*?;&|<>(){}[]~=%+-.,:@/aB1\nß€`)) }),
  fc.string({ unit: fc.constantFrom(...Array.from(" '#*?;&|<>(){}[]~=%+-.,:@/aB1")) }),
);

it("whatever the values, those who take a line as it is read them, and PowerShell's quotes hold them", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from(` "$\`\\!#'’‘*?;&|<>(){}[]~=%aB1`)) }), (one) => {
      expect(environmentFormats.plain({ NAME: one })).toBe(`NAME=${one}\n`);
      const [, quoted] = /^\$env:NAME = '(.*)'\n$/.exec(environmentFormats.pwsh({ NAME: one }))!;
      // In a literal of PowerShell each single quote, curly ones too, is written twice, and nothing else is special.
      expect(quoted!.replaceAll(/(['‘’])\1/g, "$1")).toBe(one);
      expect(quoted!.replaceAll(/(['‘’])\1/g, "")).not.toMatch(/['‘’]/);
    }),
  );
});

it("a line break, which a line as it is can't hold, is refused", () => {
  expect(() => environmentFormats.plain({ NAME: "a\nb" })).toThrow('Could not write the environment: NAME has a line break, which "plain" has no way to say. Ask for json or sh.');
});

it("whatever the values, a shell that reads the file and a parser of such files read the same", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
      const environment = Object.fromEntries(values.map((one, index) => [`NAME_${index}`, one]));
      const text = environmentFormats.dotenv(environment);
      expect(parseEnv(text)).toEqual(environment);
      const script = `set -a; eval "$0"; ${Object.keys(environment).map((name) => `printf '%s\\0' "$${name}"`).join("; ")}`;
      expect(execFileSync("sh", ["-c", script, text], { env: {}, encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(values);
    }),
    { numRuns: 50 },
  );
});
