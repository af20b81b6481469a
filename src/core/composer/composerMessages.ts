import type { JournalCause } from '../protocol/journal';
import type { Headers } from '../scenario/runEvents';
import type { RequestDraft } from './composedRequest';

/** Increased when an older page and a newer extension would not understand each other. */
export const COMPOSER_PROTOCOL = 1;

export const COMPOSER_WORDS = [
  'title',
  'route',
  'ownRoute',
  'method',
  'path',
  'as',
  'headers',
  'body',
  'send',
  'sending',
  'startServer',
  'noAnswer',
  'answer',
  'history',
  'copyCurl',
  'saveStep',
  'headerList',
  'noBody',
  'cut',
  'cutOne',
  'causes',
  'noCauses',
  'changes',
  'kept',
  'otherSender',
] as const;
export type ComposerWord = (typeof COMPOSER_WORDS)[number];
export type ComposerStrings = Readonly<Record<ComposerWord, string>>;

export interface ComposerState {
  readonly isRunning: boolean;
  /** Why nothing can be sent. Undefined when it can. */
  readonly locked: string | undefined;
  /** Whether the server can be started from here. */
  readonly canStart: boolean;
  readonly origin: string;
  readonly routes: readonly { readonly id: string; readonly system: string }[];
  readonly senders: readonly { readonly id: string; readonly text: string }[];
}

/** A request that was sent. */
export interface SentBefore {
  readonly id: number;
  readonly title: string;
  /** 0 when no answer came. */
  readonly status: number;
}

/** What came back. */
export interface ComposedAnswer extends SentBefore {
  readonly statusText: string;
  readonly ms: number;
  readonly headers: Headers;
  readonly body: string;
  /** Why no answer came. */
  readonly problem?: string;
  readonly causes: readonly JournalCause[];
  /** What the answer changed, one sentence each. */
  readonly changes: readonly string[];
  /** The reason code that refused the request. */
  readonly refusal?: string;
  /** Whether it is from before the window was reloaded: then its secrets are covered, and its request is gone. */
  readonly isKept?: boolean;
}

/** From the extension to the page. composerToPage.schema.json says the same. */
export type ComposerToPage =
  /** The answer to `ready`. */
  | {
      readonly kind: 'composer';
      readonly version: typeof COMPOSER_PROTOCOL;
      readonly strings: ComposerStrings;
      readonly language: string;
      readonly state: ComposerState;
      readonly route: string;
      readonly draft: RequestDraft;
      readonly answer?: ComposedAnswer;
      readonly history: readonly SentBefore[];
    }
  | { readonly kind: 'state'; readonly state: ComposerState }
  /** Takes the place of what is written. */
  | { readonly kind: 'draft'; readonly draft: RequestDraft }
  /** What is wrong with what is written, or good to know of it. Empty when nothing is. */
  | { readonly kind: 'problem'; readonly text: string; readonly isHint: boolean }
  | { readonly kind: 'answer'; readonly answer: ComposedAnswer; readonly history: readonly SentBefore[] }
  /** One sentence to show and to announce to a screen reader. */
  | { readonly kind: 'notice'; readonly text: string };

/** From the page to the extension. composerFromPage.schema.json says the same. */
export type ComposerFromPage =
  /** The first message. The extension sends nothing before it, because the page does not listen yet. */
  | { readonly kind: 'ready'; readonly version: number }
  /** A route was chosen: its example is to be written. */
  | { readonly kind: 'route'; readonly route: string; readonly sender: string }
  | { readonly kind: 'check'; readonly route: string; readonly draft: RequestDraft }
  | { readonly kind: 'send'; readonly route: string; readonly draft: RequestDraft }
  /** Shows an earlier answer, with its request. */
  | { readonly kind: 'show'; readonly id: number }
  | { readonly kind: 'curl'; readonly id: number }
  | { readonly kind: 'save'; readonly id: number }
  | { readonly kind: 'start' }
  /** A message of the extension was not as its schema has it. */
  | { readonly kind: 'misunderstood'; readonly problem: string };
