import { type SchemaCheck, type SchemaError, TIME_KEYWORD } from '../core/compliance/schemaErrorText';
import type { FileLimit } from '../core/files/fileFault';
import { parseJson } from '../core/json/parseJson';
import { BoundedPattern } from '../core/pattern/boundedPattern';
import { PatternLimit } from '../core/pattern/patternLimit';
import compiled from './compiledSchema';
import { readUserFileSync } from './userFile';

export const SCHEMA_LIMIT: FileLimit = { bytes: 4_000_000, name: 'SCHEMA_LIMIT' };

/**
 * How long it may take to compile a schema of the user's, and to hold it against one session. Nobody can tell beforehand
 * how long a schema takes: a few lines may ask for more comparisons than can be made.
 */
export const SCHEMA_TIME = { ms: 10_000, name: 'SCHEMA_TIME' } as const;

/** For a schema that takes too long: one finding with its name for each session. */
export function givenUpSchema(file: string): SchemaCheck {
  const params = { file, limit: `${SCHEMA_TIME.ms / 1000} s`, name: SCHEMA_TIME.name };
  return () => [{ instancePath: '', schemaPath: '#', keyword: TIME_KEYWORD, params }];
}

/** The schema of the product, compiled ahead of time. */
export const builtInSchema: SchemaCheck = (value) => (compiled(value) ? [] : (compiled.errors ?? []));

/**
 * Compiles a schema of the user's, such as 4D's own mobileSessionSchema.json. 4D uses draft-04. A file that names no
 * draft is read as draft-07 if that is valid, else as draft-04.
 * @throws when the file cannot be read or is not a schema
 */
export function loadSchema(file: string): SchemaCheck {
  const text = readUserFileSync(file, { limit: SCHEMA_LIMIT }).bytes.toString('utf8');
  const schema = parseJson(text.replace(/^\uFEFF/, '')) as { $schema?: string } | null;
  if (schema === null) throw new Error('null is no JSON schema.');
  // Loaded only here, because the built-in schema does not need the compiler.
  const { Ajv } = require('ajv') as typeof import('ajv');
  const { default: AjvDraft04 } = require('ajv-draft-04') as typeof import('ajv-draft-04');
  // Patterns of the schema meet the texts of any session file. Neither may keep the check busy.
  const regExp = Object.assign((source: string, flags: string) => new BoundedPattern(source, flags), {
    code: 'new BoundedPattern',
  });
  const options = { allErrors: true, strict: false, logger: false, code: { regExp } } as const;
  const draft04 = () => new AjvDraft04(options).compile(schema);
  const draft07 = () => new Ajv(options).compile(schema);
  const validate = /draft-04/.test(String(schema.$schema)) ? draft04() : either(draft07, draft04);
  return (value) => {
    try {
      return validate(value) ? [] : ((validate.errors ?? []) as SchemaError[]);
    } catch (error) {
      // A recursive schema goes as deep as the session, which may be deeper than the stack.
      if (error instanceof PatternLimit) {
        return [{ instancePath: '', schemaPath: '#', keyword: 'pattern', params: {}, message: error.message }];
      }
      if (!(error instanceof RangeError)) throw error;
      const message = 'is nested too deep for the schema to be checked';
      return [{ instancePath: '', schemaPath: '#', keyword: 'depth', params: {}, message }];
    }
  };
}

function either<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch (error) {
    try {
      return second();
    } catch {
      // The message for draft-07 is more helpful, because most schemas use it today.
      throw error;
    }
  }
}
