import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

interface Props {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  /** A new object each time that the dialog is opened. Absent until then. */
  readonly opening: object | undefined;
  /** The name of the dialog, unless a heading inside it is the name. */
  readonly label?: string;
  /** Id of the heading that is the name. */
  readonly labelledBy?: string;
  readonly look?: string;
  /** Selects what has the focus first, unless that is the first control. */
  readonly first?: string;
  readonly closed?: () => void;
  readonly children: ComponentChildren;
}

/**
 * A dialog of the page. It opens by itself, after its content is drawn: a browser gives the focus to a control that is
 * there when the dialog opens, and to none that comes later.
 */
export function Dialog({ dialog, opening, label, labelledBy, look = '', first, closed, children }: Props) {
  useLayoutEffect(() => {
    const { current } = dialog;
    if (!opening || !current) return;
    if (!current.open) current.showModal();
    if (first !== undefined) current.querySelector<HTMLElement>(first)?.focus();
  }, [dialog, opening, first]);
  return (
    <dialog
      class={`dialog ${look}`.trim()}
      aria-label={label}
      aria-labelledby={labelledBy}
      ref={dialog}
      onClose={closed}
    >
      {children}
    </dialog>
  );
}
