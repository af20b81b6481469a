import type { Face, JournalActor, JournalCause, JournalChange } from '../../../core/protocol/journal';

/** Covering a shorter one would cover words. */
const SHORTEST_SECRET = 16;

const NONE: readonly never[] = [];
const NO_SECRETS: ReadonlySet<string> = new Set();

export type KnownActor = Partial<Omit<JournalActor, 'ip' | 'userAgent'>>;

/**
 * Collects, while a request is answered, why it is answered so. It becomes the journal's entry when the answer is sent, and
 * stays in memory until that is written out: so it has no lists before there is something to list.
 */
export class Trace {
  private causeList: JournalCause[] | undefined;
  private changeList: JournalChange[] | undefined;
  private cookieList: string[] | undefined;
  private secretSet: Set<string> | undefined;
  private actor: KnownActor | undefined;
  private isSealed = false;

  constructor(
    readonly face: Face,
    /** Address of who asks. */
    readonly ip: string,
  ) {}

  get causes(): readonly JournalCause[] {
    return this.causeList ?? NONE;
  }

  get changes(): readonly JournalChange[] {
    return this.changeList ?? NONE;
  }

  get cookies(): readonly string[] {
    return this.cookieList ?? NONE;
  }

  /** Texts that the journal must not have, wherever in the exchange they stand. */
  get secrets(): ReadonlySet<string> {
    return this.secretSet ?? NO_SECRETS;
  }

  /** What became known of who asks. */
  get known(): KnownActor | undefined {
    return this.actor;
  }

  /** The answer is there: what comes after it is no reason for it, and is not written down. */
  seal(): void {
    this.isSealed = true;
  }

  who(known: KnownActor): void {
    if (!this.isSealed) this.actor = this.actor ? { ...this.actor, ...known } : known;
  }

  /** Puts a cause into the chain; who answers does it through `noting`, which knows its reason codes. */
  cause(cause: JournalCause): void {
    if (this.isSealed) return;
    // A list that is made with its first has no room in vain.
    if (this.causeList) this.causeList.push(cause);
    else this.causeList = [cause];
  }

  changed(kind: string, id: string, change: JournalChange['change'], detail?: string): void {
    if (this.isSealed) return;
    this.changeList ??= [];
    this.changeList.push({ kind, id, change, ...(detail !== undefined && { detail }) });
  }

  /** For what no name gives away, such as a passcode among the parameters of a function. Short texts are no secrets. */
  hide(secret: string): void {
    if (secret.length < SHORTEST_SECRET) return;
    this.secretSet ??= new Set();
    this.secretSet.add(secret);
  }

  cookie(name: string): void {
    if (this.isSealed) return;
    this.cookieList ??= [];
    this.cookieList.push(name);
  }
}
