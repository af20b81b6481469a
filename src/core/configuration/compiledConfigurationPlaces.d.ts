import type { MembersPlace } from '../compliance/jsonErrorText';

/** All objects that a configuration may have in it. esbuild.js makes it from schemas/session-workbench.schema.json. */
export declare const places: readonly MembersPlace[];
