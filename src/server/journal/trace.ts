import type { Face, JournalActor, JournalCause, JournalChange } from '../../core/protocol/journal';

/** Covering a shorter one would cover words. */
const SHORTEST_SECRET = 16;

/** Collects, while a request is answered, why it is answered so. It becomes the journal's entry when the answer is sent. */
export class Trace {
  readonly causes: JournalCause[] = [];
  readonly changes: JournalChange[] = [];
  readonly cookies: string[] = [];
  /** Texts that the journal must not have, wherever in the exchange they stand. */
  readonly secrets = new Set<string>();
  /** What is known of who asks, besides the address. */
  private known: Partial<JournalActor> = {};

  constructor(
    readonly face: Face,
    private readonly ip: string,
  ) {}

  get actor(): JournalActor {
    return { ip: this.ip, ...this.known };
  }

  who(known: Partial<Omit<JournalActor, 'ip'>>): void {
    this.known = { ...this.known, ...known };
  }

  /** @param message one sentence, without secrets: what the rule found */
  rule(rule: string, message: string): void {
    this.causes.push({ rule, message });
  }

  changed(kind: string, id: string, change: JournalChange['change'], detail?: string): void {
    this.changes.push({ kind, id, change, ...(detail !== undefined && { detail }) });
  }

  /** For what no name gives away, such as a passcode among the parameters of a function. Short texts are no secrets. */
  hide(secret: string): void {
    if (secret.length >= SHORTEST_SECRET) this.secrets.add(secret);
  }

  cookie(name: string): void {
    this.cookies.push(name);
  }
}
