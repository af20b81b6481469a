import { render } from 'preact';
import type { RequestDraft } from '../../core/composer/composedRequest';
import {
  COMPOSER_PROTOCOL,
  type ComposedAnswer,
  type ComposerFromPage,
  type ComposerState,
  type ComposerToPage,
  type SentBefore,
} from '../../core/composer/composerMessages';
import type { PageLink } from '../pageLink';
import { AnswerView } from './answerView';
import { DraftForm, type DraftRemark } from './draftForm';

type ComposerLink = PageLink<ComposerToPage, ComposerFromPage, object>;
type Start = Extract<ComposerToPage, { kind: 'composer' }>;

/** The page of the request composer. It shows what the extension sends and asks for what the user wants. */
export class ComposerPage {
  private begun: Start | undefined;
  private state: ComposerState | undefined;
  private draft: RequestDraft | undefined;
  /** A new number for each draft that comes from the extension, so that each has a form of its own. */
  private drafts = 0;
  private route = '';
  private problem: DraftRemark = { text: '', isHint: false };
  private notice = '';
  private isSending = false;
  private answer: ComposedAnswer | undefined;
  private history: readonly SentBefore[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly link: ComposerLink,
  ) {}

  /** Starts listening, and then asks for what there is. Messages sent before that would be lost. */
  start(): void {
    this.link.listen((message) => this.hear(message));
    this.link.send({ kind: 'ready', version: COMPOSER_PROTOCOL });
  }

  private hear(message: ComposerToPage): void {
    switch (message.kind) {
      case 'composer':
        document.documentElement.lang = message.language;
        this.begun = message;
        this.state = message.state;
        this.route = message.route;
        this.answer = message.answer;
        this.history = message.history;
        this.become(message.draft);
        break;
      case 'state':
        this.state = message.state;
        break;
      case 'draft':
        // The answer to another request would look like the one to this.
        this.answer = undefined;
        this.become(message.draft);
        break;
      case 'problem':
        this.problem = message;
        if (message.text !== '' && !message.isHint) this.isSending = false;
        break;
      case 'answer':
        this.isSending = false;
        this.answer = message.answer;
        this.history = message.history;
        this.draw();
        showAnswer(this.root);
        return;
      case 'notice':
        this.isSending = false;
        this.notice = message.text;
    }
    this.draw();
  }

  private become(draft: RequestDraft): void {
    this.draft = draft;
    this.drafts++;
  }

  private send(message: ComposerFromPage): void {
    this.notice = '';
    if (message.kind === 'route') this.route = message.route;
    if (message.kind === 'send') this.isSending = true;
    this.link.send(message);
    if (message.kind !== 'check') this.draw();
  }

  private draw(): void {
    const { begun, state, draft } = this;
    if (!begun || !state || !draft) return;
    const { strings: words } = begun;
    const send = (message: ComposerFromPage) => this.send(message);
    render(
      <main class="composer">
        <h1 class="spoken">{words.title}</h1>
        <DraftForm
          key={this.drafts}
          words={words}
          state={state}
          draft={draft}
          route={this.route}
          problem={this.problem}
          isSending={this.isSending}
          send={send}
        />
        <AnswerView words={words} answer={this.answer} history={this.history} notice={this.notice} send={send} />
      </main>,
      this.root,
    );
  }
}

/** Where the answer is below the draft, nobody would see that it has come. */
function showAnswer(root: HTMLElement): void {
  const line = root.querySelector('.answer-line');
  if (line && line.getBoundingClientRect().bottom > window.innerHeight) line.scrollIntoView({ block: 'start' });
}
