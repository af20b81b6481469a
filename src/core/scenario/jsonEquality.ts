import type { Json } from '../json/json';
import type { StepBudget } from '../pattern/runPattern';
import { ComparisonLimit } from './comparisonLimit';

/** How many values, and how many characters of texts of one length, are compared for one step. */
const VALUES_A_STEP = 16;
const CHARACTERS_A_STEP = 1024;

/**
 * Deep equality of JSON values. The order of members is ignored. Where one value is compared with many, it costs no more
 * than these are large.
 */
export class JsonEquality {
  /** The names of members of objects on the left, which are compared again and again. */
  private readonly names = new Map<object, readonly string[]>();

  /** @param budget what comparing may cost. Patterns may share it. */
  constructor(private readonly budget?: StepBudget) {}

  /** @throws ComparisonLimit when the budget is used up */
  equal(a: Json | undefined, b: Json | undefined): boolean {
    if (typeof a === 'string' && typeof b === 'string') {
      if (a.length !== b.length) return false;
      this.spend(a.length / CHARACTERS_A_STEP);
      return a === b;
    }
    this.spend(1 / VALUES_A_STEP);
    if (a === b) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && this.equalLists(a, b);
    return this.equalObjects(a as Readonly<Record<string, Json>>, b as Readonly<Record<string, Json>>);
  }

  private equalLists(a: readonly Json[], b: readonly Json[]): boolean {
    return a.length === b.length && a.every((each, at) => this.equal(each, b[at]));
  }

  private equalObjects(a: Readonly<Record<string, Json>>, b: Readonly<Record<string, Json>>): boolean {
    const names = this.namesOf(a);
    const count = Object.keys(b).length;
    this.spend(count / VALUES_A_STEP);
    return names.length === count && names.every((name) => Object.hasOwn(b, name) && this.equal(a[name], b[name]));
  }

  private namesOf(value: object): readonly string[] {
    const names = this.names.get(value) ?? Object.keys(value);
    this.names.set(value, names);
    return names;
  }

  private spend(steps: number): void {
    if (!this.budget) return;
    this.budget.left -= steps;
    if (this.budget.left < 0) throw new ComparisonLimit();
  }
}
