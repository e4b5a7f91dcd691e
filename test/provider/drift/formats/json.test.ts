import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { DriftReport } from "../../../../provider/drift/report";
import { arbitraryReport } from "./arbitrary-report";
import { renderReport } from "./render";
import { reportShape } from "./report-shape";
import { emptyReport, inSyncReport, sampleReport } from "./sample-report";

const schemaFile = require.resolve("pulumi-desktop-sessions/drift-report.schema.json");
const schema = JSON.parse(readFileSync(schemaFile, "utf8"));

type Writable<T> = T extends readonly (infer Item)[] ? Writable<Item>[] : T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;

const validate = addFormats.default(new Ajv2020({ strict: true, allErrors: true })).compile(schema);
const errorsIn = (report: unknown): unknown => (validate(report) ? [] : validate.errors);

describe("the JSON of a drift report", () => {
  it("is the report, as it is", () => {
    expect(JSON.parse(renderReport(sampleReport, "json"))).toEqual(sampleReport);
  });

  it("is one file that a person can read, with its end of line", async () => {
    await expect(renderReport(sampleReport, "json")).toMatchFileSnapshot("golden/sample.json");
  });

  it.each([
    ["a report of everything", sampleReport],
    ["a report without drift", inSyncReport],
    ["a report of nothing", emptyReport],
  ])("follows the published schema: %s", (_name, report) => {
    expect(errorsIn(JSON.parse(renderReport(report, "json")))).toEqual([]);
  });

  it("follows the published schema whatever names there are", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        expect(errorsIn(JSON.parse(renderReport(report, "json")))).toEqual([]);
      }),
    );
  });

  it.each([
    ["another version", { ...sampleReport, schemaVersion: 2 }],
    ["no outcome", { ...sampleReport, outcome: undefined }],
    ["a time of no zone", { ...sampleReport, generatedAt: "2026-11-19T08:00:00" }],
    ["a finding without an id", { ...sampleReport, gone: [{ stack: "s", urn: "u", finding: { ...sampleReport.gone![0]!.finding, id: "" } }] }],
  ])("is told from what is none: %s", (_name, broken) => {
    expect(errorsIn(JSON.parse(JSON.stringify(broken)))).not.toEqual([]);
  });

  it("has a schema that says the same as the types", () => {
    expectTypeOf<Writable<z.output<typeof reportShape>>>().toEqualTypeOf<Writable<DriftReport>>();
  });

  it("has a schema with a name and a version, published as it is made of the types", async () => {
    const made = z.toJSONSchema(reportShape, {
      target: "draft-2020-12",
      io: "input",
      // The format says it better than the expression that zod has for it.
      override: ({ jsonSchema }) => {
        if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      },
    });
    const published = { $id: "urn:pulumi-desktop-sessions:drift-report:1", ...made };
    await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot(schemaFile);
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  });
});
