/** The path of a function that a developer has written, whose parameters have no names. */
export interface FunctionPath {
  /** Whether it is one of 4D's REST API, which takes only JSON. */
  readonly isRest: boolean;
  /** The place of the first parameter among the segments, if parameters stand there. */
  readonly parameters?: number;
}

/** A route of 4D that calls a method and has its parameters in the path: `4DACTION`, `4DSCRIPT`, `4DCGI`. */
const FOUR_D = /^4d[a-z]+$/i;

/**
 * A call of a function of 4D: of the datastore, of a class, of an entity or of a selection, or of a method by its name.
 * @param segments of a canonical path
 * @returns undefined for any other path
 */
export function functionPath(segments: readonly string[]): FunctionPath | undefined {
  if (FOUR_D.test(segments[0] ?? '') && segments.length > 1) return { isRest: false, parameters: 2 };
  const rest = segments.findIndex((segment) => segment.toLowerCase() === 'rest');
  return rest >= 0 && segments.length > rest + 2 ? { isRest: true } : undefined;
}
