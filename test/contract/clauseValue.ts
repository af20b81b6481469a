import type { Clause } from './whenClause';

/** Context keys and what they are. A key that is not there was never set. */
export type ContextValues = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Whether a clause holds, as VS Code finds it. */
export function clauseHolds(clause: Clause, context: ContextValues): boolean {
  switch (clause.kind) {
    case 'constant':
      return clause.value;
    case 'key':
      return Boolean(context[clause.key]);
    case 'not':
      return !clauseHolds(clause.of, context);
    case 'and':
      return clause.of.every((each) => clauseHolds(each, context));
    case 'or':
      return clause.of.some((each) => clauseHolds(each, context));
    case 'compare':
      return compared(String(context[clause.key]), clause.operator, clause.value);
    case 'match':
      return new RegExp(clause.pattern, clause.flags).test(String(context[clause.key] ?? ''));
    case 'in': {
      const list = context[clause.list];
      return Array.isArray(list) && list.includes(context[clause.key]);
    }
  }
}

function compared(value: string, operator: string, other: string): boolean {
  switch (operator) {
    case '==':
    case '===':
      return value === other;
    case '!=':
    case '!==':
      return value !== other;
    default:
      throw new RangeError(`${operator} compares numbers, of which there are none.`);
  }
}

/** The context keys that a clause asks for. */
export function keysOf(clause: Clause): readonly string[] {
  switch (clause.kind) {
    case 'constant':
      return [];
    case 'not':
      return keysOf(clause.of);
    case 'and':
    case 'or':
      return clause.of.flatMap(keysOf);
    case 'in':
      return [clause.key, clause.list];
    default:
      return [clause.key];
  }
}
