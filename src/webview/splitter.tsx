import { Component, createRef, type RefObject } from 'preact';
import type { FlowSplit } from '../core/flows/flowSplit';
import { type PageParts, Parts } from './pageParts';
import { RuleSheet } from './ruleSheet';

/** Where the panel is below the diagram, as in flow.css. */
const STACKED = '(max-width: 44rem)';
/** The share of the diagram, in per cent. */
const LEAST = 20;
const MOST = 85;
const STEP = 2;
const LONG_STEP = 10;

interface Props {
  /** What is divided. */
  readonly frame: RefObject<HTMLElement | null>;
  /** Id of what is before the splitter. */
  readonly controls: string;
  readonly split: FlowSplit;
  readonly changed: (split: FlowSplit) => void;
  /** Called when the line is where the user wants it. */
  readonly settled: () => void;
}

interface State {
  readonly isStacked: boolean;
  /** The share of what is before the splitter as it is drawn, in per cent. */
  readonly share: number;
}

/** The line between the diagram and the panel, which is moved with the mouse or with the arrow keys. */
export class Splitter extends Component<Props, State> {
  static override contextType = Parts;
  private readonly query = window.matchMedia(STACKED);
  private readonly sheet = new RuleSheet();
  private readonly line = createRef<HTMLDivElement>();
  private readonly observer = new ResizeObserver(() => this.measure());

  override state: State = { isStacked: this.query.matches, share: 100 - LEAST };

  override componentDidMount(): void {
    this.query.addEventListener('change', this.turned);
    this.sheet.set(rulesOf(this.props.split));
    if (this.line.current?.previousElementSibling) this.observer.observe(this.line.current.previousElementSibling);
    this.measure();
  }

  override componentDidUpdate({ split }: Props): void {
    if (split !== this.props.split) this.sheet.set(rulesOf(this.props.split));
  }

  override componentWillUnmount(): void {
    this.query.removeEventListener('change', this.turned);
    this.observer.disconnect();
    this.sheet.dispose();
  }

  override render({ controls }: Props, { isStacked, share }: State) {
    const { words }: PageParts = this.context;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a rule has no place that can be moved.
      <div
        class="splitter"
        role="separator"
        tabindex={0}
        aria-label={words.splitter}
        title={words.splitterHint}
        aria-orientation={isStacked ? 'horizontal' : 'vertical'}
        aria-controls={controls}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        aria-valuenow={share}
        ref={this.line}
        onPointerDown={this.pressed}
        onPointerMove={this.dragged}
        onLostPointerCapture={() => this.props.settled()}
        onDblClick={this.forget}
        onKeyDown={this.keyDown}
      />
    );
  }

  private readonly turned = (): void => this.setState({ isStacked: this.query.matches });

  private readonly pressed = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.line.current?.setPointerCapture(event.pointerId);
    this.line.current?.focus();
    event.preventDefault();
  };

  private readonly dragged = (event: PointerEvent): void => {
    const box = this.props.frame.current?.getBoundingClientRect();
    if (!box || !this.line.current?.hasPointerCapture(event.pointerId)) return;
    const { isStacked } = this.state;
    const part = isStacked ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width;
    this.move(part * 100);
  };

  private readonly keyDown = (event: KeyboardEvent): void => {
    const { isStacked, share } = this.state;
    const [less, more] = isStacked ? (['ArrowUp', 'ArrowDown'] as const) : (['ArrowLeft', 'ArrowRight'] as const);
    const step = event.shiftKey ? LONG_STEP : STEP;
    const places: Readonly<Record<string, number>> = {
      [less]: share - step,
      [more]: share + step,
      Home: LEAST,
      End: MOST,
    };
    const place = places[event.key];
    if (place === undefined && event.key !== 'Enter') return;
    if (place === undefined) {
      this.forget();
    } else {
      this.move(place);
      this.props.settled();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  private move(share: number): void {
    const wanted = Math.round(Math.min(MOST, Math.max(LEAST, share)));
    const { split, changed } = this.props;
    changed({ ...split, [this.state.isStacked ? 'down' : 'across']: wanted });
  }

  /** The panel is as large again as it is by itself. */
  private readonly forget = (): void => {
    const { split, changed, settled } = this.props;
    const { across, down } = split;
    changed(
      this.state.isStacked ? { ...(across !== undefined && { across }) } : { ...(down !== undefined && { down }) },
    );
    settled();
  };

  private measure(): void {
    const frame = this.props.frame.current;
    const first = this.line.current?.previousElementSibling;
    if (!frame || !first) return;
    const isStacked = this.query.matches;
    const { offsetWidth = 0, offsetHeight = 0 } = this.line.current ?? {};
    const [part, whole] = isStacked
      ? [first.clientHeight + offsetHeight, frame.clientHeight]
      : [first.clientWidth + offsetWidth, frame.clientWidth];
    const share = whole === 0 ? this.state.share : Math.round((part / whole) * 100);
    if (share !== this.state.share) this.setState({ share: Math.min(MOST, Math.max(LEAST, share)) });
  }
}

function rulesOf({ across, down }: FlowSplit): string {
  const rules = [
    ...(across === undefined ? [] : [`--chosen-side: ${100 - across}%;`]),
    ...(down === undefined ? [] : [`--chosen-side-down: ${100 - down}%;`]),
  ];
  return rules.length > 0 ? `:root { ${rules.join(' ')} }` : '';
}
