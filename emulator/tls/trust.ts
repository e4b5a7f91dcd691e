import tls from "node:tls";

/**
 * Makes TLS clients of this process trust an authority besides those that they trust already.
 *
 * @returns takes the trust back
 * @throws Error on a Node that cannot be told so at run time
 */
export function trustAuthority(ca: string): () => void {
  // From Node 22.19 and 24.5 on. The types know of no earlier one.
  if (!("setDefaultCACertificates" in tls)) {
    throw new Error(`Could not trust the emulator's certificates: this is Node ${process.versions.node}, and it takes 22.19 or 24.5, or later. Install one, or start the process with NODE_EXTRA_CA_CERTS=FILE, a file of emulator.certificateAuthority.`);
  }
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), ca]);
  return () => tls.setDefaultCACertificates(tls.getCACertificates("default").filter((each) => each.trim() !== ca.trim()));
}
