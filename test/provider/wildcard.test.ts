import { expect, it } from "vitest";
import { matcher } from "../../provider/wildcard";

it.each([
  ["bob@*", "bob@contoso.com", true],
  ["bob@*", "jim-bob@contoso.com", false],
  ["*-bob", "jim-bob", true],
  ["*-bob", "jim-bobby", false],
  ["svc?", "svc1", false],
  ["CONTOSO\\*", "CONTOSO\\bob", true],
])("%s for %s: %s", (pattern, text, matches) => {
  expect(matcher(pattern)(text)).toBe(matches);
});
