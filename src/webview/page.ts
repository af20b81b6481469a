import {
  type ExportFormat,
  FLOW_PROTOCOL,
  type FlowStatus,
  type FromPage,
  type ToPage,
} from '../core/flows/flowMessages';
import { progressText, spokenEntry, spokenMessage } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { afterEvent, type Exchange, exchangeOf, newRun, progressOf, type Run } from '../core/scenario/run';
import type { RunEvent } from '../core/scenario/runEvents';
import { Announcer } from './announcer';
import { Diagram } from './diagram';
import { fill, h } from './dom';
import { FaultDialog } from './faultDialog';
import type { Host } from './host';
import { KeysDialog } from './keysDialog';
import { Lanes } from './lanes';
import type { PageParts } from './pageParts';
import { RequestDialog } from './requestDialog';
import { ServerPanel } from './serverPanel';
import { StatusLine } from './statusLine';
import { Toolbar, type ToolRequest } from './toolbar';

type Start = Extract<ToPage, { kind: 'flow' }>;
/** Who asks for one of these wants to see what comes of it. */
const ACTS: ReadonlySet<FromPage['kind']> = new Set(['play', 'step', 'back', 'runTo', 'restart', 'send']);

/** The page of one flow: shows what the extension tells, asks for what the developer wants, decides nothing. */
export class FlowPage {
  private readonly lanes = new Lanes();
  private shown: Shown | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {}

  /** The page asks first: what is told before it listens would be lost. */
  start(): void {
    this.host.listen((message) => this.hear(message));
    this.host.send({ kind: 'ready', version: FLOW_PROTOCOL });
  }

  private hear(message: ToPage): void {
    if (message.kind === 'flow') this.begin(message);
    else if (message.kind === 'events') this.shown?.happen(message.events);
    else if (message.kind === 'status') this.shown?.becomes(message.status);
    else this.shown?.tell(message.text);
  }

  private begin(start: Start): void {
    document.documentElement.lang = start.language;
    if (this.shown?.isOf(start)) {
      this.shown.restart(start);
      return;
    }
    // Before anything is drawn: that makes the first line the current one.
    const { place } = this.host;
    this.shown = new Shown(start, this.host, this.lanes);
    fill(this.root, ...this.shown.elements);
    this.shown.draw();
    this.shown.goTo(place?.selected);
  }
}

/** The page once it knows its flow. */
class Shown {
  readonly elements: readonly HTMLElement[];
  private readonly words: FlowStrings;
  private readonly toolbar: Toolbar;
  private readonly diagram: Diagram;
  private readonly server: ServerPanel;
  private readonly status: StatusLine;
  private readonly announcer: Announcer;
  private readonly requestDialog: RequestDialog;
  private readonly faultDialog: FaultDialog;
  private readonly keysDialog: KeysDialog;
  private run: Run;
  private now: FlowStatus;
  private drawing = false;
  /** Key of what was done by hand just now, until it is drawn. */
  private byHand: string | undefined;

  constructor(
    start: Start,
    private readonly host: Host,
    lanes: Lanes,
  ) {
    const words = start.strings;
    this.words = words;
    this.run = start.events.reduce(afterEvent, newRun(start.outline));
    this.now = start.status;
    const send = (message: FromPage) => this.send(message);
    const parts: PageParts = {
      words,
      lanes,
      send,
      origin: () => this.run.url,
      editMessage: (message) => this.editMessage(message),
      goTo: (key) => this.goTo(key, true),
    };
    this.toolbar = new Toolbar(words, (request) => this.asked(request));
    this.diagram = new Diagram(
      parts,
      (key) => host.keep({ version: FLOW_PROTOCOL, file: this.run.outline.file, selected: key }),
      (key) => this.keyPressed(key),
    );
    this.server = new ServerPanel(parts);
    this.status = new StatusLine(words, send, () => this.editHeld());
    this.announcer = new Announcer(words.logLabel, (count) => filled(words.more, count));
    this.requestDialog = new RequestDialog(words);
    this.faultDialog = new FaultDialog(words, (fault, title) => send({ kind: 'addFault', fault, title }));
    this.keysDialog = new KeysDialog(words);
    const { name, description } = start.outline;
    this.elements = [
      h(
        'header',
        { class: 'top' },
        h(
          'div',
          { class: 'heading' },
          h('h1', {}, name),
          description !== '' && h('p', { class: 'description', title: description }, description),
        ),
        this.toolbar.element,
        this.status.element,
      ),
      h('main', { class: 'columns' }, this.diagram.element, this.server.element),
      this.announcer.element,
      this.requestDialog.element,
      this.faultDialog.element,
      this.keysDialog.element,
    ];
  }

