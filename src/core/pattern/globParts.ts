import picomatch from 'picomatch';

/** A glob in its parts. */
export interface GlobParts {
  /** The folder that all that it matches is in. Empty for the one that it is relative to. */
  readonly base: string;
  /** The glob below that folder. */
  readonly glob: string;
}

/** The parts of a path that has wildcards. Undefined for one that has none. */
export function globParts(path: string): GlobParts | undefined {
  const { isGlob, base, glob } = picomatch.scan(path);
  return isGlob ? { base, glob } : undefined;
}
