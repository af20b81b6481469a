import { setImmediate as turn } from 'node:timers/promises';
import { headersLength } from '../core/scenario/headersLength';
import type { RunEvent } from '../core/scenario/runEvents';
import { type SecretSearch, secretsOfEvent } from '../core/scenario/runSecrets';

/** The secrets of an event with fewer characters are found in a moment. */
const SMALL = 250_000;

/**
 * Finds the secrets in all events of a run. Those of a small event are known at once. In a large one there may be a hundred
 * thousand, so it waits until somebody lets them be collected, and with it all events after it.
 */
export class SecretCollector {
  private readonly waiting: RunEvent[] = [];

  /**
   * @param take gets each secret
   * @param tell gets each event when its secrets are known, in their order
   */
  constructor(
    private readonly search: () => SecretSearch,
    private readonly take: (secret: string, event: RunEvent) => void,
    private readonly tell: (event: RunEvent) => void = () => undefined,
  ) {}

  /** Whether the secrets of all events are known. */
  get isDone(): boolean {
    return this.waiting.length === 0;
  }

  hear(event: RunEvent): void {
    if (!this.isDone || sizeOf(event) > SMALL) {
      this.waiting.push(event);
      return;
    }
    for (const found of secretsOfEvent(event, this.search())) this.takeAll(found, event);
    this.tell(event);
  }

  /**
   * Finds what waits, in pieces between which others get their turn.
   * @returns whether the secrets of all events are known. They are not when the signal was aborted
   */
  async collect(signal: AbortSignal): Promise<boolean> {
    for (let event = this.waiting[0]; event; event = this.waiting[0]) {
      for (const found of secretsOfEvent(event, this.search())) {
        await turn();
        if (signal.aborted) return false;
        this.takeAll(found, event);
      }
      this.waiting.shift();
      this.tell(event);
    }
    return true;
  }

  private takeAll(found: readonly string[], event: RunEvent): void {
    for (const secret of found) this.take(secret, event);
  }
}

/** About how many characters are looked at for secrets. */
function sizeOf(event: RunEvent): number {
  if (event.kind === 'messageSent') {
    const { url, headers, body = '' } = event.message.request;
    return url.length + body.length + headersLength(headers);
  }
  if (event.kind !== 'messageAnswered') return 0;
  const { headers = [], body = '' } = event.answer.answer ?? {};
  return body.length + headersLength(headers);
}
