import type { JsonError } from '../compliance/jsonErrorText';

/** The validator of composerFromPage.schema.json. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: readonly JsonError[] | null;
};
export default validate;
