import { type FigureId, figureOf } from './figures';
import { median } from './rounds';

export interface Measured {
  /** The median of the rounds, or what the part says is their value. */
  readonly value: number;
  /** One for each round. */
  readonly values: readonly number[];
  /** Medians of what was compared, and wrong verdicts. */
  readonly detail: string;
}

/** What a run of the bench found out, and what it could not measure. */
export class Results {
  private readonly measured = new Map<FigureId, Measured>();
  private readonly notThere = new Map<FigureId, string>();

  /** @param tell takes a line for each figure, as soon as it is there */
  constructor(private readonly tell: (line: string) => void) {}

  /** @param value where it is not the median of the rounds */
  add(id: FigureId, values: readonly number[], detail: string, value = median(values)): void {
    if (this.measured.has(id)) throw new Error(`${id} was measured twice.`);
    this.measured.set(id, { value, values, detail });
    const { what, unit } = figureOf(id);
    this.tell(`${what}: ${shownValue(value)} ${unit} (${detail})`);
  }

  missing(id: FigureId, reason: string): void {
    this.notThere.set(id, reason);
    this.tell(`${figureOf(id).what}: not there (${reason})`);
  }

  of(id: FigureId): Measured | undefined {
    return this.measured.get(id);
  }

  whyMissing(id: FigureId): string | undefined {
    return this.notThere.get(id);
  }

  /** Forgets a figure, because it is measured again. */
  forget(id: FigureId): void {
    this.measured.delete(id);
    this.notThere.delete(id);
  }

  get ids(): FigureId[] {
    return [...this.measured.keys()];
  }
}

/** Three digits that count, more only before the point. */
export function shownValue(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
