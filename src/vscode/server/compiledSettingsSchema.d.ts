import type { SchemaError } from '../../server/kernel/options/optionsErrorText';

/**
 * Validates the dev server's settings by their schema in package.json. esbuild.js compiles it with ajv, ahead of time.
 */
declare const validate: {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
};
export default validate;
