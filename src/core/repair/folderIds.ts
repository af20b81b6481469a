import { applicationFolderName } from '../session/location';

export interface FolderIds {
  readonly applicationId: string;
  /** Empty without a team. */
  readonly teamId: string;
}

// Ten characters, as the mobile editor's FAKETEAMID has. See docs/facts/4d-mobile.md#the-application-folder.
const TEAM_FIRST = /^([A-Z0-9]{10})\.(.+)$/s;

/**
 * The ids in the name of an application folder. Undefined when 4D would not give such a name.
 * @param known ids that are known already; they decide where the name is split
 */
export function folderIds(folder: string, known: Partial<FolderIds>, token?: FolderIds): FolderIds | undefined {
  const { applicationId, teamId } = known;
  if (applicationId) {
    if (folder === applicationId) return { applicationId, teamId: '' };
    const team = folder.endsWith(`.${applicationId}`) ? folder.slice(0, -applicationId.length - 1) : '';
    // A team id has no dots. A text with dots is part of the application id.
    if (team !== '' && !team.includes('.')) return { applicationId, teamId: team };
  }
  if (teamId && folder.startsWith(`${teamId}.`) && folder.length > teamId.length + 1) {
    return { applicationId: folder.slice(teamId.length + 1), teamId };
  }
  if (token?.applicationId && applicationFolderName(token.applicationId, token.teamId) === folder) return token;
  const [, team, application] = TEAM_FIRST.exec(folder) ?? [];
  if (team !== undefined && application !== undefined) return { applicationId: application, teamId: team };
  return folder.includes('.') ? { applicationId: folder, teamId: '' } : undefined;
}
