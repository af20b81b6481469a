import { ABORT_SIGNAL, LISTENER, OBJECT, type OptionRule, refuseOptions, TEXT } from './apiOptions';

/** What one argument of a function may be, in the order of the arguments. */
export interface ArgumentRule extends OptionRule {
  readonly name: string;
  readonly isOptional?: boolean;
}

const KINDS = {
  text: TEXT,
  object: OBJECT,
  number: { words: 'a number', allows: (value: unknown) => typeof value === 'number' && Number.isFinite(value) },
  function: LISTENER,
  signal: ABORT_SIGNAL,
} satisfies Record<string, OptionRule>;

/** Arguments by their names. One that may be left out has `?`. */
export type ArgumentKinds = Readonly<Record<string, keyof typeof KINDS | 'number?'>>;

/**
 * Holds what a function was called with against its rules. JavaScript calls it with anything; arguments that it does not
 * have are those of a listener or of a list, and are left alone. No value is repeated, as it may be a secret.
 * @throws SessionWorkbenchError that names the argument
 */
export function assertArguments(called: string, given: readonly unknown[], rules: readonly ArgumentRule[]): void {
  for (const [at, { name, words, allows, isOptional }] of rules.entries()) {
    const value = given[at];
    if ((value === undefined && isOptional) || allows(value)) continue;
    refuseOptions(`“${name}” must be ${words}; mend it in the call of ${called}`);
  }
}

export function argumentRules(kinds: ArgumentKinds): readonly ArgumentRule[] {
  return Object.entries(kinds).map(([name, kind]) => {
    const plain = kind.replace('?', '') as keyof typeof KINDS;
    return { name, ...KINDS[plain], isOptional: plain !== kind };
  });
}
