import type * as vscode from 'vscode';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';
import { Rows } from '../contract/rows';
import { SESSIONS_VIEW } from '../mobileApps/mobileAppsContract';
import type { FromSelection, TreeArguments } from './targets';
import type { TreeNode } from './treeNode';

export const SESSION_ROWS = new Rows(
  SESSIONS_VIEW,
  {
    folder: ['opened', 'unpushed'],
    application: ['unpushed'],
    applicationPart: ['unpushed'],
    status: [],
    page: [],
    session: [['accepted', 'pending', 'unknownStatus'], 'hasFindings', 'unpushed'],
    others: [],
    other: [],
  },
  ['applicationPart', 'others'],
);

/** The argument of the key bindings in the manifest, which is needed because VS Code passes no rows. */
const FROM_SELECTION: FromSelection = { from: 'selection' };

export const SESSION_COMMANDS = {
  sessionsRefresh: new Command('sessionWorkbench.sessions.refresh'),
  sessionsSort: new Command('sessionWorkbench.sessions.sort'),
  sessionsReverseSort: new Command('sessionWorkbench.sessions.reverseSort'),
  sessionsFilter: new Command('sessionWorkbench.sessions.filter'),
  sessionsClearFilter: new Command('sessionWorkbench.sessions.clearFilter'),
  sessionsGroupByStatus: new Command('sessionWorkbench.sessions.groupByStatus'),
  sessionsShowFlat: new Command('sessionWorkbench.sessions.showFlat'),
  sessionToggleStatus: new Command<TreeArguments>('sessionWorkbench.session.toggleStatus', {
    keyArguments: FROM_SELECTION,
  }),
  sessionAccept: new Command<TreeArguments>('sessionWorkbench.session.accept'),
  sessionSetPending: new Command<TreeArguments>('sessionWorkbench.session.setPending'),
  sessionEditEmail: new Command<TreeArguments>('sessionWorkbench.session.editEmail'),
  sessionCopyId: new Command<TreeArguments>('sessionWorkbench.session.copyId'),
  sessionCopyPath: new Command<TreeArguments>('sessionWorkbench.session.copyPath'),
  sessionCopyToken: new Command<TreeArguments>('sessionWorkbench.session.copyToken'),
  sessionCopyAuthorization: new Command<TreeArguments>('sessionWorkbench.session.copyAuthorization'),
  sessionCopyCurl: new Command<TreeArguments>('sessionWorkbench.session.copyCurl'),
  sessionDelete: new Command<TreeArguments>('sessionWorkbench.session.delete', { keyArguments: FROM_SELECTION }),
  sessionCompare: new Command<TreeArguments>('sessionWorkbench.session.compare'),
  sessionCompareVersion: new Command<TreeArguments>('sessionWorkbench.session.compareVersion'),
  /** The side of a comparison that is the file as it is now. */
  sessionRestoreVersion: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.session.restoreVersion'),
  sessionsRestoreDeleted: new Command<[node?: TreeNode | undefined]>('sessionWorkbench.sessions.restoreDeleted'),
  sessionShowProblem: new Command<TreeArguments>('sessionWorkbench.session.showProblem'),
  sessionShowInTree: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.session.showInTree'),
  sessionRevealInOS: new Command<TreeArguments>('sessionWorkbench.session.revealInOS'),
  sessionRevealInExplorer: new Command<TreeArguments>('sessionWorkbench.session.revealInExplorer'),
  sessionsCreate: new Command<[target?: TreeNode | vscode.Uri | undefined]>('sessionWorkbench.sessions.create'),
  sessionsFind: new Command('sessionWorkbench.sessions.find'),
  sessionsShowDuplicates: new Command('sessionWorkbench.sessions.showDuplicates'),
  applicationOpenManifest: new Command<[node?: TreeNode | undefined]>('sessionWorkbench.application.openManifest'),
  applicationReset: new Command<[node?: TreeNode | undefined]>('sessionWorkbench.application.reset'),
  folderReset: new Command<[node?: TreeNode | undefined]>('sessionWorkbench.folder.reset'),
  folderRestoreReset: new Command<[node?: TreeNode | undefined]>('sessionWorkbench.folder.restoreReset'),
  sessionMarkPushed: new Command<TreeArguments>('sessionWorkbench.session.markPushed'),
} as const;

export const SESSION_KEYS = {
  /** Which welcome text the empty view shows. */
  view: ContextKey.choice(
    'sessionWorkbench.sessionsView',
    ['noWorkspace', 'noFolder', 'filtered', 'sessions'],
    ['starting'],
  ),
  isGrouped: ContextKey.flag('sessionWorkbench.sessionsGrouped'),
  isFiltered: ContextKey.flag('sessionWorkbench.sessionsFiltered'),
  hasApplications: ContextKey.flag('sessionWorkbench.hasApplications'),
  hasSessions: ContextKey.flag('sessionWorkbench.hasSessions'),
  isAtFault: ContextKey.flag('sessionWorkbench.hasSessionsAtFault'),
  /** Whether a session is selected, or its file is in the active editor: a command from the palette is about it. */
  isMeant: ContextKey.flag('sessionWorkbench.sessionMeant'),
  /** Whether one of these has another status. A file that is no JSON object has none: nothing in it can be changed. */
  canAccept: ContextKey.flag('sessionWorkbench.canAccept'),
  canSetPending: ContextKey.flag('sessionWorkbench.canSetPending'),
  /** Whether the sessions of the last reset, or deleted ones, are in a backup and not in their place. */
  canRestoreReset: ContextKey.flag('sessionWorkbench.canRestoreReset'),
  canRestoreDeleted: ContextKey.flag('sessionWorkbench.canRestoreDeleted'),
  /** Whether a folder is shown that was opened by hand. */
  isOpened: ContextKey.flag('sessionWorkbench.folderOpened'),
  /** Whether there are sessions not yet pushed. */
  isUnpushed: ContextKey.flag('sessionWorkbench.unpushed'),
  /** Whether there are sessions not yet pushed, or the dev server's memory differs from the files. */
  isPushNeeded: ContextKey.flag('sessionWorkbench.pushNeeded'),
} as const;

export const SESSIONS_CONTRACT: ContractPart = {
  commands: SESSION_COMMANDS,
  contextKeys: SESSION_KEYS,
  rows: [SESSION_ROWS],
};
