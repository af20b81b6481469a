import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import validateComposerFromPage from '../../core/composer/compiledComposerFromPage';
import { draftFor, type RequestDraft } from '../../core/composer/composedRequest';
import {
  COMPOSER_PROTOCOL,
  type ComposerFromPage,
  type ComposerState,
  type ComposerToPage,
} from '../../core/composer/composerMessages';
import type { ComposerRecord } from '../../core/composer/composerRecord';
import type { Host } from '../host/createHost';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import type { Later } from '../host/later';
import { type Asked, PagePanel } from '../host/pagePanel';
import { phraseIn } from '../host/phraseText';
import { nodeTimers } from '../host/timers';
import { requireTrust } from '../host/trust';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import type { ComposerMemory } from './composerMemory';
import { composerStrings } from './composerWords';
import type { RequestComposer } from './requestComposer';
import type { StepSaver } from './stepSaver';

const TOGETHER_MS = 100;
/** A draft is kept after nobody has written for so long. */
const KEPT_AFTER_MS = 400;
const COMPOSER_PAGE = {
  script: 'dist/composer.js',
  style: 'media/page/composer.css',
  inLog: 'request composer',
  validate: validateComposerFromPage,
};
const FIRST_DRAFT: RequestDraft = { method: 'GET', path: '/', headers: '', body: '', sender: '' };

/** What a panel shows, and what does what it is asked for. */
export interface ComposerParts {
  readonly composer: RequestComposer;
  readonly saver: StepSaver;
  readonly memory: ComposerMemory;
  readonly devServer: DevServerController;
  readonly starter: Later<Pick<ServerStarter, 'start'>>;
}

/** The request composer in an editor tab. What is in it is kept for a page that is drawn again, and over a reload of the window. */
export class ComposerPanel extends PagePanel<ComposerToPage, ComposerFromPage> {
  private readonly together = new Coalesced(nodeTimers, TOGETHER_MS, () => this.tellState());
  private readonly still = new Coalesced(nodeTimers, KEPT_AFTER_MS, () => void this.keep());
  private lastState = '';
  private route: string;
  private draft: RequestDraft;
  /** The answer that is shown beside the draft. */
  private answerId: number | undefined;

  /** @param record what the panel had before the window was reloaded */
  constructor(
    panel: vscode.WebviewPanel,
    private readonly parts: ComposerParts,
    host: Pick<Host, 'extensionUri' | 'log'>,
    record: ComposerRecord | undefined,
  ) {
    super(panel, host, COMPOSER_PAGE);
    this.route = record?.route ?? '';
    this.draft = record?.draft ?? FIRST_DRAFT;
    if (record?.answer) parts.composer.restore(record.answer);
    this.answerId = parts.composer.last?.answer.id;
    const { devServer } = parts;
    const told = () => this.together.call();
    this.own(
      this.together,
      this.still,
      devServer.onDidChangeStatus(() => void this.lookForRoutes()),
      devServer.onDidChangeState(told),
      vscode.workspace.onDidGrantWorkspaceTrust(told),
    );
  }

  protected override async obey(message: Asked<ComposerFromPage>): Promise<void> {
    const { composer, saver, starter } = this.parts;
    switch (message.kind) {
      case 'ready':
        this.tellAll(message.version);
        await this.lookForRoutes();
        return;
      case 'start':
        requireTrust();
        await (await starter.get()).start();
        return;
      case 'route': {
        this.route = message.route;
        const choice = composer.choice(message.route);
        if (!choice) return;
        const draft = draftFor(choice, message.sender);
        this.become(draft, undefined);
        this.tell({ kind: 'draft', draft });
        this.check();
        return;
      }
      case 'check':
        this.write(message);
        this.check();
        return;
      case 'send':
        this.write(message);
        await this.send();
        return;
      case 'show': {
        const shown = composer.shown(message.id);
        if (!shown) return;
        this.become(shown.draft, message.id);
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

  private async send(): Promise<void> {
    requireTrust();
    const { composer } = this.parts;
    if (this.check()) return;
    const answer = await composer.send(this.draft, this.route);
    this.answerId = answer.id;
    this.still.call();
    this.tell({ kind: 'answer', answer, history: composer.history });
    // An answer may have given cookies, and what the draft lacked.
    this.check();
    this.tellState();
    await this.lookForRoutes();
  }

  private write({ route, draft }: { readonly route: string; readonly draft: RequestDraft }): void {
    this.route = route;
    this.become(draft, this.answerId);
  }

  private become(draft: RequestDraft, answerId: number | undefined): void {
    this.draft = draft;
    this.answerId = answerId;
    this.still.call();
  }

  private async keep(): Promise<void> {
    const { composer, memory } = this.parts;
    const { route, draft } = this;
    const choice = composer.choice(route);
    const example = choice && draftFor(choice, draft.sender);
    const answer = this.answerId === undefined ? undefined : composer.shown(this.answerId);
    const isExample = JSON.stringify(example) === JSON.stringify(draft);
    await memory.keep({ route, draft, isExample, ...(answer && { answer }) }, composer.secrets);
  }

  /** @returns whether it cannot be sent */
  private check(): boolean {
    const problem = this.parts.composer.problem(this.route, this.draft);
    const text = problem ? phraseIn(problem.text) : '';
    this.tell({ kind: 'problem', text, isHint: problem?.weight === 'hint' });
    return problem?.weight === 'fatal';
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

  private tellAll(version: number): void {
    if (version !== COMPOSER_PROTOCOL) return;
    const { composer } = this.parts;
    const answer = this.answerId === undefined ? undefined : composer.shown(this.answerId)?.answer;
    this.tell({
      kind: 'composer',
      version: COMPOSER_PROTOCOL,
      strings: composerStrings(),
      language: vscode.env.language,
      state: this.state,
      route: this.route,
      draft: this.draft,
      ...(answer && { answer }),
      history: composer.history,
    });
    this.check();
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
}
