import * as vscode from 'vscode';
import type { PushClient } from '../../core/push/pushOutcome';
import { type PushTarget, shownAddress } from '../../core/push/pushTarget';
import { l10n } from '../host/l10n';
import { resolvePath } from '../host/pathSetting';
import { pick } from '../host/pick';
import type { LiveState, MemoryAgreement } from '../memory/memoryAgreement';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { PushTargets } from './pushTargets';

const LAST_KEY = 'push.lastTarget';

/** The part of the dev server that a push needs. */
export interface PushServer extends LiveState {
  /** The control API, while the server runs. */
  readonly client: PushClient | undefined;
}

/** The server that a push goes to. */
export type Destination =
  | { readonly kind: 'devServer'; readonly folder: string; readonly client: PushClient }
  | { readonly kind: 'target'; readonly target: PushTarget };

/** What can be offered if there is no server to push to. */
export interface DestinationActions {
  startServer(folder: string | undefined): Thenable<unknown>;
  addTarget(): Promise<PushTarget | undefined>;
}

type Item = vscode.QuickPickItem & { readonly choose?: () => Promise<Destination | undefined> };

/**
 * Decides where a push goes: to the dev server if it runs, otherwise to the target of the last push, otherwise to the
 * one that the user picks.
 */
export class PushDestinations {
  constructor(
    private readonly server: PushServer,
    private readonly agreement: MemoryAgreement,
    private readonly targets: PushTargets,
    private readonly pending: NotYetPushed,
    private readonly memento: vscode.Memento,
    private readonly actions: DestinationActions,
  ) {}

  /** @param folder the MobileApps folder to push; undefined for any */
  async choose(folder: string | undefined, ask: boolean): Promise<Destination | undefined> {
    const devServer = this.devServer(folder);
    if (devServer && !ask) return devServer;
    const targets = this.targets.list().filter((target) => isFor(target, folder));
    const last = targets.find(({ name }) => name === this.memento.get(LAST_KEY));
    if (last && !ask) return { kind: 'target', target: last };
    if (!devServer && targets.length === 0) return this.offer(folder);
    return this.ask(folder, devServer, targets, last);
  }

  /**
   * The MobileApps folder to push when the command was not called on a row. It is a folder with sessions not yet
   * pushed, if the dev server serves another folder and has nothing to load there. Otherwise undefined, which means
   * any.
   */
  folderInNeed(): string | undefined {
    const { folder: served, disagreements } = this.agreement;
    const [first, ...others] = new Set(this.pending.keys().map(({ folder }) => folder));
    if (served === undefined || disagreements > 0 || [first, ...others].includes(served)) return undefined;
    return first;
  }

  /** The target with this name. */
  named(name: string): Destination {
    const target = this.targets.find(name);
    if (!target) throw new Error(this.targets.error() ?? l10n.t('There is no push target named “{0}”.', name));
    return { kind: 'target', target };
  }

  private devServer(folder: string | undefined): Destination | undefined {
    const { folder: served } = this.agreement;
    const { client } = this.server;
    if (!client || served === undefined || (folder !== undefined && folder !== served)) return undefined;
    return { kind: 'devServer', folder: served, client };
  }

  private async ask(
    folder: string | undefined,
    devServer: Destination | undefined,
    targets: readonly PushTarget[],
    last: PushTarget | undefined,
  ): Promise<Destination | undefined> {
    const items: Item[] = [];
    if (devServer) {
      const description = this.server.state?.url ?? '';
      items.push({ label: l10n.t('Dev Server'), description, choose: async () => devServer });
    }
    // The last used one comes first, so that Enter repeats the last push.
    for (const target of [...(last ? [last] : []), ...targets.filter((each) => each !== last)]) {
      items.push({
        label: target.name,
        description: shownAddress(target.url),
        choose: () => this.take(target),
      });
    }
    items.push({ label: '', kind: vscode.QuickPickItemKind.Separator });
    if (!devServer)
      items.push({
        label: l10n.t('Start Dev Server'),
        iconPath: new vscode.ThemeIcon('play'),
        choose: () => this.start(folder),
      });
    items.push({ label: l10n.t('Add Push Target…'), iconPath: new vscode.ThemeIcon('add'), choose: () => this.add() });
    const chosen = await pick(items, { title: l10n.t('Push To'), matchOnDescription: true });
    return chosen?.choose?.();
  }

  private async offer(folder: string | undefined): Promise<Destination | undefined> {
    const error = this.targets.error();
    const what = l10n.t(
      'There is no server to push to: the dev server does not run here, and no push target is named.',
    );
    const start = l10n.t('Start Dev Server');
    const add = l10n.t('Add Push Target…');
    const answer = await vscode.window.showInformationMessage([what, error].filter(Boolean).join(' '), start, add);
    if (answer === start) return this.start(folder);
    return answer === add ? this.add() : undefined;
  }

  /** A server that starts loads the files, so there is nothing to push yet. */
  private async start(folder: string | undefined): Promise<undefined> {
    await this.actions.startServer(folder);
  }

  private async add(): Promise<Destination | undefined> {
    const target = await this.actions.addTarget();
    return target && this.take(target);
  }

  private async take(target: PushTarget): Promise<Destination> {
    await this.memento.update(LAST_KEY, target.name);
    return { kind: 'target', target };
  }
}

/** The MobileApps folder that a target names; undefined if it names none. Throws if the path cannot be resolved. */
export function targetFolder({ name, mobileApps }: PushTarget): string | undefined {
  if (mobileApps === undefined) return undefined;
  const resolved = resolvePath(mobileApps, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  throw new Error(
    l10n.t('Push target “{0}” names the MobileApps folder “{1}”, but {2}.', name, mobileApps, resolved.reason),
  );
}

function isFor(target: PushTarget, folder: string | undefined): boolean {
  if (target.mobileApps === undefined || folder === undefined) return true;
  try {
    return targetFolder(target) === folder;
  } catch {
    // The target is offered anyway. Choosing it tells what is wrong.
    return true;
  }
}
