import type { ComponentChildren } from 'preact';
import { useParts } from './pageParts';

interface FieldProps {
  /** The id of the control. */
  readonly id: string;
  readonly label: string;
  readonly hidden?: boolean;
  readonly children: ComponentChildren;
}

/** A control of a form with its label. */
export function Field({ id, label, hidden = false, children }: FieldProps) {
  return (
    <div class="field" hidden={hidden}>
      <label for={id}>{label}</label>
      {children}
    </div>
  );
}

/** @param submit the text of the button that submits the form */
export function DialogButtons({ submit, cancel }: { readonly submit: string; readonly cancel: () => void }) {
  const { words } = useParts();
  return (
    <div class="dialog-buttons">
      <button type="button" class="action" onClick={cancel}>
        {words.cancel}
      </button>
      <button type="submit" class="primary">
        {submit}
      </button>
    </div>
  );
}
