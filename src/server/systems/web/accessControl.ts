import { shortened } from '../../../core/compliance/phrase';
import {
  type AccessDecision,
  DATASTORE_NAME,
  type FunctionResource,
  type Permissions,
} from '../../../core/systems/web/permissions';
import type { Trace } from '../../kernel/journal/trace';
import type { AccessRefusal } from './code/codeProtocol';
import { note } from './note';
import type { SessionOperations } from './sessionOperations';

/** How many characters of names a sentence has. */
const LONGEST_NAMES = 300;

/** 4D's code for a function that the session may not execute (docs/facts/4d-web.md#permissions). */
const NO_EXECUTION = 1561;
/** 4D's code for a dataclass whose entities the session may not read. */
const NO_READING = 1557;

/**
 * Applies roles.json to one run of a developer's code: whether the session may run a function, which privileges the
 * function has meanwhile, and which attributes of entities the session may read.
 */
export class AccessControl {
  /** Attributes that the journal has already as not sent. Entities of one dataclass may have different attributes. */
  private readonly told = new Set<string>();

  constructor(
    private readonly permissions: Permissions,
    /** With a forced login, guests may always run `authentify` of the datastore. */
    private readonly forceLogin: boolean,
    private readonly session: SessionOperations,
    private readonly trace: Trace,
  ) {}

  /**
   * Asks whether the session may run a function. If so, the run gets the privileges to which roles.json promotes the
   * function, until `endFunction`. The permission to execute is asked for first.
   * @returns undefined when it may
   */
  async beginFunction(target: FunctionResource): Promise<AccessRefusal | undefined> {
    const holds = await this.session.holding();
    const decision = this.permissions.execute(target, holds);
    if (!decision.isAllowed && !this.isLogin(target)) {
      const { owner, name } = target;
      const reason = `The session may not execute ${owner}.${name}(): ${cause(decision)}`;
      return { reason, message: refusedFunction(target), errCode: NO_EXECUTION };
    }
    const promoted = await this.session.promoteAll(this.permissions.promoted(target));
    if (promoted.length > 0) {
      const words = `${target.owner}.${target.name}() has ${names(promoted)} while it runs, as roles.json promotes it.`;
      note(this.trace, 'web.permission.promoted', words);
    }
    return undefined;
  }

  /** Takes all promoted privileges away, those of `Session.promote()` too: they end with the function. */
  async endFunction(): Promise<void> {
    this.session.demoteAll();
  }

  /**
   * Which attributes of a dataclass the session may not read.
   * @returns a refusal when it may read none of its entities
   */
  async hiddenAttributes(dataClass: string, attributes: readonly string[]): Promise<AccessRefusal | readonly string[]> {
    const holds = await this.session.holding();
    const whole = this.permissions.dataClass('read', dataClass, holds);
    if (!whole.isAllowed) {
      const reason = `The session may not read entities of ${dataClass}: ${cause(whole)}`;
      return { reason, message: `No permission to read dataClass ${dataClass}`, errCode: NO_READING };
    }
    const reasons = new Map<string, string>();
    for (const name of attributes) {
      const decision = this.permissions.attribute('read', dataClass, name, holds);
      if (!decision.isAllowed) reasons.set(name, cause(decision));
    }
    this.tellHidden(dataClass, reasons);
    return [...reasons.keys()];
  }

  /** Tells of an attribute that it was not sent, as the session may not read the entity that it names. */
  async leftOut(dataClass: string, attribute: string, related: string): Promise<void> {
    const whole = this.permissions.dataClass('read', related, await this.session.holding());
    const why = whole.isAllowed
      ? `The session may not read the key of ${related}.`
      : `The session may not read entities of ${related}: ${cause(whole)}`;
    this.tellHidden(dataClass, new Map([[attribute, why]]));
  }

  /** @param reasons a sentence for each attribute */
  private tellHidden(dataClass: string, reasons: ReadonlyMap<string, string>): void {
    const untold = [...reasons].filter(([name]) => !this.told.has(placeOf(dataClass, name)));
    if (untold.length === 0) return;
    for (const [name] of untold) this.told.add(placeOf(dataClass, name));
    const why = [...new Set(untold.map(([, reason]) => reason))].join(' ');
    const hidden = names(untold.map(([name]) => name));
    note(this.trace, 'web.permission.hidden', `Not sent of ${dataClass}: ${hidden}. ${shortened(why, 1000)}`);
  }

  private isLogin({ type, owner, name }: FunctionResource): boolean {
    return this.forceLogin && type === 'method' && owner === DATASTORE_NAME && name === 'authentify';
  }
}

/** 4D ignores the case of both names. */
function placeOf(dataClass: string, attribute: string): string {
  return `${dataClass}.${attribute}`.toLowerCase();
}

/** Why something is refused, as one sentence. */
function cause(decision: AccessDecision & { readonly isAllowed: false }): string {
  const { lock } = decision;
  if (!lock) return 'roles.json has no permission for it, and “restrictedByDefault” is true.';
  const { type, applyTo, privileges } = lock;
  return `roles.json wants ${names(privileges)} for the ${type} “${shortened(applyTo, LONGEST_NAMES)}”.`;
}

function refusedFunction({ type, owner, name }: FunctionResource): string {
  if (type === 'singletonMethod') return `No permission to execute method ${name} in singleton ${owner}`;
  const isDatastore = owner === DATASTORE_NAME;
  return `No permission to execute method ${name} in ${isDatastore ? 'the datastore' : `dataClass ${owner}`}`;
}

function names(all: readonly string[]): string {
  return shortened(all.map((name) => `“${name}”`).join(' or '), LONGEST_NAMES);
}
