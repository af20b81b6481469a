import type { SchemaError } from '../core/compliance/schemaErrorText';

/** The validator of schemas/session.schema.json. esbuild.js compiles it with ajv ahead of time, by schemas/compile.js. */
declare const validate: {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
};
export default validate;
