import type * as vscode from 'vscode';
import type { MadeWebSession } from '../../../core/systems/web/webSession';
import type { DevServerController } from '../../server/devServerController';

/**
 * Keeps the cookies of sessions that this window has created. The server tells a cookie only once, to the creator of
 * the session.
 */
export class WebCookies implements vscode.Disposable {
  private readonly known = new Map<string, MadeWebSession['cookie']>();
  private readonly subscription: vscode.Disposable;

  constructor(server: DevServerController) {
    this.subscription = server.onDidChangeState(({ after, changes }) => {
      if (!after) this.known.clear();
      for (const change of changes) {
        if (change.kind !== 'system' || change.system !== 'web') continue;
        if (change.change.kind === 'sessionRemoved') this.known.delete(change.change.id);
      }
    });
  }

  add({ id, cookie }: MadeWebSession): void {
    this.known.set(id, cookie);
  }

  has(id: string): boolean {
    return this.known.has(id);
  }

  /** The cookie as in a `Cookie` header; undefined for a session that somebody else created. */
  textOf(id: string): string | undefined {
    const cookie = this.known.get(id);
    return cookie && `${cookie.name}=${cookie.value}`;
  }

  dispose(): void {
    this.subscription.dispose();
    this.known.clear();
  }
}
