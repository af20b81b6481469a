import { Component, createRef } from 'preact';
import type { DeviceVoice } from '../core/flows/deviceVoice';
import type { FlowStatus } from '../core/flows/flowMessages';
import type { Run } from '../core/scenario/run';
import type { ShownDevice } from '../core/scenario/shownDevice';
import { deviceNow } from './deviceTime';
import { Icon } from './icons';
import { type PageParts, Parts, useParts } from './pageParts';
import { PhoneActs } from './phoneActs';
import { PhonePicture } from './phonePicture';
import { Coverage, NextRows } from './phoneRows';
import { PhoneTabs } from './phoneTabs';
import { PhoneClocks, PhoneTimers } from './phoneTimers';
import { SmallWindow } from './smallWindow';
import { StateSign } from './stateSign';
import { useTicks } from './ticks';
import type { VirtualTime } from './virtualTime';
import { DEVICE_TABLE, voiceIn } from './voice';

const CONTENT = 'phones-content';

interface Props {
  readonly run: Run;
  readonly status: FlowStatus;
  readonly time: VirtualTime;
}

interface State {
  readonly isSmall: boolean;
  /** Whether the user has opened or closed it. */
  readonly wanted?: boolean;
  /** The device that the user has chosen. */
  readonly chosen?: string;
}

/** The devices of a run: each a phone with its timers, its buttons, and the transitions of its app. */
export class PhonePanel extends Component<Props, State> {
  static override contextType = Parts;
  private readonly small = new SmallWindow((isSmall) => this.setState({ isSmall }));
  private readonly panel = createRef<HTMLElement>();
  private readonly content = createRef<HTMLDivElement>();

  override state: State = { isSmall: this.small.matches };

  override componentDidMount(): void {
    this.small.listen();
  }

  override componentWillUnmount(): void {
    this.small.dispose();
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.hasFocusInside();
  }

  override componentDidUpdate(_props: Props, _state: State, hadFocus: boolean): void {
    // The focused element was removed.
    if (hadFocus && !this.hasFocusInside()) this.panel.current?.focus();
  }

  override render({ run, status, time }: Props, { wanted, isSmall }: State) {
    const { words }: PageParts = this.context;
    const isOpen = wanted ?? !isSmall;
    const actors = [...run.devices.keys()];
    const shown = this.shown(actors);
    const device = shown === undefined ? undefined : run.devices.get(shown);
    const voice = voiceIn(words);
    return (
      <section
        class={isOpen ? 'phones' : 'phones phones-closed'}
        aria-label={words.devices}
        // Focusable while open, because a keyboard user must be able to scroll it.
        tabindex={isOpen ? 0 : undefined}
        ref={this.panel}
      >
        <h2>
          <button
            type="button"
            class="held-heading"
            aria-controls={CONTENT}
            aria-expanded={isOpen}
            onClick={() => this.setState({ wanted: !isOpen })}
          >
            <Icon name="chevron" />
            <Icon name="app" />
            {words.devices}
          </button>
        </h2>
        <div class="phones-content" id={CONTENT} hidden={!isOpen} ref={this.content}>
          {actors.length > 1 && (
            <PhoneTabs
              devices={run.devices}
              shown={shown}
              voice={voice}
              choose={(chosen) => this.setState({ chosen })}
            />
          )}
          {shown !== undefined && device && (
            <Phone key={shown} actor={shown} device={device} voice={voice} run={run} status={status} time={time} />
          )}
        </div>
      </section>
    );
  }

  /** The device that the user has chosen, or else the one that did something last. */
  private shown(actors: readonly string[]): string | undefined {
    const { chosen } = this.state;
    if (chosen !== undefined && actors.includes(chosen)) return chosen;
    const last = this.props.run.done.findLast(({ step: { from } }) => from !== undefined && actors.includes(from));
    return last?.step.from ?? actors[0];
  }

  private hasFocusInside(): boolean {
    return this.content.current?.contains(document.activeElement) === true;
  }
}

interface PhoneProps extends Props {
  readonly actor: string;
  readonly device: ShownDevice;
  readonly voice: DeviceVoice;
}

function Phone({ actor, device, voice, run, status, time }: PhoneProps) {
  const { words } = useParts();
  useTicks();
  const { now } = time;
  return (
    <section class="phone-shown" aria-label={actor}>
      <div class="phone-top">
        <PhonePicture device={device} voice={voice} wall={deviceNow(device, now).wall} />
        <div class="phone-facts">
          {run.devices.size === 1 && <h3 class="phone-name">{actor}</h3>}
          <p class={`phone-state state-of-${voice.look(device.state)}`} title={words.appState}>
            <StateSign name={device.state} voice={voice} />
            <strong>{voice.state(device.state)}</strong>
          </p>
          <p class="also">{voice.place(device)}</p>
          <PhoneTimers device={device} voice={voice} now={now} />
          <dl class="phone-pairs">
            {device.user !== undefined && <dt>{words.user}</dt>}
            {device.user !== undefined && <dd>{device.user}</dd>}
            <dt>{words.accessToken}</dt>
            <dd>{voice.access(device)}</dd>
            {device.late && <dt>{words.answersUnderWay}</dt>}
            {device.late && <dd>{device.late.join(', ')}</dd>}
          </dl>
        </div>
      </div>
      <PhoneActs actor={actor} device={device} voice={voice} status={status} />
      <PhoneClocks device={device} now={now} />
      <NextRows device={device} table={DEVICE_TABLE} voice={voice} />
      <Coverage table={DEVICE_TABLE} rowsTaken={run.rowsTaken} voice={voice} />
    </section>
  );
}
