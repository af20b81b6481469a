import type { ApplicationIdentity } from '../session/applicationIdentity';
import { applicationFolderName } from '../session/location';

export type FolderIds = Pick<ApplicationIdentity, 'applicationId' | 'teamId'>;

/** The ids in the name of a folder. */
export interface FoundIds extends FolderIds {
  /** Whether something tells where the name is split. If not, they are a guess. */
  readonly isSure: boolean;
}

/** What tells the ids beside the folder's name. */
export interface IdWitnesses {
  /** What the session's token says. */
  readonly token?: FolderIds | undefined;
  /** What the sessions beside it say. */
  readonly beside?: FolderIds | undefined;
}

// Ten characters, as the mobile editor's FAKETEAMID has. See docs/facts/4d-mobile.md#the-application-folder.
const TEAM_FIRST = /^([A-Z0-9]{10})\.(.+)$/s;
// It may be a team that is no one of Apple's, or the begin of an application id.
const MAYBE_TEAM_FIRST = /^([^.]*[A-Z0-9][^.]*)\.([^.]+\..+)$/s;
// With another domain behind the first one, the first may be a team.
const DOMAIN_FIRST = /^[a-z]{2,}\.(?!(?:com|net|org|io|app|dev)\.)/;

/**
 * The ids in the name of an application folder. Undefined when 4D would not give such a name.
 * @param known ids that are known already; they decide where the name is split
 */
export function folderIds(
  folder: string,
  known: Partial<FolderIds>,
  { token, beside }: IdWitnesses = {},
): FoundIds | undefined {
  const { applicationId, teamId } = known;
  if (applicationId) {
    if (folder === applicationId) return sure(applicationId, '');
    const team = folder.endsWith(`.${applicationId}`) ? folder.slice(0, -applicationId.length - 1) : '';
    // A team id has no dots. A text with dots is part of the application id.
    if (team !== '' && !team.includes('.')) return sure(applicationId, team);
  }
  if (teamId && folder.startsWith(`${teamId}.`) && folder.length > teamId.length + 1) {
    return sure(folder.slice(teamId.length + 1), teamId);
  }
  for (const ids of [token, beside]) {
    if (ids?.applicationId && applicationFolderName(ids.applicationId, ids.teamId) === folder) {
      return sure(ids.applicationId, ids.teamId);
    }
  }
  return byLook(folder);
}

function byLook(folder: string): FoundIds | undefined {
  const [, team, application] = TEAM_FIRST.exec(folder) ?? [];
  if (team !== undefined && application !== undefined) return sure(application, team);
  const [, maybeTeam, rest] = MAYBE_TEAM_FIRST.exec(folder) ?? [];
  if (maybeTeam !== undefined && rest !== undefined) return { applicationId: rest, teamId: maybeTeam, isSure: false };
  if (!folder.includes('.')) return undefined;
  return { applicationId: folder, teamId: '', isSure: DOMAIN_FIRST.test(folder) };
}

function sure(applicationId: string, teamId: string): FoundIds {
  return { applicationId, teamId, isSure: true };
}
