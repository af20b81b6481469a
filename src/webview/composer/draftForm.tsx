import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RequestDraft } from '../../core/composer/composedRequest';
import type { ComposerFromPage, ComposerState, ComposerStrings } from '../../core/composer/composerMessages';
import { Field } from '../form';
import { Icon } from '../icons';

/** What asks and deletes has a body only rarely. */
const WITHOUT_BODY: readonly string[] = ['GET', 'DELETE', 'HEAD', 'OPTIONS'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** What is wrong with a draft, or good to know of it. Empty when nothing is. */
export interface DraftRemark {
  readonly text: string;
  readonly isHint: boolean;
}

interface Props {
  readonly words: ComposerStrings;
  readonly state: ComposerState;
  readonly draft: RequestDraft;
  readonly route: string;
  readonly problem: DraftRemark;
  readonly isSending: boolean;
  readonly send: (message: ComposerFromPage) => void;
}

/** The request while it is written. It is checked with each key, and sent with the button or Ctrl+Enter. */
export function DraftForm({ words, state, draft, route, problem, isSending, send }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [method, setMethod] = useState(draft.method);
  const written = (): RequestDraft => {
    const data = new FormData(form.current as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '').replaceAll('\r\n', '\n');
    return {
      method: text('method'),
      path: text('path'),
      headers: text('headers'),
      body: text('body'),
      sender: text('sender'),
    };
  };
  // Only once: what is chosen later stays, also when this is drawn again.
  useLayoutEffect(() => {
    for (const name of ['method', 'sender'] as const) {
      const select = form.current?.elements.namedItem(name);
      if (select instanceof HTMLSelectElement) select.value = draft[name];
    }
  }, []);
  const isLocked = state.locked !== undefined;
  const submit = () => {
    if (!isLocked && !isSending) send({ kind: 'send', route, draft: written() });
  };
  return (
    <form
      class={WITHOUT_BODY.includes(method) ? 'draft bare' : 'draft'}
      aria-label={words.title}
      ref={form}
      onInput={({ target }) => {
        if ((target as HTMLElement).id !== 'route') send({ kind: 'check', route, draft: written() });
      }}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        submit();
      }}
    >
      {isLocked && (
        <p class="locked" role="status">
          <Icon name="server" />
          <span>{state.locked}</span>
          {state.canStart && (
            <button type="button" class="primary" onClick={() => send({ kind: 'start' })}>
              {words.startServer}
            </button>
          )}
        </p>
      )}
      <Field id="route" label={words.route}>
        <select
          id="route"
          value={route}
          onChange={({ currentTarget }) =>
            send({ kind: 'route', route: currentTarget.value, sender: written().sender })
          }
        >
          <option value="">{words.ownRoute}</option>
          {!knows(state.routes, route) && (
            // Until a server runs that has it.
            <option value={route}>{route}</option>
          )}
          {systemsIn(state).map((system) => (
            <optgroup key={system} label={system}>
              {state.routes
                .filter((each) => each.system === system)
                .map(({ id }) => (
                  <option key={id} value={id}>
                    {id}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </Field>
      <div class="address">
        <Field id="method" label={words.method}>
          <select id="method" name="method" onChange={({ currentTarget }) => setMethod(currentTarget.value)}>
            {METHODS.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </Field>
        <Field id="path" label={words.path}>
          <input id="path" name="path" defaultValue={draft.path} autocomplete="off" spellcheck={false} />
        </Field>
      </div>
      <Field id="sender" label={words.as}>
        <select id="sender" name="sender">
          {(knows(state.senders, draft.sender)
            ? state.senders
            : [...state.senders, { id: draft.sender, text: words.otherSender }]
          ).map(({ id, text }) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </select>
      </Field>
      <Field id="headers" label={words.headers}>
        <textarea id="headers" name="headers" rows={3} defaultValue={draft.headers} spellcheck={false} wrap="off" />
      </Field>
      <Field id="body" label={words.body}>
        <textarea
          id="body"
          name="body"
          rows={12}
          defaultValue={draft.body}
          spellcheck={false}
          aria-invalid={problem.text !== '' && !problem.isHint}
          aria-describedby="draft-problem"
        />
      </Field>
      <p class={problem.isHint ? 'draft-problem of-hint' : 'draft-problem'} id="draft-problem" aria-live="polite">
        {problem.text !== '' && <Icon name={problem.isHint ? 'note' : 'warning'} />}
        {problem.text}
      </p>
      <div class="draft-send">
        <button
          type="submit"
          class="primary send"
          title="Ctrl+Enter"
          // Not `disabled`, because a disabled button would lose the focus.
          aria-disabled={isLocked || isSending}
        >
          {isSending ? words.sending : words.send}
        </button>
        <span class="hint">{state.origin}</span>
      </div>
    </form>
  );
}

/** Whether an id is empty or one of these. */
function knows(all: readonly { readonly id: string }[], id: string): boolean {
  return id === '' || all.some((each) => each.id === id);
}

function systemsIn({ routes }: ComposerState): readonly string[] {
  return [...new Set(routes.map(({ system }) => system))];
}
