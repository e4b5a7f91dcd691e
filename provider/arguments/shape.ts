import { z } from "zod";

// Names of users as regular expressions, without wildcards and without blanks at an end.
export const userPrincipalName = String.raw`[^\s*?@\\]+@[^\s*?@\\]+`;
export const downLevelName = String.raw`[^\s*?@\\]+\\[^\s*?@\\]([^*?@\\]*[^\s*?@\\])?`;

export const text = z.string("expected text").regex(/\S/, "expected some text");

/** An object without properties of other names; a misspelt one must not pass for an absent one. */
export const only = <Shape extends z.core.$ZodShape>(what: string, shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `is not a property of ${what}; expected one of ${Object.keys(shape).join(", ")}` : undefined,
  });

/**
 * What one system has nothing to do it with. Its reason begins with `UnsupportedByBackend`, so that it can be searched for.
 *
 * @param why a sentence that says so, and what to use instead.
 */
export const unsupported = (why: string): z.ZodOptional => z.unknown().refine(() => false, `UnsupportedByBackend: ${why}`).optional();
