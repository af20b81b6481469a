import type { Disposable } from '../../../core/base/event';
import type { MendixToken } from '../../../core/systems/mendix/mendixSession';
import { newUuid } from '../../kernel/random/uuid';
import { secretKey } from '../../kernel/secrets/secretKey';
import { KeyGroups } from '../../kernel/store/keyGroups';
import type { Kernel } from '../../kernel/system/kernel';
import type { MendixEndings } from './mendixEndings';
import { newToken } from './mendixSecrets';
import { type HeldToken, TOKEN_KEYS, TOKENS } from './mendixSpaces';

/** Why a token ended. */
export type TokenEnd = 'expired' | 'logout' | 'password' | 'login' | 'used' | 'ended' | 'inactive';

export type FoundToken =
  | { readonly kind: 'good'; readonly token: HeldToken }
  /**
   * `why` is undefined if the token never existed, or is forgotten. `now` is the token that a used one has become.
   */
  | { readonly kind: 'bad'; readonly why: TokenEnd | undefined; readonly now?: HeldToken };

/** The authentication tokens of users. The store has only their hashes, as in Mendix (docs/facts/mendix.md#what-is-stored). */
export class MendixTokens implements Disposable {
  private readonly expiry: Disposable;
  private readonly byName: KeyGroups<HeldToken>;

  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random'>,
    private readonly endings: MendixEndings,
    /** Milliseconds; undefined if tokens never expire. */
    private readonly lifeMs: number | undefined,
    inBackground: (work: () => Promise<void>) => void,
  ) {
    this.byName = new KeyGroups(kernel.store, TOKENS, ({ user }) => user);
    this.expiry = kernel.store.onDidExpire(({ space, value }) => {
      if (space !== TOKENS.name) return;
      const token = value as HeldToken;
      inBackground(() => this.forget(token, 'expired'));
    });
  }

  /** Reads what there is already. */
  load(): Promise<void> {
    return this.byName.load();
  }

  async create(
    user: string,
    kind: HeldToken['kind'],
    userAgent: string | undefined,
    from?: string,
  ): Promise<{ readonly value: string; readonly token: HeldToken }> {
    const { store, clock, random } = this.kernel;
    const value = newToken(random);
    const createdAt = clock.now();
    const expiresAt = this.lifeMs === undefined ? undefined : createdAt + this.lifeMs;
    const token: HeldToken = {
      id: newUuid(random),
      key: secretKey(value),
      user,
      kind,
      createdAt,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(userAgent !== undefined && { userAgent }),
      ...(from !== undefined && { from }),
    };
    const options = expiresAt === undefined ? {} : { expiresAt };
    // The token first: a key that exists names one.
    await store.put(TOKENS, token.id, token, options);
    await store.put(TOKEN_KEYS, token.key, { id: token.id, ...options }, options);
    return { value, token };
  }

  async find(value: string): Promise<FoundToken> {
    const key = secretKey(value);
    const held = await this.kernel.store.get(TOKEN_KEYS, key);
    const token = held && (await this.kernel.store.get(TOKENS, held.id));
    if (token?.key === key) return { kind: 'good', token };
    const ended = await this.endings.of('token', key);
    const now = ended?.becomes === undefined ? undefined : await this.kernel.store.get(TOKENS, ended.becomes);
    return { kind: 'bad', why: ended?.why as TokenEnd | undefined, ...(now && { now }) };
  }

  /** Whose token a text is or was. @returns undefined if it never was one, or is forgotten */
  async userOf(value: string): Promise<string | undefined> {
    const found = await this.find(value);
    if (found.kind === 'good') return found.token.user;
    return found.now?.user ?? (await this.endings.of('token', secretKey(value)))?.user;
  }

  /**
   * Gives a token another value and a new life. It keeps its id, so that whoever ends it ends all that was made from it,
   * also by an older value. If several callers do that at once, only one gets the new value.
   */
  async rotate({
    id,
    key,
    expiresAt: before,
  }: HeldToken): Promise<{ readonly value: string; readonly token: HeldToken } | undefined> {
    const { store, clock, random } = this.kernel;
    // What became of the old value comes first: a logout with it must find the token at any time.
    await this.endings.used(key, id);
    if ((await store.take(TOKEN_KEYS, key)) === undefined) return undefined;
    const value = newToken(random);
    const createdAt = clock.now();
    // A token of a runtime where it had an end keeps that one.
    const expiresAt = this.lifeMs === undefined ? before : createdAt + this.lifeMs;
    const options = expiresAt === undefined ? {} : { expiresAt };
    const next = secretKey(value);
    const token = await store.update(
      TOKENS,
      id,
      (held) => held && { ...held, key: next, createdAt, ...options },
      options,
    );
    if (!token) return undefined;
    await store.put(TOKEN_KEYS, next, { id, ...options }, options);
    if (await this.isGood(id)) return { value, token };
    // Another request has ended the token meanwhile, and may not have seen its new key.
    await store.delete(TOKEN_KEYS, next);
    return undefined;
  }

  /** Whether a token has not ended. */
  async isGood(id: string): Promise<boolean> {
    return (await this.kernel.store.get(TOKENS, id)) !== undefined;
  }

  /**
   * Gives an end to a token that has none, because it is from a runtime whose tokens had none.
   * @returns its end; undefined if it has one already, or needs none
   */
  async limit({ id, key, expiresAt: known }: HeldToken): Promise<number | undefined> {
    if (known !== undefined || this.lifeMs === undefined) return undefined;
    const { store, clock } = this.kernel;
    const end = clock.now() + this.lifeMs;
    // The token first: a key without an end goes with its token.
    const token = await store.update(TOKENS, id, (held) => held && { ...held, expiresAt: held.expiresAt ?? end }, {
      expiresAt: ({ expiresAt = end }) => expiresAt,
    });
    if (token?.expiresAt === undefined) return undefined;
    const { expiresAt } = token;
    await store.update(TOKEN_KEYS, key, (held) => held && { ...held, expiresAt }, { expiresAt });
    return expiresAt;
  }

  /** @returns the token that was ended; undefined if there is none with this id */
  async end(id: string, why: TokenEnd): Promise<HeldToken | undefined> {
    const token = await this.kernel.store.take(TOKENS, id);
    if (token) await this.forget(token, why);
    return token;
  }

  /** @returns how many tokens were ended */
  async endAllOf(user: string, why: TokenEnd): Promise<number> {
    const ended = await Promise.all((await this.of(user)).map(({ id }) => this.end(id, why)));
    return ended.filter((token) => token !== undefined).length;
  }

  of(user: string): Promise<readonly HeldToken[]> {
    return this.byName.of(user);
  }

  /** Those of these ids that there are. */
  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, HeldToken>> {
    const found = await Promise.all(ids.map((id) => this.kernel.store.get(TOKENS, id)));
    return new Map(found.flatMap((token) => (token ? [[token.id, token] as const] : [])));
  }

  /** All tokens, by the name of their user. */
  async byUser(): Promise<ReadonlyMap<string, readonly HeldToken[]>> {
    const byUser = new Map<string, HeldToken[]>();
    for (const [, token] of await this.kernel.store.entries(TOKENS)) {
      const own = byUser.get(token.user);
      if (own) own.push(token);
      else byUser.set(token.user, [token]);
    }
    return byUser;
  }

  async all(): Promise<ReadonlyMap<string, HeldToken>> {
    return new Map(await this.kernel.store.entries(TOKENS));
  }

  dispose(): void {
    this.expiry.dispose();
    this.byName.dispose();
  }

  private async forget(token: HeldToken, why: TokenEnd): Promise<void> {
    await this.kernel.store.delete(TOKEN_KEYS, token.key);
    await this.endings.add('token', token.key, why, token.user);
  }
}

/** A token as the control API reports it. */
export function toldToken({ id, kind, createdAt, expiresAt, userAgent }: HeldToken): MendixToken {
  return {
    id,
    kind,
    createdAt: new Date(createdAt).toISOString(),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
    ...(userAgent !== undefined && { userAgent }),
  };
}
