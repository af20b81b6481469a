import { Component, createRef } from 'preact';
import { failureTexts, spokenEntry, stateText, targetText } from '../core/flows/flowText';
import type { RunEntry } from '../core/scenario/run';
import { Arrow } from './arrows';
import { Details } from './details';
import { Icon, type IconName } from './icons';
import { Message } from './message';
import { type PageParts, Parts, useParts } from './pageParts';

/** Icons of the steps that are not a message between two actors. */
const KIND_ICONS: Readonly<Record<string, IconName>> = {
  note: 'note',
  clock: 'clock',
  fault: 'fault',
  event: 'event',
  device: 'app',
};

interface Props {
  readonly entry: RunEntry;
  readonly isNext: boolean;
  /** Whether the Tab key goes to this line. */
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
}

/**
 * One line of the diagram: a button, and the details that it opens. It is drawn again only when its properties differ.
 */
export class Row extends Component<Props> {
  static override contextType = Parts;
  private readonly line = createRef<HTMLButtonElement>();
  private readonly panel = createRef<HTMLDivElement>();

  override shouldComponentUpdate(next: Props): boolean {
    const { entry, isNext, isCurrent, isOpen } = this.props;
    const isSame = next.entry === entry || isSamePlan(next.entry, entry);
    return !isSame || next.isNext !== isNext || next.isCurrent !== isCurrent || next.isOpen !== isOpen;
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.hasFocusInside();
  }

  override componentDidUpdate(_props: Props, _state: unknown, hadFocus: boolean): void {
    // The focused element was removed, so focus the line. A closed line must not scroll.
    if (hadFocus && !this.hasFocusInside()) this.line.current?.focus({ preventScroll: !this.props.isOpen });
  }

  override render({ entry, isNext, isCurrent, isOpen }: Props) {
    const { words }: PageParts = this.context;
    const { key, step, state } = entry;
    const id = `details-${key}`;
    const classes = ['row', `row-${state}`, `kind-${step.kind}`, isNext && 'row-next', isCurrent && 'row-current'];
    return (
      <li class={classes.filter(Boolean).join(' ')} data-key={key} aria-current={isNext ? 'step' : undefined}>
        <button
          type="button"
          class="line"
          tabindex={isCurrent ? 0 : -1}
          aria-controls={id}
          aria-expanded={isOpen}
          aria-description={this.targets() || undefined}
          ref={this.line}
        >
          <span class="spoken">{spokenEntry(entry, words, isNext)}</span>
          <Gutter entry={entry} isNext={isNext} />
          <Story entry={entry} />
        </button>
        <div class="details" id={id} hidden={!isOpen} ref={this.panel}>
          {isOpen && <Details entry={entry} />}
        </div>
      </li>
    );
  }

  /** Where the messages go. Said after the name, as it is long. */
  private targets(): string {
    const { origin }: PageParts = this.context;
    return this.props.entry.messages.map(({ sent }) => targetText(sent.request, origin())).join(', ');
  }

  private hasFocusInside(): boolean {
    return this.panel.current?.contains(document.activeElement) === true;
  }
}

function isSamePlan(a: RunEntry, b: RunEntry): boolean {
  return a.state === 'planned' && b.state === 'planned' && a.step === b.step;
}

function Gutter({ entry: { step, state, byHand }, isNext }: Pick<Props, 'entry' | 'isNext'>) {
  const { words } = useParts();
  return (
    <span class="gutter" title={stateText(state, words, isNext)} aria-hidden="true">
      <span class="number">{byHand ? <Icon name="hand" /> : String(step.index + 1)}</span>
      <Icon name={isNext ? 'chevron' : state} class={`state-${state}`} />
    </span>
  );
}

function Story({ entry }: Pick<Props, 'entry'>) {
  const { words } = useParts();
  const { messages } = entry;
  return (
    <span class="body" aria-hidden="true">
      {(messages.length === 0 || entry.step.kind === 'device') && <Unsent entry={entry} />}
      {messages.map((message) => (
        <Message key={message.sent.id} entry={entry} message={message} />
      ))}
      <Failures texts={failureTexts(entry, words)} />
    </span>
  );
}

/** What was expected, and did not come. */
function Failures({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <span class="failure">
      {texts.map((text) => (
        <span key={text} class="failure-text">
          <Icon name="failed" />
          <span>{text}</span>
        </span>
      ))}
    </span>
  );
}

/** What a step does beside its messages, or before they are sent. */
function Unsent({ entry: { step } }: Pick<Props, 'entry'>) {
  const { lanes, words } = useParts();
  const { kind, title, from, to } = step;
  const picture = KIND_ICONS[kind];
  const mark = step.alongside && <span class="mark">{words.atOnce}</span>;
  if (from !== undefined && to !== undefined && kind !== 'note' && kind !== 'device') {
    return (
      <>
        <span class="lanes">
          <span class={`label ${lanes.labelClass(from, to)}`}>
            <span>
              {picture && <Icon name={picture} />}
              {mark}
              {title}
            </span>
          </span>
        </span>
        <Arrow from={from} to={to} kind={kind === 'request' ? 'call' : 'drawn'} />
      </>
    );
  }
  const over = step.over ?? (kind === 'note' ? [from, to].filter((each) => each !== undefined) : []);
  // An act stays in the lane of its device.
  const place = kind === 'device' && from !== undefined ? `act-band ${lanes.laneClass(from)}` : lanes.overClass(over);
  return (
    <span class="lanes">
      <span class={`band ${place}`}>
        {picture && <Icon name={picture} />}
        {mark}
        <span>{title}</span>
      </span>
    </span>
  );
}
