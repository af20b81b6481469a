import type { Trace } from '../../kernel/journal/trace';
import type { Kernel } from '../../kernel/system/kernel';
import type { VerificationOptions } from './mobileOptions';
import { ATTEMPTS, GUARDS, ISSUED, PROOFS } from './mobileSpaces';
import type { HeldSession, SessionPath } from './mobileState';
import { note } from './note';
import { VerificationMail } from './verificationMail';

/** A link or a code that was sent and is still good. */
export interface Proof {
  readonly file: SessionPath;
  /** As it was sent to: whoever logs in on the device later is not proved by it. */
  readonly email: string;
  /** The repeat guard that goes with it. */
  readonly guard: string;
}

/** What is kept about a link or a code for a while after it is over, to tell used from expired. */
export interface Issued {
  readonly expiresAt: number;
}

export type Redeemed =
  | { readonly ok: true; readonly file: SessionPath; readonly email: string }
  | { readonly ok: false; readonly why: 'unknown' | 'expired' | 'used' };

/** Five minutes, as the component. */
export const TIMEOUT_MS = 300_000;
const REMEMBERED_MS = 24 * 60 * 60_000;
const CODE_DIGITS = 6;
// Of a million codes: guessing one is hopeless, and a person who mistypes has enough.
const MOST_ATTEMPTS = 5;

/**
 * Pending to accepted by e-mail, as the component 4D Mobile App Server does it: a mail with a link, or with a code where
 * the device sent `send: "code"`; good for some minutes; no second mail until then. All of it is in the store, so that a
 * restart loses nothing (the component keeps it in memory), and its time is the virtual clock's.
 *
 * Other than the component's, a link carries a random token and not the session id, which anybody can compute, and it
 * works without a team (the component then looks in a folder that begins with a dot).
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
   * Sends a mail about a pending session, unless one was sent and is still good.
   * @param origin of the server as the device reaches it, for the link
   * @returns whether it was sent now, and what the device is to be told
   */
  async begin(
    held: HeldSession,
    send: 'link' | 'code',
    origin: string,
    trace: Trace,
  ): Promise<{ sent: boolean; statusText: string }> {
    const { email, session } = held.session;
    if (email === '') {
      note(trace, 'mobile.verification.no-address');
      return { sent: false, statusText: 'There is no e-mail address to verify' };
    }
    const guard = `${held.file}\n${email.toLowerCase()}`;
    const expiresAt = this.kernel.clock.now() + this.timeoutMs;
    if (!(await this.takeGuard(guard, expiresAt))) {
      note(trace, 'mobile.verification.repeated');
      // The component's own text. It leaves `success` out here, which Android cannot read; we answer as to the first.
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

  /** Takes a link or a code: of any number of callers, one. */
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

  /** Counts a try to say a code; no when this address has had too many. Counted before, so that tries at once count too. */
  async mayTry(ip: string): Promise<boolean> {
    const { store, clock } = this.kernel;
    const expiresAt = clock.now() + this.timeoutMs;
    const tries = await store.update(ATTEMPTS, ip, (count = 0) => count + 1, { expiresAt });
    return (tries ?? 0) <= MOST_ATTEMPTS;
  }

  async forgiveTries(ip: string): Promise<void> {
    await this.kernel.store.delete(ATTEMPTS, ip);
  }

  /** Whether this caller is the one who sends; of several logins at once, one is. */
  private async takeGuard(guard: string, expiresAt: number): Promise<boolean> {
    const { store, random } = this.kernel;
    if (await store.get(GUARDS, guard)) return false;
    const owner = random.bytes(8).toString('hex');
    const there = await store.update(GUARDS, guard, (held) => held ?? { owner }, { expiresAt });
    return there?.owner === owner;
  }

  private async issue(kind: 'link' | 'code', proof: Proof, expiresAt: number): Promise<string> {
    const { store, random } = this.kernel;
    for (;;) {
      const secret =
        kind === 'link'
          ? random.bytes(24).toString('base64url')
          : String(random.integer(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
      // A code is short: another one's, or one that is over and still remembered, is not given again.
      if (await store.get(ISSUED, `${kind} ${secret}`)) continue;
      await store.put(ISSUED, `${kind} ${secret}`, { expiresAt }, { expiresAt: expiresAt + REMEMBERED_MS });
      await store.put(PROOFS[kind], secret, proof, { expiresAt });
      return secret;
    }
  }
}
