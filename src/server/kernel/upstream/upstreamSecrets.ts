import { LRUCache } from 'lru-cache';

/** The sessions whose secrets are kept. */
const SESSIONS = 10_000;
/** How many of each kind are kept for a session: a server may set a new cookie with each answer. */
const MOST = 50;

/** What a login has sent and got, and the cookies that were set since. One kind takes no room from the other. */
export type UpstreamSecretKind = 'login' | 'cookie';

/** What is secret of the sessions on the upstream, also of earlier logins, as the upstream may still tell of it. It is in memory alone. */
export class UpstreamSecrets {
  private readonly known = new LRUCache<string, ReadonlyMap<UpstreamSecretKind, readonly string[]>>({ max: SESSIONS });

  /** @param session names the session among those of all systems */
  keep(session: string, kind: UpstreamSecretKind, secrets: readonly string[]): void {
    if (secrets.length === 0) return;
    const before = this.known.get(session) ?? new Map<UpstreamSecretKind, readonly string[]>();
    const others = (before.get(kind) ?? []).filter((each) => !secrets.includes(each));
    this.known.set(session, new Map([...before, [kind, [...others, ...new Set(secrets)].slice(-MOST)]]));
  }

  /** The last ones of a session. */
  of(session: string): readonly string[] {
    return [...(this.known.get(session)?.values() ?? [])].flat();
  }
}
