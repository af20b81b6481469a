import type { HeldRequest, RequestChange } from '../core/flows/flowMessages';
import type { SentRequest } from '../core/scenario/runEvents';
import { tampered, withoutParts } from '../core/scenario/tamper';

/** Keeps a request back until the developer sends it, changed or not. */
export class RequestGate {
  /** Whether the next request waits. */
  holdsNext = false;
  private waiting: { readonly shown: HeldRequest; readonly go: (request: SentRequest) => void } | undefined;

  /** The request that waits. */
  get held(): HeldRequest | undefined {
    return this.waiting?.shown;
  }

  /** Resolves with the request to send instead. The next one does not wait by itself. */
  hold(shown: HeldRequest, signal: AbortSignal): Promise<SentRequest> {
    this.holdsNext = false;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      this.waiting = { shown, go: resolve };
    });
  }

  /**
   * Takes the request that waits out of the gate.
   * @returns what sends it, or undefined when none waits
   */
  take(): { readonly original: SentRequest; send(change: RequestChange | undefined): void } | undefined {
    const { waiting } = this;
    this.waiting = undefined;
    if (!waiting) return undefined;
    const original = waiting.shown.request;
    return { original, send: (change) => waiting.go(change ? changedRequest(change) : original) };
  }

  /** Forgets the request that waits. */
  clear(): void {
    this.waiting = undefined;
  }
}

/** A request as the developer has changed it. */
export function changedRequest({ request, drop, tamper }: RequestChange): SentRequest {
  return tampered(withoutParts(request, drop).request, tamper).request;
}
