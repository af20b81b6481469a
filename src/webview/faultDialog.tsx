import { useRef, useState } from 'preact/hooks';
import { faultText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import type { FaultEffect, FaultRequest } from '../core/protocol/fault';
import { Dialog } from './dialog';
import { DialogButtons, Field } from './form';
import { useParts } from './pageParts';

interface Props {
  /** A new object each time that the form is opened. */
  readonly opening: object | undefined;
}

/** The form for injecting a fault. */
/** A month, as the server takes it. */
const LONGEST_DELAY_MS = 31 * 24 * 60 * 60 * 1000;

export function FaultDialog({ opening }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { words, send } = useParts();
  const effects = effectsOf(words);
  const [chosen, setChosen] = useState(0);
  const delay = useRef<HTMLInputElement>(null);
  const often = useRef<HTMLSelectElement>(null);
  const path = useRef<HTMLInputElement>(null);
  const isDelay = effects[chosen]?.effect.kind === 'delay';
  const submit = () => {
    const effect = effects[chosen]?.effect;
    if (!effect) return;
    const route = path.current?.value.trim() ?? '';
    const fault: FaultRequest = {
      ...effect,
      ...(effect.kind === 'delay' && {
        delayMs: Math.min(LONGEST_DELAY_MS, Math.max(1, Math.round(delay.current?.valueAsNumber || 1))),
      }),
      ...(route !== '' && { scope: { route } }),
      ...(often.current?.value === 'once' && { times: 1 }),
    };
    send({ kind: 'addFault', fault, title: filled(words.faultName, faultText(fault, words)) });
  };
  return (
    <Dialog dialog={dialog} opening={opening} labelledBy="fault-title">
      <form method="dialog" onSubmit={submit}>
        <h2 id="fault-title">{words.faultTitle}</h2>
        <Field id="fault-kind" label={words.faultKind}>
          <select id="fault-kind" onChange={({ currentTarget }) => setChosen(currentTarget.selectedIndex)}>
            {effects.map(({ text }, at) => (
              <option key={text} value={at}>
                {text}
              </option>
            ))}
          </select>
        </Field>
        <Field id="fault-delay" label={words.faultDelayMs} hidden={!isDelay}>
          <input id="fault-delay" type="number" min={1} max={LONGEST_DELAY_MS} defaultValue={5000} ref={delay} />
        </Field>
        <Field id="fault-often" label={words.faultOften}>
          <select id="fault-often" ref={often}>
            <option value="once">{words.faultOnce}</option>
            <option value="always">{words.faultAlways}</option>
          </select>
        </Field>
        <Field id="fault-route" label={words.faultRoute}>
          <input id="fault-route" placeholder="/rest/$catalog" spellcheck={false} ref={path} />
        </Field>
        <DialogButtons submit={words.faultAdd} cancel={() => dialog.current?.close()} />
      </form>
    </Dialog>
  );
}

/** The effects that can be chosen. The form has the length of a delay. */
function effectsOf(words: FlowStrings): readonly { readonly text: string; readonly effect: FaultEffect }[] {
  return [
    { text: words.faultStatus401, effect: { kind: 'status', status: 401 } },
    { text: words.faultStatus500, effect: { kind: 'status', status: 500 } },
    { text: words.faultStatus503, effect: { kind: 'status', status: 503 } },
    { text: words.faultDelay, effect: { kind: 'delay', delayMs: 1 } },
    { text: words.faultReset, effect: { kind: 'reset' } },
    { text: words.faultReplyLost, effect: { kind: 'replyLost' } },
  ];
}
