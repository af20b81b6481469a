import { pointerParts } from '../json/pointer';
import type { FindingDetail } from './finding';
import { type Phrase, phrase, shortened } from './phrase';

/** The part of an ajv error that is read here. */
export interface SchemaError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}

/** Validates a value; all its errors, none when it is valid. Compiled ahead of time, or from 4D's own schema. */
export type SchemaCheck = (value: unknown) => readonly SchemaError[];

export interface SchemaFault {
  pointer: string;
  phrase: Phrase;
  detail?: FindingDetail;
}

/** Keywords that speak for the schemas below them. */
const SPEAKING = new Set(['anyOf', 'oneOf', 'contains', 'propertyNames']);

/** Turns a validator's errors into one fault for each thing that is wrong. */
export function schemaFaults(errors: readonly SchemaError[], value: unknown): SchemaFault[] {
  const faults = new Map<string, SchemaFault>();
  for (const error of withoutRepetitions(errors)) {
    const fault = schemaFault(error, value);
    const key = `${fault.pointer} ${error.keyword} ${error.params.missingProperty ?? ''}`;
    if (!faults.has(key)) faults.set(key, fault);
  }
  return [...faults.values()];
}

function withoutRepetitions(errors: readonly SchemaError[]): SchemaError[] {
  const kept: SchemaError[] = [];
  for (const error of errors) {
    // "if" only repeats what its "then" or "else" has said.
    if (error.keyword === 'if') continue;
    if (SPEAKING.has(error.keyword)) while (kept.length > 0 && speaksFor(error, kept.at(-1) as SchemaError)) kept.pop();
    kept.push(error);
  }
  // What is of another type is neither one of the allowed values nor long enough.
  const illTyped = new Set(kept.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  return kept.filter(({ keyword, instancePath }) => keyword === 'type' || !illTyped.has(instancePath));
}

/** Whether an error comes from a schema below such a keyword: the validator lists those right before the keyword's own. */
function speaksFor({ schemaPath, instancePath }: SchemaError, error: SchemaError): boolean {
  if (error.schemaPath.startsWith(`${schemaPath}/`)) return true;
  // A schema behind a "$ref" has a path of its own; a keyword beside this one has not.
  const beside = schemaPath.slice(0, schemaPath.lastIndexOf('/') + 1);
  const isBeside = error.schemaPath.startsWith(beside) && !error.schemaPath.slice(beside.length).includes('/');
  return !isBeside && `${error.instancePath}/`.startsWith(`${instancePath}/`);
}

function schemaFault(error: SchemaError, root: unknown): SchemaFault {
  const { instancePath: pointer, params } = error;
  const name = nameOf(pointer);
  switch (error.keyword) {
    case 'required': {
      const missing = String(params.missingProperty);
      const detail = { kind: 'missing', property: missing } as const;
      return pointer === ''
        ? { pointer, phrase: phrase('Property "{0}" is missing.', missing), detail }
        : { pointer, phrase: phrase('Property "{0}" is missing from "{1}".', missing, name), detail };
    }
    case 'type': {
      const types = [params.type].flat().map(String);
      const wanted = types.join(', ');
      const found = kindOf(valueAt(root, pointer));
      const detail = { kind: 'type', wanted: types } as const;
      return pointer === ''
        ? { pointer, phrase: phrase('A session file holds one {0}, not: {1}.', wanted, found), detail }
        : { pointer, phrase: phrase('"{0}" must be of type {1}, not: {2}.', name, wanted, found), detail };
    }
    case 'enum': {
      const values = params.allowedValues as unknown[];
      const allowed = values.map((each) => JSON.stringify(each)).join(', ');
      return {
        pointer,
        phrase: phrase('"{0}" must be one of {1}; it is {2}.', name, allowed, shown(valueAt(root, pointer))),
        detail: { kind: 'enum', allowed: values },
      };
    }
    case 'minLength':
      return params.limit === 1
        ? { pointer, phrase: phrase('"{0}" must not be empty.', name), detail: { kind: 'empty' } }
        : { pointer, phrase: phrase('"{0}" is too short: {1} characters or more.', name, String(params.limit)) };
    case 'additionalProperties': {
      const extra = String(params.additionalProperty);
      const escaped = extra.replaceAll('~', '~0').replaceAll('/', '~1');
      return { pointer: `${pointer}/${escaped}`, phrase: phrase('Property "{0}" is not allowed here.', extra) };
    }
    default:
      // A keyword that only 4D's own schema uses: the validator's own words.
      return { pointer, phrase: phrase('"{0}" {1}.', name || '/', error.message ?? error.keyword) };
  }
}

/** `device.id` for `/device/id`: how developers name a property. */
function nameOf(pointer: string): string {
  return pointerParts(pointer).join('.');
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointerParts(pointer)) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return kindOf(value);
  return shortened(JSON.stringify(value) ?? 'undefined', 60);
}
