/** The most characters that all snapshots of a server have together which are kept so that steps can be taken back. */
export const HISTORY_LIMIT = { characters: 256_000_000, name: 'HISTORY_LIMIT' } as const;

/** What is kept of each step to take it back. Where the snapshots are too much together, the first steps stay as they are. */
export class StepHistory<T extends { readonly snapshot: string }> {
  private readonly steps: T[] = [];
  private characters = 0;

  get length(): number {
    return this.steps.length;
  }

  push(step: T): void {
    this.steps.push(step);
    this.characters += step.snapshot.length;
    while (this.characters > HISTORY_LIMIT.characters) this.characters -= this.steps.shift()?.snapshot.length ?? 0;
  }

  pop(): T | undefined {
    const step = this.steps.pop();
    this.characters -= step?.snapshot.length ?? 0;
    return step;
  }
}
