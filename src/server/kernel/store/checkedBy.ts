import type { ValidateFunction } from 'ajv';
import { type JsonError, jsonErrorText } from '../../../core/compliance/jsonErrorText';
import { DATE_FORMATS } from '../clock/timeSchema';
import type { Others, Place } from './store';

export type PlaceCheck = NonNullable<Place['check']>;

/** Says what is wrong with the key of a valid value; undefined if nothing is. */
export type KeyCheck<T> = (key: string, value: T, others: Others) => string | undefined;

/**
 * Creates a check by a JSON schema. The schema is compiled, and the compiler loaded, at its first use.
 * @returns a function that says what is wrong with a value or its key; undefined if nothing is
 */
export function checkedBy<T>(schema: object, keyProblem?: KeyCheck<T>): PlaceCheck {
  let check: ValidateFunction | undefined;
  return (value, key, others) => {
    check ??= compiled(schema);
    if (!check(value)) return jsonErrorText((check.errors ?? []) as readonly JsonError[], { whole: 'its value' });
    return keyProblem?.(key, value as T, others);
  };
}

function compiled(schema: object): ValidateFunction {
  const { Ajv } = require('ajv') as typeof import('ajv');
  return new Ajv({ formats: DATE_FORMATS, verbose: true, allowUnionTypes: true }).compile(schema);
}

/** For a space with one value. */
export function onlyKey(only: string): KeyCheck<unknown> {
  return (key) => (key === only ? undefined : `its key must be “${only}”`);
}

/** For a space whose values contain their own key. */
export function keyIn<N extends string>(name: N): KeyCheck<{ readonly [name in N]: string }> {
  return (key, value) => (key === value[name] ? undefined : `its key must be its \`${name}\``);
}

/** @param what says in words what the key must be */
export function keyLike(pattern: RegExp, what: string): KeyCheck<unknown> {
  return (key) => (pattern.test(key) ? undefined : `its key must be ${what}`);
}

/** Says the first problem that one of the checks finds. */
export function allOf<T>(...checks: readonly KeyCheck<T>[]): KeyCheck<T> {
  return (key, value, others) => {
    for (const check of checks) {
      const problem = check(key, value, others);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}
