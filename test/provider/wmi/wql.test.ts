import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { select } from "../../../provider/wmi/wql";

/**
 * Reads a WQL string as its grammar has it: from a quote to the next one of its kind, a backslash takes the next character
 * as it is. What is left over is what the server would take for query.
 */
function readLiteral(text: string): { value: string; rest: string } {
  const [quote] = text;
  if (quote !== "'" && quote !== '"') throw new Error(`no string: ${text}`);
  let value = "";
  for (let at = 1; at < text.length; at++) {
    if (text[at] === quote) return { value, rest: text.slice(at + 1) };
    if (text[at] === "\\") at++;
    value += text[at];
  }
  throw new Error(`no end: ${text}`);
}

describe("a query", () => {
  it("names columns, class and conditions", () => {
    expect(select(["a", "b"], "C")).toBe("SELECT a,b FROM C");
    expect(select(["a"], "C", { d: "Pool1", e: "x" })).toBe("SELECT a FROM C WHERE d = 'Pool1' AND e = 'x'");
  });

  const start = "SELECT UserName FROM C WHERE UserName = ";

  it.each(["x' OR 1=1 --", `x" OR "1"="1`, "x\\' OR 1=1 --", "x\\", "\\'", "CONTOSO\\bob", "100%_[a-z]", "", "O'Brien"])("asks for %j and for nobody else", (name) => {
    const query = select(["UserName"], "C", { UserName: name });
    expect(query.startsWith(start)).toBe(true);
    expect(readLiteral(query.slice(start.length))).toEqual({ value: name, rest: "" });
  });

  it("asks for any name and for nobody else", () => {
    const unit = fc.oneof(fc.constantFrom("'", '"', "\\", " ", "%", "-", "OR 1=1", "\n"), fc.string({ unit: "grapheme", maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(unit).map((parts) => parts.join("")), (name) => {
        expect(readLiteral(select(["UserName"], "C", { UserName: name }).slice(start.length))).toEqual({ value: name, rest: "" });
      }),
      { numRuns: 1_000 },
    );
  });

  it("is not made of a name that XML can't carry", () => {
    expect(() => select(["a"], "C", { b: "Pool\u00001" })).toThrow(/contains U\+0000/);
  });
});
