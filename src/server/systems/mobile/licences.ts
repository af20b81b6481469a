import { Mutex } from 'async-mutex';
import { counted } from '../../../core/base/counted';
import { optionWords } from '../../../core/server/optionWords';
import type { Trace } from '../../kernel/journal/trace';
import { refuse } from './mobileRestError';
import type { MobileState, SessionPath } from './mobileState';
import { note } from './note';

/** Nobody knows when a session is ended, so this only keeps a device from asking all the time. */
const RETRY_SECONDS = 60;

const OPTION = 'mobile.licences';

/**
 * Limits the number of accepted sessions. Beyond the limit a guest gets error 1913, for which both SDKs have a banner.
 * A user with an e-mail address gets 1908, which asks for a new login. That 4D tells them apart like this is inferred
 * from the SDKs.
 */
export class Licences {
  private readonly turns = new Mutex();

  /** @param limit number of licences; undefined for no limit */
  constructor(
    private readonly state: MobileState,
    private readonly limit: number | undefined,
  ) {}

  /**
   * Runs `run`, which makes a session accepted, if a licence is free. Calls run one at a time, so that no licence is
   * given twice.
   * @throws MobileError 1913 or 1908 when no licence is free
   */
  take<T>(file: SessionPath, email: string, trace: Trace, run: () => Promise<T>): Promise<T> {
    if (this.limit === undefined) return run();
    return this.turns.runExclusive(async () => {
      const accepted = await this.state.accepted();
      const others = accepted.size - (accepted.has(file) ? 1 : 0);
      if (others >= (this.limit ?? 0)) this.refuse(email, others + 1, trace);
      return run();
    });
  }

  /**
   * Checks that an accepted session has a licence. The sessions that were loaded first have one.
   * @returns undefined if there is no limit, so that nobody has to wait
   * @throws MobileError 1913 or 1908 when it has none
   */
  check(file: SessionPath, email: string, trace: Trace): Promise<void> | undefined {
    const { limit } = this;
    if (limit !== undefined) return this.checkLimit(limit, file, email, trace);
    note(trace, 'mobile.licence.held');
    return undefined;
  }

  private async checkLimit(limit: number, file: SessionPath, email: string, trace: Trace): Promise<void> {
    const before = (await this.state.accepted()).get(file) ?? 0;
    if (before >= limit) this.refuse(email, before + 1, trace);
    note(trace, 'mobile.licence.held');
  }

  /** @param needed as many licences would do */
  private refuse(email: string, needed: number, trace: Trace): never {
    const all = `The server has ${counted(this.limit ?? 0, 'licence')}.`;
    return refuse(trace, 'mobile.licence.none', email === '' ? 1913 : 1908, all, {
      retryAfter: RETRY_SECONDS,
      told: `${all} End an accepted session, or raise ${optionWords(OPTION)}.`,
      remedy: { option: OPTION, value: needed },
    });
  }
}