  isOf({ outline, strings }: Start): boolean {
    const { file, name, description } = this.run.outline;
    const isSame = outline.file === file && outline.name === name && outline.description === description;
    return isSame && JSON.stringify(strings) === JSON.stringify(this.words);
  }

  /** The same flow from its beginning, or all of it told anew. */
  restart({ outline, events, status }: Start): void {
    this.run = events.reduce(afterEvent, newRun(outline));
    this.now = status;
    this.draw();
  }

  happen(events: readonly RunEvent[]): void {
    for (const event of events) {
      this.run = afterEvent(this.run, event);
      this.announce(event);
      if (event.kind === 'stepStarted' && event.step.index < 0) this.byHand = this.run.done.at(-1)?.key;
    }
    this.drawSoon();
  }

  becomes(status: FlowStatus): void {
    const wasHeld = this.now.held !== undefined;
    this.now = status;
    // The status itself is heard then.
    if (status.phase !== 'running') this.announcer.sayLast(undefined);
    this.drawSoon();
    if (status.held && !wasHeld) this.editHeld();
    if (!status.held && wasHeld && this.requestDialog.element.open) this.requestDialog.element.close();
  }

  tell(text: string): void {
    this.status.tell(text);
    this.announcer.say(text);
  }

  /** @param withFocus where the developer has asked for it */
  goTo(key: string | undefined, withFocus = false): void {
    if (key !== undefined) this.diagram.select(key, withFocus);
  }

  draw(): void {
    const { run, now } = this;
    this.toolbar.update(now);
    this.status.update(run, now);
    this.diagram.update(run, now.next, now.phase);
    this.server.update(run);
    if (this.byHand !== undefined) this.diagram.present(this.byHand);
    this.byHand = undefined;
  }

  /** Once for all that comes before the next frame. */
  private drawSoon(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  private send(message: FromPage): void {
    if (ACTS.has(message.kind)) this.diagram.follow();
    this.host.send(message);
  }

  private announce(event: RunEvent): void {
    const { words, announcer } = this;
    if (event.kind === 'messageAnswered') {
      const message = exchangeOf(this.run, event.answer.id);
      if (message) announcer.say(spokenMessage(message, words));
      return;
    }
    if (event.kind !== 'stepEnded') return;
    if (this.now.phase === 'running') announcer.sayLast(progressText(progressOf(this.run), words));
    const entry = this.run.done.at(-1);
    if (entry && (entry.messages.length === 0 || entry.state === 'failed')) announcer.say(spokenEntry(entry, words));
  }

  private asked(request: ToolRequest): void {
    const { now } = this;
    switch (request) {
      case 'play':
        this.send({ kind: now.phase === 'running' ? 'pause' : 'play' });
        break;
      case 'step':
      case 'back':
      case 'restart':
      case 'save':
        this.send({ kind: request });
        break;
      case 'hold':
        this.send({ kind: 'holdNext', on: !now.holdsNext });
        break;
      case 'jump':
        this.jump();
        break;
      case 'fault':
        this.faultDialog.ask();
        break;
      case 'keys':
        this.keysDialog.show(this.toolbar.shortcuts);
        break;
      case 'export':
        // Its menu asks for a format.
        break;
      default:
        this.send({ kind: 'export', format: request.slice('export:'.length) as ExportFormat });
    }
  }

  private jump(): void {
    const deadline = this.server.nextDeadline();
    if (deadline) this.send({ kind: 'moveClock', ...deadline });
    else this.tell(this.words.noDeadline);
  }

  private keyPressed(key: string): boolean {
    if (key.toUpperCase() !== 'R') return this.toolbar.press(key);
    const { step, state } = this.diagram.selected?.shown ?? {};
    if (step && state === 'planned') this.send({ kind: 'runTo', step: step.index });
    return true;
  }

  private editHeld(): void {
    const { held } = this.now;
    if (held) this.requestDialog.edit(held.request, (change) => this.send({ kind: 'send', change }));
  }

  private editMessage({ sent }: Exchange): void {
    this.requestDialog.edit(sent.request, (change) => this.send({ kind: 'resend', message: sent.id, change }));
  }
}
