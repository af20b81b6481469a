import { createRef, render } from 'preact';
import { deadlinesIn, justAfter } from '../core/flows/deadlines';
import { FLOW_PROTOCOL, type FlowPlace, type FlowStatus, type FromPage, type ToPage } from '../core/flows/flowMessages';
import type { FlowSplit } from '../core/flows/flowSplit';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { changeTexts, type HeldView, hasAnythingHeld, heldView, shortCode } from '../core/flows/heldView';
import type { Run } from '../core/scenario/run';
import type { RunEvent, SentRequest } from '../core/scenario/runEvents';
import { SLICES, SYSTEM_PARTS } from '../core/systems';
import { Announcer } from './announcer';
import { deadlineTitle } from './deadlineTitle';
import { DiagramView } from './diagramView';
import type { ExtensionLink } from './extensionLink';
import { FaultDialog } from './faultDialog';
import { KeptPlace } from './keptPlace';
import { KeysDialog } from './keysDialog';
import { Lanes } from './lanes';
import { type PageParts, Parts } from './pageParts';
import { PhonePanel } from './phonePanel';
import { type EditedRequest, RequestDialog } from './requestDialog';
import { RunVoice } from './runVoice';
import type { SecretCover } from './secretCover';
import { ServerPanel } from './serverPanel';
import { ShownDiagram } from './shownDiagram';
import { ShownRun } from './shownRun';
import { Splitter } from './splitter';
import { TimelineBar } from './timelineBar';
import { pressTool, type ToolRequest } from './toolbar';
import { TopBar } from './topBar';
import { VirtualTime } from './virtualTime';

type Start = Extract<ToPage, { kind: 'flow' }>;
/** Commands that leave the moment that is looked back at. */
const LOOKS: ReadonlySet<FromPage['kind']> = new Set(['ready', 'copyCurl', 'export', 'openStep', 'misunderstood']);
/** Commands after which the page scrolls to the result. */
const ACTS: ReadonlySet<FromPage['kind']> = new Set([
  'play',
  'step',
  'back',
  'runTo',
  'restart',
  'playAgain',
  'send',
  'device',
]);

/**
 * The page of one flow. It shows what the extension sends and asks for what the user wants. It makes no decisions
 * itself.
 */
export class FlowPage {
  private shown: Shown | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: ExtensionLink,
    private readonly cover: SecretCover,
  ) {}

  /** Starts listening, and then asks for the flow. Messages sent before that would be lost. */
  start(): void {
    this.host.listen((message) => this.hear(message));
    document.addEventListener('keydown', (event) => this.shown?.keyDown(event));
    this.host.send({ kind: 'ready', version: FLOW_PROTOCOL });
  }

  private hear(message: ToPage): void {
    if (message.kind === 'flow') this.begin(message);
    else if (message.kind === 'events') this.shown?.happen(message.events, message.secrets);
    else if (message.kind === 'status') this.shown?.becomes(message.status);
    else if (message.kind === 'split') this.shown?.divide(message.split);
    else this.shown?.tell(message.text);
  }

  private begin(start: Start): void {
    document.documentElement.lang = start.language;
    this.cover.begin(start.outline, start.secrets);
    if (this.shown?.isOf(start)) {
      this.shown.restart(start);
      return;
    }
    // Before the first drawing, because that makes the first line the current one.
    const { place } = this.host;
    render(null, this.root);
    this.shown = new Shown(start, this.host, this.root, this.cover);
    this.shown.draw();
    this.shown.comeBack(place);
  }
}

/** The page after it has received its flow. */
class Shown {
  private readonly words: FlowStrings;
  private parts: PageParts;
  private readonly diagram: ShownDiagram;
  private readonly time = new VirtualTime();
  private readonly announcer: Announcer;
  private readonly voice: RunVoice;
  private readonly requestDialog = createRef<HTMLDialogElement>();
  private readonly columns = createRef<HTMLElement>();
  private readonly place: KeptPlace;
  private played: ShownRun;
  private status: FlowStatus;
  private split: FlowSplit;
  private notice = '';
  private edited: EditedRequest | undefined;
  /** The dialog of the toolbar that was opened last, a new object each time. */
  private opened: { readonly tool: 'fault' | 'keys' } | undefined;
  private drawing = false;
  private held: { readonly run: Run; readonly before: Run | undefined; readonly view: HeldView } | undefined;
  /** The key of the entry that the user just made by hand, until it is drawn. */
  private byHand: string | undefined;

