import * as vscode from 'vscode';
import { DisposableStore, type Disposes } from '../../core/base/disposableStore';
import type { Host } from './createHost';
import { type HeardPage, hearPage } from './hearPage';
import { type ServedPage, servePage } from './servePage';

/** A sentence to show and to announce to a screen reader. Every page takes it. */
interface Notice {
  readonly kind: 'notice';
  readonly text: string;
}

/** What every page may tell: a message of the extension was not as its schema has it. */
interface NotUnderstood {
  readonly kind: 'misunderstood';
  readonly problem: string;
}

/** What a panel shows, and how its messages are read. */
export interface PageOfPanel extends Pick<HeardPage<unknown>, 'inLog' | 'validate'>, ServedPage {}

/** What a page asks for. That it did not understand something is heard here. */
export type Asked<From> = Exclude<From, { readonly kind: 'misunderstood' }>;

/** A page of the extension in an editor tab. It ends once, with all that belongs to it, however it was closed. */
export abstract class PagePanel<To extends object, From extends { readonly kind: string }>
  implements vscode.Disposable
{
  private readonly closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.closed.event;
  private readonly belongings: DisposableStore;
  private isClosed = false;

  protected constructor(
    protected readonly panel: vscode.WebviewPanel,
    protected readonly host: Pick<Host, 'extensionUri' | 'log'>,
    private readonly page: PageOfPanel,
  ) {
    this.belongings = new DisposableStore(
      panel.webview.onDidReceiveMessage((message) => void this.hear(message)),
      panel.onDidDispose(() => this.dispose()),
    );
    servePage(panel, host.extensionUri, page);
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    void this.belongings.dispose();
    this.panel.dispose();
    this.closed.fire();
    this.closed.dispose();
  }

  /** Does what the page asks for. */
  protected abstract obey(message: Asked<From>): Promise<void>;

  /** Ends these things with the panel. */
  protected own(...things: readonly Disposes[]): void {
    for (const each of things) this.belongings.add(each);
  }

  protected tell(message: To | Notice): void {
    if (!this.isClosed) void this.panel.webview.postMessage(message);
  }

  private async hear(message: unknown): Promise<void> {
    const { inLog, validate } = this.page;
    const { log } = this.host;
    await hearPage<Asked<From> | NotUnderstood>(message, {
      inLog,
      log,
      validate,
      obey: async (asked) => {
        if (isNotUnderstood(asked)) log.warn(`The ${inLog}: its page does not take a message: ${asked.problem}`);
        else await this.obey(asked);
      },
      tell: (text) => this.tell({ kind: 'notice', text }),
    });
  }
}

function isNotUnderstood(message: { readonly kind: string }): message is NotUnderstood {
  return message.kind === 'misunderstood';
}
