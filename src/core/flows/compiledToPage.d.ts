import type { SchemaError } from '../compliance/schemaErrorText';

/** The validator of toPage.schema.json: what the extension sends to the page of the flow simulator. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: (SchemaError & { readonly message?: string })[] | null;
};
export default validate;
