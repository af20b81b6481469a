import { isRecord } from '../../session/sessionFields';
import { variableIn } from './mobileData';

/** What recorded answers may name of the session that asks. */
export interface MobileVariables {
  readonly email: string;
  readonly userInfo: Readonly<Record<string, unknown>>;
}

/** A text names a variable that the session does not have, or that is null. */
export class MissingVariableError extends Error {
  override readonly name = 'MissingVariableError';

  constructor(readonly variable: string) {
    super(`The session has no ${variable}.`);
  }
}

/**
 * A text with the values of its variables.
 * @throws MissingVariableError
 */
export function filledText(text: string, variables: MobileVariables): string {
  return text.replace(variableIn(), (_place, name: string) => textOf(variableOf(name, variables)));
}

/**
 * A JSON value in which all texts have the values of their variables. A text that is one variable alone becomes its value.
 * Names of members stay as they are.
 * @throws MissingVariableError
 */
export function filledValue(value: unknown, variables: MobileVariables): unknown {
  if (typeof value === 'string') {
    const [match] = value.matchAll(variableIn());
    const isAlone = match?.[0].length === value.length;
    return isAlone ? variableOf(match?.[1] ?? '', variables) : filledText(value, variables);
  }
  if (Array.isArray(value)) return value.map((each) => filledValue(each, variables));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledValue(each, variables)]));
}

function variableOf(name: string, { email, userInfo }: MobileVariables): unknown {
  if (name === 'email') return email;
  let value: unknown = userInfo;
  for (const part of name.split('.').slice(1)) {
    value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }
  if (value === undefined || value === null) throw new MissingVariableError(name);
  return value;
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
