/** As people sort: `10.0.0.2` is before `10.0.0.10`. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

/** An order of sessions by texts that are read later, by their names. What has no text, or none yet, is last. */
export class TextOrder {
  private readonly texts = new Map<string, string>();

  constructor(readonly isReversed: boolean) {}

  /** Those of some sessions whose texts are not known. */
  unread(names: readonly string[]): string[] {
    return names.filter((name) => !this.texts.has(name));
  }

  set(name: string, text: string): void {
    this.texts.set(name, text);
  }

  /** Call this when the session may have another text. */
  forget(name: string): void {
    this.texts.delete(name);
  }

  /** The other way round. */
  reversed(): TextOrder {
    const other = new TextOrder(!this.isReversed);
    for (const [name, text] of this.texts) other.set(name, text);
    return other;
  }

  /** These sessions in this order. Those that are equal stay as they are. */
  sorted(names: readonly string[]): readonly string[] {
    const sign = this.isReversed ? -1 : 1;
    const textOf = (name: string) => this.texts.get(name) ?? '';
    return [...names].sort((a, b) => {
      const [one, other] = [textOf(a), textOf(b)];
      if (one === '' || other === '') return Number(one === '') - Number(other === '');
      return sign * COLLATOR.compare(one, other);
    });
  }
}
