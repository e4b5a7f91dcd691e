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
