import type { JsonError, MembersPlace } from '../../../core/compliance/jsonErrorText';

/** Validates options by schemas/server.schema.json. esbuild.js compiles it with ajv, ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?: JsonError[] | null;
};
export default validate;

/** All objects that options may have in them. */
export declare const places: readonly MembersPlace[];
