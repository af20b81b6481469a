import { useState } from 'preact/hooks';
import type { DeviceVoice } from '../core/flows/deviceVoice';
import type { FlowStatus } from '../core/flows/flowMessages';
import type { Run } from '../core/scenario/run';
import type { ShownDevice } from '../core/scenario/shownDevice';
import { deviceNow } from './deviceTime';
import { FoldablePanel } from './foldablePanel';
import { useParts } from './pageParts';
import { PhoneActs } from './phoneActs';
import { PhonePicture } from './phonePicture';
import { Coverage, NextRows } from './phoneRows';
import { PhoneTabs } from './phoneTabs';
import { PhoneClocks, PhoneTimers } from './phoneTimers';
import { StateSign } from './stateSign';
import { useTicks } from './ticks';
import type { VirtualTime } from './virtualTime';
import { DEVICE_TABLE, voiceIn } from './voice';

interface Props {
  readonly run: Run;
  readonly status: FlowStatus;
  readonly time: VirtualTime;
}

/** The devices of a run: each a phone with its timers, its buttons, and the transitions of its app. */
export function PhonePanel({ run, status, time }: Props) {
  const { words } = useParts();
  /** The device that the user has chosen. */
  const [chosen, choose] = useState<string>();
  const shown = shownDevice(run, chosen);
  const device = shown === undefined ? undefined : run.devices.get(shown);
  const voice = voiceIn(words);
  return (
    <FoldablePanel as="section" name="phones" title={words.devices} icon="app">
      {run.devices.size > 1 && <PhoneTabs devices={run.devices} shown={shown} voice={voice} choose={choose} />}
      {shown !== undefined && device && (
        <Phone key={shown} actor={shown} device={device} voice={voice} run={run} status={status} time={time} />
      )}
    </FoldablePanel>
  );
}

/** The device that the user has chosen, or else the one that did something last. */
function shownDevice({ devices, done }: Run, chosen: string | undefined): string | undefined {
  if (chosen !== undefined && devices.has(chosen)) return chosen;
  const last = done.findLast(({ step: { from } }) => from !== undefined && devices.has(from));
  return last?.step.from ?? [...devices.keys()][0];
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
