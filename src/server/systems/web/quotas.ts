import { Mutex } from 'async-mutex';
import { optionWords } from '../../../core/server/optionWords';
import type { Refusal } from '../../kernel/answer/refusal';
import type { Trace } from '../../kernel/journal/trace';
import type { Kernel } from '../../kernel/system/kernel';
import { note, type WebRefusalRule } from './note';
import type { SessionCounts } from './sessionCounts';
import type { WebOptions } from './webOptions';
import { WebRefusal } from './webRefusal';
import type { HeldWebSession } from './webSessions';
import { endOfMinute, MINUTE_MS, REQUESTS } from './webSpaces';

/** The reason for each quota that is used up. */
const RULES = {
  sessions: 'web.quota.sessions',
  guestSessions: 'web.quota.guestSessions',
  requestsPerMinute: 'web.quota.requestsPerMinute',
  requestsPerMinutePerSession: 'web.quota.requestsPerMinutePerSession',
} as const satisfies Readonly<Record<string, WebRefusalRule>>;

type QuotaRule = keyof typeof RULES;

/**
 * Limits of the web server (docs/facts/4d-web.md#quotas). The limit of the session is checked before that of the whole
 * server. A request beyond a limit is answered with 429 and `Retry-After`. That header is empty when it is unknown how
 * long to wait.
 */
export class Quotas {
  private readonly making = new Mutex();

  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock'>,
    private readonly counts: Pick<SessionCounts, 'now'> | undefined,
    private readonly quotas: NonNullable<WebOptions['quotas']> = {},
  ) {}

  /**
   * Counts a request.
   * @throws WebRefusal 429 when there are too many
   */
  async checkRequest(session: HeldWebSession | undefined, trace: Trace): Promise<void> {
    const { requestsPerMinute: all, requestsPerMinutePerSession: each } = this.quotas;
    if (each !== undefined && session) await this.count(session.id, each, 'requestsPerMinutePerSession', trace);
    if (all !== undefined) await this.count('', all, 'requestsPerMinute', trace);
  }

  /**
   * Creates a guest session.
   * @throws WebRefusal 429 when there are too many sessions
   */
  async makeGuest(make: () => Promise<HeldWebSession>, trace: Trace): Promise<HeldWebSession> {
    const made = await this.makeWithin(make, trace);
    // The request that opens a session counts too, but could not be counted before the session existed.
    if (this.quotas.requestsPerMinutePerSession !== undefined) await this.countOne(made.id);
    return made;
  }

  private async makeWithin(make: () => Promise<HeldWebSession>, trace: Trace): Promise<HeldWebSession> {
    const { sessions, guestSessions } = this.quotas;
    const { counts } = this;
    if (!counts || (sessions === undefined && guestSessions === undefined)) return make();
    // Only one session at a time: none may be created between counting and creating.
    return this.making.runExclusive(async () => {
      const count = await counts.now();
      if (sessions !== undefined && count.sessions >= sessions) throw refusal('sessions', sessions, '', trace);
      if (guestSessions !== undefined && count.guests >= guestSessions) {
        throw refusal('guestSessions', guestSessions, '', trace);
      }
      return make();
    });
  }

  private async count(whose: string, most: number, quota: QuotaRule, trace: Trace): Promise<void> {
    const { count, secondsLeft } = await this.countOne(whose);
    if (count > most) throw refusal(quota, most, String(secondsLeft), trace);
  }

  private async countOne(whose: string): Promise<{ count: number; secondsLeft: number }> {
    const now = this.kernel.clock.now();
    const minute = Math.floor(now / MINUTE_MS);
    const expiresAt = endOfMinute(minute);
    const key = `${whose}@${minute}`;
    const count = await this.kernel.store.update(REQUESTS, key, (before = 0) => before + 1, { expiresAt });
    return { count: count ?? 0, secondsLeft: Math.ceil((expiresAt - now) / 1000) };
  }
}

function refusal(quota: QuotaRule, most: number, retryAfter: string, trace: Trace): Refusal {
  const option = `web.quotas.${quota}`;
  const message = `The quota ${quota} of ${most} is used up; wait, or raise ${optionWords(option)}.`;
  note(trace, RULES[quota], message, { option });
  return new WebRefusal(429, 'quota', message, { headers: { 'retry-after': retryAfter }, remedy: { option } });
}
