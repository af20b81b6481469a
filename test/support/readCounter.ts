/** Counts how often the properties of objects are read, which tells the work that is done on them on any machine. */
export class ReadCounter {
  count = 0;

  /** The object, with everything in it. Each reading of a property of any depth counts. */
  watch<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name, receiver) => {
        this.count++;
        const value: unknown = Reflect.get(object, name, receiver);
        return typeof value === 'object' && value !== null ? this.watch(value) : value;
      },
    });
  }
}
