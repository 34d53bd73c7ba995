/**
 * A pattern that the loader lets pass, as it takes no more than a millisecond at any one place, and a
 * text that has a hundred thousand such places.
 */
const SLOW = '[a-z]{1,200}[a-z]{1,200}Z';
export const LONG = `slow_${'a'.repeat(1500)} `.repeat(3);

/** A configuration with that pattern as a rule. */
export const SLOW_RULE = `rules:
  custom:
    - id: slow-rule
      title: Slow
      severity: high
      anchors: [slow_]
      lines: 0
      pattern: '(?<key>${SLOW})'
      examples: { match: ["slow_${'a'.repeat(60)}Z"], ignore: ["${LONG}", ${`"${LONG}\\n${LONG}", `.repeat(12)}"x"] }
`;
