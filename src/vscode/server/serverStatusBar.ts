import type * as vscode from 'vscode';
import { visibleLines } from '../../core/base/visibleText';
import { statusBarItem } from '../host/declared';
import { l10n } from '../host/l10n';
import type { DevServerController } from './devServerController';
import type * as lanHost from './lanHost';
import { OWN_MACHINE } from './ownMachine';
import { SERVER_COMMANDS } from './serverContract';
import { statusFace } from './statusFace';

/** Shows the status of the dev session server in the status bar. A click offers actions. */
export class ServerStatusBar implements vscode.Disposable {
  private readonly item = statusBarItem('server', 40, SERVER_COMMANDS.serverShowActions, l10n.t('Dev session server'));
  private readonly subscription: vscode.Disposable;
  /** Read when a server first listens elsewhere than most do. */
  private hosts: typeof lanHost | undefined;

  constructor(private readonly server: DevServerController) {
    this.subscription = server.onDidChangeStatus(() => this.draw());
    this.draw();
    this.item.show();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private isLan(options: DevServerController['options']): boolean {
    if ((options?.host ?? OWN_MACHINE) === OWN_MACHINE) return false;
    if (this.hosts) return this.hosts.isLan(options);
    void import('./lanHost.js').then((hosts) => {
      this.hosts = hosts;
      this.draw();
    });
    return false;
  }

  private draw(): void {
    const { status, address, externalAddress, problem, warning, remark, options } = this.server;
    const url = externalAddress ?? address?.url;
    const face = statusFace(status, { url, problem, warning, remark, lan: this.isLan(options) });
    const place = status === 'running' && address ? `:${new URL(address.url).port}` : face.label;
    this.item.text = `$(${face.icon.id}) ${l10n.t('Dev Server {0}', place)}`;
    this.item.tooltip = visibleLines(face.tooltip);
    this.item.accessibilityInformation = { label: face.spoken, role: 'button' };
    this.item.backgroundColor = face.background;
  }
}
