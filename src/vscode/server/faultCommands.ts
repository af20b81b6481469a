import * as vscode from 'vscode';
import type { Fault, FaultEffect, FaultRequest, FaultScope } from '../../core/protocol/fault';
import type { CommandRegistry } from '../host/commandRegistry';
import { confirmed } from '../host/confirmed';
import { l10n } from '../host/l10n';
import { namesText } from '../host/namesText';
import { oneAfterTheOther } from '../host/oneAfterTheOther';
import { pick } from '../host/pick';
import { numberText } from '../host/treeRow';
import type { DevServerController } from './devServerController';
import { askDuration, offeredDurations } from './durationInput';
import type { JournalShown } from './journalShown';
import { meantRows, type OnRows } from './meantRows';
import { SERVER_COMMANDS } from './serverContract';
import { ownNode, type ServerNode } from './serverNode';
import type { ServerStarter } from './serverStarter';
import { effectText, scopeText } from './serverText';
import type { OfferedScope, SystemView } from './systemView';

/** What apps notice, what makes them tell their users, and what most of them give up at. */
const DELAYS = [1000, 5000, 30_000, 120_000];

/** What the commands about faults need. */
export interface FaultParts {
  readonly server: DevServerController;
  readonly starter: ServerStarter;
  readonly journal: JournalShown;
  readonly selection: () => readonly ServerNode[];
  readonly systems: readonly SystemView[];
}

/** Registers the commands that add and remove faults. */
export function registerFaultCommands(commands: CommandRegistry, parts: FaultParts): void {
  commands.register(SERVER_COMMANDS.faultAdd, async (node?: ServerNode) => {
    const client = await parts.starter.client();
    const fault = client && (await askFault(parts, node));
    if (fault) await client?.addFault(fault);
  });
  commands.register(SERVER_COMMANDS.faultRemove, async (...rows: OnRows) => {
    const client = await parts.starter.client();
    if (!client) return;
    // Read again, because the view may be late.
    const { faults } = await client.state();
    const found = await faultsFor(parts, rows, faults);
    if (found.length > 1 && !(await confirmedRemoval(found))) return;
    await oneAfterTheOther(found, ({ id }) => client.removeFault(id));
  });
}

async function askFault(parts: FaultParts, node: ServerNode | undefined): Promise<FaultRequest | undefined> {
  const effect = await askEffect(parts.systems);
  const scope = effect && (await askScope(parts, node));
  const often = scope && (await askOften());
  if (!effect || !scope || !often) return undefined;
  return {
    ...effect,
    ...(Object.keys(scope).length > 0 && { scope }),
    ...(often.times !== undefined && { times: often.times }),
  };
}

async function askEffect(systems: readonly SystemView[]): Promise<FaultEffect | undefined> {
  const title = l10n.t('Add Fault (1 of 3): What Goes Wrong?');
  const statuses = [
    { status: 401, detail: l10n.t('The apps forget their token and ask for a login.') },
    { status: 500, detail: l10n.t('An error of the server.') },
    { status: 503, detail: l10n.t('The server is not available.') },
  ];
  const items: (vscode.QuickPickItem & { effect?: FaultEffect })[] = [
    ...statuses.map(({ status, detail }) => withLabel({ kind: 'status', status }, detail)),
    ...systems.flatMap(({ faults }) => faults?.effects() ?? []).map(({ effect, detail }) => withLabel(effect, detail)),
    { label: l10n.t('Delay…'), detail: l10n.t('The answer waits, in virtual time.') },
    withLabel({ kind: 'reset' }, l10n.t('Before anything is done.')),
    withLabel({ kind: 'replyLost' }, l10n.t('All is done, and nobody is told.')),
  ];
  const chosen = await pick(items, { title, matchOnDetail: true });
  if (!chosen || chosen.effect) return chosen?.effect;
  const delay = await askDuration(l10n.t('Delay of the Answer'), offeredDurations(DELAYS));
  return delay?.ms === undefined ? undefined : { kind: 'delay', delayMs: delay.ms };
}

function withLabel(effect: FaultEffect, detail: string) {
  return { label: effectText(effect), detail, effect };
}

/** Asks which requests the fault is for. What belongs to the row comes first. An empty scope means all requests. */
async function askScope({ server, journal, systems }: FaultParts, node?: ServerNode): Promise<FaultScope | undefined> {
  const routes = new Set<string>();
  const row = ownNode(node);
  const own = row?.kind === 'entry' ? journal.entry(row.id)?.route : undefined;
  if (own !== undefined) routes.add(own);
  for (const { route, face } of journal.page().entries) {
    // Faults do not apply to the control API and to the server's own pages.
    if (route !== undefined && face !== 'control' && face !== 'server') routes.add(route);
  }
  const { state } = server;
  const offered = state ? systems.flatMap(({ faults }) => faults?.scopes(state, node) ?? []) : [];
  const items: (vscode.QuickPickItem & Partial<OfferedScope>)[] = [
    { label: l10n.t('Every request'), scope: {} },
    ...[...routes].map((route) => ({ label: route, scope: { route } })),
    ...offered,
    { label: l10n.t('Another route…') },
  ];
  const preferred = items.findIndex(({ scope, isOfRow }) => isOfRow || (own !== undefined && scope?.route === own));
  if (preferred > 0) items.unshift(...items.splice(preferred, 1));
  const title = l10n.t('Add Fault (2 of 3): For Which Requests?');
  const chosen = await pick(items, { title, matchOnDescription: true });
  if (!chosen || chosen.scope) return chosen?.scope;
  const route = await vscode.window.showInputBox({
    title,
    placeHolder: systems.flatMap(({ examples }) => examples?.route ?? [])[0] ?? '',
    validateInput: (text) =>
      /^([A-Z]+ )?\/\S*$/.test(text.trim())
        ? undefined
        : l10n.t('A route is a path that begins with /, perhaps with a method before it.'),
  });
  return route === undefined ? undefined : { route: route.trim() };
}

async function askOften(): Promise<{ readonly times?: number } | undefined> {
  const items: (vscode.QuickPickItem & { times?: number })[] = [
    { label: l10n.t('Once'), times: 1 },
    { label: l10n.t('Always') },
    { label: l10n.t('Three times'), times: 3 },
  ];
  return pick(items, { title: l10n.t('Add Fault (3 of 3): How Often?') });
}

/** The faults of the rows that are meant, otherwise the only one, otherwise the picked one. */
function faultsFor({ selection }: FaultParts, rows: OnRows, all: readonly Fault[]): Promise<readonly Fault[]> {
  return meantRows(selection, rows, {
    all,
    idOf: ({ id }) => id,
    idOfRow: (row) => {
      const node = ownNode(row);
      return node?.kind === 'fault' ? node.id : undefined;
    },
    gone: l10n.t('This fault is gone.'),
    none: l10n.t('There are no faults.'),
    title: l10n.t('Remove Fault'),
    itemOf: (fault) => ({ label: effectText(fault), description: scopeText(fault) }),
  });
}

function confirmedRemoval(faults: readonly Fault[]): Promise<boolean> {
  const names = faults.map((fault) => [effectText(fault), scopeText(fault)].join(' · '));
  const question = l10n.t('Remove {0} faults?', numberText(faults.length));
  return confirmed(question, namesText(names).join('\n'), l10n.t('Remove Faults'));
}
