import type { SchemaError } from '../compliance/schemaErrorText';

/** The validator of fromPage.schema.json: what the page of the flow simulator may send to the extension. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: (SchemaError & { readonly message?: string })[] | null;
};
export default validate;
