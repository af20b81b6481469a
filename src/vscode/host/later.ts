/** What waits for something. Declared as a method, so that what waits for less may wait for more. */
interface Waits<T> {
  use(loaded: T): void;
}

/**
 * What is loaded when it is first used, and kept. Whoever asks meanwhile waits for the same. What could not be loaded is
 * tried again at the next use.
 */
export class Later<T> {
  private loading: Promise<T> | undefined;
  private loaded: T | undefined;
  private readonly waiting: Waits<T>[] = [];

  constructor(private readonly load: () => Promise<T>) {}

  /** Undefined before it is loaded. */
  get now(): T | undefined {
    return this.loaded;
  }

  /** Calls a function as soon as this is loaded, without loading it. */
  whenLoaded(use: (loaded: T) => void): void {
    if (this.loaded === undefined) this.waiting.push({ use });
    else use(this.loaded);
  }

  /** @throws what the loading throws */
  get(): Promise<T> {
    this.loading ??= this.load().then(
      (loaded) => {
        this.loaded = loaded;
        for (const { use } of this.waiting.splice(0)) use(loaded);
        return loaded;
      },
      (error: unknown) => {
        this.loading = undefined;
        throw error;
      },
    );
    return this.loading;
  }
}
