import type { ComponentChildren } from 'preact';
import { answerStatusText, failureTexts } from '../core/flows/flowText';
import { filled } from '../core/flows/flowWords';
import { parseJson } from '../core/json/parseJson';
import type { JournalEntry } from '../core/protocol/journal';
import { type Exchange, type RunEntry, refusalCause } from '../core/scenario/run';
import type { Headers } from '../core/scenario/runEvents';
import { Cookies } from './cookies';
import { Icon } from './icons';
import { useParts } from './pageParts';

/** The maximum number of characters shown of a body. The rest is cut off. */
const MOST_CHARACTERS = 20_000;

/** The details of a line: request, response, cookies and reason codes of each of its messages. */
export function Details({ entry }: { readonly entry: RunEntry }) {
  const { words, send } = useParts();
  const { step, state, messages, journal } = entry;
  const isPlanned = state === 'planned';
  const isUnheard = messages.length === 0;
  return (
    <>
      {isUnheard && (isPlanned || hasOrigin(entry)) && (
        <div key="unheard" class="actions">
          {isPlanned && <Action act={() => send({ kind: 'runTo', step: step.index })}>{words.runToHere}</Action>}
          <Origin entry={entry} />
        </div>
      )}
      {isPlanned && (
        <p class="hint">
          {words.notYet} {words.plannedHint}
        </p>
      )}
      <Failures entry={entry} />
      <Taken entry={entry} />
      {messages.map((message, at) => (
        <MessageDetails key={message.sent.id} message={message}>
          {at === 0 && <Origin entry={entry} />}
        </MessageDetails>
      ))}
      {isUnheard && <Journal journal={journal} />}
    </>
  );
}

function Action({ act, children }: { readonly act: () => void; readonly children: string }) {
  return (
    <button class="action" type="button" onClick={act}>
      {children}
    </button>
  );
}

function hasOrigin({ again, step }: RunEntry): boolean {
  return again !== undefined || step.index >= 0;
}

/** A link to the origin of an entry: the step that it repeats, or the place in the file. */
function Origin({ entry }: { readonly entry: RunEntry }) {
  const { words, send, goTo } = useParts();
  const { again, step } = entry;
  if (again) return <Action act={() => goTo(`s${again.step}`)}>{filled(words.showStep, again.step + 1)}</Action>;
  if (!hasOrigin(entry)) return null;
  return <Action act={() => send({ kind: 'openStep', step: step.index })}>{words.openStep}</Action>;
}

/** @param children further actions for the message */
function MessageDetails({ message, children }: { readonly message: Exchange; readonly children: ComponentChildren }) {
  const { words, send, editMessage } = useParts();
  const { sent, answer } = message;
  const { request } = sent;
  const given = answer?.answer;
  return (
    <>
      <div class="actions">
        <Action act={() => send({ kind: 'replay', message: sent.id })}>{words.sendAgain}</Action>
        <Action act={() => editMessage(message)}>{words.changeAndSend}</Action>
        <Action act={() => send({ kind: 'copyCurl', message: sent.id })}>{words.copyCurl}</Action>
        {children}
      </div>
      <div class="exchange">
        <Side title={words.request} line={`${request.method} ${request.url}`} content={request} />
        <Side title={words.response} line={answerStatusText(message, words)} content={given} />
      </div>
      <Cookies message={message} />
      <Journal journal={answer?.journal ?? []} refusal={refusalCause(message)?.rule} />
    </>
  );
}

interface SideProps {
  readonly title: string;
  readonly line: string;
  /** Absent as long as there is no such message. */
  readonly content: { readonly headers: Headers; readonly body?: string } | undefined;
}

/** A request or a response. */
function Side({ title, line, content }: SideProps) {
  return (
    <section>
      <h3>{title}</h3>
      <p class="first-line">
        <code>{line}</code>
      </p>
      {content && <HeaderList headers={content.headers} />}
      {content && <Body body={content.body} />}
    </section>
  );
}

function HeaderList({ headers }: { readonly headers: Headers }) {
  const { words } = useParts();
  return <Pairs pairs={headers} label={words.headers} />;
}

function Pairs({ pairs, label }: { readonly pairs: Headers; readonly label?: string }) {
  return (
    <dl class="pairs" aria-label={label}>
      {pairs.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </>
      ))}
    </dl>
  );
}

function Body({ body }: { readonly body: string | undefined }) {
  const { words } = useParts();
  if (body === undefined || body === '') return <p class="hint">{words.noBody}</p>;
  const text = pretty(body);
  const rest = text.length - MOST_CHARACTERS;
  const view = (
    // Focusable, because a keyboard user must be able to scroll it.
    // biome-ignore lint/a11y/useSemanticElements: it stands in a section already.
    <pre tabindex={0} role="region" aria-label={words.body}>
      {text.slice(0, MOST_CHARACTERS)}
    </pre>
  );
  if (rest <= 0) return view;
  return (
    <div>
      {view}
      <p class="hint">{rest === 1 ? words.cutOne : filled(words.cut, rest)}</p>
    </div>
  );
}

function Failures({ entry }: { readonly entry: RunEntry }) {
  const { words } = useParts();
  const texts = failureTexts(entry, words);
  if (texts.length === 0) return null;
  return (
    <section class="failures">
      <h3>
        <Icon name="failed" />
        {words.failures}
      </h3>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}

/** The values that variables were given. */
function Taken({ entry: { taken } }: { readonly entry: RunEntry }) {
  const { words } = useParts();
  const pairs = Object.entries(taken).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  if (pairs.length === 0) return null;
  return (
    <section>
      <h3>{words.taken}</h3>
      <Pairs pairs={pairs} />
    </section>
  );
}

/**
 * Why the server gave this answer, and what it changed.
 * @param refusal the reason code that refused the request
 */
function Journal({
  journal,
  refusal,
}: {
  readonly journal: readonly JournalEntry[];
  readonly refusal?: string | undefined;
}) {
  const { words } = useParts();
  const causes = journal.flatMap((entry) => entry.causes);
  const changes = journal.flatMap((entry) => entry.changes);
  return (
    <>
      {causes.length > 0 && (
        <section>
          <h3>{words.causes}</h3>
          <ol class="causes">
            {causes.map(({ rule, message }) => (
              <li class={rule === refusal ? 'deciding' : undefined}>
                {rule === refusal && <Icon name="warning" />}
                <code>{rule}</code> {message}
              </li>
            ))}
          </ol>
        </section>
      )}
      {changes.length > 0 && (
        <section>
          <h3>{words.changes}</h3>
          <ul class="causes">
            {changes.map(({ kind, id, change, detail }) => (
              <li>
                <code>{`${kind} ${change}`}</code> {id}
                {detail !== undefined && ` – ${detail}`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function pretty(body: string): string {
  if (!/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.stringify(parseJson(body), undefined, 2);
  } catch {
    return body;
  }
}
