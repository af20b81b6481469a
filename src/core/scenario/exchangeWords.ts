import { withoutFullStop } from '../base/fullStop';
import { besideCause } from './besideCause';
import { refusalLook } from './refusalLook';
import { type Exchange, type RunEntry, refusalCause } from './run';

/** What is said of a message that was sent, in English and in short, as the flow simulator draws it. */
export interface ExchangeWords {
  /** `GET /page`. */
  readonly target: string;
  /** Cookies that the browser does not send. */
  readonly heldBack?: string;
  /** `as expected`, or `not expected`: how a refusal is to be seen. */
  readonly look?: string;
  /** Of the answer: the cookies that it sets, where it leads to or its first words, and why it refuses. */
  readonly says: readonly string[];
}

/** An answer, or why there was none, with how its refusal is to be seen. */
export function answerWords(answer = '', { look }: Partial<ExchangeWords> = {}): string {
  return look === undefined ? answer : `${withoutFullStop(answer)}, ${look}`;
}

/** @param origin of the server: an address on it is shown without */
export function exchangeWords(entry: RunEntry, exchange: Exchange, origin: string | undefined): ExchangeWords {
  const { sent, answer } = exchange;
  const { method, url } = sent.request;
  const isOwn = origin !== undefined && url.startsWith(origin);
  const heldBack = namesIn(sent.heldBack);
  const look = refusalLook(entry, exchange);
  const refusal = look && refusalCause(exchange);
  const { location, words: first = '' } = answer?.gist ?? {};
  const words = besideCause(first, exchange);
  const set = answer?.answer?.setCookies ?? [];
  const kept = namesIn(set.filter(({ refused }) => refused === undefined));
  const refused = namesIn(set.filter(({ refused: why }) => why !== undefined));
  return {
    target: `${method} ${isOwn ? url.slice(origin.length) || '/' : url}`,
    ...(heldBack !== '' && { heldBack: `${heldBack} is held back` }),
    ...(look && look !== 'told' && { look: look === 'expected' ? 'as expected' : 'not expected' }),
    says: [
      ...(kept === '' ? [] : [`Sets ${kept}`]),
      ...(refused === '' ? [] : [`${refused} is not kept`]),
      ...(location === undefined ? [] : [`Leads to ${location}`]),
      ...(words === '' ? [] : [`It says: ${words}`]),
      ...(refusal ? [`Because: ${refusal.message}`] : []),
    ],
  };
}

function namesIn(all: readonly { readonly name: string }[]): string {
  return [...new Set(all.map(({ name }) => name))].join(', ');
}
