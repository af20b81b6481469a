import { answerGist, NO_COVER } from '../core/flows/answerGist';
import {
  againTexts,
  answerStatusText,
  atOnceTexts,
  cookieTexts,
  heldBackText,
  messageTitle,
  targetText,
} from '../core/flows/flowText';
import { filled } from '../core/flows/flowWords';
import { besideCause } from '../core/scenario/besideCause';
import { type RefusalLook, refusalLook } from '../core/scenario/refusalLook';
import { type Exchange, type RunEntry, refusalCause } from '../core/scenario/run';
import { Arrow } from './arrows';
import { Icon, type IconName } from './icons';
import { useParts } from './pageParts';

/** A message with its arrow, and below it the answer with its own. */
export function Message({ entry, message }: { readonly entry: RunEntry; readonly message: Exchange }) {
  const { words, lanes, origin } = useParts();
  const { from, to, request, follows } = message.sent;
  const marks = follows !== undefined ? [words.redirect] : [...atOnceTexts(entry, words), ...againTexts(entry, words)];
  const heldBack = heldBackText(message, words);
  const target = targetText(request, origin());
  return (
    <>
      <span class="lanes">
        <span class={`label ${lanes.labelClass(from, to)}`}>
          <span>
            {marks.map((mark) => (
              <span key={mark} class="mark">
                {mark}
              </span>
            ))}
            {messageTitle(message, words, entry.byHand ? undefined : entry.step)}
          </span>
          <span class="target" title={target}>
            {target}
          </span>
          {heldBack !== undefined && (
            <span class="also held-back">
              <Icon name="lock" />
              {heldBack}
            </span>
          )}
        </span>
      </span>
      <Arrow from={from} to={to} kind="call" />
      {message.answer && <Answer entry={entry} message={message} />}
    </>
  );
}

/** Whether it was wanted is said beside the refusal, which looks like one in any case. */
const VERDICT_ICONS: Readonly<Record<Exclude<RefusalLook, 'told'>, IconName>> = {
  expected: 'passed',
  unexpected: 'failed',
};

function Answer({ entry, message }: { readonly entry: RunEntry; readonly message: Exchange }) {
  const { words, lanes } = useParts();
  const { sent, answer } = message;
  const { from, to } = sent;
  const look = refusalLook(entry, message);
  const ms = answer?.ms ?? 0;
  const texts = [...cookieTexts(message, words), ...(ms >= 1000 ? [`${(ms / 1000).toFixed(1)} s`] : [])];
  const refusal = refusalCause(message);
  const verdicts = { expected: words.asExpected, unexpected: words.notExpected };
  return (
    <>
      <span class="lanes">
        <span class={`label ${lanes.labelClass(from, to)}`}>
          <span>
            {look && <Icon name="refused" class={`refused-${look}`} />}
            <span class={look ? `status refused-${look}` : 'status'}>{answerStatusText(message, words)}</span>
            {look && look !== 'told' && (
              <span class={`verdict verdict-${look}`}>
                <Icon name={VERDICT_ICONS[look]} />
                {verdicts[look]}
              </span>
            )}
            {texts.length > 0 && <span class="also">{texts.join(' · ')}</span>}
          </span>
          <Gist message={message} />
        </span>
      </span>
      <Arrow from={to} to={from} kind="answer" />
      {refusal && look && (
        <span class={`cause cause-${look}`}>
          <Icon name="refused" class={`refused-${look}`} />
          <span>
            {filled(words.because, refusal.message)} <code>{refusal.rule}</code>
          </span>
        </span>
      )}
    </>
  );
}

/** The first words of an answer, or where it leads to. */
function Gist({ message }: { readonly message: Exchange }) {
  const { answer } = message;
  const { showsSecrets, origin } = useParts();
  const given = answer?.answer;
  const gist = showsSecrets && given ? answerGist(given, NO_COVER, origin()) : answer?.gist;
  const { location, words: first = '' } = gist ?? {};
  if (location !== undefined) {
    return (
      <span class="gist gist-location" title={location}>
        <Icon name="leads" />
        {location}
      </span>
    );
  }
  const words = besideCause(first, message);
  return words === '' ? null : (
    <span class="gist" title={words}>
      {words}
    </span>
  );
}
