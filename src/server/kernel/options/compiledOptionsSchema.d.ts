import type { SchemaError } from './optionsFault';

/** The validator of schemas/server.schema.json; esbuild.js compiles it with ajv, ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
};
export default validate;

/** Every option that names a file or a folder, by its path in the options. */
export const paths: readonly {
  readonly option: readonly string[];
  /** `path`: need not be there. */
  readonly format: 'path' | 'existing-file' | 'existing-folder';
}[];
