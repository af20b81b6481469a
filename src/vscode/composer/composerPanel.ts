import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import validateComposerFromPage from '../../core/composer/compiledComposerFromPage';
import { draftFor, draftProblem, type RequestDraft } from '../../core/composer/composedRequest';
import {
  COMPOSER_PROTOCOL,
  type ComposerFromPage,
  type ComposerState,
  type ComposerToPage,
} from '../../core/composer/composerMessages';
import type { Host } from '../host/createHost';
import { errorText } from '../host/errorText';
import { hearPage } from '../host/hearPage';
import { l10n } from '../host/l10n';
import type { Later } from '../host/later';
import { phraseIn } from '../host/phraseText';
import { servePage } from '../host/servePage';
import { nodeTimers } from '../host/timers';
import { requireTrust } from '../host/trust';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import { composerStrings } from './composerWords';
import type { RequestComposer } from './requestComposer';
import type { StepSaver } from './stepSaver';

const TOGETHER_MS = 100;
const COMPOSER_PAGE = { script: 'dist/composer.js', style: 'media/page/composer.css' };
const FIRST_DRAFT: RequestDraft = { method: 'GET', path: '/', headers: '', body: '', sender: '' };

/** What a panel shows, and what does what it is asked for. */
export interface ComposerParts {
  readonly composer: RequestComposer;
  readonly saver: StepSaver;
  readonly devServer: DevServerController;
  readonly starter: Later<Pick<ServerStarter, 'start'>>;
}

/** The request composer in an editor tab. */
export class ComposerPanel implements vscode.Disposable {
  private readonly closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.closed.event;
  private readonly together = new Coalesced(nodeTimers, TOGETHER_MS, () => this.tellState());
  private readonly disposables: DisposableStore;
  private isClosed = false;
  private lastState = '';

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: ComposerParts,
    private readonly host: Pick<Host, 'extensionUri' | 'log'>,
  ) {
    const { devServer } = parts;
    const told = () => this.together.call();
    this.disposables = new DisposableStore(
      this.together,
      devServer.onDidChangeStatus(() => void this.lookForRoutes()),
      devServer.onDidChangeState(told),
      vscode.workspace.onDidGrantWorkspaceTrust(told),
      panel.webview.onDidReceiveMessage((message) => void this.hear(message)),
      panel.onDidDispose(() => this.dispose()),
    );
    servePage(panel, host.extensionUri, COMPOSER_PAGE);
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    void this.disposables.dispose();
    this.panel.dispose();
    this.closed.fire();
    this.closed.dispose();
  }

  private async hear(message: unknown): Promise<void> {
    await hearPage<ComposerFromPage>(message, {
      inLog: 'request composer',
      log: this.host.log,
      validate: validateComposerFromPage,
      obey: (asked) => this.obey(asked),
      tell: (text) => this.tell({ kind: 'notice', text }),
    });
  }

  private async obey(message: ComposerFromPage): Promise<void> {
    const { composer, saver, starter } = this.parts;
    switch (message.kind) {
      case 'misunderstood':
        this.host.log.warn(`The request composer: its page does not take a message: ${message.problem}`);
        return;
      case 'ready':
        this.tellAll(message.version);
        await this.lookForRoutes();
        return;
      case 'start':
        requireTrust();
        await (await starter.get()).start();
        return;
      case 'route': {
        const choice = this.choice(message.route);
        if (!choice) return;
        const draft = draftFor(choice, message.sender);
        this.tell({ kind: 'draft', draft });
        this.check(message.route, draft);
        return;
      }
      case 'check':
        this.check(message.route, message.draft);
        return;
      case 'send':
        await this.send(message.route, message.draft);
        return;
      case 'show': {
        const shown = composer.composed(message.id);
        if (!shown) return;
        this.tell({ kind: 'draft', draft: shown.draft });
        this.tell({ kind: 'answer', answer: shown.answer, history: composer.history });
        return;
      }
      case 'curl': {
        const text = composer.curlOf(message.id);
        if (text === undefined) return;
        await vscode.env.clipboard.writeText(text);
        const words = composer.composed(message.id)?.isSentIn
          ? l10n.t('The request is in the clipboard as curl, without its session, whose secret only the server has.')
          : l10n.t('The request is in the clipboard as curl, with its secrets.');
        this.tell({ kind: 'notice', text: words });
        return;
      }
      case 'save': {
        const composed = composer.composed(message.id);
        const name = composed && (await saver.save(composed, composer.earlierThan(message.id)));
        if (name !== undefined) this.tell({ kind: 'notice', text: l10n.t('The step is in {0}.', name) });
      }
    }
  }

  private async send(route: string, draft: RequestDraft): Promise<void> {
    requireTrust();
    const { composer } = this.parts;
    if (this.check(route, draft)) return;
    const answer = await composer.send(draft);
    this.tell({ kind: 'answer', answer, history: composer.history });
    // An answer may have given cookies.
    this.tellState();
    await this.lookForRoutes();
  }

  /** @returns whether it cannot be sent */
  private check(route: string, draft: RequestDraft): boolean {
    const problem = draftProblem(draft, this.choice(route)?.request?.body);
    this.tell({ kind: 'problem', text: problem ? phraseIn(problem.text) : '' });
    return problem?.isFatal === true;
  }

  private async lookForRoutes(): Promise<void> {
    try {
      await this.parts.composer.lookForRoutes();
    } catch (error) {
      // The server may have stopped meanwhile. Its other routes are known without it.
      this.host.log.debug(`The routes of the project are not known: ${errorText(error)}`);
    }
    this.together.call();
  }

  private choice(route: string) {
    return this.parts.composer.routes().find(({ id }) => id === route);
  }

  private tellAll(version: number): void {
    if (version !== COMPOSER_PROTOCOL) return;
    const { composer } = this.parts;
    const draft = composer.composed(composer.history[0]?.id ?? 0)?.draft ?? FIRST_DRAFT;
    this.tell({
      kind: 'composer',
      version: COMPOSER_PROTOCOL,
      strings: composerStrings(),
      language: vscode.env.language,
      state: this.state,
      draft,
      history: composer.history,
    });
  }

  /** The state of a server changes with each request. Only what the page shows of it is told. */
  private tellState(): void {
    const { state } = this;
    const text = JSON.stringify(state);
    if (text === this.lastState) return;
    this.lastState = text;
    this.tell({ kind: 'state', state });
  }

  private get state(): ComposerState {
    const { composer, devServer } = this.parts;
    const isRunning = devServer.client !== undefined && devServer.state !== undefined;
    const { isTrusted } = vscode.workspace;
    const locked = !isTrusted
      ? l10n.t('This workspace is not trusted, so that no server runs in it and nothing is sent.')
      : isRunning
        ? undefined
        : devServer.status === 'starting'
          ? l10n.t('The dev session server is starting.')
          : l10n.t('The dev session server is not running.');
    return {
      isRunning,
      locked,
      canStart: isTrusted && !isRunning && devServer.status !== 'starting',
      origin: devServer.address?.url ?? '',
      routes: composer.routes().map(({ id, system }) => ({ id, system })),
      senders: composer.senders(),
    };
  }

  private tell(message: ComposerToPage): void {
    if (!this.isClosed) void this.panel.webview.postMessage(message);
  }
}
