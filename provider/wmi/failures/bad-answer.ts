/** An answer came and is not one: not XML, not SOAP, broken off, too large, or to another question. */
export class BadAnswer extends Error {
  override readonly name = "BadAnswer";
}
