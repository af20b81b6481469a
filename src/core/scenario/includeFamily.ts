/**
 * The files that share their actors with a file: those that it includes, those that include it, and so on. An included
 * file knows its actors by the same names as the one that includes it.
 * @param includes the files that each file includes
 */
export function includeFamily(file: string, includes: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const family = new Set([file]);
  // What is added meanwhile is looked at, too.
  for (const each of family) {
    for (const below of includes.get(each) ?? []) if (includes.has(below)) family.add(below);
    for (const [above, belows] of includes) if (belows.includes(each)) family.add(above);
  }
  return family;
}
