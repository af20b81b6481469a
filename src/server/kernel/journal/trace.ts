import type {
  FaceName,
  JournalActor,
  JournalCause,
  JournalChange,
  JournalRemedy,
} from '../../../core/protocol/journal';
import type { ReasonCodes } from '../../../core/protocol/reasonCode';
import type { PartReasons, Reasons } from '../../../core/server/reasons';

/** Shorter texts are not hidden, because they may be words. */
const SHORTEST_SECRET = 16;

const NONE: readonly never[] = [];
const NO_SECRETS: ReadonlySet<string> = new Set();

/** A reason in the chain, and whether its message repeats what somebody else wrote (`ReasonCode`). */
export interface TracedCause extends JournalCause {
  readonly quotes?: true;
}

/** What is known about who sent the request, besides the address and the user agent. */
export type KnownActor = Partial<Omit<JournalActor, 'ip' | 'userAgent'>>;

/** Adds a reason to the chain of a trace. Without a message, it uses the sentence of the reason code. The remedy is the option that decided. */
export type Note<R extends string> = (trace: Trace, rule: R, message?: string, remedy?: JournalRemedy) => void;

/**
 * Collects the reasons for an answer while the request is processed. When the answer is sent, it becomes a draft of a
 * journal entry and stays in memory. To save memory, it creates its lists only when they are needed.
 */
export class Trace {
  private causeList: TracedCause[] | undefined;
  private changeList: JournalChange[] | undefined;
  private cookieList: string[] | undefined;
  private secretSet: Set<string> | undefined;
  private actor: KnownActor | undefined;
  private isLoginRequest = false;
  private isSealed = false;

  constructor(
    readonly face: FaceName,
    /** Address of the client. */
    readonly ip: string,
    /** The reasons that the server can give. Others are refused when they are noted. */
    private readonly declared: ReadonlySet<PartReasons>,
  ) {}

  /** See `noting.ts`. It is here because nothing else may add a reason to a trace. */
  static noting<P extends string, R extends ReasonCodes>(reasons: Reasons<P, R>): Note<keyof R & string> {
    const codes: ReasonCodes = reasons.codes;
    // Each is created once, because thousands of journal entries have the same few reasons.
    const causes = new Map<string, TracedCause>();
    const causeOf = (rule: string): TracedCause | undefined => {
      const known = causes.get(rule);
      const code = known || !Object.hasOwn(codes, rule) ? undefined : codes[rule];
      if (!code) return known;
      const { kind, sentence, quotes } = code;
      const made = Object.freeze({ rule, kind, message: sentence, ...(quotes && { quotes }) });
      causes.set(rule, made);
      return made;
    };
    return (trace, rule, message, remedy) => {
      const cause = causeOf(rule);
      if (!cause || !trace.declared.has(reasons)) throw new UndeclaredReasonError(reasons.part, rule);
      const isPlain = message === undefined && remedy === undefined;
      trace.#cause(
        isPlain ? cause : { ...cause, ...(message !== undefined && { message }), ...(remedy && { remedy }) },
      );
    };
  }

  get causes(): readonly TracedCause[] {
    return this.causeList ?? NONE;
  }

  get changes(): readonly JournalChange[] {
    return this.changeList ?? NONE;
  }

  get cookies(): readonly string[] {
    return this.cookieList ?? NONE;
  }

  /** Texts that must not appear in the journal, wherever they are in the exchange. */
  get secrets(): ReadonlySet<string> {
    return this.secretSet ?? NO_SECRETS;
  }

  /** Whether a system has said that the request is a login. */
  get isLogin(): boolean {
    return this.isLoginRequest;
  }

  /** What is known about who sent the request. */
  get known(): KnownActor | undefined {
    return this.actor;
  }

  /** Ends the collection when the answer is complete. What happens later is no reason for it and is ignored. */
  seal(): void {
    this.isSealed = true;
  }

  /** A trace of the same request for what happens after its answer has begun: who sent it, and what is secret in it. */
  after(): Trace {
    const next = new Trace(this.face, this.ip, this.declared);
    next.actor = this.actor;
    next.secretSet = this.secretSet;
    next.isLoginRequest = this.isLoginRequest;
    return next;
  }

  who(known: KnownActor): void {
    if (!this.isSealed) this.actor = this.actor ? { ...this.actor, ...known } : known;
  }

  /** Adds a reason to the chain. The name with `#` cannot be used outside this class, not even with brackets. */
  #cause(cause: TracedCause): void {
    if (this.isSealed) return;
    // A list that is created with its first element has no unused room.
    if (this.causeList) this.causeList.push(cause);
    else this.causeList = [cause];
  }

  /** Forgets the refusals so far: what no system answers is answered after all. */
  forgetRefusals(): void {
    if (!this.isSealed) this.causeList = this.causeList?.filter(({ kind }) => kind !== 'refused');
  }

  changed(kind: string, id: string, change: JournalChange['change'], detail?: string): void {
    if (this.isSealed) return;
    this.changeList ??= [];
    this.changeList.push({ kind, id, change, ...(detail !== undefined && { detail }) });
  }

  /**
   * Hides a secret that has no telling name, such as a passcode among the parameters of a function. Short texts are not
   * hidden.
   */
  hide(secret: string): void {
    if (secret.length < SHORTEST_SECRET) return;
    this.secretSet ??= new Set();
    this.secretSet.add(secret);
  }

  /** Says that the request is a login although its path does not say so. What has no known name in it is secret. */
  login(): void {
    this.isLoginRequest = true;
  }

  cookie(name: string): void {
    if (this.isSealed) return;
    this.cookieList ??= [];
    this.cookieList.push(name);
  }
}

/** A reason that no system of the server declares was to be noted. */
export class UndeclaredReasonError extends Error {
  constructor(part: string, rule: string) {
    super(`The reason code “${rule}” is not in the \`reasonCodes\` of the system “${part}”; declare it there.`);
    this.name = 'UndeclaredReasonError';
  }
}
