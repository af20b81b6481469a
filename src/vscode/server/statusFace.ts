import * as vscode from 'vscode';
import type { ServerStatus } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { ServerRunner } from '../../server/client/serverProcess';
import type { ContextValue } from '../contract/rows';
import { ICON_COLOURS } from '../host/iconColours';
import { l10n } from '../host/l10n';
import type { ServerRemark } from './devServerController';
import { SERVER_ROWS } from './serverContract';

/** Details that are shown with a status. */
export interface StatusFacts {
  /** The address, while the server runs. */
  readonly url?: string | undefined;
  /** Why it does not run, if it has failed. */
  readonly problem?: ServerProblem | undefined;
  /** A problem that does not stop it from running. */
  readonly warning?: string | undefined;
  /** What else there is to say of it. */
  readonly remark?: ServerRemark | undefined;
  /** Whether devices of the network can reach it. */
  readonly lan: boolean;
}

/** How a status looks and what a screen reader says, in the status bar and in the view. */
export interface StatusFace {
  readonly icon: vscode.ThemeIcon;
  readonly label: string;
  /** Text after the label. */
  readonly detail: string;
  readonly tooltip: string;
  readonly spoken: string;
  /** Tokens by which menus find the row. */
  readonly tokens: ContextValue;
  /** A background colour, if the status needs attention. */
  readonly background?: vscode.ThemeColor;
}

const ICONS: Record<ServerStatus, vscode.ThemeIcon> = {
  stopped: new vscode.ThemeIcon('debug-stop', ICON_COLOURS.over),
  starting: new vscode.ThemeIcon('loading~spin'),
  running: new vscode.ThemeIcon('vm-running', ICON_COLOURS.good),
  stopping: new vscode.ThemeIcon('loading~spin'),
  failed: new vscode.ThemeIcon('error', ICON_COLOURS.bad),
};

const ELSEWHERE = new vscode.ThemeIcon('vm-connect');
const WARNING = new vscode.ThemeIcon('warning', ICON_COLOURS.warning);

/** The look of each status. It is defined only here. */
export function statusFace(status: ServerStatus, facts: StatusFacts): StatusFace {
  const elsewhere = facts.remark?.elsewhere;
  const running: Partial<StatusFacts> = status === 'running' ? facts : {};
  const { remark } = running;
  const label = elsewhere ? l10n.t('runs elsewhere') : labelOf(status);
  const detail = detailOf(status, facts, problemText);
  const short = detailOf(status, facts, problemWords);
  const what = l10n.t('Dev session server');
  const warning = running.warning ? warningText(running.warning) : '';
  const remarks = remark ? remarkTexts(remark) : [];
  const own = warning || remark?.isOutdated ? WARNING : ICONS[status];
  return {
    icon: elsewhere ? ELSEWHERE : own,
    label,
    // What is to be done comes first: a narrow side bar cuts off the end, and the address has a row of its own.
    detail: [...remarks, short, warning].filter(Boolean).join(' · '),
    tooltip: [l10n.t('{0}: {1}', what, label), detail, ...remarks, warning].filter(Boolean).join('\n'),
    spoken: [what, label, detail, ...remarks, warning].filter(Boolean).join(', '),
    tokens: SERVER_ROWS.value(
      'server',
      status,
      running.lan && 'lan',
      remark?.isOutdated && 'outdated',
      elsewhere && 'elsewhere',
    ),
    ...(warning && { background: new vscode.ThemeColor('statusBarItem.warningBackground') }),
    ...(status === 'failed' && { background: new vscode.ThemeColor('statusBarItem.errorBackground') }),
  };
}

/** Why the server does not run, in the user's language if the reason is one of ours. */
export function problemText({ code, message, port }: ServerProblem): string {
  switch (code) {
    case 'port-busy':
      return l10n.t('Port {0} is taken by another program.', String(port ?? ''));
    case 'crashed':
      return l10n.t('The dev session server ended unexpectedly, several times in a row: {0}', message);
    case 'options':
      return l10n.t('The dev session server does not take its settings: {0}', message);
    case 'not-started':
      return l10n.t('The dev session server could not be started: {0}', message);
  }
}

/** The same for the row of the server, which says already that it failed: in a narrow side bar only the beginning is seen. */
function problemWords(problem: ServerProblem): string {
  const { code, message } = problem;
  switch (code) {
    case 'port-busy':
      return problemText(problem);
    case 'crashed':
      return l10n.t('ended several times: {0}', message);
    case 'options':
      return l10n.t('wrong setting: {0}', message);
    case 'not-started':
      return l10n.t('not started: {0}', message);
  }
}

function remarkTexts({ isOutdated, takenPort, joined }: ServerRemark): string[] {
  return [
    ...(isOutdated ? [l10n.t('settings changed, restart')] : []),
    ...(joined === undefined ? [] : [l10n.t('joined, runs in {0}', runnerText(joined))]),
    ...(takenPort === undefined ? [] : [l10n.t('port {0} was taken', String(takenPort))]),
  ];
}

/** Who runs a server that this window has joined, as people know it. */
export function runnerText({ by, pid }: ServerRunner): string {
  return by ?? l10n.t('process {0}', String(pid));
}

function warningText(warning: string): string {
  return l10n.t('Nothing is kept for after a crash: {0}', warning);
}

function labelOf(status: ServerStatus): string {
  switch (status) {
    case 'stopped':
      return l10n.t('stopped');
    case 'starting':
      return l10n.t('starting…');
    case 'running':
      return l10n.t('running');
    case 'stopping':
      return l10n.t('stopping…');
    case 'failed':
      return l10n.t('failed');
  }
}

function detailOf(
  status: ServerStatus,
  { url, problem, remark, lan }: StatusFacts,
  told: (problem: ServerProblem) => string,
): string {
  if (status === 'failed') return problem ? told(problem) : '';
  const elsewhere = remark?.elsewhere;
  if (elsewhere) return `${elsewhere.url} · ${runnerText(elsewhere.runner)}`;
  if (status !== 'running' || url === undefined) return '';
  return lan ? l10n.t('{0} · LAN is on', url) : url;
}
