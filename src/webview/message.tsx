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
import { type Exchange, type RunEntry, refusalCause } from '../core/scenario/run';
import { Arrow } from './arrows';
import { Icon } from './icons';
import { useParts } from './pageParts';

/** A message with its arrow, and below it the answer with its own. */
export function Message({ entry, message }: { readonly entry: RunEntry; readonly message: Exchange }) {
  const { words, lanes, origin } = useParts();
  const { from, to, request, follows } = message.sent;
  const marks = follows !== undefined ? [words.redirect] : [...atOnceTexts(entry, words), ...againTexts(entry, words)];
  const heldBack = heldBackText(message, words);
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
          <span class="target">{targetText(request, origin())}</span>
          {heldBack !== undefined && (
            <span class="also held-back">
              <Icon name="lock" />
              {heldBack}
            </span>
          )}
        </span>
      </span>
      <Arrow from={from} to={to} kind="call" />
      {message.answer && <Answer message={message} />}
    </>
  );
}

function Answer({ message }: { readonly message: Exchange }) {
  const { words, lanes } = useParts();
  const { sent, answer } = message;
  const { from, to } = sent;
  const status = answer?.answer?.status ?? 0;
  const isRefused = status === 0 || status >= 400;
  const ms = answer?.ms ?? 0;
  const texts = [...cookieTexts(message, words), ...(ms >= 1000 ? [`${(ms / 1000).toFixed(1)} s`] : [])];
  const refusal = refusalCause(message);
  return (
    <>
      <span class="lanes">
        <span class={`label ${lanes.labelClass(from, to)}`}>
          <span>
            {isRefused && <Icon name="warning" class="refused" />}
            <span class={isRefused ? 'status refused' : 'status'}>{answerStatusText(message, words)}</span>
            {texts.length > 0 && <span class="also">{texts.join(' · ')}</span>}
          </span>
        </span>
      </span>
      <Arrow from={to} to={from} kind="answer" />
      {refusal && (
        <span class="cause">
          <Icon name="warning" />
          <span>
            {filled(words.because, refusal.message)} <code>{refusal.rule}</code>
          </span>
        </span>
      )}
    </>
  );
}
