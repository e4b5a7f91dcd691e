/** Thrown when the world is told to behave in a way that there is not: it names what was said, and what would be right. */
export class SettingRefused extends RangeError {
  override readonly name = "SettingRefused";
}
