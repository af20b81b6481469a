import { filled } from '../core/flows/flowWords';
import { parseJson } from '../core/json/parseJson';
import type { JournalCause } from '../core/protocol/journal';
import type { Headers } from '../core/scenario/runEvents';
import { Icon } from './icons';
import { laidOutLines } from './jsonView';

/** The maximum number of characters shown of a body. The rest is cut off. */
const MOST_CHARACTERS = 20_000;

interface PairsProps {
  readonly pairs: Headers;
  readonly label?: string;
}

/** Names with their values, such as the headers of a message. */
export function Pairs({ pairs, label }: PairsProps) {
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

interface BodyProps {
  readonly body: string | undefined;
  readonly words: Readonly<Record<'noBody' | 'body' | 'cut' | 'cutOne', string>>;
}

/** The body of a message. JSON is laid out. */
export function Body({ body, words }: BodyProps) {
  if (body === undefined || body === '') return <p class="hint">{words.noBody}</p>;
  const { text, isJson } = pretty(body);
  const rest = text.length - MOST_CHARACTERS;
  const view = (
    // Focusable, because a keyboard user must be able to scroll it.
    // biome-ignore lint/a11y/useSemanticElements: it stands in a section already.
    <pre tabindex={0} role="region" aria-label={words.body}>
      {isJson ? laidOutLines(text.slice(0, MOST_CHARACTERS)) : text.slice(0, MOST_CHARACTERS)}
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

interface ReasonsProps {
  readonly causes: readonly JournalCause[];
  /** One sentence each. */
  readonly changes: readonly string[];
  /** The reason code that refused the request. */
  readonly refusal?: string | undefined;
  readonly words: Readonly<Record<'causes' | 'changes', string>>;
}

/** Why the server gave this answer, and what it changed. */
export function JournalReasons({ causes, changes, refusal, words }: ReasonsProps) {
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
            {changes.map((text) => (
              <li>{text}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function pretty(body: string): { readonly text: string; readonly isJson: boolean } {
  if (!/^\s*[[{]/.test(body)) return { text: body, isJson: false };
  try {
    return { text: JSON.stringify(parseJson(body), undefined, 2), isJson: true };
  } catch {
    return { text: body, isJson: false };
  }
}
