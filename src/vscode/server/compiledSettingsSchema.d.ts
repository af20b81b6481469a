import type { JsonError, MembersPlace } from '../../core/compliance/jsonErrorText';

/**
 * Validates the dev server's settings by their schema in package.json. esbuild.js compiles it with ajv, ahead of time.
 */
declare const validate: {
  (value: unknown): boolean;
  errors?: JsonError[] | null;
};
export default validate;

/** All objects that the settings may have in them. */
export declare const places: readonly MembersPlace[];
