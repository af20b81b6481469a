import { countdown } from '../core/flows/deadlines';
import { type DeviceVoice, timerLeft } from '../core/flows/deviceVoice';
import type { DeviceTimer, ShownDevice } from '../core/scenario/shownDevice';
import { deviceNow } from './deviceTime';
import { Icon } from './icons';
import { useParts } from './pageParts';

interface Props {
  readonly device: ShownDevice;
  readonly voice: DeviceVoice;
  /** Virtual time, milliseconds since 1970. */
  readonly now: number;
}

/** The timers of the app, with what is left of each. */
export function PhoneTimers({ device, voice, now }: Props) {
  const { words } = useParts();
  return (
    <ul class="phone-timers" aria-label={words.timers}>
      {device.timers.map((timer) => (
        <Timer key={timer.name} timer={timer} voice={voice} now={now} />
      ))}
    </ul>
  );
}

function Timer({ timer, voice, now }: Omit<Props, 'device'> & { readonly timer: DeviceTimer }) {
  const left = timerLeft(timer, now);
  const { state, limitMs = 0 } = timer;
  const isOver = state !== 'off' && left === 0;
  const share = state === 'off' || limitMs === 0 ? 0 : Math.min(1, left / limitMs);
  return (
    <li class={`phone-timer timer-${state}${isOver ? ' timer-over' : ''}`}>
      <span class="timer-name">
        <Icon name={isOver ? 'warning' : state === 'running' ? 'clock' : state === 'paused' ? 'pause' : 'skipped'} />
        {voice.timer(timer)}
      </span>
      <svg class="timer-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="timer-all" width="100" height="4" />
        <rect class="timer-left" width={100 * share} height="4" />
      </svg>
      <span class="timer-text also">
        {voice.timerTexts(timer, left).map((text, at) => (
          <>
            {at > 0 && ' · '}
            <span>{text}</span>
          </>
        ))}
      </span>
    </li>
  );
}

/** The clocks of the device itself, which are not those of the server. */
export function PhoneClocks({ device, now }: Omit<Props, 'voice'>) {
  const { words } = useParts();
  const { wall, elapsedMs, uptimeMs } = deviceNow(device, now);
  return (
    <details class="phone-more">
      <summary>{words.clocksOfDevice}</summary>
      <dl class="pairs">
        <dt>{words.clockWall}</dt>
        <dd>
          <code>{new Date(wall).toISOString().replace('T', ' ').slice(0, 19)}</code>
        </dd>
        <dt>{words.clockElapsed}</dt>
        <dd>
          <code>{countdown(elapsedMs, words)}</code>
        </dd>
        <dt>{words.clockUptime}</dt>
        <dd>
          <code>{countdown(uptimeMs, words)}</code>
        </dd>
        <dt>{words.clockBoot}</dt>
        <dd>
          <code>{device.clocks.boot}</code>
        </dd>
      </dl>
    </details>
  );
}
