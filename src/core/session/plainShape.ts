/** The texts and flags of a session file that 4D writes. Each number is a place in a `PlainSession`, and a bit. */
export const PLAIN = {
  applicationId: 0,
  applicationName: 1,
  applicationVersion: 2,
  teamId: 3,
  teamName: 4,
  language: 5,
  shortLanguage: 6,
  region: 7,
  email: 8,
  deviceId: 9,
  deviceDescription: 10,
  deviceVersion: 11,
  deviceOs: 12,
  simulator: 13,
  jailbroken: 14,
  pushToken: 15,
  send: 16,
  sessionId: 17,
  ip: 18,
  status: 19,
  token: 20,
  earlyTeamId: 21,
} as const;

/** The objects. They have bits alone. */
const OBJECT = {
  application: 22,
  team: 23,
  language: 24,
  device: 25,
  session: 26,
  userInfo: 27,
  parameters: 28,
} as const;

/** How many places there are. */
export const PLAIN_PLACES = Object.keys(PLAIN).length + Object.keys(OBJECT).length;

/** What a member may be. */
export const PLAIN_VALUE = { text: 0, someText: 1, word: 2, flag: 3, object: 4, textOrInteger: 5, data: 6 } as const;

export interface PlainMember {
  readonly key: string;
  /** The key, and the quote behind it. */
  readonly bytes: Uint8Array;
  readonly place: number;
  readonly value: number;
  /** Of an object. */
  readonly members: PlainMembers | undefined;
  /** What a word may be. */
  readonly words: readonly Uint8Array[];
}

export interface PlainMembers {
  readonly all: readonly PlainMember[];
  /** The bits of those that must be there. */
  readonly required: number;
}

interface Value {
  readonly place: number;
  readonly value: number;
  readonly members?: PlainMembers;
  readonly words?: readonly string[];
}

/**
 * The members of a session file that 4D writes. Files with others are not plain. What each may be is the same as in
 * schemas/session.schema.json, and a test holds one against the other.
 */
export function plainShape(): PlainMembers {
  const { text, someText, word, flag, textOrInteger, data } = PLAIN_VALUE;
  const application = {
    id: { place: PLAIN.applicationId, value: someText },
    name: { place: PLAIN.applicationName, value: text },
    version: { place: PLAIN.applicationVersion, value: text },
  };
  const team = { id: { place: PLAIN.teamId, value: text }, name: { place: PLAIN.teamName, value: text } };
  const language = {
    id: { place: PLAIN.language, value: text },
    code: { place: PLAIN.shortLanguage, value: text },
    region: { place: PLAIN.region, value: text },
  };
  const device = {
    id: { place: PLAIN.deviceId, value: text },
    description: { place: PLAIN.deviceDescription, value: text },
    version: { place: PLAIN.deviceVersion, value: textOrInteger },
    os: { place: PLAIN.deviceOs, value: text },
    simulator: { place: PLAIN.simulator, value: flag },
    jb: { place: PLAIN.jailbroken, value: flag },
    token: { place: PLAIN.pushToken, value: text },
  };
  const session = {
    id: { place: PLAIN.sessionId, value: someText },
    ip: { place: PLAIN.ip, value: text },
  };
  return membersOf(
    {
      application: object(OBJECT.application, application, ['id', 'name', 'version']),
      team: object(OBJECT.team, team, []),
      language: object(OBJECT.language, language, ['id']),
      email: { place: PLAIN.email, value: text },
      device: object(OBJECT.device, device, ['id', 'description']),
      send: { place: PLAIN.send, value: word, words: ['link', 'code'] },
      session: object(OBJECT.session, session, ['id', 'ip']),
      status: { place: PLAIN.status, value: word, words: ['accepted', 'pending'] },
      token: { place: PLAIN.token, value: text },
      userInfo: { place: OBJECT.userInfo, value: data },
      parameters: { place: OBJECT.parameters, value: data },
      teamId: { place: PLAIN.earlyTeamId, value: text },
    },
    ['application', 'language', 'email', 'device', 'session', 'status'],
  );
}

function object(place: number, values: Record<string, Value>, required: readonly string[]): Value {
  return { place, value: PLAIN_VALUE.object, members: membersOf(values, required) };
}

function membersOf(values: Record<string, Value>, required: readonly string[]): PlainMembers {
  const encoder = new TextEncoder();
  const all = Object.entries(values).map(([key, { place, value, members, words = [] }]) => {
    return {
      key,
      bytes: encoder.encode(`${key}"`),
      place,
      value,
      members,
      words: words.map((each) => encoder.encode(each)),
    };
  });
  const bits = all.filter(({ key }) => required.includes(key)).map(({ place }) => 1 << place);
  return { all, required: bits.reduce((sum, bit) => sum | bit, 0) };
}