  constructor(
    start: Start,
    private readonly host: ExtensionLink,
    private readonly root: HTMLElement,
    private readonly cover: SecretCover,
  ) {
    const words = start.strings;
    this.words = words;
    this.place = new KeptPlace(host, start.outline.file);
    this.played = new ShownRun(start.outline, start.events);
    this.played.lookBack(this.place.now.moment);
    this.status = start.status;
    this.split = start.split;
    this.parts = {
      words,
      lanes: new Lanes([]),
      send: (message) => this.send(message),
      tell: (text) => this.tell(text),
      short: (code) => shortCode(cover.covered(code)),
      showsSecrets: false,
      origin: () => this.run.url,
      isKept: () => this.status.phase === 'kept',
      editMessage: ({ sent }) =>
        this.edit(sent.request, (change) => this.send({ kind: 'resend', message: sent.id, change })),
      goTo: (key) => this.goTo(key, true),
    };
    this.diagram = new ShownDiagram({
      selected: (key) => this.place.keep({ selected: key }),
      looked: (opened, scroll) => this.place.keep({ opened, scroll }),
      pressed: (key) => this.keyPressed(key),
      changed: () => this.redraw(),
    });
    this.announcer = new Announcer(
      (count) => filled(words.more, count),
      () => this.redraw(),
    );
    this.voice = new RunVoice(this.announcer, words);
  }

  /** A key that no part of the page has taken. */
  keyDown(event: KeyboardEvent): void {
    this.diagram.keyAnywhere(event);
  }

  isOf({ outline, strings }: Start): boolean {
    const { file, name, description } = this.run.outline;
    const isSame = outline.file === file && outline.name === name && outline.description === description;
    return isSame && JSON.stringify(strings) === JSON.stringify(this.words);
  }

  /** Starts the flow again from its beginning, or draws it again from all its events. */
  restart(start: Start): void {
    this.played = new ShownRun(start.outline, start.events);
    this.status = start.status;
    this.showSecrets(this.cover.lifted);
    this.lookBack(undefined);
  }

  /** @param secrets what is to be covered from now on */
  happen(events: readonly RunEvent[], secrets: readonly string[] = []): void {
    if (this.cover.add(secrets)) this.showSecrets(this.cover.lifted);
    for (const event of events) {
      const before = this.run;
      this.played.add(event);
      this.voice.say(event, before, this.run, this.status.phase === 'running');
      if (event.kind === 'stepStarted' && event.step.index < 0) this.byHand = this.run.done.at(-1)?.key;
    }
    this.drawSoon();
  }

  becomes(status: FlowStatus): void {
    const wasHeld = this.status.held !== undefined;
    this.status = status;
    // When the run has ended, the status itself is announced.
    if (status.phase !== 'running') this.announcer.sayLast(undefined);
    this.drawSoon();
    if (status.held && !wasHeld) this.editHeld();
    if (!status.held && wasHeld) this.requestDialog.current?.close();
  }

  /** Divides the room between messages and panel. */
  divide(split: FlowSplit): void {
    this.split = split;
    this.redraw();
  }

  tell(text: string): void {
    this.notice = text;
    this.redraw();
    this.announcer.say(text);
  }

  /** Shows what was shown before the window was loaded anew. */
  comeBack(place: FlowPlace | undefined): void {
    if (place?.file === this.run.outline.file) this.diagram.restore(place);
  }

  /** @param withFocus true when the user asked to go there */
  goTo(key: string, withFocus = false): void {
    this.diagram.select(key, withFocus);
  }

  /** Draws the current state, and scrolls to new entries. */
  draw(): void {
    const { parts, diagram } = this;
    const { shown: run, isNow } = this.played;
    const names = run.outline.actors.map(({ name }) => name);
    if (names.join('\n') !== parts.lanes.names.join('\n')) this.parts = { ...parts, lanes: new Lanes(names) };
    this.time.hear(run.state, !isNow || this.status.phase === 'kept');
    diagram.update(run);
    if (this.byHand !== undefined) diagram.present(this.byHand);
    this.byHand = undefined;
  }

