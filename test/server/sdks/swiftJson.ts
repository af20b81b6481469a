/**
 * A JSON value as SwiftyJSON reads it, with which the iOS SDK is written: `string` and the like are there only for
 * that very type, and the getters that end in `Value` convert what they can and have a default.
 */
export class SwiftJson {
  private constructor(readonly raw: unknown) {}

  /** Undefined if the text is no JSON. A text, number or boolean by itself is JSON too. */
  static parse(text: string): SwiftJson | undefined {
    try {
      return new SwiftJson(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  at(key: string): SwiftJson {
    return new SwiftJson(this.dictionary?.[key]);
  }

  get dictionary(): Readonly<Record<string, unknown>> | undefined {
    const { raw } = this;
    return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
      ? (raw as Readonly<Record<string, unknown>>)
      : undefined;
  }

  get array(): readonly SwiftJson[] | undefined {
    return Array.isArray(this.raw) ? this.raw.map((item) => new SwiftJson(item)) : undefined;
  }

  get string(): string | undefined {
    return typeof this.raw === 'string' ? this.raw : undefined;
  }

  get stringValue(): string {
    return ['string', 'number', 'boolean'].includes(typeof this.raw) ? String(this.raw) : '';
  }

  get bool(): boolean | undefined {
    return typeof this.raw === 'boolean' ? this.raw : undefined;
  }

  get boolValue(): boolean {
    const { raw } = this;
    return typeof raw === 'string' ? ['true', 'y', 't', 'yes', '1'].includes(raw.toLowerCase()) : Boolean(raw ?? false);
  }

  /** A number, or a boolean as 0 or 1. */
  get number(): number | undefined {
    const { raw } = this;
    return typeof raw === 'number' || typeof raw === 'boolean' ? Number(raw) : undefined;
  }

  get int(): number | undefined {
    return this.number === undefined ? undefined : Math.trunc(this.number);
  }

  get intValue(): number {
    return this.int ?? (Math.trunc(Number(this.string ?? 0)) || 0);
  }

  /** RFC 3339, a date of 4D (`day!month!year`), or ISO 8601, as the SDK tries them. */
  get date(): Date | undefined {
    const { string } = this;
    if (string === undefined) return undefined;
    const simple = /^(\d{1,2})!(\d{1,2})!(\d{4})$/.exec(string);
    if (simple) return new Date(Date.UTC(Number(simple[3]), Number(simple[2]) - 1, Number(simple[1])));
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.test(string)) return undefined;
    const date = new Date(string);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
}
