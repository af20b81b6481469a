import type { ComponentChildren } from 'preact';
import { answerStatusText, failureTexts } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { toldChange } from '../core/flows/toldChange';
import type { JournalEntry } from '../core/protocol/journal';
import { type Exchange, type RunEntry, refusalCause } from '../core/scenario/run';
import type { Headers } from '../core/scenario/runEvents';
import { Cookies } from './cookies';
import { Icon } from './icons';
import { Body, JournalReasons, Pairs } from './messageParts';
import { useParts } from './pageParts';

/** The details of a line: request, response, cookies and reason codes of each of its messages. */
export function Details({ entry }: { readonly entry: RunEntry }) {
  const { words, send, isKept } = useParts();
  const { step, state, messages, journal } = entry;
  const isPlanned = state === 'planned';
  const isUnheard = messages.length === 0;
  return (
    <>
      {isUnheard && (isPlanned || hasOrigin(entry)) && (
        <div key="unheard" class="actions">
          {isPlanned && !isKept() && (
            <Action act={() => send({ kind: 'runTo', step: step.index })}>{words.runToHere}</Action>
          )}
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
      {isUnheard && <JournalReasons {...reasonsIn(journal, words)} words={words} />}
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
  const { words, send, editMessage, isKept } = useParts();
  const { sent, answer } = message;
  const { request } = sent;
  const given = answer?.answer;
  return (
    <>
      <div class="actions">
        {!isKept() && (
          <>
            <Action act={() => send({ kind: 'replay', message: sent.id })}>{words.sendAgain}</Action>
            <Action act={() => editMessage(message)}>{words.changeAndSend}</Action>
            <Action act={() => send({ kind: 'copyCurl', message: sent.id })}>{words.copyCurl}</Action>
          </>
        )}
        {children}
      </div>
      <div class="exchange">
        <Side title={words.request} line={`${request.method} ${request.url}`} content={request} />
        <Side title={words.response} line={answerStatusText(message, words)} content={given} />
      </div>
      <Cookies message={message} />
      <JournalReasons
        {...reasonsIn(answer?.journal ?? [], words)}
        refusal={refusalCause(message)?.rule}
        words={words}
      />
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
  const { words } = useParts();
  return (
    <section>
      <h3>{title}</h3>
      <p class="first-line">
        <code>{line}</code>
      </p>
      {content && <Pairs pairs={content.headers} label={words.headers} />}
      {content && <Body body={content.body} words={words} />}
    </section>
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

function reasonsIn(journal: readonly JournalEntry[], words: FlowStrings) {
  return {
    causes: journal.flatMap(({ causes }) => causes),
    changes: journal.flatMap(({ changes }) => changes.map((change) => toldChange(change, words))),
  };
}
