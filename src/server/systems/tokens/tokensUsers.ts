import { isDeepStrictEqual } from 'node:util';
import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { TokensUser } from '../../../core/systems/tokens/tokenSession';
import { isSameText } from '../../kernel/secrets/isSameText';
import { hashPassword, isPassword } from '../../kernel/secrets/passwordHash';
import type { Kernel } from '../../kernel/system/kernel';
import type { TokensUserOption } from './tokensOptions';
import { TokensRefusal } from './tokensRefusal';
import type { TokensSettings } from './tokensSettings';
import { type KeptUser, TOKENS_USERS } from './tokensSpaces';
import { userNameProblem } from './userName';

/** The password that nobody has if the options name no users. */
export const NOBODYS_PASSWORD = 'wrong';

/** Who may sign in now. */
export interface VerifiedUser {
  readonly name: string;
  /** The password that was good, by its salt: no session is made after another one. Absent if it is that of the options. */
  readonly salt?: string;
  /** How often all sessions of the user had been ended then: no session is made after another time. Absent for never. */
  readonly endings?: number;
}

/** What the server says to a user who wants another session. */
export type Admission = { readonly kind: 'admitted'; readonly evicted: readonly string[] } | NotAdmitted;

/** Why a user gets no other session. */
export type NotAdmitted = { readonly kind: 'refused' } & (
  | { readonly why: 'disabled' | 'password' }
  | { readonly why: 'limit'; readonly active: number }
  | { readonly why: 'ended'; readonly reason: EndReason }
);

/** The option that says who may sign in. A wrong password is none of its business. */
const USERS_REMEDY = { option: 'tokens.users' };

