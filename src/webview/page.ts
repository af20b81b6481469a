import {
  type ExportFormat,
  FLOW_PROTOCOL,
  type FlowEvent,
  type FlowStatus,
  type FromPage,
  type ToPage,
} from '../core/flows/flowMessages';
import { afterEvent, type FlowMessage, type FlowRun, messageOf, newRun } from '../core/flows/flowRun';
import { spokenEntry, spokenMessage } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
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
  private run: FlowRun;
  private now: FlowStatus;
  private drawing = false;

  constructor(
    start: Start,
    private readonly host: Host,
    lanes: Lanes,
  ) {
    const words = start.strings;
    this.words = words;
    this.run = start.events.reduce(afterEvent, newRun(start.outline));
    this.now = start.status;
    const send = (message: FromPage) => host.send(message);
    const parts: PageParts = {
      words,
      lanes,
      send,
      origin: () => this.run.url,
      editMessage: (message) => this.editMessage(message),
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
          description !== '' && h('p', { class: 'description' }, description),
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

  happen(events: readonly FlowEvent[]): void {
    for (const event of events) {
      this.run = afterEvent(this.run, event);
      this.announce(event);
    }
    this.drawSoon();
  }

  becomes(status: FlowStatus): void {
    const wasHeld = this.now.held !== undefined;
    this.now = status;
    this.drawSoon();
    if (status.held && !wasHeld) this.editHeld();
    if (!status.held && wasHeld && this.requestDialog.element.open) this.requestDialog.element.close();
  }

  tell(text: string): void {
    this.status.tell(text);
    this.announcer.say(text);
  }

  goTo(key: string | undefined): void {
    if (key !== undefined) this.diagram.select(key);
  }

  draw(): void {
    const { run, now } = this;
    this.toolbar.update(now);
    this.status.update(run, now);
    this.diagram.update(run, now.next, now.phase);
    this.server.update(run);
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

  private announce(event: FlowEvent): void {
    const { words, announcer } = this;
    if (event.kind === 'messageAnswered') {
      const message = messageOf(this.run, event.answer.id);
      if (message) announcer.say(spokenMessage(message, words));
      return;
    }
    if (event.kind !== 'stepEnded') return;
    const entry = this.run.done.at(-1);
    if (entry && (entry.messages.length === 0 || entry.state === 'failed')) announcer.say(spokenEntry(entry, words));
  }

  private asked(request: ToolRequest): void {
    const { host, now } = this;
    switch (request) {
      case 'play':
        host.send({ kind: now.phase === 'running' ? 'pause' : 'play' });
        break;
      case 'step':
      case 'back':
      case 'restart':
      case 'save':
        host.send({ kind: request });
        break;
      case 'hold':
        host.send({ kind: 'holdNext', on: !now.holdsNext });
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
        host.send({ kind: 'export', format: request.slice('export:'.length) as ExportFormat });
    }
  }

  private jump(): void {
    const deadline = this.server.nextDeadline();
    if (deadline) this.host.send({ kind: 'moveClock', ...deadline });
    else this.tell(this.words.noDeadline);
  }

  private keyPressed(key: string): boolean {
    if (key.toUpperCase() !== 'R') return this.toolbar.press(key);
    const { step, state } = this.diagram.selected?.shown ?? {};
    if (step && state === 'planned') this.host.send({ kind: 'runTo', step: step.index });
    return true;
  }

  private editHeld(): void {
    const { held } = this.now;
    if (held) this.requestDialog.edit(held.request, (change) => this.host.send({ kind: 'send', change }));
  }

  private editMessage({ sent }: FlowMessage): void {
    this.requestDialog.edit(sent.request, (change) => this.host.send({ kind: 'resend', message: sent.id, change }));
  }
}
