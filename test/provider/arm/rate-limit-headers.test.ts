import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { remainingIn, retryAfterIn } from "../../../provider/arm/rate-limit-headers";

const now = Date.parse("2026-11-20T20:00:00Z");
const after = (headers: Record<string, string>): number | undefined => retryAfterIn({ headers: createHttpHeaders(headers) }, now);
const remaining = (headers: Record<string, string>): number | undefined => remainingIn({ headers: createHttpHeaders(headers) }, "deletes");

describe("Retry-After", () => {
  it.each([
    ["17", 17_000],
    ["0", 1_000], // not at once
    ["Fri, 20 Nov 2026 20:00:30 GMT", 30_000],
    ["Fri, 20 Nov 2026 19:59:00 GMT", 1_000],
    ["soon", undefined],
  ])("of %s is a wait of %s ms", (stated, pause) => {
    expect(after({ "Retry-After": stated })).toBe(pause);
  });

  it("that is a date is by the clock of who answers, whatever the time is here", () => {
    expect(after({ "Retry-After": "Fri, 20 Nov 2026 21:30:30 GMT", Date: "Fri, 20 Nov 2026 21:30:00 GMT" })).toBe(30_000);
    expect(after({ "Retry-After": "Fri, 20 Nov 2026 18:30:30 GMT", Date: "Fri, 20 Nov 2026 18:30:00 GMT" })).toBe(30_000);
  });

  it("that is not there says nothing", () => {
    expect(after({})).toBeUndefined();
  });
});

describe("What ARM would still take", () => {
  const own = "x-ms-ratelimit-remaining-subscription-deletes";
  const all = "x-ms-ratelimit-remaining-subscription-global-deletes";

  it.each([
    [{ [own]: "199", [all]: "2999" }, 199],
    [{ [own]: "199", [all]: "3" }, 3],
    [{ [all]: "7" }, 7],
    [{ [own]: "many" }, undefined],
    [{ "x-ms-ratelimit-remaining-subscription-writes": "1" }, undefined],
  ])("by %j is %s", (headers, left) => {
    expect(remaining(headers as Record<string, string>)).toBe(left);
  });
});
