import { phrase } from '../../../core/compliance/phrase';
import type { TestLogin } from '../../../core/server/startPageParts';
import type { TokensSettings } from './tokensSettings';

/** What an app with its own form sends that signs in, by the names that the options give. */
export function testLogin({ paths, fields }: TokensSettings): TestLogin {
  return {
    title: phrase('Sign in for tokens'),
    method: 'POST',
    path: paths.login,
    headers: { 'content-type': 'application/json' },
    fields: [
      { path: [fields.username], label: phrase('User name'), type: 'text', value: '' },
      { path: [fields.password], label: phrase('Password'), type: 'password', value: '' },
    ],
    body: { [fields.device]: { name: 'Start page', platform: 'web', model: 'Browser', appVersion: '1.0.0' } },
  };
}
