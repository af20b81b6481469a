import type { JsonError } from '../compliance/jsonErrorText';

/** The validator of fromPage.schema.json: what the page of the flow simulator may send to the extension. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: readonly JsonError[] | null;
};
export default validate;
