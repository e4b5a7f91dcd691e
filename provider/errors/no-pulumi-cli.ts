import { SessionsError } from "./sessions-error";

/** A stack was asked for by its name, and there is no Pulumi CLI to ask. */
export class NoPulumiCli extends SessionsError {}
