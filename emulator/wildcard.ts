/** A pattern in which `*` stands for any characters, slashes and none at all too; compared as a whole and without regard to case. */
export const wildcard = (pattern: string): RegExp => new RegExp(`^${pattern.split("*").map((text) => text.replace(/[.?+^$()|[\]{}\\]/g, String.raw`\$&`)).join(".*")}$`, "is");
