import type { JournalRemedy } from '../../../core/protocol/journal';
import type { MendixRule } from './note';
import type { RuntimeSettings } from './runtimeSettings';

/** The switch that decided, and its other value. */
const SWITCHED = {
  'mendix.login2.off': ['login2', true],
  'mendix.token.refused.logout': ['logoutEndsToken', false],
  'mendix.token.refused.password': ['passwordEndsTokens', false],
  'mendix.token.refused.login': ['loginEndsToken', false],
  'mendix.token.refused.used': ['rotateToken', false],
  'mendix.token.refused.blocked-user': ['blockedTokenRevives', true],
  'mendix.token.refused.user-agent': ['matchUserAgent', false],
} as const satisfies Partial<Record<MendixRule, readonly [keyof RuntimeSettings['switches'], boolean]>>;

/** Options of which the reader has to choose the value. */
const CHOSEN: Readonly<Partial<Record<MendixRule, string>>> = {
  'mendix.login.user': 'mendix.users',
  'mendix.login.no-password': 'mendix.users',
  'mendix.session.expired': 'mendix.settings.SessionTimeout',
  'mendix.session.over.swept': 'mendix.settings.SessionTimeout',
  // Which of two settings has the time of a token depends on the version.
  'mendix.token.refused.expired': 'mendix.settings',
};

/**
 * The option by which a refusal would not have come. There is none for what a person did, or a wrong password. What came
 * with a snapshot may be refused by an option that has another value by now.
 */
export function mendixRemedy(rule: MendixRule, settings: RuntimeSettings): JournalRemedy | undefined {
  const { anonymous, isProduction, switches } = settings;
  if (rule === 'mendix.session-data.refused') {
    return anonymous ? undefined : { option: 'mendix.anonymous', value: true };
  }
  if (rule === 'mendix.login.blocked') {
    return isProduction ? { option: 'mendix.securityLevel', value: 'prototype' } : undefined;
  }
  const chosen = CHOSEN[rule];
  if (chosen !== undefined) return { option: chosen };
  if (!isSwitched(rule)) return undefined;
  const [name, value] = SWITCHED[rule];
  return switches[name] === value ? undefined : { option: `mendix.switches.${name}`, value };
}

function isSwitched(rule: MendixRule): rule is keyof typeof SWITCHED {
  return Object.hasOwn(SWITCHED, rule);
}
