import type { SchemaError } from '../core/compliance/schemaErrorText';

/** The validator of schemas/scenario.schema.json. esbuild.js compiles it with ajv ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
};
export default validate;

/**
 * All options of a server that limit how long the developer's code may take, in real milliseconds. `option` has the
 * names of its members in a scenario, from the outermost, which is `server`.
 */
export declare const codeTimes: readonly { readonly option: readonly string[] }[];
