import { MENDIX_REASONS } from '../../../core/systems/mendix/mendixReasons';
import '../../../core/systems/mendix/mendixSlice';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { cookieSecurity, droppedCookies } from './cookieSecurity';
import { addMendixRoutes } from './mendixControl';
import { MendixCookies } from './mendixCookies';
import { mendixIntroduction } from './mendixIntroduction';
import './mendixOptions';
import { MendixRuntime } from './mendixRuntime';
import { mendixSecretNames } from './mendixSecrets';
import { MENDIX_KEY_SPACES, MENDIX_SPACES } from './mendixSpaces';
import { runtimeSettings } from './runtimeSettings';
import { XasFace } from './xasFace';

/** The Mendix runtime with the sessions of its clients. */
export const MENDIX: SystemPlugin<'mendix'> = {
  name: 'mendix',
  reasonCodes: MENDIX_REASONS,
  option: 'mendix',
  keySpaces: MENDIX_KEY_SPACES,
  secretNames: ({ mendix }) => (mendix ? mendixSecretNames(mendix) : []),
  spaces: MENDIX_SPACES,
  logs: [],
  paths: ({ mendix }) => (mendix ? ['xas', 'login.html', 'link'] : []),
  usualPaths: ['/xas', '/login.html', '/link'],
  singleRoutes: ({ mendix }) => (mendix ? ['/'] : []),
  check: ({ mendix, https }, _othersPaths, log) => {
    if (!mendix) return;
    if (mendix.users?.length === 0) {
      log('“mendix.users” is empty, so nobody can sign in; name a user, or leave it out to let everybody sign in.');
    }
    const warning = droppedCookies(runtimeSettings(mendix, log), https !== undefined);
    if (warning !== undefined) log(warning);
  },
  create: (kernel, { mendix }) => {
    if (!mendix) {
      return { faces: [], addControl: (scope) => addMendixRoutes(scope, undefined), dispose: () => {} };
    }
    const settings = runtimeSettings(mendix);
    const runtime = new MendixRuntime(kernel, settings, mendix);
    return {
      faces: [new XasFace(runtime)],
      slice: {
        state: () => runtime.state(),
        onDidChange: runtime.feed.onDidChange,
        settled: () => runtime.feed.settled(),
      },
      addControl: (scope) => addMendixRoutes(scope, runtime),
      // A failed login, and nothing else of this kind, was seen: docs/facts/mendix.md#requests.
      faultBody: (status) => (status === 401 ? {} : { type: 'exception', result: status }),
      sessionOf: async (request) => {
        const { isSecure } = cookieSecurity(settings, request);
        const cookie = new MendixCookies(settings, request.headers.cookie, isSecure).session;
        return cookie === undefined ? undefined : runtime.sessions.idOf(cookie);
      },
      introduction: (url) => mendixIntroduction(url, settings, mendix),
      start: () => runtime.start(),
      restored: () => runtime.restored(),
      dispose: () => runtime.dispose(),
    };
  },
};
