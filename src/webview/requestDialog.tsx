import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { parsedUrl } from '../core/base/parsedUrl';
import type { RequestChange } from '../core/flows/flowMessages';
import { partText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { headerLines, readHeaderLines, requestParts, withLength } from '../core/flows/requestText';
import type { SentRequest } from '../core/scenario/runEvents';
import { Dialog } from './dialog';
import { DialogButtons, Field } from './form';
import { useParts } from './pageParts';

/** A request that the user can change before it is sent. */
export interface EditedRequest {
  /** A new number for each edit, so that each has its own form. */
  readonly id: number;
  readonly request: SentRequest;
  /** Called when the user submits the form. It is not called when the form is closed. */
  readonly done: (change: RequestChange) => void;
}

interface Props {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  /** Absent until the user first edits a request. */
  readonly edited: EditedRequest | undefined;
}

/** The form for changing a request before it is sent. It opens for each new value of `edited`. */
export function RequestDialog({ dialog, edited }: Props) {
  const close = () => dialog.current?.close();
  return (
    <Dialog dialog={dialog} opening={edited} labelledBy="request-title" first="textarea">
      {edited && <RequestForm key={edited.id} edited={edited} close={close} />}
    </Dialog>
  );
}

function RequestForm({
  edited: { request, done },
  close,
}: {
  readonly edited: EditedRequest;
  readonly close: () => void;
}) {
  const { words } = useParts();
  const form = useRef<HTMLFormElement>(null);
  /** Parts of the edited request, such as a cookie, that the user can omit or tamper with. Updated with each edit. */
  const [parts, setParts] = useState(() => requestParts(request));
  const [problem, setProblem] = useState<string>();
  const look = () => {
    const read = form.current && readForm(new FormData(form.current), request, words);
    if (read && !('problem' in read)) setParts(requestParts(read));
  };
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }) => {
    const data = new FormData(event.currentTarget);
    const read = readForm(data, request, words);
    if ('problem' in read) {
      event.preventDefault();
      setProblem(read.problem);
      return;
    }
    done({ request: read, drop: data.getAll('drop').map(String), tamper: data.getAll('tamper').map(String) });
  };
  const area = (id: string, rows: number, text: string, more?: object) => (
    <textarea id={id} name={id} rows={rows} spellcheck={false} defaultValue={text} onInput={look} {...more} />
  );
  return (
    <form method="dialog" onSubmit={submit} ref={form}>
      <h2 id="request-title">{words.editTitle}</h2>
      <Field id="request-method" label={words.method}>
        <input
          id="request-method"
          name="request-method"
          autocomplete="off"
          spellcheck={false}
          defaultValue={request.method}
        />
      </Field>
      <Field id="request-url" label={words.url}>
        {area('request-url', 2, request.url)}
      </Field>
      <Field id="request-headers" label={words.headerLines}>
        {area('request-headers', 8, headerLines(request.headers), { wrap: 'off' })}
      </Field>
      <Field id="request-body" label={words.body}>
        {area('request-body', 5, request.body ?? '')}
      </Field>
      <fieldset class="parts" hidden={parts.drop.length + parts.tamper.length === 0}>
        <legend>{words.quick}</legend>
        <Boxes name="tamper" text={words.tamper} parts={parts.tamper} />
        <Boxes name="drop" text={words.drop} parts={parts.drop} />
      </fieldset>
      <p class="problem" role="alert">
        {problem}
      </p>
      <DialogButtons submit={words.send} cancel={close} />
    </form>
  );
}

interface BoxesProps {
  readonly name: 'drop' | 'tamper';
  readonly text: string;
  readonly parts: readonly string[];
}

/** A checkbox for each part, to omit it or to tamper with it. A box stays checked while its part exists. */
function Boxes({ name, text, parts }: BoxesProps) {
  const { words } = useParts();
  return (
    <>
      {parts.map((part) => (
        <label key={part} class="check">
          <input type="checkbox" name={name} value={part} />
          {filled(text, partText(part, words))}
        </label>
      ))}
    </>
  );
}

/** The request in the form, or the problem that makes it invalid. */
function readForm(data: FormData, original: SentRequest, words: FlowStrings): SentRequest | { problem: string } {
  const [method = '', url = '', headers = '', body = ''] = ['method', 'url', 'headers', 'body'].map((name) =>
    String(data.get(`request-${name}`) ?? ''),
  );
  const read = readHeaderLines(headers);
  if ('badLine' in read) return { problem: filled(words.badHeader, read.badLine) };
  const address = url.replace(/\s+/g, '');
  if (!/^https?:\/\//i.test(address) || !parsedUrl(() => new URL(address))) return { problem: words.badUrl };
  const request: SentRequest = {
    method: method.trim().toUpperCase() || 'GET',
    url: address,
    headers: read.headers,
    ...((body !== '' || original.body !== undefined) && { body }),
  };
  return body === (original.body ?? '') ? request : withLength(request);
}
