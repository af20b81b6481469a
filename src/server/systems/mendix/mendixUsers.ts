import { isDeepStrictEqual } from 'node:util';
import { BLOCKED_MS } from '../../../core/systems/mendix/blockEnd';
import type { MendixUser } from '../../../core/systems/mendix/mendixSession';
import { newUuid } from '../../kernel/random/uuid';
import { isSameText } from '../../kernel/secrets/isSameText';
import { hashPassword, isPassword } from '../../kernel/secrets/passwordHash';
import type { Kernel } from '../../kernel/system/kernel';
import type { MendixUserOption } from './mendixOptions';
import { type HeldToken, type HeldUser, USERS } from './mendixSpaces';
import { toldToken } from './mendixTokens';

/** docs/facts/mendix.md#settings */
const MOST_BAD_PASSWORDS = 3;
/** The password that nobody has if the options name no users. */
export const WRONG_PASSWORD = 'wrong';

export type SignIn =
  | { readonly kind: 'good'; readonly user: HeldUser }
  | { readonly kind: 'refused'; readonly why: 'user' | 'no-password' | 'password' | 'blocked' | 'inactive' }
  /** This bad password was one too many. */
  | { readonly kind: 'refused'; readonly why: 'blocks' };

/** The users of the app: those of the options, with what the store knows of them, and anonymous ones. */
export class MendixUsers {
  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random'>,
    private readonly options: {
      /** Undefined: everybody may sign in. */
      readonly users?: readonly MendixUserOption[] | undefined;
      readonly isProduction: boolean;
    },
  ) {}

  async get(name: string): Promise<HeldUser | undefined> {
    return (await this.kernel.store.get(USERS, name)) ?? this.optional(name);
  }

  /** Those of the options first. */
  async all(): Promise<readonly HeldUser[]> {
    const stored = new Map(await this.kernel.store.entries(USERS));
    const given = (this.options.users ?? []).flatMap(({ name }) => stored.get(name) ?? this.optional(name) ?? []);
    const names = new Set(given.map(({ name }) => name));
    return [...given, ...[...stored.values()].filter(({ name }) => !names.has(name))];
  }

  /** @returns for a good password, the user with the password that it was compared with */
  async signIn(name: string, password: string): Promise<SignIn> {
    const user = (await this.get(name)) ?? (this.options.users ? undefined : newUser(name));
    if (!user || user.anonymous) return { kind: 'refused', why: 'user' };
    if (user.blockedSince !== undefined) return { kind: 'refused', why: 'blocked' };
    if (!this.mayHavePassword(user)) return { kind: 'refused', why: 'no-password' };
    if (!(await this.hasPassword(user, password))) return this.badPassword(user);
    // Decided by what is stored now: while the password was checked, another login may have blocked the user.
    const after = await this.signedIn(user);
    // The same holds for the password.
    if (!hasSamePassword(user, after)) return this.signIn(name, password);
    if (after.blockedSince !== undefined) return { kind: 'refused', why: 'blocked' };
    return after.active ? { kind: 'good', user: after } : { kind: 'refused', why: 'inactive' };
  }

  /** Notes that a user has signed in, unless the user may not. @returns the user as it is now */
  async signedIn(user: HeldUser): Promise<HeldUser> {
    const lastLoginAt = this.kernel.clock.now();
    const after = await this.write(user, (before) =>
      before.active && before.blockedSince === undefined && hasSamePassword(user, before)
        ? { ...before, failedLogins: 0, lastLoginAt }
        : before,
    );
    return after;
  }

  async createAnonymous(): Promise<HeldUser> {
    const user = { ...newUser(`Anonymous_${newUuid(this.kernel.random)}`), anonymous: true };
    await this.kernel.store.put(USERS, user.name, user);
    return user;
  }

  async removeAnonymous(name: string): Promise<void> {
    await this.kernel.store.delete(USERS, name);
  }

  async setPassword(user: HeldUser, password: string): Promise<void> {
    const held = await hashPassword(password, this.kernel.random);
    await this.write(user, (before) => ({ ...before, password: held }));
  }

  async setActive(user: HeldUser, active: boolean): Promise<void> {
    await this.write(user, (before) => ({ ...before, active }));
  }

  async setBlocked(user: HeldUser, blocked: boolean): Promise<void> {
    const blockedSince = this.kernel.clock.now();
    await this.write(user, ({ blockedSince: since, ...before }) =>
      blocked ? { ...before, blockedSince: since ?? blockedSince } : { ...before, failedLogins: 0 },
    );
  }

  /**
   * Unblocks those who are blocked for five minutes.
   * @param at time of the sweep
   * @returns their names
   */
  async unblockOld(at: number): Promise<readonly string[]> {
    const old = (await this.all()).filter(
      ({ blockedSince }) => blockedSince !== undefined && blockedSince + BLOCKED_MS <= at,
    );
    for (const user of old) await this.setBlocked(user, false);
    return old.map(({ name }) => name);
  }

  /** After the clock was set back, nobody is blocked for longer than a block lasts from then on. */
  async clockMoved(): Promise<void> {
    const now = this.kernel.clock.now();
    for (const user of await this.all()) {
      if (user.blockedSince === undefined || user.blockedSince <= now) continue;
      await this.write(user, (before) =>
        before.blockedSince === undefined ? before : { ...before, blockedSince: Math.min(before.blockedSince, now) },
      );
    }
  }

  tell(user: HeldUser, tokens: readonly HeldToken[]): MendixUser {
    const { name, anonymous, active, blockedSince, failedLogins, lastLoginAt } = user;
    return {
      name,
      anonymous,
      active,
      blocked: blockedSince !== undefined,
      ...(blockedSince !== undefined && { blockedSince: new Date(blockedSince).toISOString() }),
      failedLogins,
      ...(lastLoginAt !== undefined && { lastLoginAt: new Date(lastLoginAt).toISOString() }),
      tokens: tokens.filter((token) => token.user === name).map(toldToken),
    };
  }

  /** The user that the options name. */
  private optional(name: string): HeldUser | undefined {
    const given = this.options.users?.find((user) => user.name === name);
    return given && { ...newUser(name), active: given.active ?? true };
  }

  /** The password of the options is in no snapshot: a user whom other options have named comes without one. */
  private mayHavePassword({ name, password }: HeldUser): boolean {
    const { users } = this.options;
    return password !== undefined || !users || users.some((given) => given.name === name);
  }

  private async hasPassword(user: HeldUser, password: string): Promise<boolean> {
    if (user.password) return isPassword(password, user.password);
    const { users } = this.options;
    if (!users) return password !== WRONG_PASSWORD;
    const given = users.find(({ name }) => name === user.name);
    return given !== undefined && isSameText(password, given.password);
  }

  private async badPassword(user: HeldUser): Promise<SignIn> {
    if (!this.options.isProduction) return { kind: 'refused', why: 'password' };
    const now = this.kernel.clock.now();
    const after = await this.write(user, ({ failedLogins, ...before }) => ({
      ...before,
      failedLogins: failedLogins + 1,
      ...(failedLogins + 1 >= MOST_BAD_PASSWORDS && { blockedSince: before.blockedSince ?? now }),
    }));
    return { kind: 'refused', why: after.blockedSince === undefined ? 'password' : 'blocks' };
  }

  private async write(user: HeldUser, change: (before: HeldUser) => HeldUser): Promise<HeldUser> {
    const after = await this.kernel.store.update(USERS, user.name, (before) => {
      const wanted = change(before ?? user);
      // A user who is as in the options needs no place.
      return isDeepStrictEqual(wanted, before ?? user) ? before : wanted;
    });
    return after ?? user;
  }
}

function hasSamePassword({ password: one }: HeldUser, { password: other }: HeldUser): boolean {
  return one?.salt === other?.salt;
}

function newUser(name: string): HeldUser {
  return { name, anonymous: false, active: true, failedLogins: 0 };
}
