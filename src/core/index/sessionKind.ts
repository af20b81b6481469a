import type { SessionEntry } from './sessionEntry';

/** What many sessions have in common: application, team, device, operating system and status. */
export type SessionKind = Omit<SessionEntry['fields'], 'email' | 'deviceId' | 'sessionId'>;

/** Each kind once. */
export class KindList {
  readonly list: SessionKind[] = [];
  /** By a hash, because to put their texts together for a key would take longer than to compare them. */
  private readonly places = new Map<number, number | number[]>();
  /** Each text of them once: threads tell each kind with texts of its own. */
  private readonly texts = new Map<string, string>();

  /** Adds the kind of a session unless it is there. Returns its place. */
  add(fields: SessionEntry['fields']): number {
    const hash = hashOf(fields);
    const places = this.places.get(hash);
    const isIt = (place: number) => isSame(this.list[place] as SessionKind, fields);
    const known = typeof places === 'object' ? places.find(isIt) : places;
    if (known !== undefined && isIt(known)) return known;
    const { email: _email, deviceId: _deviceId, sessionId: _sessionId, ...kind } = fields;
    const place = this.list.length;
    this.list.push(this.definedOf(kind));
    if (typeof places === 'object') places.push(place);
    else this.places.set(hash, places === undefined ? place : [places, place]);
    return place;
  }

  private definedOf(kind: SessionKind): SessionKind {
    const defined: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(kind)) {
      if (value !== undefined) defined[key] = typeof value === 'string' ? this.shared(value) : value;
    }
    return defined as unknown as SessionKind;
  }

  private shared(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }

  at(place: number): SessionKind {
    return this.list[place] as SessionKind;
  }
}

function isSame(a: SessionKind, b: SessionKind): boolean {
  return (
    a.status === b.status &&
    a.deviceVersion === b.deviceVersion &&
    a.deviceDescription === b.deviceDescription &&
    a.deviceOs === b.deviceOs &&
    a.applicationId === b.applicationId &&
    a.applicationName === b.applicationName &&
    a.teamId === b.teamId &&
    a.teamName === b.teamName &&
    a.simulator === b.simulator &&
    a.jailbroken === b.jailbroken
  );
}

/** Of all texts: files at fault may have any, and no list of kinds with one hash may become long. */
function hashOf(kind: SessionKind): number {
  let hash = (kind.simulator ? 1 : 0) + (kind.jailbroken ? 2 : 0);
  hash = hashWith(hash, kind.applicationId);
  hash = hashWith(hash, kind.applicationName);
  hash = hashWith(hash, kind.teamId);
  hash = hashWith(hash, kind.teamName);
  hash = hashWith(hash, kind.deviceDescription);
  hash = hashWith(hash, kind.deviceVersion);
  hash = hashWith(hash, kind.deviceOs);
  return hashWith(hash, kind.status);
}

function hashWith(hash: number, text: string | undefined): number {
  if (text === undefined) return Math.imul(hash ^ 0xffff, 0x01000193);
  let mixed = hash ^ text.length;
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), 0x01000193);
  return mixed;
}
