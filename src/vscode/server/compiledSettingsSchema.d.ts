import type { SchemaError } from '../../server/kernel/options/optionsFault';

/** The validator of the dev server's settings as package.json has them; esbuild.js compiles it with ajv, ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
};
export default validate;
