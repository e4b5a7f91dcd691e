/** Text that is no XML, or more of it than is read here. */
export class XmlRefused extends Error {
  override readonly name = "XmlRefused";
}
