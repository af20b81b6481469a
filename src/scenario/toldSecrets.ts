import type { RunEvent } from '../core/scenario/runEvents';
import { secretsOfEvent } from '../core/scenario/runSecrets';
import type { FlowSession } from './flowSession';

/** The secrets of a run that its page knows, so that each is told once. */
export class ToldSecrets {
  private known = new Set<string>();

  constructor(private readonly session: Pick<FlowSession, 'ownSecrets' | 'secretSearch' | 'events'>) {}

  /** All secrets of the run so far. */
  all(): readonly string[] {
    this.known = new Set();
    return this.fresh(this.session.events);
  }

  /** The secrets of the run and of these events that were not told before. */
  fresh(events: readonly RunEvent[]): readonly string[] {
    const { session, known } = this;
    const search = session.secretSearch;
    const found = [...session.ownSecrets, ...events.flatMap((event) => [...secretsOfEvent(event, search)].flat())];
    const fresh = [...new Set(found)].filter((secret) => !known.has(secret));
    for (const secret of fresh) known.add(secret);
    return fresh;
  }
}
