import fs from 'node:fs';
import type { SchemaCheck, SchemaError } from '../core/compliance/schemaFault';
import compiled from './compiledSchema';

/** The schema the product ships, compiled ahead of time. */
export const builtInSchema: SchemaCheck = (value) => (compiled(value) ? [] : (compiled.errors ?? []));

/**
 * A schema of the user's, such as 4D's own mobileSessionSchema.json, compiled now. 4D reads draft-04; a file that names
 * no draft is read as draft-07 if it is one, else as draft-04. Throws when the file is no schema.
 */
export function loadSchema(file: string): SchemaCheck {
  const schema: { $schema?: string } | null = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  if (schema === null) throw new Error('null is no JSON schema.');
  // Loaded only here: whoever uses the built-in schema never pays for the compiler.
  const { Ajv } = require('ajv') as typeof import('ajv');
  const { default: AjvDraft04 } = require('ajv-draft-04') as typeof import('ajv-draft-04');
  const options = { allErrors: true, strict: false, logger: false } as const;
  const draft04 = () => new AjvDraft04(options).compile(schema);
  const draft07 = () => new Ajv(options).compile(schema);
  const validate = /draft-04/.test(String(schema.$schema)) ? draft04() : either(draft07, draft04);
  return (value) => {
    try {
      return validate(value) ? [] : ((validate.errors ?? []) as SchemaError[]);
    } catch (error) {
      // A schema that refers to itself goes as deep as the session, which the stack does not.
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
      // The draft-07 message is the one that helps: that is what most write today.
      throw error;
    }
  }
}
