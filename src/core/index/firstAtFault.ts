import type { SessionIndex, SessionKey } from './sessionIndex';

/** The first session file at fault, in the order of folders, applications and names; undefined if none is. */
export function firstAtFault(index: SessionIndex): SessionKey | undefined {
  for (const folder of index.folders()) {
    for (const { name: application, counts } of index.applications(folder)) {
      if (counts.conditions.atFault === 0) continue;
      let first: string | undefined;
      for (const { condition, name } of index.notable(folder, application)) {
        if (condition === 'atFault' && (first === undefined || name < first)) first = name;
      }
      if (first !== undefined) return { folder, application, name: first };
    }
  }
  return undefined;
}
