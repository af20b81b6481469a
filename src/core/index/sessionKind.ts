import type { SessionEntry } from './sessionEntry';

/** What many sessions have in common: application, team, device, operating system and status. */
export type SessionKind = Omit<SessionEntry['fields'], 'email' | 'deviceId' | 'sessionId'>;

/** Each kind once. */
export class KindList {
  readonly list: SessionKind[] = [];
  private readonly places = new Map<string, number>();

  /** Adds a kind unless it is there. Returns its place. */
  add(kind: SessionKind): number {
    const key = keyOf(kind);
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.list.length;
      this.list.push(definedOf(kind));
      this.places.set(key, place);
    }
    return place;
  }

  at(place: number): SessionKind {
    return this.list[place] as SessionKind;
  }
}

/** Each text with its length, so that no two kinds have one key. */
function keyOf(kind: SessionKind): string {
  const { applicationId, applicationName, teamId, teamName, deviceDescription, deviceVersion, deviceOs, status } = kind;
  const flags = (kind.simulator ? 1 : 0) + (kind.jailbroken ? 2 : 0);
  const of = (text: string | undefined) => (text === undefined ? '-' : `${text.length}:${text}`);
  return `${flags}${of(applicationId)}${of(applicationName)}${of(teamId)}${of(teamName)}${of(deviceDescription)}${of(deviceVersion)}${of(deviceOs)}${of(status)}`;
}

function definedOf(kind: SessionKind): SessionKind {
  return Object.fromEntries(Object.entries(kind).filter(([, value]) => value !== undefined)) as unknown as SessionKind;
}
