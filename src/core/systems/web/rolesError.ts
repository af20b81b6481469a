/** Something in a roles.json for which 4D switches access control off. */
export class RolesError extends Error {
  /** @param path path of the value with the error */
  constructor(
    message: string,
    readonly path: RolesPath,
  ) {
    super(message);
  }
}

/** Where a value is in the file: names of members and indices. */
export type RolesPath = readonly (string | number)[];

/** @throws RolesError when the value is no array of texts; a missing one is empty */
export function namesAt(value: unknown, path: RolesPath): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value as string[];
  throw new RolesError(`“${String(path.at(-1))}” must be an array of names.`, path);
}
