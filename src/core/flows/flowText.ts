import type { FaultEffect } from '../protocol/fault';
import { besideCause } from '../scenario/besideCause';
import { saysBoth } from '../scenario/failureWords';
import { type RefusalLook, refusalLook } from '../scenario/refusalLook';
import { type EntryState, type Exchange, type RunEntry, type RunProgress, refusalCause } from '../scenario/run';
import type { SentRequest, ShownStep } from '../scenario/runEvents';
import { type FlowStrings, filled } from './flowWords';
import { sentTitle } from './sentTitle';

/** The text of an entry for a screen reader: who sends what to whom, and the result. */
export function spokenEntry(entry: RunEntry, words: FlowStrings, isNext = false): string {
  return [
    stepNumberText(entry, words),
    ...atOnceTexts(entry, words),
    ...whatText(entry, words),
    stateText(entry.state, words, isNext),
    againTexts(entry, words).join(', '),
    ...failureTexts(entry, words),
  ]
    .filter((each) => each !== '')
    .map(sentence)
    .join(' ');
}

/**
 * The announcement when a message is sent. It includes the result if that is known.
 * @param step the step that has sent it. Absent if something by hand has.
 * @param look how a refusal is to be seen, when that is known
 */
export function spokenMessage(
  message: Exchange,
  words: FlowStrings,
  step?: Pick<ShownStep, 'kind'>,
  look?: RefusalLook,
): string {
  const { from, to } = message.sent;
  const title = messageTitle(message, words, step);
  return [fromTo(from, to, title, words), heldBackText(message, words) ?? '', ...answerTexts(message, words, look)]
    .filter((each) => each !== '')
    .map(sentence)
    .join(' ');
}

/** The title of a message. Only what the program has named itself is said in the user's language. */
export function messageTitle(
  { sent: { title } }: Exchange,
  words: FlowStrings,
  step?: Pick<ShownStep, 'kind'>,
): string {
  return step === undefined || step.kind === 'device' ? sentTitle(title, words) : title;
}

/** `12`, or the words for an entry that was made by hand. */
export function stepNumberText({ step, byHand }: RunEntry, words: FlowStrings): string {
  return byHand ? words.byHand : filled(words.spokenStep, step.index + 1);
}

/** That the entry sends its request together with the one before. Empty when it does not. */
export function atOnceTexts({ step }: RunEntry, words: FlowStrings): string[] {
  return step.alongside ? [words.atOnce] : [];
}

/** Which step the entry repeats, and how often if more than once. Empty when it repeats none. */
export function againTexts({ again }: RunEntry, words: FlowStrings): string[] {
  if (!again) return [];
  const { step, changed, times } = again;
  const what = filled(changed ? words.changedStep : words.againStep, step + 1);
  return times > 1 ? [what, filled(words.timesAgain, times)] : [what];
}

/** `3 of 15 steps`. */
export function progressText({ done, steps }: RunProgress, words: FlowStrings): string {
  return filled(steps === 1 ? words.progressOfOne : words.progress, done, steps);
}

export function stateText(state: EntryState, words: FlowStrings, isNext = false): string {
  if (state === 'planned') return isNext ? words.stateNext : words.statePlanned;
  const texts = {
    running: words.stateRunning,
    passed: words.statePassed,
    failed: words.stateFailed,
    skipped: words.stateSkipped,
  } as const;
  return texts[state];
}

/** Method and URL of a request. The origin is left out when it is the known one. */
export function targetText({ method, url }: SentRequest, origin: string | undefined): string {
  const isOwn = origin !== undefined && url.startsWith(origin);
  return `${method} ${isOwn ? url.slice(origin.length) || '/' : url}`;
}

/** `302 Found`, or why there was no answer. */
export function answerStatusText({ answer }: Exchange, words: FlowStrings): string {
  if (!answer) return words.waiting;
  const { answer: given, problem } = answer;
  return given ? `${given.status} ${given.statusText}`.trim() : (problem ?? words.noAnswer);
}

