import { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { BrokerUser } from "../../world/rds/broker-user";
import type { RdsDeployment } from "../../world/rds/rds-deployment";

/** The value of `Authorization` that says "by the certificate of this connection". */
export const MUTUAL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

/**
 * The user to whom the seed maps the very certificate that the client has shown, and whose key it has proved to have in the
 * handshake. Who issued it is not asked; whether it is of today is, by the machine's clock.
 */
export function certificateUser(rds: RdsDeployment, socket: Socket): BrokerUser | undefined {
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  const now = Date.now();
  if (!shown || now < Date.parse(shown.validFrom) || now > Date.parse(shown.validTo)) return undefined;
  return [...rds.users].find(({ certificate }) => certificate !== undefined && new X509Certificate(certificate).fingerprint256 === shown.fingerprint256);
}
