import type { Face, JournalActor, JournalCause, JournalChange } from '../../core/protocol/journal';

/** Covering a shorter one would cover words. */
const SHORTEST_SECRET = 16;

const NONE: readonly never[] = [];
const NO_SECRETS: ReadonlySet<string> = new Set();

/**
 * Collects, while a request is answered, why it is answered so. It becomes the journal's entry when the answer is sent, and
 * stays in memory until that is written out: so it has no lists before there is something to list.
 */
export class Trace {
  private causeList: JournalCause[] | undefined;
  private changeList: JournalChange[] | undefined;
  private cookieList: string[] | undefined;
  private secretSet: Set<string> | undefined;
  /** What is known of who asks, besides the address. */
  private known: Partial<JournalActor> | undefined;
  private isSealed = false;

  constructor(
    readonly face: Face,
    private readonly ip: string,
    private readonly userAgent?: string | undefined,
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

  get actor(): JournalActor {
    const { ip, userAgent } = this;
    return { ip, ...(userAgent !== undefined && { userAgent }), ...this.known };
  }

  /** The answer is there: what comes after it is no reason for it, and is not written down. */
  seal(): void {
    this.isSealed = true;
  }

  who(known: Partial<Omit<JournalActor, 'ip'>>): void {
    if (!this.isSealed) this.known = this.known ? { ...this.known, ...known } : known;
  }

  /** @param message one sentence, without secrets: what the rule found */
  rule(rule: string, message: string): void {
    if (this.isSealed) return;
    // A list that is made with its first has no room in vain.
    if (this.causeList) this.causeList.push({ rule, message });
    else this.causeList = [{ rule, message }];
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
