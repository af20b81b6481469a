import type { JsonError } from '../../../../core/compliance/jsonErrorText';

/** The validator of schemas/mobile-data.schema.json. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: JsonError[] | null;
};
export default validate;
