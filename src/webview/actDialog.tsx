import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { DeviceButton, DeviceField } from '../core/flows/devicePresenter';
import type { DeviceVoice } from '../core/flows/deviceVoice';
import type { ShownDevice } from '../core/scenario/shownDevice';
import { Dialog } from './dialog';
import { DialogButtons, Field } from './form';
import { useParts } from './pageParts';
import { shortText } from './tools';

/** A button that needs to know more before its act. */
export interface AskedAct {
  readonly button: DeviceButton;
}

interface Props {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  /** The question of a button, a new one for each press. The form is empty before the first one. */
  readonly asked: AskedAct | undefined;
  readonly device: ShownDevice;
  readonly voice: DeviceVoice;
  /** Called with what was filled in, by the names of the fields. */
  readonly done: (values: Readonly<Record<string, string>>) => void;
}

interface FieldProps extends Pick<Props, 'device' | 'voice'> {
  readonly field: DeviceField;
}

/** The form for what an act needs, such as user name and password. */
export function ActDialog({ dialog, asked, device, voice, done }: Props) {
  const button = asked?.button;
  const { words } = useParts();
  const [problem, setProblem] = useState('');
  const submit = (event: Event & { readonly currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const values = Object.fromEntries(
      (button?.fields ?? []).map(({ name }) => [name, fieldIn(event.currentTarget, name)?.value ?? '']),
    );
    const wrong = button?.fields?.find(({ name, check }) => check && !check.isRight(values[name] ?? ''));
    if (wrong?.check) {
      setProblem(`${voice.text(wrong.label)}: ${voice.text(wrong.check.wrong)}`);
      fieldIn(event.currentTarget, wrong.name)?.focus();
      return;
    }
    dialog.current?.close();
    done(values);
  };
  const title = button ? shortText(voice.text(button.label)) : '';
  return (
    <Dialog dialog={dialog} opening={asked} look="act-dialog" label={title} closed={() => setProblem('')}>
      {button && (
        // Another button has another form, with fields of its own.
        <form key={button.key} method="dialog" novalidate onSubmit={submit}>
          <h2>{title}</h2>
          {button.fields?.map((field) => (
            <ActField key={field.name} field={field} device={device} voice={voice} />
          ))}
          <p class="problem" role="alert">
            {problem}
          </p>
          <DialogButtons submit={words.actGo} cancel={() => dialog.current?.close()} />
        </form>
      )}
    </Dialog>
  );
}

function ActField({ field, device, voice }: FieldProps) {
  const { name, label, value, among, isSecret } = field;
  const texts = among?.(device) ?? [];
  const list = `${idOf(name)}-texts`;
  const common = {
    id: idOf(name),
    defaultValue: texts[0] ?? value,
    autocomplete: 'off',
    spellcheck: false,
  } as const;
  return (
    <Field id={idOf(name)} label={voice.text(label)}>
      {isSecret && <input {...common} type="password" />}
      {!isSecret && !among && <input {...common} />}
      {among && <input {...common} list={list} />}
      {among && (
        <datalist id={list}>
          {texts.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

function idOf(name: string): string {
  return `act-field-${name}`;
}

function fieldIn(form: HTMLFormElement, name: string): HTMLInputElement | undefined {
  return form.querySelector<HTMLInputElement>(`#${idOf(name)}`) ?? undefined;
}
