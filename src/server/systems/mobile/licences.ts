import { Mutex } from 'async-mutex';
import { counted } from '../../../core/base/counted';
import type { Trace } from '../../kernel/journal/trace';
import { refuse } from './mobileRestError';
import type { MobileState, SessionPath } from './mobileState';
import { note } from './note';

/**
 * How many accepted sessions there may be. A guest beyond gets 1913, which both SDKs have a banner for; a user with an
 * address 1908, which asks to log in again. That the two are told apart like this is inferred from the SDKs.
 */
export class Licences {
  private readonly turns = new Mutex();

  /** @param limit no limit when undefined */
  constructor(
    private readonly state: MobileState,
    private readonly limit: number | undefined,
  ) {}

  /** Runs what makes a session accepted, when a licence is free for it; one at a time, so that none is given twice. */
  take<T>(file: SessionPath, email: string, trace: Trace, run: () => Promise<T>): Promise<T> {
    if (this.limit === undefined) return run();
    return this.turns.runExclusive(async () => {
      const accepted = this.state.accepted();
      const others = accepted.size - (accepted.has(file) ? 1 : 0);
      if (others >= (this.limit ?? 0)) this.refuse(email, trace);
      return run();
    });
  }

  /** Whether an accepted session has a licence: those that were taken in first have. */
  check(file: SessionPath, email: string, trace: Trace): void {
    if (this.limit !== undefined && (this.state.accepted().get(file) ?? 0) >= this.limit) this.refuse(email, trace);
    note(trace, 'mobile.licence.held');
  }

  private refuse(email: string, trace: Trace): never {
    const all = `The server has ${counted(this.limit ?? 0, 'licence')}.`;
    return refuse(trace, 'mobile.licence.none', email === '' ? 1913 : 1908, all);
  }
}
