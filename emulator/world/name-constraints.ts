/** What a name may be, by the service's specification: characters of a pattern, and how many. */
export interface NameConstraint {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
}

export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const PATTERN = /^[A-Za-z0-9@.\-_ ]*$/;

export const resourceGroupName: NameConstraint = { min: 1, max: 90, pattern: /^[-\w.()]*[-\w()]$/ };
export const hostPoolName: NameConstraint = { min: 3, max: 64, pattern: PATTERN };
export const sessionHostName: NameConstraint = { min: 3, max: 48, pattern: PATTERN };

/**
 * `DOMAIN\user`, without spaces around it. Windows allows fewer characters; this world takes what could come to a session's
 * list by any way, such as `CONTOSO\x' OR 1=1 --`, so that programs meet it in their tests.
 */
export const domainUserName = /^[^\\\s](?:[^\\]*[^\\\s])?\\[^\\\s](?:[^\\]*[^\\\s])?$/;
