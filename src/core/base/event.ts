/** A resource that can be released. It has the same shape as VS Code's `Disposable`, so both can be used together. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener. It has the same shape as VS Code's `Event`. */
export type Event<T> = (listener: (value: T) => unknown) => Disposable;

/** Fires values to its listeners. A listener that is added while a value is fired gets the next value, not this one. */
export class Emitter<T> implements Disposable {
  private listeners: ((value: T) => unknown)[] = [];

  get hasListeners(): boolean {
    return this.listeners.length > 0;
  }

  readonly event: Event<T> = (listener) => {
    // A wrapper, so that the same function subscribed twice is two subscriptions.
    const own = (value: T) => listener(value);
    this.listeners = [...this.listeners, own];
    return {
      dispose: () => {
        this.listeners = this.listeners.filter((other) => other !== own);
      },
    };
  };

  /**
   * Calls every listener, even when one before it throws.
   * @throws afterwards: what the listener threw, or an AggregateError when several did
   */
  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of this.listeners) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} listeners threw`);
  }

  dispose(): void {
    this.listeners = [];
  }
}
