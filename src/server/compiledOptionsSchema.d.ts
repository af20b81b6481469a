import type { SchemaError } from './optionsFault';

/** The validator of schemas/server.schema.json; esbuild.js compiles it with ajv, ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
};
export default validate;
