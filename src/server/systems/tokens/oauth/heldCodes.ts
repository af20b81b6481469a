import { secretKey } from '../../../kernel/secrets/secretKey';
import type { Kernel } from '../../../kernel/system/kernel';
import { AUTHORIZATION_CODES, CODE_MEMORY_MS, type HeldCode } from './oauthSpaces';

const CODE_BYTES = 32;

/** The authorization codes in the store. */
export class HeldCodes {
  constructor(private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random'>) {}

  /** @returns the code itself, which is told once */
  async add(code: Omit<HeldCode, 'issuedAt'>): Promise<string> {
    const { store, clock, random } = this.kernel;
    const raw = `ac_${random.bytes(CODE_BYTES).toString('base64url')}`;
    const issuedAt = clock.now();
    await store.put(
      AUTHORIZATION_CODES,
      secretKey(raw),
      { ...code, issuedAt },
      { expiresAt: issuedAt + CODE_MEMORY_MS },
    );
    return raw;
  }

  get(raw: string): Promise<HeldCode | undefined> {
    return this.kernel.store.get(AUTHORIZATION_CODES, secretKey(raw));
  }

  /** Uses a code up. @returns the code before; of two calls at once, one gets it unused */
  async use(raw: string): Promise<HeldCode | undefined> {
    const now = this.kernel.clock.now();
    let before: HeldCode | undefined;
    await this.change(raw, (code) => {
      before = code;
      return code.usedAt === undefined ? { ...code, usedAt: now } : { ...code, reusedAt: code.reusedAt ?? now };
    });
    return before;
  }

  /** Writes down what came of a code. @returns the code afterwards */
  cameOf(raw: string, session: string): Promise<HeldCode | undefined> {
    return this.change(raw, (code) => ({ ...code, session }));
  }

  /** Writes down that nothing came of a code. */
  async refused(raw: string): Promise<void> {
    await this.change(raw, (code) => ({ ...code, isRefused: true }));
  }

  private change(raw: string, change: (code: HeldCode) => HeldCode): Promise<HeldCode | undefined> {
    return this.kernel.store.update(AUTHORIZATION_CODES, secretKey(raw), (code) => code && change(code));
  }
}
