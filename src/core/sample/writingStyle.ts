/** How a session file is laid out; readers do not care, people do. */
export type WritingStyle = (session: object) => string;

/** As the first of docs/facts/4d-mobile.md#published-samples: members at the margin, their own indented by a tab. */
const documentation: WritingStyle = (session) => {
  const members = Object.entries(session).map(([key, value]) => {
    if (typeof value !== 'object' || value === null) return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    const inner = Object.entries(value).map(([name, each]) => `\t${JSON.stringify(name)}:${JSON.stringify(each)}`);
    return `${JSON.stringify(key)}:{\n${inner.join(',\n')}\n}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
};

/** As 4D Server writes. */
const oneLine: WritingStyle = (session) => JSON.stringify(session);

/** As some versions of 4D Server write: the same, the members in another order. */
const oneLineReordered: WritingStyle = (session) => {
  const members = Object.entries(session).sort(([a], [b]) => OTHER_ORDER.indexOf(a) - OTHER_ORDER.indexOf(b));
  return JSON.stringify(Object.fromEntries(members));
};

// See docs/facts/4d-mobile.md#published-samples.
const OTHER_ORDER = ['application', 'team', 'email', 'device', 'language', 'send', 'session', 'status', 'token'];

/** As an editor leaves it. */
const twoSpaces: WritingStyle = (session) => `${JSON.stringify(session, undefined, 2)}\n`;

/** As the Mobile Session Management component leaves it on Windows. */
const windows: WritingStyle = (session) => JSON.stringify(session, undefined, '\t').replaceAll('\n', '\r\n');

/** The server's own style is the one most files have. */
export const WRITING_STYLES: readonly WritingStyle[] = [
  oneLine,
  oneLine,
  oneLineReordered,
  documentation,
  twoSpaces,
  windows,
];
