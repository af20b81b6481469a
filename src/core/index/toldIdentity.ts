import type { ApplicationIdentity } from '../session/applicationIdentity';
import { applicationFolderName } from '../session/location';
import type { SessionKind } from './sessionKind';
import { Tally } from './tally';

/**
 * What most sessions of an application folder say that it is of. Only those count that belong in it. Undefined when there is
 * none, or when as many say one thing as another.
 */
export function toldIdentity(
  folder: string,
  kinds: Iterable<readonly [kind: SessionKind, count: number]>,
): ApplicationIdentity | undefined {
  // A folder's name and its team together tell the id of the application.
  const teams = new Map<string, { count: number; applicationId: string; names: Tally }>();
  for (const [{ applicationId, teamId, applicationName }, count] of kinds) {
    if (!applicationId || teamId === undefined || applicationFolderName(applicationId, teamId) !== folder) continue;
    const team = teams.get(teamId) ?? { count: 0, applicationId, names: new Tally() };
    teams.set(teamId, team);
    team.count += count;
    team.names.add(applicationName, count);
  }
  const [most, next] = [...teams].sort(([, a], [, b]) => b.count - a.count);
  if (!most || most[1].count === next?.[1].count) return undefined;
  const [teamId, { applicationId, names }] = most;
  return { applicationId, teamId, ...(names.most !== undefined && { applicationName: names.most }) };
}
