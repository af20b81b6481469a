import { counted } from '../../../core/base/counted';
import { limitWords } from '../../../core/server/optionWords';

/** Why a request gets no turn: too many wait already, it has waited too long, or its client has left. */
export interface NoTurn {
  readonly kind: 'busy' | 'left';
  readonly reason: string;
  /** The option that sets the limit. */
  readonly option?: string;
}

/** Ends a turn. A second call does nothing. */
export type EndTurn = () => void;

export interface LineLimits {
  /** Number of turns at the same time. */
  readonly turns: number;
  /** Maximum number of those that wait. */
  readonly waiting: number;
  /** Real milliseconds that one may wait. */
  readonly waitMs: number;
  /** Names of the options for `waiting` and `waitMs`. */
  readonly names: { readonly waiting: string; readonly waitMs: string };
}

/**
 * Gives turns to requests, in the order in which they come. Those that cannot have one soon are told so, and a client that
 * leaves loses its place at once. The libraries for queues keep the places of those who have left.
 */
export class WaitingLine {
  private running = 0;
  /** Those that wait, each with the function that gives it its turn. */
  private readonly line = new Set<() => void>();

  constructor(private readonly limits: LineLimits) {}

  /** @param signal aborted when the client leaves */
  turn(signal?: AbortSignal): Promise<EndTurn | NoTurn> {
    if (signal?.aborted) return Promise.resolve(left());
    const { turns, waiting, waitMs, names } = this.limits;
    if (this.running < turns) return Promise.resolve(this.begin());
    if (this.line.size >= waiting) {
      const reason = `${counted(waiting, 'request')} ${waiting === 1 ? 'waits' : 'wait'} already for code to run (${limitWords(names.waiting)}).`;
      return Promise.resolve({ kind: 'busy', reason, option: names.waiting });
    }
    return new Promise((resolve) => {
      const settle = (outcome: EndTurn | NoTurn) => {
        this.line.delete(begin);
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        resolve(outcome);
      };
      const begin = () => settle(this.begin());
      const leave = () => settle(left());
      const giveUp = () =>
        settle({
          kind: 'busy',
          reason: `No code could run within ${waitMs} ms (${limitWords(names.waitMs)}): all processes are busy.`,
          option: names.waitMs,
        });
      const timer = setTimeout(giveUp, waitMs);
      this.line.add(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  private begin(): EndTurn {
    this.running++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.running--;
      const [next] = this.line;
      next?.();
    };
  }
}

function left(): NoTurn {
  return { kind: 'left', reason: 'The client left before its code ran, so it did not run.' };
}
