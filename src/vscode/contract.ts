import type { ServerStatus } from '../core/protocol/address';

/** Names that the manifest and the code share; test/contract holds them against package.json. */

export const VIEWS = {
  sessions: 'sessionWorkbench.sessions',
  server: 'sessionWorkbench.server',
  flows: 'sessionWorkbench.flows',
} as const;

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
  findingApplyFixes: 'sessionWorkbench.finding.applyFixes',
  findingUndoFix: 'sessionWorkbench.finding.undoFix',
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
  handlerCreateCode: 'sessionWorkbench.handler.createCode',
  serverStart: 'sessionWorkbench.server.start',
  serverStop: 'sessionWorkbench.server.stop',
  serverRestart: 'sessionWorkbench.server.restart',
  serverShowActions: 'sessionWorkbench.server.showActions',
  serverChooseFolder: 'sessionWorkbench.server.chooseFolder',
  serverOpen: 'sessionWorkbench.server.open',
  serverCopyAddress: 'sessionWorkbench.server.copyAddress',
  serverCopyPairingCode: 'sessionWorkbench.server.copyPairingCode',
  serverCopyControlToken: 'sessionWorkbench.server.copyControlToken',
  serverShowQrCode: 'sessionWorkbench.server.showQrCode',
  serverShowLog: 'sessionWorkbench.server.showLog',
  serverReset: 'sessionWorkbench.server.reset',
  clockAdvance: 'sessionWorkbench.clock.advance',
  clockPause: 'sessionWorkbench.clock.pause',
  clockResume: 'sessionWorkbench.clock.resume',
  clockReset: 'sessionWorkbench.clock.reset',
  journalFollow: 'sessionWorkbench.journal.follow',
  journalUnfollow: 'sessionWorkbench.journal.unfollow',
  journalFilter: 'sessionWorkbench.journal.filter',
  journalClearFilter: 'sessionWorkbench.journal.clearFilter',
  journalShowOlder: 'sessionWorkbench.journal.showOlder',
  journalOpen: 'sessionWorkbench.journal.open',
  journalCopyAsCurl: 'sessionWorkbench.journal.copyAsCurl',
  outboxOpen: 'sessionWorkbench.outbox.open',
  outboxOpenLink: 'sessionWorkbench.outbox.openLink',
  outboxCopyLink: 'sessionWorkbench.outbox.copyLink',
  outboxCopyCode: 'sessionWorkbench.outbox.copyCode',
  faultAdd: 'sessionWorkbench.fault.add',
  faultRemove: 'sessionWorkbench.fault.remove',
  webCreateSession: 'sessionWorkbench.web.createSession',
  webCreateOtp: 'sessionWorkbench.web.createOtp',
  webCopyOtp: 'sessionWorkbench.web.copyOtp',
  webCopyLink: 'sessionWorkbench.web.copyLink',
  webOpenLink: 'sessionWorkbench.web.openLink',
  webCopyCookie: 'sessionWorkbench.web.copyCookie',
  webSetUserName: 'sessionWorkbench.web.setUserName',
  webSetPrivileges: 'sessionWorkbench.web.setPrivileges',
  webExpire: 'sessionWorkbench.web.expire',
  webClose: 'sessionWorkbench.web.close',
  webEditValue: 'sessionWorkbench.web.editValue',
  webAddValue: 'sessionWorkbench.web.addValue',
  webRemoveValue: 'sessionWorkbench.web.removeValue',
  snapshotSave: 'sessionWorkbench.snapshot.save',
  snapshotLoad: 'sessionWorkbench.snapshot.load',
  sessionMarkPushed: 'sessionWorkbench.session.markPushed',
  sessionsPush: 'sessionWorkbench.sessions.push',
  sessionsPushPending: 'sessionWorkbench.sessions.pushPending',
  sessionsPushTo: 'sessionWorkbench.sessions.pushTo',
  pushShowLast: 'sessionWorkbench.push.showLast',
  pushDismissLast: 'sessionWorkbench.push.dismissLast',
  pushAddTarget: 'sessionWorkbench.push.addTarget',
  pushRemoveTarget: 'sessionWorkbench.push.removeTarget',
  pushSetSecret: 'sessionWorkbench.push.setSecret',
  pushForgetSecret: 'sessionWorkbench.push.forgetSecret',
  pushExplain: 'sessionWorkbench.push.explain',
  flowOpen: 'sessionWorkbench.flow.open',
  flowPlay: 'sessionWorkbench.flow.play',
  flowRun: 'sessionWorkbench.flow.run',
  flowOpenOnDevServer: 'sessionWorkbench.flow.openOnDevServer',
  flowOpenFile: 'sessionWorkbench.flow.openFile',
  scenarioRun: 'sessionWorkbench.scenario.run',
  scenarioOpenFlow: 'sessionWorkbench.scenario.openFlow',
  recordingStart: 'sessionWorkbench.recording.start',
  recordingStop: 'sessionWorkbench.recording.stop',
} as const;

export const SETTINGS = {
  section: 'sessionWorkbench',
  folders: 'mobileApps.folders',
  schema: 'mobileApps.schema',
  serverPort: 'server.port',
  serverLan: 'server.lan',
  serverAutoStart: 'server.autoStart',
  serverAllowedHosts: 'server.allowedHosts',
  serverHttps: 'server.https',
  serverMobile: 'server.mobile',
  serverWeb: 'server.web',
  pushTargets: 'push.targets',
} as const;

/** Context keys and the values they take. */
export interface ContextKeys {
  /** Which of its welcome texts the empty view shows. */
  'sessionWorkbench.sessionsView': 'starting' | 'noWorkspace' | 'noFolder' | 'filtered' | 'sessions';
  'sessionWorkbench.sessionsGrouped': boolean;
  'sessionWorkbench.sessionsFiltered': boolean;
  'sessionWorkbench.serverStatus': ServerStatus;
  /** What the reader of the walkthrough has done: true for a moment. */
  'sessionWorkbench.tour.folderShown': boolean;
  'sessionWorkbench.tour.faultSeen': boolean;
  'sessionWorkbench.tour.sessionChanged': boolean;
  'sessionWorkbench.tour.sessionsDeleted': boolean;
  'sessionWorkbench.journalFollowed': boolean;
  'sessionWorkbench.journalFiltered': boolean;
  /** Whether a session is not yet pushed. */
  'sessionWorkbench.unpushed': boolean;
  /** Whether a session is not yet pushed, or the dev server's memory is not as the files. */
  'sessionWorkbench.pushNeeded': boolean;
  /** Whether the tab in front shows changes that *Fix All* would make. */
  'sessionWorkbench.fixPreview': boolean;
  /** Whether this window has made a fix that can be taken back. */
  'sessionWorkbench.fixToUndo': boolean;
  /** Paths of the open scenarios that are ours. */
  'sessionWorkbench.scenarios': readonly string[];
  /** Whether what the dev server is asked is recorded. */
  'sessionWorkbench.recording': boolean;
}

export const SESSION_LANGUAGE = '4d-mobile-session';
/** Of those *.scenario.json that are ours: VS Code's own JSON support would say every fault a second time. */
export const SCENARIO_LANGUAGE = 'session-scenario';
/** Test controller. */
export const SCENARIO_TESTS = 'sessionWorkbench.scenarios';
