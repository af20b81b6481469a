/** Lets one at a time have a port. Whoever wants several waits until all of them are free, so nobody waits in a circle. */
export class PortLocks {
  private readonly taken = new Set<number>();
  private readonly waiting: { readonly ports: readonly number[]; readonly begin: () => void }[] = [];

  /**
   * Resolves when all of these ports are free, in the order of the calls.
   * @returns gives them back
   */
  async take(ports: readonly number[]): Promise<() => void> {
    await new Promise<void>((begin) => {
      this.waiting.push({ ports, begin });
      this.look();
    });
    return () => {
      for (const port of ports) this.taken.delete(port);
      this.look();
    };
  }

  private look(): void {
    // Whoever came first is not overtaken by others that want one of the same ports.
    const wanted = new Set(this.taken);
    for (const each of [...this.waiting]) {
      const isFree = each.ports.every((port) => !wanted.has(port));
      for (const port of each.ports) wanted.add(port);
      if (!isFree) continue;
      this.waiting.splice(this.waiting.indexOf(each), 1);
      for (const port of each.ports) this.taken.add(port);
      each.begin();
    }
  }
}
