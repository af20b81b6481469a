import type { JsonError, MembersPlace } from '../../../core/compliance/jsonErrorText';

/** Validates options by schemas/server.schema.json. esbuild.js compiles it with ajv, ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: JsonError[] | null;
};
export default validate;

/** All objects that options may have in them. */
export declare const places: readonly MembersPlace[];

/** All options that are paths of files or folders. `option` has the names of its members, from the outermost. */
export declare const paths: readonly {
  readonly option: readonly string[];
  /** `path` means that the file or folder need not exist. */
  readonly format: 'path' | 'existing-file' | 'existing-folder';
}[];
