import type { JournalRemedy } from '../../../core/protocol/journal';
import { optionWords } from '../../../core/server/optionWords';
import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import type { Trace } from '../../kernel/journal/trace';
import type { Kernel } from '../../kernel/system/kernel';
import type { VerificationOptions } from './mobileOptions';
import { ATTEMPTS, GUARDS, guardOf, ISSUED, PROOFS, rememberedUntil } from './mobileSpaces';
import type { HeldMobileSession, SessionPath } from './mobileState';
import { type MobileRefusalRule, note } from './note';
import { VerificationMail } from './verificationMail';

/** A link or a code that was sent and is still valid. */
export interface Proof {
  readonly file: SessionPath;
  /** The address that it was sent to. It does not verify another user who logs in on the device later. */
  readonly email: string;
  /** The key of the guard against a second mail. */
  readonly guard: string;
}

/** A record of a link or a code. It is kept for a while after expiry, to tell used from expired. */
export interface Issued {
  readonly expiresAt: number;
}

/** Prevents a second mail while the first is valid. */
export interface MailGuard {
  /** Who sends the mail. */
  readonly owner: string;
  readonly expiresAt: number;
}

export type Redeemed =
  | { readonly ok: true; readonly file: SessionPath; readonly email: string }
  | { readonly ok: false; readonly why: keyof typeof REFUSED_PROOF };

/** The reason for each refusal of a link or a code. */
export const REFUSED_PROOF = {
  unknown: 'mobile.verification.unknown',
  expired: 'mobile.verification.expired',
  used: 'mobile.verification.used',
} as const satisfies Readonly<Record<string, MobileRefusalRule>>;

const LIFESPAN = 'mobile.verification.timeoutMs';

/** What the journal says of a refused link or code, and the option that decided so. */
export function toldOfProof(why: keyof typeof REFUSED_PROOF): { told: string; remedy?: JournalRemedy } {
  const { sentence } = MOBILE_REASONS.codes[REFUSED_PROOF[why]];
  if (why !== 'expired') return { told: sentence };
  const advice = `Log in again for another, or give them longer with ${optionWords(LIFESPAN)}.`;
  return { told: `${sentence} ${advice}`, remedy: { option: LIFESPAN } };
}

/** Five minutes, as in the component 4D Mobile App Server. */
export const TIMEOUT_MS = 300_000;
const CODE_DIGITS = 6;
// There are a million codes, so guessing one in five tries is hopeless. For a person who mistypes, five tries are
// enough.
const MOST_ATTEMPTS = 5;

/**
 * Verification by e-mail, as in the component 4D Mobile App Server. A mail has a link, or a code if the device sent
 * `send: "code"`. It is valid for some minutes, and no second mail is sent until it expires.
 * All of it is in the store, so a restart loses nothing; the component keeps it in memory. Times are those of the
 * virtual clock.
 * Two things differ from the component. The link has a random token in place of the session id, which anybody can
 * compute. And it works without a team, where the component looks in a folder whose name begins with a dot.
 */
export class Verification {
  private readonly timeoutMs: number;
  private readonly mail: VerificationMail;

  constructor(
    private readonly kernel: Kernel,
    options: VerificationOptions = {},
  ) {
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.mail = new VerificationMail(options, Math.ceil(this.timeoutMs / 60_000));
  }

  /**
   * Sends a mail about a pending session, unless one was sent and is still valid.
   * @param origin of the server as the device reaches it, for the link
   * @returns whether a mail was sent now, and the text for the device
   */
  async begin(
    held: HeldMobileSession,
    send: 'link' | 'code',
    origin: string,
    trace: Trace,
  ): Promise<{ sent: boolean; statusText: string }> {
    const { email, session } = held.session;
    if (email === '') {
      note(trace, 'mobile.verification.no-address');
      return { sent: false, statusText: 'There is no e-mail address to verify' };
    }
    const guard = guardOf(held.file, email);
    const expiresAt = this.kernel.clock.now() + this.timeoutMs;
    if (!(await this.takeGuard(guard, expiresAt))) {
      note(trace, 'mobile.verification.repeated');
      // This is the component's own text. It omits `success`, which Android needs, so our answer has it.
      return { sent: false, statusText: 'The mail is already sent thank you to wait before sending again' };
    }
    const secret = await this.issue(send, { file: held.file, email, guard }, expiresAt);
    const proof = send === 'code' ? { code: secret } : { link: `${origin}${this.mail.path}?token=${secret}` };
    const mail = await this.kernel.outbox.send({
      ...this.mail.compose(email, proof),
      session: session.id,
      expiresAt: new Date(expiresAt).toISOString(),
    });
    note(trace, 'mobile.verification.sent', `A mail with a ${send} went to ${email}; it is in the outbox.`);
    trace.changed('mail', mail.id, 'created', `${send} for ${email}`);
    return { sent: true, statusText: 'Verify your email address' };
  }

  /** Uses a link or a code up. If several callers try the same one, only one succeeds. */
  async redeem(kind: 'link' | 'code', secret: string): Promise<Redeemed> {
    const { store, clock } = this.kernel;
    const proof = await store.take(PROOFS[kind], secret);
    if (proof) {
      await store.delete(GUARDS, proof.guard);
      return { ok: true, file: proof.file, email: proof.email };
    }
    const issued = await store.get(ISSUED, `${kind} ${secret}`);
    if (!issued) return { ok: false, why: 'unknown' };
    return { ok: false, why: issued.expiresAt <= clock.now() ? 'expired' : 'used' };
  }

  /**
   * Counts an attempt to enter a code. False when this address has had too many. Counted before the check, so that
   * concurrent attempts count too.
   */
  async mayTry(ip: string): Promise<boolean> {
    const { store, clock } = this.kernel;
    const expiresAt = clock.now() + this.timeoutMs;
    const tries = await store.update(ATTEMPTS, ip, (count = 0) => count + 1, { expiresAt });
    return (tries ?? 0) <= MOST_ATTEMPTS;
  }

  async forgiveTries(ip: string): Promise<void> {
    await this.kernel.store.delete(ATTEMPTS, ip);
  }

  /** True for the caller that is to send the mail. Of several concurrent logins it is only one. */
  private async takeGuard(guard: string, expiresAt: number): Promise<boolean> {
    const { store, random } = this.kernel;
    if (await store.get(GUARDS, guard)) return false;
    const owner = random.bytes(8).toString('hex');
    const there = await store.update(GUARDS, guard, (held) => held ?? { owner, expiresAt }, {
      expiresAt: (held) => held.expiresAt,
    });
    return there?.owner === owner;
  }

  private async issue(kind: 'link' | 'code', proof: Proof, expiresAt: number): Promise<string> {
    const { store, random } = this.kernel;
    for (;;) {
      const secret =
        kind === 'link'
          ? random.bytes(24).toString('base64url')
          : String(random.integer(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
      // Codes are short. A code that is in use, or that has expired and is still recorded, must not be given again.
      if (await store.get(ISSUED, `${kind} ${secret}`)) continue;
      await store.put(ISSUED, `${kind} ${secret}`, { expiresAt }, { expiresAt: rememberedUntil({ expiresAt }) });
      await store.put(PROOFS[kind], secret, proof, { expiresAt });
      return secret;
    }
  }
}
