/**
 * What is loaded when it is first used, and kept. Whoever asks meanwhile waits for the same. What could not be loaded is
 * tried again at the next use.
 */
export class Later<T> {
  private loading: Promise<T> | undefined;
  private loaded: T | undefined;

  constructor(private readonly load: () => Promise<T>) {}

  /** Undefined before it is loaded. */
  get now(): T | undefined {
    return this.loaded;
  }

  /** @throws what the loading throws */
  get(): Promise<T> {
    this.loading ??= this.load().then(
      (loaded) => {
        this.loaded = loaded;
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
