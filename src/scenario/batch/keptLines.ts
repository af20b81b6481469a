/** The most characters of a server's output that are kept for a report. */
export const OUTPUT_LIMIT = { characters: 1_000_000, name: 'OUTPUT_LIMIT' } as const;

/** The last lines that a server has written. The first of them are given up where they are too much. */
export class KeptLines {
  private kept: string[] = [];
  private characters = 0;
  private given = 0;

  add(line: string): void {
    const { characters } = OUTPUT_LIMIT;
    const own = line.length > characters ? `${line.slice(0, characters)}…` : line;
    this.kept.push(own);
    this.characters += own.length + 1;
    // Now and then, so that each line costs the same however many there are.
    if (this.characters > 2 * characters) this.giveUp();
  }

  get all(): readonly string[] {
    this.giveUp();
    if (this.given === 0) return this.kept;
    const { characters, name } = OUTPUT_LIMIT;
    return [
      `[Not kept: what was written before, above the limit of ${characters} (${name}). Number of lines: ${this.given}]`,
      ...this.kept,
    ];
  }

  private giveUp(): void {
    let from = 0;
    for (; this.characters > OUTPUT_LIMIT.characters && from < this.kept.length - 1; from++) {
      this.characters -= (this.kept[from]?.length ?? 0) + 1;
    }
    this.given += from;
    this.kept = this.kept.slice(from);
  }
}
