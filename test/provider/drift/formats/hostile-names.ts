/** Names that mean something in one of the formats, or would change how the rest is read. */
export const hostileNames = {
  script: `<script>alert(1)</script>"'&`,
  markdown: "a|b`c @octocat [x](https://evil.example) **d** #1 $e$",
  turnedAround: "bob\u{202E}moc.osotnoc@\u{202C}",
  controls: "eve\u{1B}[31m\r\nHELP\u{0}\u{FFFF}",
  xml: "]]></failure><!-- &amp; -->",
  label: `a",b="c\\"} 1\n# TYPE x gauge`,
} as const;
