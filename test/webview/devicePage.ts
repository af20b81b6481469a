// The page with devices that a test has made.
import { type Phrase, phraseText } from '../../src/core/compliance/phrase';
import { FLOW_PROTOCOL, type FlowStatus } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import type { RunEvent, ShownState } from '../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../src/core/systems';
import type { TokensState } from '../../src/core/systems/tokens/tokensSlice';
import { OUTLINE } from '../core/scenario/events';
import type { FlowPage } from './flowPage';
import { NOON } from './madeDevice';

export const STILL: FlowStatus = { phase: 'paused', next: 0, canStepBack: false, holdsNext: false, onDevServer: false };

/** The state of a server, whose clock stands still. */
export function stateAt(at: number, tokens: TokensState = { sessions: [], users: [] }): RunEvent {
  const state: ShownState = {
    version: 2,
    url: 'http://127.0.0.1:1',
    externalPlatformUrl: 'http://localhost:2',
    clock: { now: new Date(at).toISOString(), offsetMs: 0, paused: true },
    systems: { tokens },
    outbox: [],
    faults: [],
  };
  return { kind: 'stateChanged', state };
}

interface TellOptions {
  readonly status?: FlowStatus;
  readonly language?: string;
  /** Says a phrase in the language. */
  readonly say?: (words: Phrase) => string;
}

export async function tellFlow(
  flow: FlowPage,
  events: readonly RunEvent[],
  { status = STILL, language = 'en', say = phraseText }: TellOptions = {},
): Promise<void> {
  await flow.untilAsked('ready');
  const actors = ['phone', 'tablet', 'Server'].map((name) => ({
    name,
    role: name === 'Server' ? ('server' as const) : ('app' as const),
  }));
  await flow.tell({
    kind: 'flow',
    version: FLOW_PROTOCOL,
    strings: flowStrings(SYSTEM_PARTS, say),
    language,
    outline: { ...OUTLINE, name: 'Token life of an app', actors },
    events: [stateAt(NOON), ...events],
    status,
    split: {},
    secrets: [],
  });
  await flow.page.getByRole('heading', { name: 'Token life of an app' }).waitFor();
}
