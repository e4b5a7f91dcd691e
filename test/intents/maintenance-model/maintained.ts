import fc from "fast-check";
import { HostMaintenance, MessageSent } from "pulumi-desktop-sessions";
import { pool } from "../../sample";

/** The hosts that programs name, and one that none does, on which the administrator is. */
export const hosts = ["a", "b", "c", "d"].map((name) => `sh-${name}.contoso.com`);
export const spare = "sh-z.contoso.com";
export const admin = "admin@contoso.com";
/** Whose sessions may stay. */
export const service = "svc@contoso.com";
export const people = ["alice@contoso.com", "bob@contoso.com", "carol@contoso.com", service];

/** What is the same in all programs of a story. */
export interface Custom {
  /** How long people are given, in minutes. */
  readonly minutes: number | undefined;
  readonly sparesService: boolean;
  /** Hosts that somebody had drained before. */
  readonly drained: readonly string[];
}

/** What a program says of its maintenance. */
export interface Maintained {
  readonly sessionHosts: readonly string[];
  readonly atOnce: number | string;
  readonly minimumAvailable: number;
  readonly trigger: number | undefined;
  /** What is done on each host; `undefined`: they are held empty. */
  readonly patch: string | undefined;
  readonly keepsDrained: boolean;
}

export const custom: fc.Arbitrary<Custom> = fc.record({ minutes: fc.constantFrom(undefined, 15, 15), sparesService: fc.boolean(), drained: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(hosts, { maxLength: 2 }) }) });

const says = {
  sessionHosts: fc.uniqueArray(fc.constantFrom(...hosts), { minLength: 1, maxLength: 4 }),
  atOnce: fc.constantFrom(1, 2, 3, "50%", "100%"),
  minimumAvailable: fc.constantFrom(0, 0, 1, 2, 3, 4),
  trigger: fc.constantFrom(undefined, 1, 2),
  patch: fc.option(fc.constantFrom("11", "12"), { freq: 4, nil: undefined }),
  keepsDrained: fc.constantFrom(false, false, false, true),
};

/** A program, and others that say something else in one place: what people do from one update to the next. */
export const programs: fc.Arbitrary<readonly Maintained[]> = fc.record(says).chain((first) => {
  const others = fc.oneof(...(["trigger", "trigger", "patch", "sessionHosts", "atOnce", "minimumAvailable"] as const).map((key) => says[key].map((value): Maintained => ({ ...first, [key]: value }))));
  return fc.array(others, { maxLength: 2 }).map((more) => [first, ...more]);
});

/** For what a host is emptied: once for each of it, and held where it is nothing. */
export const reasonOf = ({ trigger, patch }: Maintained): string | undefined => (trigger === undefined && patch === undefined ? undefined : `${trigger} ${patch}`);

/** Declares it. The work on a host says so to the administrator. */
export function declare({ minutes, sparesService }: Custom, { patch, trigger, keepsDrained, ...more }: Maintained): void {
  new HostMaintenance("patch", {
    scope: pool,
    ...more,
    force: true,
    timeoutSeconds: 0.2,
    ...(sparesService && { except: { users: [service] } }),
    ...(minutes !== undefined && { notice: { title: "Maintenance", body: "Save your work.", minutes } }),
    ...(trigger !== undefined && { triggers: [trigger] }),
    ...(keepsDrained && { onFailure: "keepDrained" as const }),
    ...(patch !== undefined && {
      work: (host, options, emptiedAt) => new MessageSent(`work-on-${host}`, { scope: pool, sessions: { user: admin }, title: host, body: patch, triggers: [emptiedAt] }, options),
    }),
  });
}
