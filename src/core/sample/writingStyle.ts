/** How a session file is formatted. It makes no difference to programs, but it does to people. */
export type WritingStyle = (session: object) => string;

/**
 * As the first sample in docs/facts/4d-mobile.md#published-samples: members are not indented, their own members are
 * indented by a tab.
 */
const documentation: WritingStyle = (session) => {
  const members = Object.entries(session).map(([key, value]) => {
    if (typeof value !== 'object' || value === null) return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    const inner = Object.entries(value).map(([name, each]) => `\t${JSON.stringify(name)}:${JSON.stringify(each)}`);
    return `${JSON.stringify(key)}:{\n${inner.join(',\n')}\n}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
};

/** As 4D Server writes it. */
const oneLine: WritingStyle = (session) => JSON.stringify(session);

/** As some versions of 4D Server write it: the members are in another order. */
const oneLineReordered: WritingStyle = (session) => {
  const members = Object.entries(session).sort(([a], [b]) => OTHER_ORDER.indexOf(a) - OTHER_ORDER.indexOf(b));
  return JSON.stringify(Object.fromEntries(members));
};

// See docs/facts/4d-mobile.md#published-samples.
const OTHER_ORDER = ['application', 'team', 'email', 'device', 'language', 'send', 'session', 'status', 'token'];

/** As an editor saves it. */
const twoSpaces: WritingStyle = (session) => `${JSON.stringify(session, undefined, 2)}\n`;

/** As the Mobile Session Management component saves it on Windows. */
const windows: WritingStyle = (session) => JSON.stringify(session, undefined, '\t').replaceAll('\n', '\r\n');

/** The server's own style occurs most often. */
export const WRITING_STYLES: readonly WritingStyle[] = [
  oneLine,
  oneLine,
  oneLineReordered,
  documentation,
  twoSpaces,
  windows,
];
