import tls from "node:tls";

/**
 * Makes TLS clients of this process trust an authority besides those that they trust already.
 *
 * @returns takes the trust back
 */
export function trustAuthority(ca: string): () => void {
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), ca]);
  return () => tls.setDefaultCACertificates(tls.getCACertificates("default").filter((each) => each.trim() !== ca.trim()));
}
