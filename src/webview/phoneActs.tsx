import { useRef, useState } from 'preact/hooks';
import type { DeviceButton } from '../core/flows/devicePresenter';
import type { DeviceVoice } from '../core/flows/deviceVoice';
import type { FlowStatus } from '../core/flows/flowMessages';
import { filled } from '../core/flows/flowWords';
import type { ShownDevice } from '../core/scenario/shownDevice';
import type { DeviceActSource } from '../core/scenario/systemDevice';
import { ActDialog, type AskedAct } from './actDialog';
import { useParts } from './pageParts';
import { PhoneIcon } from './phoneIcons';
import { shortText } from './tools';

const GROUPS = ['hand', 'app', 'session', 'device'] as const;

interface Props {
  readonly actor: string;
  readonly device: ShownDevice;
  readonly voice: DeviceVoice;
  readonly status: FlowStatus;
}

/** What a person can do with the device. Tab goes to one of the buttons, and the arrow keys move between them. */
export function PhoneActs({ actor, device, voice, status }: Props) {
  const { words, send, tell } = useParts();
  const [current, setCurrent] = useState(voice.buttons[0]?.key);
  const [hint, setHint] = useState<string>();
  const [asked, setAsked] = useState<AskedAct>();
  const dialog = useRef<HTMLDialogElement>(null);
  const { buttons } = voice;
  const whyNot = ({ act }: DeviceButton) => {
    if (!isStill(status)) return words.notWhileRunning;
    const refused = device.choices.find((each) => each.act === act)?.refused;
    return refused === undefined ? undefined : voice.problem(refused);
  };
  const perform = (button: DeviceButton, act: DeviceActSource) =>
    send({ kind: 'device', actor, act, title: shortText(voice.text(button.label)) });
  const press = (button: DeviceButton) => {
    const reason = whyNot(button);
    setCurrent(button.key);
    if (reason !== undefined) {
      tell(`${shortText(voice.text(button.label))}: ${reason}`);
    } else if (button.fields) {
      setAsked({ button });
    } else {
      perform(button, button.source({}));
    }
  };
  const keyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const at = buttons.findIndex(({ key }) => key === current);
    const target = targetOf(event.key, at, buttons.length);
    const key = target === undefined ? undefined : buttons[target]?.key;
    if (key === undefined) return;
    setCurrent(key);
    event.currentTarget.querySelector<HTMLElement>(`[data-act="${key}"]`)?.focus();
    event.preventDefault();
  };
  const shown = buttons.find(({ key }) => key === hint);
  return (
    <>
      <div class="acts" role="toolbar" aria-label={filled(words.acts, actor)} onKeyDown={keyDown}>
        {GROUPS.map((group) => (
          <div key={group} class="act-group">
            {buttons
              .filter((button) => button.group === group)
              .map((button) => {
                const reason = whyNot(button);
                return (
                  <button
                    key={button.key}
                    type="button"
                    class="action act"
                    data-act={button.key}
                    // Not `disabled`, because a disabled button would lose the focus, and could not say why.
                    aria-disabled={reason !== undefined}
                    aria-description={reason}
                    title={reason}
                    tabindex={button.key === current ? 0 : -1}
                    onClick={() => press(button)}
                    onFocus={() => setHint(button.key)}
                    onBlur={() => setHint(undefined)}
                    onMouseEnter={() => setHint(button.key)}
                    onMouseLeave={() => setHint(undefined)}
                  >
                    <PhoneIcon name={button.icon} />
                    <span>{voice.text(button.label)}</span>
                  </button>
                );
              })}
          </div>
        ))}
      </div>
      {/* It is read out with the button. Its place is kept, so that nothing jumps. */}
      <p class="act-hint also" aria-hidden="true">
        {(shown && whyNot(shown)) ?? words.actsHint}
      </p>
      <ActDialog
        dialog={dialog}
        asked={asked}
        device={device}
        voice={voice}
        done={(values) => {
          if (asked) perform(asked.button, asked.button.source(values));
        }}
      />
    </>
  );
}

/** A step by hand is made between two others. */
function isStill({ phase }: FlowStatus): boolean {
  return phase === 'idle' || phase === 'paused' || phase === 'ended';
}

/** Where a key leads from the button at this place. */
function targetOf(key: string, at: number, count: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: (at + 1) % count,
    ArrowDown: (at + 1) % count,
    ArrowLeft: (at + count - 1) % count,
    ArrowUp: (at + count - 1) % count,
    Home: 0,
    End: count - 1,
  };
  return targets[key];
}
