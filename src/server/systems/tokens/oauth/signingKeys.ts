import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { Kernel } from '../../../kernel/system/kernel';
import { type PrivateKey, PUBLIC_KEYS, type PublicKey, SIGNING_KEY } from './oauthSpaces';

/** RFC 9068, 2.1: every resource server takes it. */
export const SIGNING_ALGORITHM = 'RS256';
const ONLY = 'key';
/** A server that is started again and again from one snapshot adds a key each time. */
const MOST_KEYS = 20;

type CryptoKey = Exclude<Awaited<ReturnType<typeof importJWK>>, Uint8Array>;

/** A key that signs, with its name. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

/**
 * The keys of JWT access tokens. Each server signs with its own, which leaves it in no snapshot. Whoever has the store
 * knows the public keys of all, so that a token outlives a snapshot, and servers on one store know each other's.
 */
export class SigningKeys {
  private imported: SigningKey | undefined;

  constructor(private readonly kernel: Pick<Kernel, 'store'>) {}

  async signing(): Promise<SigningKey> {
    const held = await this.held();
    await this.publish(held);
    if (this.imported?.kid !== held.kid) {
      const key = await importJWK({ ...held }, SIGNING_ALGORITHM);
      if (key instanceof Uint8Array) throw new Error('A key of RSA was read as a shared secret.');
      this.imported = { kid: held.kid, key };
    }
    return this.imported;
  }

  /** All public keys, oldest first. */
  async published(): Promise<readonly PublicKey[]> {
    await this.publish(await this.held());
    return (await this.kernel.store.entries(PUBLIC_KEYS)).map(([, key]) => key);
  }

  private async held(): Promise<PrivateKey> {
    const { store } = this.kernel;
    const known = await store.get(SIGNING_KEY, ONLY);
    if (known) return known;
    const made = await newKey();
    // Of two requests at once, the first one's key counts.
    return (await store.update(SIGNING_KEY, ONLY, (before) => before ?? made)) ?? made;
  }

  /** A reset or a snapshot may have taken it away. */
  private async publish({ kid, n = '', e = '' }: PrivateKey): Promise<void> {
    const { store } = this.kernel;
    if (await store.get(PUBLIC_KEYS, kid)) return;
    await store.put(PUBLIC_KEYS, kid, { kid, alg: SIGNING_ALGORITHM, use: 'sig', kty: 'RSA', n, e });
    const others = (await store.entries(PUBLIC_KEYS)).filter(([each]) => each !== kid);
    for (const [old] of others.slice(0, Math.max(0, others.length + 1 - MOST_KEYS))) {
      await store.delete(PUBLIC_KEYS, old);
    }
  }
}

async function newKey(): Promise<PrivateKey> {
  const { privateKey, publicKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const { kty, n, e, d, p, q, dp, dq, qi } = await exportJWK(privateKey);
  const members = Object.entries({ kty, n, e, d, p, q, dp, dq, qi });
  const texts = members.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { ...Object.fromEntries(texts), kid };
}