/** What an answer says in short: where it leads to, or its first words. Empty when it says nothing. */
export function gistTexts(message: Exchange, words: FlowStrings): string[] {
  const { location, words: first = '' } = message.answer?.gist ?? {};
  if (location !== undefined) return [filled(words.leadsTo, location)];
  const said = besideCause(first, message);
  return said === '' ? [] : [filled(words.saysWords, said)];
}

/** Which cookies the browser does not send. Undefined when there are none. */
export function heldBackText({ sent: { heldBack } }: Exchange, words: FlowStrings): string | undefined {
  return heldBack.length > 0 ? filled(words.heldBack, namesIn(heldBack)) : undefined;
}

/** Which cookies an answer sets, and which of them are refused. */
export function cookieTexts({ answer }: Exchange, words: FlowStrings): string[] {
  const set = answer?.answer?.setCookies ?? [];
  const kept = set.filter(({ refused }) => refused === undefined);
  const refused = set.filter(({ refused }) => refused !== undefined);
  return [
    ...(kept.length > 0 ? [filled(words.setsCookies, namesIn(kept))] : []),
    ...(refused.length > 0 ? [filled(words.refusesCookies, namesIn(refused))] : []),
  ];
}

/** One sentence for each failed expectation. */
export function failureTexts({ failures }: RunEntry, words: FlowStrings): string[] {
  return failures.map((failure) => {
    const { message, expected, actual = '' } = failure;
    return expected === undefined || saysBoth(failure)
      ? message
      : `${sentence(message)} ${filled(words.expectedActual, expected, actual)}`;
  });
}

/** A part of a request that is left out or tampered with: `token`, `cookie:NAME`, `query:NAME`, `authorization`. */
export function partText(part: string, words: FlowStrings): string {
  const [, kind, name] = /^(cookie|query):(.+)$/.exec(part) ?? [];
  if (kind === 'cookie') return filled(words.partCookie, name ?? '');
  if (kind === 'query') return filled(words.partQuery, name ?? '');
  return words.partToken;
}

export function faultText(fault: FaultEffect, words: FlowStrings): string {
  if (fault.kind === 'status')
    return filled(words.answer, fault.errCode === undefined ? fault.status : `${fault.status} (${fault.errCode})`);
  const texts = { delay: words.faultDelay, reset: words.faultReset, replyLost: words.faultReplyLost } as const;
  return texts[fault.kind];
}

function whatText(entry: RunEntry, words: FlowStrings): string[] {
  const { step, byHand, messages } = entry;
  const spoken = (message: Exchange) =>
    spokenMessage(message, words, byHand && step.kind !== 'device' ? undefined : step, refusalLook(entry, message));
  const { from: actor } = step;
  const act = step.kind === 'device' && actor !== undefined ? [filled(words.spokenDevice, actor, step.title)] : [];
  if (act.length > 0) return [...act, ...messages.map(spoken)];
  if (messages.length > 0) return messages.map(spoken);
  const { kind, title, from, to } = step;
  if (kind === 'note') return [filled(words.noteOver, title)];
  const what = from !== undefined && to !== undefined ? fromTo(from, to, title, words) : title;
  return kind === 'message' ? [what, words.drawnOnly] : [what];
}

function answerTexts(message: Exchange, words: FlowStrings, look: RefusalLook | undefined): string[] {
  const { answer } = message;
  if (!answer) return [];
  const refusal = refusalCause(message);
  return [
    answer.answer ? filled(words.answer, answerStatusText(message, words)) : answerStatusText(message, words),
    ...(look === 'expected' ? [words.asExpected] : look === 'unexpected' ? [words.notExpected] : []),
    ...gistTexts(message, words),
    ...cookieTexts(message, words),
    ...(refusal ? [filled(words.because, refusal.message)] : []),
  ];
}

function fromTo(from: string, to: string, title: string, words: FlowStrings): string {
  return from === to ? filled(words.spokenSelf, from, title) : filled(words.spokenMessage, from, to, title);
}

function sentence(text: string): string {
  return /[.!?…。]$/.test(text) ? text : `${text}.`;
}

function namesIn(all: readonly { readonly name: string }[]): string {
  return [...new Set(all.map(({ name }) => name))].join(', ');
}
