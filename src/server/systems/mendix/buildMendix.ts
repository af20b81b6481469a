import type { ServerOptions } from '../../kernel/options/options';
import type { EmulatedSystem } from '../../kernel/system/emulatedSystem';
import type { Kernel } from '../../kernel/system/kernel';
import { cookieSecurity } from './cookieSecurity';
import { addMendixRoutes } from './mendixControl';
import { MendixCookies } from './mendixCookies';
import { mendixIntroduction } from './mendixIntroduction';
import { MendixRuntime } from './mendixRuntime';
import { csrfTokenOf } from './mendixSecrets';
import { runtimeSettings } from './runtimeSettings';
import { XasFace } from './xasFace';

/**
 * The Mendix runtime. Only a server that has one loads this file.
 * @throws Error that says which options cannot be used, and why
 */
export function buildMendix(kernel: Kernel, mendix: NonNullable<ServerOptions['mendix']>): EmulatedSystem<'mendix'> {
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
    headersOf: async (id) => {
      if (!(await runtime.sessions.get(id))) return undefined;
      return runtime.sessions.standIns.headers(id, (cookie) => ({
        // Over HTTPS it has the other name.
        cookie: ['', '__Host-'].map((prefix) => `${prefix}${settings.sessionCookie}=${cookie}`).join('; '),
        'x-csrf-token': csrfTokenOf(cookie),
      }));
    },
    introduction: (url) => mendixIntroduction(url, settings, mendix),
    start: () => runtime.start(),
    restored: () => runtime.restored(),
    dispose: () => runtime.dispose(),
  };
}
