/** A path that an option of the server has moved away from where clients look for it by default. */
export interface MovedPath {
  /** Where it is by default. */
  readonly from: string;
  /** Where it is now. */
  readonly to: string;
  /** The option, such as `tokens.paths.me`. */
  readonly option: string;
}

/** What was moved away from this path, or from one that it is below. */
export function movedFrom(path: string, moved: readonly MovedPath[]): MovedPath | undefined {
  return moved.find(({ from }) => path === from) ?? moved.find(({ from }) => path.startsWith(`${from}/`));
}
