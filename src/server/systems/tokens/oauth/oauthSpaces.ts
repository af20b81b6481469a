import { expirySchema, timeSchema } from '../../../kernel/clock/timeSchema';
import { checkedBy, keyIn, keyLike } from '../../../kernel/store/checkedBy';
import type { Place, Space } from '../../../kernel/store/store';
import { flagSchema, HASH, objectSchema, textSchema } from '../../../kernel/store/valueSchema';

/** RFC 6749, 4.1.2: ten minutes at most. A developer who halts the app between the two requests needs some. */
export const CODE_MS = 10 * 60_000;
/** So long a code is remembered, so that its second use is noticed. */
export const CODE_MEMORY_MS = 24 * 60 * 60_000;

/** An authorization code in the store, under its hash. Times are virtual milliseconds since 1970. */
export interface HeldCode {
  readonly client: string;
  readonly user: string;
  /** The password that was good at the sign-in, as `VerifiedUser` has it. */
  readonly salt?: string;
  /** As `VerifiedUser` has it. */
  readonly endings?: number;
  /** Where the browser was sent. */
  readonly redirectUri: string;
  /** Whether the client said so itself. Then it must say the same again (RFC 6749, 4.1.3). */
  readonly isRedirectGiven: boolean;
  readonly challenge?: string;
  readonly scope?: string;
  readonly issuedAt: number;
  readonly usedAt?: number;
  /** When it was presented after its use. */
  readonly reusedAt?: number;
  /** Whether its first use was refused, so that nothing came of it. */
  readonly isRefused?: boolean;
  /** Id of the session that came of it. */
  readonly session?: string;
}

/** A public key as a JWK. */
export interface PublicKey {
  readonly kid: string;
  readonly alg: string;
  readonly use: 'sig';
  readonly kty: string;
  readonly n: string;
  readonly e: string;
}

/** A private key as a JWK. */
export type PrivateKey = Readonly<Record<string, string>> & { readonly kid: string };

/** The codes by the hash of the code. */
export const AUTHORIZATION_CODES: Space<HeldCode> = {
  name: 'tokens.code',
  check: checkedBy(
    objectSchema(
      {
        client: textSchema,
        user: textSchema,
        salt: textSchema,
        endings: { type: 'integer', minimum: 1 },
        redirectUri: textSchema,
        isRedirectGiven: flagSchema,
        challenge: textSchema,
        scope: textSchema,
        issuedAt: timeSchema,
        usedAt: timeSchema,
        reusedAt: expirySchema,
        isRefused: flagSchema,
        session: textSchema,
      },
      ['salt', 'endings', 'challenge', 'scope', 'usedAt', 'reusedAt', 'isRefused', 'session'],
    ),
    keyLike(HASH, 'a hash'),
  ),
  expires: ({ issuedAt }: HeldCode) => issuedAt + CODE_MEMORY_MS,
};

/** The public keys by their ids: of this server, and of those from which a snapshot came. */
export const PUBLIC_KEYS: Space<PublicKey> = {
  name: 'tokens.public-key',
  check: checkedBy<PublicKey>(
    objectSchema({
      kid: textSchema,
      alg: { const: 'RS256' },
      use: { const: 'sig' },
      kty: { const: 'RSA' },
      n: textSchema,
      e: textSchema,
    }),
    keyIn('kid'),
  ),
};

/** The key that signs. It is local, as a snapshot is for others to read: they get the public keys alone. */
export const SIGNING_KEY: Space<PrivateKey> = { name: 'tokens.signing-key', isLocal: true };

/** Everything that the OAuth routes store. */
export const OAUTH_SPACES: readonly Place[] = [AUTHORIZATION_CODES, PUBLIC_KEYS, SIGNING_KEY];
