import { MENDIX_CALLS } from './systems/mendix/mendixCalls';
import { MOBILE_CALLS } from './systems/mobile/mobileCalls';
import { TOKENS_CALLS } from './systems/tokens/tokensCalls';
import { WEB_CALLS } from './systems/web/webCalls';

// These imports extend the type of the server's state with what each system tells.
import './systems/mendix/mendixSlice';
import './systems/mobile/mobileSlice';
import './systems/tokens/tokensSlice';
import './systems/web/webSlice';

/**
 * The calls of the control API that the emulated systems add, by their names. It is a list of its own, because a program
 * that drives a server needs nothing else of the systems. What lists sessions has one name in all of them here.
 */
export const SYSTEM_CALLS = {
  mobile: { sessions: MOBILE_CALLS.list, refresh: MOBILE_CALLS.refresh },
  web: {
    sessions: WEB_CALLS.list,
    createSession: WEB_CALLS.make,
    changeSession: WEB_CALLS.change,
    endSession: WEB_CALLS.close,
    createOtp: WEB_CALLS.createOtp,
    handlers: WEB_CALLS.handlers,
  },
  mendix: MENDIX_CALLS,
  tokens: TOKENS_CALLS,
} as const;

/** What an argument of a call is. `?` may be left out. The server checks what is in objects. */
type ArgumentKind = 'text' | 'object' | 'number?';

/** The arguments of the calls that have some, by their names and in their order. */
export const SYSTEM_ARGUMENTS: {
  readonly [System in keyof typeof SYSTEM_CALLS]?: {
    readonly [Call in keyof (typeof SYSTEM_CALLS)[System]]?: Readonly<Record<string, ArgumentKind>>;
  };
} = {
  web: {
    changeSession: { id: 'text', patch: 'object' },
    endSession: { id: 'text' },
    createOtp: { id: 'text', lifespan: 'number?' },
  },
  mendix: {
    endSession: { id: 'text' },
    changeUser: { name: 'text', patch: 'object' },
    endToken: { id: 'text' },
    expireToken: { id: 'text' },
  },
  tokens: {
    endSession: { id: 'text' },
    changeUser: { name: 'text', patch: 'object' },
    endSessionsOf: { user: 'text' },
    replay: { session: 'text', token: 'text' },
  },
};
