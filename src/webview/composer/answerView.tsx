import type {
  ComposedAnswer,
  ComposerFromPage,
  ComposerStrings,
  SentBefore,
} from '../../core/composer/composerMessages';
import { Icon } from '../icons';
import { Body, JournalReasons, Pairs } from '../messageParts';

interface Props {
  readonly words: ComposerStrings;
  readonly answer: ComposedAnswer | undefined;
  readonly history: readonly SentBefore[];
  readonly notice: string;
  readonly send: (message: ComposerFromPage) => void;
}

/** What came back, why, and what was sent before. */
export function AnswerView({ words, answer, history, notice, send }: Props) {
  return (
    <section class="answer" aria-label={words.answer}>
      <p class="spoken" role="status">
        {answer && `${answer.title}: ${answer.status === 0 ? answer.problem : `${answer.status} ${answer.statusText}`}`}
      </p>
      <p class="answer-notice" aria-live="polite">
        {notice}
      </p>
      {answer ? (
        <Answer words={words} answer={answer} send={send} />
      ) : (
        history.length === 0 && <p class="hint">{words.noAnswer}</p>
      )}
      {history.length > 0 && (
        <>
          <h2>{words.history}</h2>
          <ol class="sent-before">
            {history.map(({ id, title, status }) => (
              <li key={id}>
                <button
                  type="button"
                  class="before"
                  aria-current={id === answer?.id}
                  onClick={() => send({ kind: 'show', id })}
                >
                  <Status status={status} />
                  <span class="before-title">{title}</span>
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Answer({ words, answer, send }: Pick<Props, 'words' | 'send'> & { readonly answer: ComposedAnswer }) {
  const { id, title, status, statusText, ms, headers, body, problem, causes, changes, refusal, isKept } = answer;
  return (
    <>
      <h2 class="answer-line">
        <Status status={status} />
        <span>
          {status === 0 ? problem : statusText} <span class="hint">· {millisecondsText(ms)}</span>
        </span>
      </h2>
      <p class="first-line">
        <code>{title}</code>
      </p>
      {isKept ? (
        <p class="hint">{words.kept}</p>
      ) : (
        <div class="actions">
          <button type="button" class="action" onClick={() => send({ kind: 'curl', id })}>
            {words.copyCurl}
          </button>
          <button type="button" class="action" onClick={() => send({ kind: 'save', id })}>
            {words.saveStep}
          </button>
        </div>
      )}
      {causes.length === 0 && changes.length === 0 && <p class="hint">{words.noCauses}</p>}
      <JournalReasons causes={causes} changes={changes} refusal={refusal} words={words} />
      {status > 0 && (
        <>
          <h3>{words.body}</h3>
          <Body body={body} words={words} />
          <h3>{words.headerList}</h3>
          <Pairs pairs={headers} label={words.headerList} />
        </>
      )}
    </>
  );
}

/** The sign says what the colour says. */
function Status({ status }: { readonly status: number }) {
  const isGood = status > 0 && status < 400;
  return (
    <span class={isGood ? 'status-good' : 'status-bad'}>
      <Icon name={isGood ? 'passed' : 'failed'} />
      {status === 0 ? '–' : status}
    </span>
  );
}

function millisecondsText(ms: number): string {
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: 'millisecond' }).format(ms);
}
