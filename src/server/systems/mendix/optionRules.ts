import { parsedUrl } from '../../../core/base/parsedUrl';
import { OptionsError } from '../../../core/server/optionsError';
import { assertCallable } from '../../kernel/options/callablePath';
import { COOKIE_NAMES } from './mendixCookies';
import {
  HYBRID_TIMEOUT_SETTING,
  LONGEST_USER_NAME,
  type MendixOptions,
  type MendixSettings,
  type MendixSwitches,
  type MendixUserOption,
  SESSION_COOKIE_SETTING,
  TOKEN_TIMEOUT_SETTING,
} from './mendixOptions';

/** A browser keeps a cookie with such a name only if it has attributes that the session cookie may not have. */
const COOKIE_PREFIX = /^__(?:host|secure|http|host-http)-/i;
/** Members of the parameters and of the answer of a login (docs/facts/mendix.md#requests). */
const LOGIN_MEMBERS = ['csrftoken', 'username', 'password', 'useAuthToken', 'shouldgeneratetoken', '__proto__'];
/** Actions with an answer of their own, and the data calls that were seen (docs/facts/mendix.md#requests). */
const ACTIONS = [
  'login',
  'login2',
  'logout',
  'get_session_data',
  'runtimeOperation',
  'executeaction',
  'retrieve',
  'retrieve_by_xpath',
  'retrieve_by_ids',
  'instantiate',
  'commit',
];
/** A cookie of 4096 bytes is the longest that browsers keep, and headers have a limit, too. */
const LONGEST_NAME = 256;
const LONGEST_PATH = 2000;
const DEEP_LINKS = '/link/';

/**
 * Refuses options with which the runtime would start, and something of it would not work.
 * @throws OptionsError
 */
export function assertUsable({ users = [], settings = {}, switches = {} }: MendixOptions): void {
  assertOwnNames(users);
  assertSettings(settings);
  assertSwitches(switches);
}

/** Mendix tells upper case from lower case in names of users (docs/facts/mendix.md#what-is-stored). */
function assertOwnNames(users: readonly MendixUserOption[]): void {
  users.forEach(({ name }, at) => {
    assertLength(`mendix.users.${at}.name`, name, LONGEST_USER_NAME);
    if (!name.isWellFormed()) {
      throw new OptionsError(
        `“mendix.users.${at}.name” has half of a surrogate pair, which no URL can have; give whole characters`,
      );
    }
    const first = users.findIndex((user) => user.name === name);
    if (first === at) return;
    throw new OptionsError(
      `“mendix.users.${at}.name” is the name of “mendix.users.${first}” already; give each user a name of its own`,
    );
  });
}

function assertSettings(settings: MendixSettings): void {
  const { ApplicationRootUrl: url, [SESSION_COOKIE_SETTING]: cookie } = settings;
  if (url !== undefined && !parsedUrl(() => new URL(url))) {
    throw new OptionsError(
      `“mendix.settings.ApplicationRootUrl” is no address; give one such as “https://myapp.example.com”`,
    );
  }
  if (cookie !== undefined) assertCookieName(`mendix.settings.${SESSION_COOKIE_SETTING}`, cookie);
  for (const name of [HYBRID_TIMEOUT_SETTING, TOKEN_TIMEOUT_SETTING] as const) {
    if (settings[name] !== 0) continue;
    throw new OptionsError(
      `“mendix.settings.${name}” must not be 0, as no token would ever be good; give the minutes, or -1 for no end`,
    );
  }
}

function assertCookieName(option: string, name: string): void {
  if (name === '__proto__') {
    throw new OptionsError(
      `“${option}” must not be “${name}”: many servers and clients lose such a cookie; give another one`,
    );
  }
  const [prefix] = COOKIE_PREFIX.exec(name) ?? [];
  if (prefix !== undefined) {
    throw new OptionsError(
      `“${option}” must not begin with “${prefix}”; leave that out, as the server itself puts “__Host-” before it over HTTPS`,
    );
  }
  assertFree(option, name, COOKIE_NAMES, 'another cookie of Mendix has that name');
  assertLength(option, name, LONGEST_NAME);
}

function assertSwitches({ deviceTokenName, keepAliveAction, reloginReason, linkTarget }: MendixSwitches): void {
  if (deviceTokenName !== undefined) {
    const option = 'mendix.switches.deviceTokenName';
    assertFree(option, deviceTokenName, LOGIN_MEMBERS, 'a login has another member of that name');
    assertLength(option, deviceTokenName, LONGEST_NAME);
  }
  if (keepAliveAction !== undefined) {
    const option = 'mendix.switches.keepAliveAction';
    assertFree(option, keepAliveAction, ACTIONS, 'another action has that name');
    assertLength(option, keepAliveAction, LONGEST_NAME);
  }
  if (reloginReason !== undefined) assertLength('mendix.switches.reloginReason', reloginReason, LONGEST_NAME);
  if (linkTarget !== undefined) assertLinkTarget('mendix.switches.linkTarget', linkTarget);
}

/** A path of this server, and none that leads a browser to the next deep link, and so on. */
function assertLinkTarget(option: string, target: string): void {
  if (/^\/[/\\]/.test(target)) {
    throw new OptionsError(`“${option}” leads to another site; give a path that begins with one “/” alone`);
  }
  const [path = ''] = target.split(/[?#]/, 1);
  assertCallable(option, target, path);
  const decoded = decodedPath(path);
  if (decoded === undefined) throw new OptionsError(`“${option}” is not well-formed; write “%” as “%25”`);
  if (decoded.startsWith(DEEP_LINKS)) {
    throw new OptionsError(
      `“${option}” must not begin with “${DEEP_LINKS}”, as it would lead to itself; give another path`,
    );
  }
  assertLength(option, target, LONGEST_PATH);
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function assertFree(option: string, name: string, taken: readonly string[], why: string): void {
  const found = taken.find((each) => each.toLowerCase() === name.toLowerCase());
  if (found !== undefined) throw new OptionsError(`“${option}” must not be “${found}”: ${why}; give another one`);
}

function assertLength(option: string, text: string, most: number): void {
  if (text.length > most) throw new OptionsError(`“${option}” must be shorter; its length may be ${most}`);
}
