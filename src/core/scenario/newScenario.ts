import { nodeAt, readJson } from '../json/jsonText';

/** A scenario to start from, and where its name is, without the quotes. */
export interface NewScenario {
  readonly text: string;
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** The flows that ship and are good to start from, by the names of their files. None includes another one. */
export const TEMPLATE_STEMS = [
  'otp-4dsid',
  'otp-restore',
  'email-validation',
  'login-form',
  'mobile-login-accepted',
  'mobile-pending-link',
  'mobile-pending-code',
  'mobile-data-sync',
  'mendix-session',
  'mendix-session-offline',
  'tokens-first-start',
  'tokens-cold-start-refresh',
  'tokens-refresh-shared',
  'tokens-inactivity',
  'tokens-sign-out',
  'cors-another-port',
] as const;

/** Names the schema by a path that is right beside this product only. */
const SCHEMA = /^[ \t]*"\$schema": "[^"]*",\r?\n/m;

/** One request, and what is expected of its answer. */
const EMPTY = {
  name: 'New scenario',
  description: 'What happens, and what it shows.',
  server: { web: { project: 'example:otp' } },
  actors: {
    Browser: { role: 'browser' },
    '4D Server': { role: 'server' },
  },
  steps: [
    {
      title: 'Open the page',
      from: 'Browser',
      to: '4D Server',
      request: { url: '/index.shtml' },
      expect: { status: 200 },
    },
  ],
};

/** A scenario with one step. */
export function emptyScenario(): NewScenario {
  return withName(`${JSON.stringify(EMPTY, undefined, 2)}\n`);
}

/**
 * A scenario made from one that ships.
 * @param text of the file that ships
 */
export function scenarioFrom(text: string): NewScenario {
  return withName(text.replace(SCHEMA, ''));
}

function withName(text: string): NewScenario {
  const { start, end } = nodeAt(readJson(text).root, '/name') ?? { start: 1, end: 1 };
  return { text, nameStart: start + 1, nameEnd: end - 1 };
}
