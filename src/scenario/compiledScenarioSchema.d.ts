import type { SchemaError } from '../core/compliance/schemaErrorText';

/** The validator of schemas/scenario.schema.json. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
};
export default validate;
