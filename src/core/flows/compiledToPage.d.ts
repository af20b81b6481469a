import type { JsonError } from '../compliance/jsonErrorText';

/** The validator of toPage.schema.json: what the extension sends to the page of the flow simulator. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: readonly JsonError[] | null;
};
export default validate;
