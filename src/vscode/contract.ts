/** Names that the manifest and the code share; test/contract holds them against package.json. */

export const VIEWS = { sessions: 'sessionWorkbench.sessions' } as const;

export const COMMANDS = {
  folderOpen: 'sessionWorkbench.folder.open',
  folderClose: 'sessionWorkbench.folder.close',
  sessionsRefresh: 'sessionWorkbench.sessions.refresh',
  sessionsSort: 'sessionWorkbench.sessions.sort',
  sessionsFilter: 'sessionWorkbench.sessions.filter',
  sessionsClearFilter: 'sessionWorkbench.sessions.clearFilter',
  sessionsGroupByStatus: 'sessionWorkbench.sessions.groupByStatus',
  sessionsShowFlat: 'sessionWorkbench.sessions.showFlat',
  sessionOpen: 'sessionWorkbench.session.open',
  sessionToggleStatus: 'sessionWorkbench.session.toggleStatus',
  sessionAccept: 'sessionWorkbench.session.accept',
  sessionSetPending: 'sessionWorkbench.session.setPending',
  sessionEditEmail: 'sessionWorkbench.session.editEmail',
  sessionCopyId: 'sessionWorkbench.session.copyId',
  sessionCopyPath: 'sessionWorkbench.session.copyPath',
  sessionCopyToken: 'sessionWorkbench.session.copyToken',
  sessionCopyAuthorization: 'sessionWorkbench.session.copyAuthorization',
  sessionCopyCurl: 'sessionWorkbench.session.copyCurl',
  tokenDecode: 'sessionWorkbench.token.decode',
  tokenEditDecoded: 'sessionWorkbench.token.editDecoded',
  tokenRegenerate: 'sessionWorkbench.token.regenerate',
  findingFixAll: 'sessionWorkbench.finding.fixAll',
  sessionDelete: 'sessionWorkbench.session.delete',
  sessionCompare: 'sessionWorkbench.session.compare',
  sessionShowProblem: 'sessionWorkbench.session.showProblem',
  sessionShowInTree: 'sessionWorkbench.session.showInTree',
  sessionRevealInOS: 'sessionWorkbench.session.revealInOS',
  sessionRevealInExplorer: 'sessionWorkbench.session.revealInExplorer',
  sessionsFind: 'sessionWorkbench.sessions.find',
  sessionsShowDuplicates: 'sessionWorkbench.sessions.showDuplicates',
  applicationOpenManifest: 'sessionWorkbench.application.openManifest',
  applicationReset: 'sessionWorkbench.application.reset',
  folderReset: 'sessionWorkbench.folder.reset',
  folderRestoreReset: 'sessionWorkbench.folder.restoreReset',
  sampleCreate: 'sessionWorkbench.sample.create',
  findingExplain: 'sessionWorkbench.finding.explain',
} as const;

export const SETTINGS = {
  section: 'sessionWorkbench',
  folders: 'mobileApps.folders',
  schema: 'mobileApps.schema',
} as const;

/** Context keys and the values they take. */
export interface ContextKeys {
  /** Which of its welcome texts the empty view shows. */
  'sessionWorkbench.sessionsView': 'starting' | 'noWorkspace' | 'noFolder' | 'filtered' | 'sessions';
  'sessionWorkbench.sessionsGrouped': boolean;
  'sessionWorkbench.sessionsFiltered': boolean;
}

export const SESSION_LANGUAGE = '4d-mobile-session';