  /** Draws once for all changes before the next frame. */
  private drawSoon(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  private redraw(): void {
    const { status, parts } = this;
    const { now: latest, shown: run, before, isNow } = this.played;
    const held = this.heldIn(before, run);
    const hasHeld = run.devices.size > 0 || hasAnythingHeld(held);
    render(
      <Parts.Provider value={parts}>
        <TopBar run={latest} status={status} notice={this.notice} ask={this.asked} edit={this.editHeld} />
        <main class="columns" ref={this.columns}>
          <div class="pane" id="pane">
            <DiagramView diagram={this.diagram} outline={run.outline} status={status} isNow={isNow} />
            {latest.done.length > 0 && (
              <TimelineBar done={latest.done} moment={run.done.length} go={(moment) => this.lookBack(moment)} />
            )}
          </div>
          {hasHeld && (
            <Splitter
              frame={this.columns}
              controls="pane"
              split={this.split}
              changed={(split) => this.divide(split)}
              settled={() => this.host.send({ kind: 'split', split: this.split })}
            />
          )}
          {hasHeld && (
            <div class="side">
              <div class="side-parts">
                {run.devices.size > 0 && <PhonePanel run={run} status={status} time={this.time} />}
                <ServerPanel view={held} isNow={isNow && status.phase !== 'kept'} time={this.time} />
              </div>
            </div>
          )}
        </main>
        <div class="spoken" role="log" aria-live="polite" aria-relevant="additions" aria-label={parts.words.logLabel}>
          {this.announcer.said.map(({ id, text }) => (
            <p key={id}>{text}</p>
          ))}
        </div>
        <RequestDialog dialog={this.requestDialog} edited={this.edited} />
        <FaultDialog opening={this.openingOf('fault')} />
        <KeysDialog opening={this.openingOf('keys')} />
      </Parts.Provider>,
      this.root,
    );
  }

  /** What is held, made again only for another moment of the run: a large state takes long. */
  private heldIn(before: Run | undefined, run: Run): HeldView {
    if (this.held?.run !== run || this.held.before !== before)
      this.held = { run, before, view: heldView(before, run, SYSTEM_PARTS, this.words) };
    return this.held.view;
  }

  /** Draws everything again, with secrets or without. */
  private showSecrets(showsSecrets: boolean): void {
    this.cover.lift(showsSecrets);
    this.parts = { ...this.parts, showsSecrets };
    this.redraw();
  }

  private openingOf(tool: 'fault' | 'keys'): object | undefined {
    return this.opened?.tool === tool ? this.opened : undefined;
  }

  /** The run as it is now. */
  private get run(): Run {
    return this.played.now;
  }

  /** Shows the run as it was after so many entries, and says what the last of them has changed. */
  private lookBack(moment: number | undefined): void {
    const { words, announcer, played } = this;
    const isOther = played.lookBack(moment);
    this.place.keep({ moment: played.moment });
    this.draw();
    if (!isOther) return;
    this.diagram.select(played.shown.done.at(-1)?.key ?? 's0');
    const changes = changeTexts(heldView(played.before, played.shown, SYSTEM_PARTS, words), words, this.parts.short);
    announcer.sayLast(changes.length > 0 ? changes.join('. ') : undefined);
  }

  private send(message: FromPage): void {
    if (!LOOKS.has(message.kind)) this.lookBack(undefined);
    if (ACTS.has(message.kind)) this.diagram.follow();
    this.host.send(message);
  }

  private readonly asked = (request: ToolRequest): void => {
    const { phase, holdsNext } = this.status;
    switch (request) {
      case 'play':
        this.send({ kind: phase === 'running' ? 'pause' : phase === 'kept' ? 'playAgain' : 'play' });
        break;
      case 'step':
      case 'back':
      case 'restart':
      case 'save':
        this.send({ kind: request });
        break;
      case 'hold':
        this.send({ kind: 'holdNext', on: !holdsNext });
        break;
      case 'jump':
        this.jump();
        break;
      case 'secrets':
        this.showSecrets(!this.cover.lifted);
        break;
      case 'fault':
      case 'keys':
        this.opened = { tool: request };
        this.redraw();
        break;
      default:
        this.send({ kind: 'export', format: request.export });
    }
  };

  /** Moves the clock to the next time at which something expires. */
  private jump(): void {
    const { words, time } = this;
    const { state } = this.run;
    const next = state && deadlinesIn(state, SLICES).find(({ at }) => Date.parse(at) >= time.now);
    if (next)
      this.send({ kind: 'moveClock', until: justAfter(next), title: deadlineTitle(next, words, this.parts.short) });
    else this.tell(words.noDeadline);
  }

  private keyPressed(key: string): boolean {
    if (key.toUpperCase() !== 'R') return pressTool(this.root, key, this.words);
    const { step, state } = this.diagram.selected ?? {};
    if (step && state === 'planned') this.send({ kind: 'runTo', step: step.index });
    return true;
  }

  private readonly editHeld = (): void => {
    const { held } = this.status;
    if (held) this.edit(held.request, (change) => this.send({ kind: 'send', change }));
  };

  private edit(request: SentRequest, done: EditedRequest['done']): void {
    this.edited = { id: (this.edited?.id ?? 0) + 1, request, done };
    this.redraw();
  }
}