/** The users: those of the options, with what the store knows of them, and others that have signed in. */
export class TokensUsers {
  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random'>,
    /** Undefined: everybody may sign in. */
    private readonly given: readonly TokensUserOption[] | undefined,
    private readonly settings: Pick<TokensSettings, 'maxSessions' | 'atLimit'>,
  ) {}

  /** @returns undefined if there is no such user, or nothing of this user is known yet */
  async get(name: string): Promise<KeptUser | undefined> {
    return (await this.kernel.store.get(TOKENS_USERS, name)) ?? this.optional(name);
  }

  /** @returns whoever may sign in by this name, also if nothing of this user is known yet; undefined if nobody may */
  async find(name: string): Promise<KeptUser | undefined> {
    if (userNameProblem(name) !== undefined) return undefined;
    return (await this.get(name)) ?? (this.given ? undefined : newUser(name));
  }

  /** Those of the options first. */
  async all(): Promise<readonly KeptUser[]> {
    const stored = new Map(await this.kernel.store.entries(TOKENS_USERS));
    const given = (this.given ?? []).flatMap(({ name }) => stored.get(name) ?? this.optional(name) ?? []);
    const names = new Set(given.map(({ name }) => name));
    return [...given, ...[...stored.values()].filter(({ name }) => !names.has(name))];
  }

  /**
   * Checks a name and a password.
   * @throws TokensRefusal if they are wrong, or the user is disabled
   */
  async verify(name: string, password: string): Promise<VerifiedUser> {
    assertName(name);
    const user = await this.find(name);
    if (!user || !(await this.hasPassword(user, password))) {
      throw new TokensRefusal(401, 'credentials', 'There is no user with this name and this password; check both.', {
        remedy: user ? undefined : USERS_REMEDY,
      });
    }
    return verified(user);
  }

  /**
   * The user of this name, without a password: for `login_hint`.
   * @throws TokensRefusal if there is none, or the user is disabled
   */
  async known(name: string): Promise<VerifiedUser> {
    assertName(name);
    const user = await this.find(name);
    if (!user) {
      throw new TokensRefusal(401, 'credentials', 'There is no user with this name; check it.', {
        remedy: USERS_REMEDY,
      });
    }
    return verified(user);
  }

  /** Lists a user who has begun to sign in, so that whoever looks for someone to end or to disable sees this one. */
  async enter(name: string): Promise<void> {
    if (this.optional(name)) return;
    await this.kernel.store.update(TOKENS_USERS, name, (before) => before ?? newUser(name));
  }

  /**
   * Adds a session to those of a user, in one operation: of two sign-ins at once, one is the first.
   * @param isActive whether a session that the user had is active; those that are not do not count
   */
  async admit(verified: VerifiedUser, session: string, isActive: (id: string) => boolean): Promise<Admission> {
    let admission: Admission = { kind: 'refused', why: 'disabled' };
    await this.write(verified.name, (user) => {
      const active = user.sessions.filter(isActive);
      admission = this.decide(user, verified, active);
      if (admission.kind === 'refused') return { ...user, sessions: active };
      const { evicted } = admission;
      return { ...user, sessions: [...active.filter((id) => !evicted.includes(id)), session] };
    });
    return admission;
  }

  /** What `admit` would say now. */
  async admission(verified: VerifiedUser, isActive: (id: string) => boolean): Promise<Admission> {
    const user = (await this.get(verified.name)) ?? newUser(verified.name);
    return this.decide(user, verified, user.sessions.filter(isActive));
  }

  /**
   * Ends each sign-in of a user that is under way, such as a code that nobody has exchanged yet.
   * @returns the user before; undefined if there is no such user
   */
  async endSignIns(name: string, reason: EndReason): Promise<KeptUser | undefined> {
    return this.changed(name, (user) => withoutSignIns(user, reason));
  }

  /** Forgets sessions of a user that are over. */
  async release(name: string, ended: readonly string[]): Promise<void> {
    const over = new Set(ended);
    await this.kernel.store.update(
      TOKENS_USERS,
      name,
      (user) => user && { ...user, sessions: user.sessions.filter((id) => !over.has(id)) },
    );
  }

  /** @returns the user before, with the sessions that were active then; undefined if there is no such user */
  async setDisabled(name: string, disabled: boolean): Promise<KeptUser | undefined> {
    return this.changed(name, (user) =>
      disabled && !user.disabled ? { ...withoutSignIns(user, 'user_disabled'), disabled } : { ...user, disabled },
    );
  }

  /**
   * @param only the password before, by its salt, if it must still be that one
   * @returns the user before; undefined if there is no such user, or the password is another one
   */
  async setPassword(name: string, password: string, only?: VerifiedUser): Promise<KeptUser | undefined> {
    const held = await hashPassword(password, this.kernel.random);
    const passwordChangedAt = this.kernel.clock.now();
    return this.changed(name, (user) =>
      only && user.password?.salt !== only.salt ? undefined : { ...user, password: held, passwordChangedAt },
    );
  }

  /**
   * Changes a password, if the current one is right.
   * @returns the user before; undefined if it is another one
   */
  async replacePassword(name: string, current: string, password: string): Promise<KeptUser | undefined> {
    const user = await this.get(name);
    if (!user || !(await this.hasPassword(user, current))) return undefined;
    // Decided by what is stored now: of two changes at once, only one has the right password.
    return this.setPassword(name, password, { name, ...(user.password && { salt: user.password.salt }) });
  }

  tell({ name, disabled, passwordChangedAt }: KeptUser): TokensUser {
    return {
      name,
      disabled,
      ...(passwordChangedAt !== undefined && { passwordChangedAt: new Date(passwordChangedAt).toISOString() }),
    };
  }

  private decide(user: KeptUser, { salt, endings }: VerifiedUser, active: readonly string[]): Admission {
    if (user.disabled) return { kind: 'refused', why: 'disabled' };
    if (user.password?.salt !== salt) return { kind: 'refused', why: 'password' };
    if (user.endings && user.endings.count !== endings) {
      return { kind: 'refused', why: 'ended', reason: user.endings.reason };
    }
    const { maxSessions, atLimit } = this.settings;
    if (maxSessions === undefined || active.length < maxSessions) return { kind: 'admitted', evicted: [] };
    switch (atLimit) {
      case 'deny':
        return { kind: 'refused', why: 'limit', active: active.length };
      case 'evictAll':
        return { kind: 'admitted', evicted: active };
      case 'evictOldest':
        return { kind: 'admitted', evicted: active.slice(0, active.length - maxSessions + 1) };
    }
  }

  private async changed(name: string, change: (user: KeptUser) => KeptUser | undefined): Promise<KeptUser | undefined> {
    let before: KeptUser | undefined;
    if (!(await this.find(name))) return undefined;
    await this.write(name, (user) => {
      const after = change(user);
      before = after && user;
      return after ?? user;
    });
    return before;
  }

  private async write(name: string, change: (before: KeptUser) => KeptUser): Promise<void> {
    const known = this.optional(name) ?? newUser(name);
    await this.kernel.store.update(TOKENS_USERS, name, (before) => {
      const wanted = change(before ?? known);
      // A user who is as in the options needs no place.
      return isDeepStrictEqual(wanted, before ?? known) ? before : wanted;
    });
  }

  /** The user that the options name. */
  private optional(name: string): KeptUser | undefined {
    const given = this.given?.find((user) => user.name === name);
    return given && { ...newUser(name), disabled: given.disabled ?? false };
  }

  private async hasPassword(user: KeptUser, password: string): Promise<boolean> {
    if (user.password) return isPassword(password, user.password);
    if (!this.given) return password !== NOBODYS_PASSWORD;
    // The password of the options is in no snapshot: a user whom other options have named comes without one.
    const given = this.given.find(({ name }) => name === user.name);
    return given !== undefined && isSameText(password, given.password);
  }
}

function withoutSignIns(user: KeptUser, reason: EndReason): KeptUser {
  return { ...user, endings: { count: (user.endings?.count ?? 0) + 1, reason } };
}

function verified({ name, disabled, password, endings }: KeptUser): VerifiedUser {
  if (disabled) {
    throw new TokensRefusal(403, 'disabled', 'The user is disabled; an administrator can enable it.', {
      reason: 'user_disabled',
    });
  }
  return { name, ...(password && { salt: password.salt }), ...(endings && { endings: endings.count }) };
}

/** @throws TokensRefusal for a name that no user can have */
function assertName(name: string): void {
  const problem = userNameProblem(name);
  if (problem === undefined) return;
  throw new TokensRefusal(400, 'bad-request', `The name of the user ${problem}; send another one.`);
}

function newUser(name: string): KeptUser {
  return { name, disabled: false, sessions: [] };
}
